"""From a stay and its price to what each of its huts has of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.carts import Price
from contracts.stays import StayBooked, StayChanged
from gateway.stays.model import CardKept, ShareState, StayShare, position_of, stay_id_of


def shares_of(message: StayBooked) -> list[StayShare]:
    """A share for each hut of a stay that was booked."""
    accepted = {one.property_id: one.version for one in message.terms}
    found = []
    for share in message.price.shares:
        known = StayShare(
            stay_id=stay_id_of(share.property_id, message.order_id),
            property_id=share.property_id,
            order_id=message.order_id,
            guest_id=message.guest_id,
            reference=message.reference,
            contact=message.contact,
            state=ShareState(message.state),
            source=message.source,
            wish=message.wish,
            language=message.language,
            send_mail=message.send_mail,
            accepted_terms=accepted.get(share.property_id),
            properties=_properties(message.price),
            lines=(),
            share=share,
            total=share.amount.total,
            paid=message.paid,
            card=_card(message),
            booked_at=message.booked_at,
            expires_at=message.expires_at,
            position=position_of(message.booked_at, message.order_id),
        )
        found.append(_priced(known, message.price).findable())
    return found


def _card(message: StayBooked) -> CardKept | None:
    kept = message.card
    if kept is None:
        return None
    return CardKept(keeper=kept.keeper, until=kept.until, most=message.guarantee)


def shares_of_change(known: Sequence[StayShare], message: StayChanged) -> list[StayShare]:
    """Each share as the change leaves it: sold anew, new to the stay, or left by it. None where no
    share of the stay is known that is not over."""
    by_property = {share.property_id: share for share in known}
    living = next((share for share in known if share.state.active), None)
    if living is None:
        return []
    accepted = {one.property_id: one.version for one in message.terms}
    found = []
    for share in message.price.shares:
        id = share.property_id
        theirs = by_property.get(id) or _elsewhere(living, id)
        told: dict[str, Any] = {
            "state": living.state,
            "expires_at": message.expires_at,
            "ended_at": None,
            "accepted_terms": accepted.get(id, theirs.accepted_terms),
        }
        if theirs.paid and message.paid is not None:
            told |= {"paid": message.paid, "due": message.due}
        found.append(_priced(theirs.but(**told), message.price))
    at = message.changed_at
    priced = {share.property_id for share in message.price.shares}
    left = (share for share in known if share.state.active and share.property_id not in priced)
    return [*found, *(share.over(ShareState.MOVED, at) for share in left)]


def _elsewhere(living: StayShare, property_id: str) -> StayShare:
    """The beginning of a share at a hut that a change has brought into the stay. What was paid was
    paid to the hut at which the stay was booked."""
    return living.but(
        stay_id=stay_id_of(property_id, living.order_id),
        property_id=property_id,
        accepted_terms=None,
        paid=0,
        due=0,
        card=None,
        history=(),
        revision=0,
    )


def _priced(share: StayShare, price: Price) -> StayShare:
    id = share.property_id
    lines = tuple(line for line in price.lines if line.property_id == id)
    (own,) = (one for one in price.shares if one.property_id == id)
    return share.but(properties=_properties(price)).sold(lines, own)


def _properties(price: Price) -> tuple[str, ...]:
    return tuple(share.property_id for share in price.shares)
