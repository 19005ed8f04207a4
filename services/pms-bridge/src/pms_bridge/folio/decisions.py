"""What a person decides about a charge that could not be posted by itself (C12, O18)."""

from __future__ import annotations

from chassis.documents import Ref
from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.billing import AttentionEnd
from contracts.folio_requests import (
    ChooseReservation,
    FolioRequestRefusal,
    FolioRequestRefused,
    FolioRequestTaken,
    RetryPosting,
    TickOffPosting,
)
from pms_bridge.folio.attention import attention_ended
from pms_bridge.folio.charge import post_charge
from pms_bridge.folio.convergence import converge
from pms_bridge.folio.model import Folio, folios
from pms_bridge.folio.posting import Decision, DecisionKind, Posting, PostingState
from pms_bridge.properties.model import Property, properties

table = HandlerTable("pms-bridge")

Request = TickOffPosting | ChooseReservation | RetryPosting
Answer = FolioRequestTaken | FolioRequestRefused

_NO_LONGER = {
    PostingState.REQUESTED: "it is being posted",
    PostingState.UNKNOWN: "it is being looked up in the PMS",
    PostingState.POSTED: "the PMS holds it",
    PostingState.BY_HAND: "it was posted by hand",
    PostingState.WITHDRAWN: "the amount has changed since; another task may have taken its place",
}


def _property(message: Request) -> tuple[Ref[Property]]:
    return (properties.ref(message.property_id),)


@table.on(TickOffPosting, document=folios, reads=_property)
def posting_ticked_off(
    folio: Folio | None, message: TickOffPosting, context: Context
) -> Outcome[Folio]:
    """A person posted it by hand: from now on the folio holds it."""
    decision = Decision(kind=DecisionKind.POSTED_BY_HAND)
    asked = _asked(folio, message, decision)
    if not isinstance(asked, Folio):
        return Outcome(events=[asked])
    held = asked.ticked_off(message.posting_id, decision)
    by = context.envelope.actor
    ended = attention_ended(held, message.posting_id, AttentionEnd.BY_HAND, by, message.note)
    return converge(held, context.read(*_property(message)), context, [ended, _taken(message)])


@table.on(ChooseReservation, document=folios, reads=_property)
def reservation_chosen(
    folio: Folio | None, message: ChooseReservation, context: Context
) -> Outcome[Folio]:
    """Post it to that reservation; the PMS answers as to any posting."""
    decision = Decision(kind=DecisionKind.AT_RESERVATION, reservation_id=message.reservation_id)
    return _try_again(folio, message, decision, context)


@table.on(RetryPosting, document=folios, reads=_property)
def posting_retried(folio: Folio | None, message: RetryPosting, context: Context) -> Outcome[Folio]:
    """What stood in the way is mended: ask the PMS again."""
    return _try_again(folio, message, Decision(kind=DecisionKind.AGAIN), context)


def _try_again(
    folio: Folio | None,
    message: ChooseReservation | RetryPosting,
    decision: Decision,
    context: Context,
) -> Outcome[Folio]:
    asked = _asked(folio, message, decision)
    if not isinstance(asked, Folio):
        return Outcome(events=[asked])
    known = context.read(*_property(message))
    if known is not None and not known.takes_charges:
        return Outcome(events=[_not_connected(message)])
    trying = asked.tried_again(message.posting_id, decision)
    by = context.envelope.actor
    ended = attention_ended(trying, message.posting_id, AttentionEnd.TRYING, by)
    return Outcome(trying, [ended, _taken(message)], [post_charge(trying, message.posting_id)])


def _asked(folio: Folio | None, message: Request, decision: Decision) -> Folio | Answer:
    """The folio that waits for this decision, or the answer where it does not: the decision that
    was taken already is taken again, any other comes too late."""
    posting = _posting(folio, message)
    if folio is None or posting is None:
        detail = "no charge of this order has that id"
        return _refused(message, FolioRequestRefusal.UNKNOWN_POSTING, detail)
    if posting.state is PostingState.WAITING:
        return folio
    if posting.decided == decision:
        return _taken(message)
    return _refused(message, FolioRequestRefusal.NOT_WAITING, _NO_LONGER[posting.state])


def _posting(folio: Folio | None, message: Request) -> Posting | None:
    """Another property's folio is none of theirs."""
    if folio is None or folio.property_id != message.property_id:
        return None
    known = (one for one in folio.postings if one.posting_id == message.posting_id)
    return next(known, None)


def _taken(message: Request) -> FolioRequestTaken:
    return FolioRequestTaken(
        property_id=message.property_id, order_id=message.order_id, posting_id=message.posting_id
    )


def _refused(
    message: Request, reason: FolioRequestRefusal, detail: str, field: str = "posting_id"
) -> FolioRequestRefused:
    return FolioRequestRefused(
        property_id=message.property_id,
        order_id=message.order_id,
        posting_id=message.posting_id,
        reason=reason,
        field=field,
        detail=detail,
    )


def _not_connected(message: Request) -> FolioRequestRefused:
    detail = "the property's PMS takes no charges from here"
    return _refused(message, FolioRequestRefusal.NOT_CONNECTED, detail, field="property_id")
