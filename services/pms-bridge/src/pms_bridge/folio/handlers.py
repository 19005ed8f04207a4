"""What moves a folio: a new target, and the reports of its postings."""

from __future__ import annotations

from chassis.documents import Ref
from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.billing import (
    AttentionEnd,
    BillingTarget,
    FolioPosted,
    FolioPostingUnknown,
    PostingConfirmed,
    PostingRejected,
    PostingUnknown,
)
from pms_bridge.folio.attention import attention, attention_ended
from pms_bridge.folio.convergence import converge
from pms_bridge.folio.model import Folio, folios
from pms_bridge.folio.posting import PostingState, UnknownPosting
from pms_bridge.properties.model import Property, properties

table = HandlerTable("pms-bridge")


def _property(
    message: BillingTarget | PostingConfirmed | PostingRejected,
) -> tuple[Ref[Property]]:
    return (properties.ref(message.property_id),)


@table.on(BillingTarget, document=folios, reads=_property)
def target_set(folio: Folio | None, message: BillingTarget, context: Context) -> Outcome[Folio]:
    """Post what the folio lacks, or take back what it has too much (O15, O16, O18 to O21, C13).
    What a person was asked before is withdrawn: the new difference takes its place."""
    aimed = Folio.opened(message) if folio is None else folio.aimed_at(message)
    known = context.read(*_property(message))
    waiting = aimed.waiting
    if waiting is None:
        return converge(aimed, known, context)
    by = context.envelope.actor
    ended = attention_ended(aimed, waiting.posting_id, AttentionEnd.SUPERSEDED, by)
    return converge(aimed.withdrawn(waiting.posting_id), known, context, [ended])


@table.on(PostingConfirmed, document=folios, reads=_property)
def posting_confirmed(
    folio: Folio | None, message: PostingConfirmed, context: Context
) -> Outcome[Folio]:
    """What the PMS holds is a fact, told as it is. A posting that it holds twice is too much by
    one, so converging takes that one back."""
    confirmed = _of(folio, message).confirmed(message)
    posted = FolioPosted(
        property_id=confirmed.property_id,
        order_id=confirmed.order_id,
        posting_id=message.posting_id,
        amount=confirmed.posting(message.posting_id).held,
        transaction_numbers=message.transaction_numbers,
    )
    return converge(confirmed, context.read(*_property(message)), context, [posted])


@table.on(PostingRejected, document=folios, reads=_property)
def posting_rejected(
    folio: Folio | None, message: PostingRejected, context: Context
) -> Outcome[Folio]:
    """A person is told, with the reservations it may belong to. It is not tried again until they
    say so or the target changes; where it changed meanwhile, that is tried at once."""
    rejected = _of(folio, message).rejected(message)
    if rejected.superseded(message.posting_id):
        return converge(rejected, context.read(*_property(message)), context)
    asked = attention(rejected, message.posting_id, message.detail, message.candidates)
    return Outcome(rejected, [asked])


@table.on(PostingUnknown, document=folios)
def posting_unknown(
    folio: Folio | None, message: PostingUnknown, context: Context
) -> Outcome[Folio]:
    """Said once, however often the PMS stays silent; the carrier looks the posting up. A doubt
    that comes after the end is known says nothing any more."""
    asked = _of(folio, message)
    if asked.posting(message.posting_id).state is not PostingState.REQUESTED:
        return Outcome()
    unknown = asked.doubted(message)
    doubt = FolioPostingUnknown(
        property_id=unknown.property_id,
        order_id=unknown.order_id,
        posting_id=message.posting_id,
        detail=message.detail,
    )
    return Outcome(unknown, [doubt])


def _of(folio: Folio | None, report: PostingConfirmed | PostingRejected | PostingUnknown) -> Folio:
    """Raises `UnknownPosting` for a report about a folio that does not exist."""
    if folio is None:
        raise UnknownPosting(f"order {report.order_id} has no folio")
    return folio
