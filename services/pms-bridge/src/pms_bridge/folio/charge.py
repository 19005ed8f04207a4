"""The work of posting one difference to a guest's folio."""

from __future__ import annotations

from chassis.outcome import Effect, Work
from contracts.deliveries import Guest
from contracts.message import Instant
from contracts.money import Amount
from pms_bridge.folio.model import Folio


class PostCharge(Work, kind="bridge.post-charge"):
    """Post `amount`, one charge per tax line, under `posting_id` as our reference.

    With `reservation_id` it goes to that reservation; without, to the guest found in the room. With
    `asked_before` it was asked for then already: the PMS is searched for it before it is posted.
    """

    order_id: str
    property_id: str
    guest_id: str
    posting_id: str
    reference: str
    room: str
    guest: Guest
    description: str
    amount: Amount
    reservation_id: str | None = None
    asked_before: Instant | None = None


def post_charge(folio: Folio, posting_id: str) -> Effect:
    """One at a time per order; the property's PMS failing holds up only that property."""
    posting = folio.posting(posting_id)
    chosen = posting.decided.reservation_id if posting.decided else None
    work = PostCharge(
        order_id=folio.order_id,
        property_id=folio.property_id,
        guest_id=folio.guest_id,
        posting_id=posting_id,
        reference=folio.reference,
        room=folio.room,
        guest=folio.guest,
        description=folio.description,
        amount=posting.amount,
        reservation_id=chosen or folio.reservation_id,
        asked_before=posting.asked_at if posting.decided else None,
    )
    return Effect(work, lane=folio.order_id, partner=f"opera:{folio.property_id}")
