"""Which messages answer a person's request, and what each of them says about it.

A request's id is its envelope's. An answer names it as its cause; where the outside world was asked
in between, it names it in a field of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chassis.documents import Ref
from chassis.outcome import Changes, Context
from chassis.table import Documents, HandlerTable, Row
from contracts.chats import CourierMessageRefused, CourierMessageSent
from contracts.claims import ClaimEnded, ClaimOpened, ClaimRefused
from contracts.deliveries import DeliveryPlaced, DeliveryRefused, DeliveryRoomChanged, Origin
from contracts.envelope import Envelope
from contracts.folio_requests import FolioRequestRefused, FolioRequestTaken
from contracts.message import Message
from contracts.notices import NoticeResent, ResendRefused
from contracts.payment_trials import PaymentsTested
from contracts.properties import PropertyDefined, PropertyRefused
from contracts.recipients import RecipientRefused, RecipientSet
from contracts.reconciliation import ConnectionTested, DayReconciled, PropertyRequestRefused
from contracts.tasks import TaskClosed, TaskCloseRefused
from contracts.topics import Topic
from gateway.access.caller import GUEST, KEY, PERSON
from gateway.requests.hut_answers import HUT_ANSWERS
from gateway.requests.model import REQUESTS, Refusal, RequestOutcome, Requests
from gateway.requests.said import Said, fields


def _detailed(message: Any) -> Said:
    return Refusal(field=message.field, reason=message.reason, detail=message.detail)


def _worded(message: Any) -> Said:
    return Refusal(field=message.field, reason=message.reason)


def _sheet_refused(message: PropertyRefused) -> Said:
    """Whoever sent the sheet knows its fields as those of the body."""
    return Refusal(field=message.field.removeprefix("sheet."), reason=message.reason)


ANSWERS: Mapping[type[Message], Callable[[Any], Said]] = {
    PropertyDefined: fields(),
    PropertyRefused: _sheet_refused,
    DeliveryPlaced: fields("order_id", "reference"),
    DeliveryRoomChanged: fields("room"),
    DeliveryRefused: _detailed,
    CourierMessageSent: fields("message_id", "occurred_at"),
    CourierMessageRefused: _detailed,
    ClaimOpened: fields("claim_id", "deadline"),
    ClaimEnded: fields("claim_id", "outcome"),
    ClaimRefused: _detailed,
    FolioRequestTaken: fields("posting_id"),
    FolioRequestRefused: _detailed,
    TaskClosed: fields("task_id", "occurred_at"),
    TaskCloseRefused: _detailed,
    NoticeResent: fields("again_id"),
    ResendRefused: _worded,
    ConnectionTested: fields("works", "checks", "tried_at"),
    PaymentsTested: fields("connected", "works", "detail", "tried_at"),
    DayReconciled: fields("day", "orders", "mismatch_count", "compared_at"),
    PropertyRequestRefused: _worded,
    RecipientSet: fields(),
    RecipientRefused: _worded,
    **HUT_ANSWERS,
}
# Only what a person or a program of the hotel asks is waited for.
ASKING = (PERSON, KEY, GUEST)
BY_TYPE = {message.TYPE: message for message in ANSWERS}
# Those that name their request themselves.
NAMING = frozenset(type for type, model in BY_TYPE.items() if "request_id" in model.model_fields)
TOPICS: tuple[Topic, ...] = tuple(
    {message.TOPIC.name: message.TOPIC for message in ANSWERS}.values()
)


def answer_in(type: str, value: bytes, causation_id: str | None) -> RequestOutcome | None:
    """What a record says about a request; None where it is no answer."""
    model = BY_TYPE.get(type)
    if model is None:
        return None
    message = model.read(value)
    request_id = _named_request(message) or causation_id
    return None if request_id is None else _outcome(message, request_id)


def answering(table: HandlerTable) -> HandlerTable:
    """The same table, in which every answer also writes down how its request ended: in the same
    transaction as the view that it changes, so that whoever is told of it can read it, too."""
    answering = HandlerTable(table.service)
    answering.include(table)
    for message in ANSWERS:
        answering.rows[message.TYPE] = _row(message, table.rows.get(message.TYPE))
    return answering


def _row(message: type[Message], own: Row | None) -> Row:
    def touches(received: Any) -> Sequence[Ref[Any]]:
        refs = () if own is None else tuple(own.touches(received))
        return (*refs, REQUESTS.ref(received.key)) if _may_answer(received) else refs

    def handle(documents: Documents, received: Any, context: Context) -> Changes:
        theirs = {ref: known for ref, known in documents.items() if ref.collection is not REQUESTS}
        changes = Changes() if own is None else own.handle(theirs, received, context)
        request_id = _request_of(received, context.envelope)
        ref = REQUESTS.ref(received.key)
        if request_id is None or ref not in documents:
            return changes
        noted = _requests(documents[ref]).having(_outcome(received, request_id))
        return changes._replace(documents={**changes.documents, ref: noted})

    def nothing(received: Any) -> Sequence[Ref[Any]]:
        return ()

    name = f"answer_{message.__name__}" if own is None else own.name
    return Row(message, name, touches, nothing if own is None else own.reads, handle)


def _requests(known: object) -> Requests:
    return known if isinstance(known, Requests) else Requests()


def _may_answer(message: Message) -> bool:
    """A guest's order on a partner's page is nobody's request here: its way stays short."""
    return not isinstance(message, DeliveryPlaced) or message.content.origin is Origin.HOTEL


def _request_of(message: Message, envelope: Envelope) -> str | None:
    """The request that this message answers; None where it answers a partner, a rule, or a deed
    that only goes back to a request (an unanswered claim to the one who opened it)."""
    if not envelope.actor.startswith(ASKING):
        return None
    direct = envelope.causation_id == envelope.correlation_id
    return _named_request(message) or (envelope.causation_id if direct else None)


def _named_request(message: Message) -> str | None:
    named: str | None = getattr(message, "request_id", None)
    return named


def _outcome(message: Message, request_id: str) -> RequestOutcome:
    said = ANSWERS[type(message)](message)
    if isinstance(said, Refusal):
        return RequestOutcome(request_id=request_id, refusal=said)
    return RequestOutcome(request_id=request_id, result=said)
