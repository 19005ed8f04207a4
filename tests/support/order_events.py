"""The events of one order as the services publish them, topic by topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chassis.documents import Document, Ref
from chassis.table import HandlerTable
from contracts.billing import (
    FolioNeedsAttention,
    FolioPosted,
    FolioPostingUnknown,
    FolioProblem,
    FolioSettled,
)
from contracts.deliveries import (
    CourierAssigned,
    CourierNear,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryPickedUp,
    DeliveryReturned,
    ExpectedTimeChanged,
)
from contracts.message import Message
from contracts.notices import Channel, NoticeFailed, NoticeSent
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


def cancelled(minutes: float = 8) -> DeliveryCancelled:
    return DeliveryCancelled(**ABOUT, occurred_at=after(minutes))


def returned(minutes: float = 50) -> DeliveryReturned:
    return DeliveryReturned(**ABOUT, occurred_at=after(minutes))


def folio_posted() -> FolioPosted:
    return FolioPosted(**ABOUT, posting_id="p-1", amount=AMOUNT, transaction_numbers=("991",))


def folio_settled() -> FolioSettled:
    return FolioSettled(**ABOUT, amount=AMOUNT)


def folio_unknown() -> FolioPostingUnknown:
    return FolioPostingUnknown(**ABOUT, posting_id="p-1", detail="no answer in 10 s")


def folio_attention() -> FolioNeedsAttention:
    return FolioNeedsAttention(
        **ABOUT,
        posting_id="p-1",
        problem=FolioProblem.NOT_FOUND,
        detail="nobody of that name is in room 203",
        amount=AMOUNT,
    )


def mail_sent() -> NoticeSent:
    return NoticeSent(**ABOUT, notice_id="n-1", channel=Channel.MAIL)


def mail_failed() -> NoticeFailed:
    return NoticeFailed(**ABOUT, notice_id="n-1", channel=Channel.MAIL, reason="no addresses")


def told(table: HandlerTable, messages: Sequence[Message], known: State | None = None) -> State:
    """All documents after a table has handled some messages in turn."""
    documents = dict(known or {})
    for message in messages:
        apply(table, documents, message)
    return documents


def apply(table: HandlerTable, documents: State, message: Message) -> Sequence[Message]:
    """Have one message handled, `documents` brought up to date; the events it caused."""
    row = table.rows[message.TYPE]
    touched = {ref: documents.get(ref) for ref in row.touches(message)}
    handled = row.handle(touched, message, context(envelope=envelope(message)))
    documents.update(handled.documents)
    return handled.events
