"""The events of one order as the services publish them, topic by topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chassis.documents import Document, Ref
from chassis.table import HandlerTable
from contracts.billing import (
    AttentionEnd,
    Candidate,
    FolioAttentionEnded,
    FolioNeedsAttention,
    FolioPosted,
    FolioPostingUnknown,
    FolioProblem,
    FolioSettled,
)
from contracts.chats import CourierMessageReceived, CourierMessageSent
from contracts.claims import ClaimContent, ClaimEnded, ClaimOpened, ClaimOutcome, ClaimReason
from contracts.deliveries import (
    CourierAssigned,
    CourierNear,
    CourierSeen,
    DeliveryAccepted,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryFailed,
    DeliveryPickedUp,
    DeliveryPreparing,
    DeliveryReturned,
    DeliveryRoomChanged,
    ExpectedTimeChanged,
    Position,
    ValidationCodeChanged,
    reference_of,
)
from contracts.handovers import HandoverKind, PartnerNotTold, PartnerTold
from contracts.message import Message
from contracts.money import Amount
from contracts.notices import Channel, NoticeFailed, NoticeSent, Occasion
from contracts.refunds import DeliveryRefunded, RefundRefusal, RefundRefused
from tests.support.contexts import context, envelope
from tests.support.deliveries import AMOUNT, GUEST, MARC, ORDER, PROPERTY, after

State = dict[Ref[Any], Document]

ABOUT: Mapping[str, Any] = {"property_id": PROPERTY, "order_id": ORDER}


def courier_assigned(minutes: float = 5) -> CourierAssigned:
    return CourierAssigned(**ABOUT, guest_id=GUEST, courier=MARC, occurred_at=after(minutes))


def picked_up(minutes: float = 12) -> DeliveryPickedUp:
    return DeliveryPickedUp(**ABOUT, occurred_at=after(minutes))


def expected_time_changed(minutes: float = 14, expected: float = 41) -> ExpectedTimeChanged:
    return ExpectedTimeChanged(**ABOUT, occurred_at=after(minutes), expected_at=after(expected))


def near(minutes: float = 30) -> CourierNear:
    return CourierNear(**ABOUT, occurred_at=after(minutes))


def delivered(minutes: float = 33) -> DeliveryDelivered:
    return DeliveryDelivered(**ABOUT, occurred_at=after(minutes))


def accepted(minutes: float = 2) -> DeliveryAccepted:
    return DeliveryAccepted(**ABOUT, occurred_at=after(minutes))


def preparing(minutes: float = 3) -> DeliveryPreparing:
    return DeliveryPreparing(**ABOUT, occurred_at=after(minutes))


def seen_at(minutes: float = 20, latitude: float = 48.85) -> CourierSeen:
    position = Position(latitude=latitude, longitude=2.35)
    return CourierSeen(**ABOUT, position=position, occurred_at=after(minutes))


def code_changed(code: str = "7730", minutes: float = 6) -> ValidationCodeChanged:
    return ValidationCodeChanged(**ABOUT, validation_code=code, occurred_at=after(minutes))


def room_changed(room: str = "718", minutes: float = 7) -> DeliveryRoomChanged:
    return DeliveryRoomChanged(**ABOUT, room=room, occurred_at=after(minutes))


def cancelled(minutes: float = 8, reason: str | None = None) -> DeliveryCancelled:
    return DeliveryCancelled(**ABOUT, occurred_at=after(minutes), reason=reason)


def failed(minutes: float = 40, reason: str | None = "nobody at the door") -> DeliveryFailed:
    return DeliveryFailed(**ABOUT, occurred_at=after(minutes), reason=reason)


def returned(minutes: float = 50) -> DeliveryReturned:
    return DeliveryReturned(**ABOUT, occurred_at=after(minutes))


def courier_wrote(
    text: str = "Which entrance?", minutes: float = 21, message_id: str = "m-1"
) -> CourierMessageReceived:
    return CourierMessageReceived(
        **ABOUT,
        guest_id=GUEST,
        message_id=message_id,
        text=text,
        courier_name=MARC.name,
        reference=reference_of(ORDER),
        room="203",
        occurred_at=after(minutes),
    )


def hotel_wrote(
    text: str = "The one on the left", minutes: float = 22, author: str = "person:p-7"
) -> CourierMessageSent:
    return CourierMessageSent(
        **ABOUT,
        guest_id=GUEST,
        message_id="m-2",
        text=text,
        author=author,
        partner_id="demo-page",
        external_id="LUM-20261123-0042",
        occurred_at=after(minutes),
    )


def partner_told(about_id: str, kind: HandoverKind = HandoverKind.CHAT_MESSAGE) -> PartnerTold:
    return PartnerTold(**ABOUT, kind=kind, about_id=about_id)


def partner_not_told(
    about_id: str, kind: HandoverKind = HandoverKind.CHAT_MESSAGE
) -> PartnerNotTold:
    return PartnerNotTold(**ABOUT, kind=kind, about_id=about_id, reason="no answer for a day")


def claim_opened(minutes: float = 60, claim_id: str = "c-1") -> ClaimOpened:
    content = ClaimContent(
        reason=ClaimReason.MISSING_ITEM,
        amount=1100,
        currency="EUR",
        description="One pizza is missing",
    )
    return ClaimOpened(
        **ABOUT,
        claim_id=claim_id,
        content=content,
        partner_id="demo-page",
        external_id="LUM-20261123-0042",
        deadline=after(minutes + 48 * 60),
        occurred_at=after(minutes),
    )


def claim_ended(
    outcome: ClaimOutcome = ClaimOutcome.ACCEPTED, minutes: float = 90, claim_id: str = "c-1"
) -> ClaimEnded:
    return ClaimEnded(**ABOUT, claim_id=claim_id, outcome=outcome, occurred_at=after(minutes))


def refunded(
    amount: Amount,
    refund_id: str = "r-1",
    minutes: float = 91,
    in_full: bool = False,
    differing: tuple[str, ...] = (),
) -> DeliveryRefunded:
    return DeliveryRefunded(
        **ABOUT,
        refund_id=refund_id,
        amount=amount,
        refunded=amount,
        in_full=in_full,
        differing=differing,
        reason="one dish is missing",
        occurred_at=after(minutes),
    )


def refund_refused(
    refund_id: str = "r-1", reason: RefundRefusal = RefundRefusal.EXCEEDS_ORDER
) -> RefundRefused:
    return RefundRefused(
        **ABOUT,
        refund_id=refund_id,
        total=9900,
        currency="EUR",
        reason=reason,
        field="total",
        detail="more than is left of the order",
    )


def folio_posted(posting_id: str = "p-1", amount: Amount = AMOUNT) -> FolioPosted:
    return FolioPosted(**ABOUT, posting_id=posting_id, amount=amount, transaction_numbers=("991",))


def folio_settled(amount: Amount = AMOUNT) -> FolioSettled:
    return FolioSettled(**ABOUT, amount=amount)


def folio_unknown() -> FolioPostingUnknown:
    return FolioPostingUnknown(**ABOUT, posting_id="p-1", detail="no answer in 10 s")


def folio_attention(
    problem: FolioProblem = FolioProblem.NOT_FOUND, candidates: tuple[Candidate, ...] = ()
) -> FolioNeedsAttention:
    return FolioNeedsAttention(
        **ABOUT,
        guest_id=GUEST,
        posting_id="p-1",
        problem=problem,
        detail="nobody of that name is in room 203",
        amount=AMOUNT,
        candidates=candidates,
    )


def attention_ended(
    end: AttentionEnd = AttentionEnd.BY_HAND, by: str = "person:p-7"
) -> FolioAttentionEnded:
    return FolioAttentionEnded(**ABOUT, posting_id="p-1", end=end, by=by, amount=AMOUNT)


def mail_sent(notice_id: str = "n-1") -> NoticeSent:
    return NoticeSent(
        **ABOUT,
        guest_id=GUEST,
        notice_id=notice_id,
        channel=Channel.MAIL,
        occasion=Occasion.NEW_ORDER,
        title="Chambre 203",
        text="Chez Lina apporte une commande.",
    )


def mail_failed(notice_id: str = "n-1") -> NoticeFailed:
    return NoticeFailed(**ABOUT, notice_id=notice_id, channel=Channel.MAIL, reason="no addresses")


def told(table: HandlerTable, messages: Sequence[Message], known: State | None = None) -> State:
    """All documents after a table has handled some messages in turn."""
    documents = dict(known or {})
    for message in messages:
        apply(table, documents, message)
    return documents


def apply(
    table: HandlerTable,
    documents: State,
    message: Message,
    actor: str = "partner:demo-page",
    *,
    id: str = "message-1",
    answers: str | None = None,
) -> Sequence[Message]:
    """Have one message handled, `documents` brought up to date; the events it caused. `answers` is
    the id of the request that it is the answer to."""
    row = table.rows[message.TYPE]
    touched = {ref: documents.get(ref) for ref in row.touches(message)}
    cause = {"causation_id": answers, "correlation_id": answers or id}
    about = envelope(message, actor=actor, id=id, **cause)
    given = context(envelope=about, documents=documents)
    handled = row.handle(touched, message, given)
    documents.update(handled.documents)
    return handled.events
