"""What moves a folio: a new target, and the reports of its postings."""

from __future__ import annotations

from chassis.documents import Ref
from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.billing import (
    BillingTarget,
    FolioNeedsAttention,
    FolioPosted,
    FolioPostingUnknown,
    PostingConfirmed,
    PostingRejected,
    PostingUnknown,
)
from pms_bridge.folio.convergence import converge
from pms_bridge.folio.model import Folio, PostingState, UnknownPosting, folios
from pms_bridge.properties.model import Property, properties

table = HandlerTable("pms-bridge")


def _property(
    message: BillingTarget | PostingConfirmed | PostingRejected,
) -> tuple[Ref[Property]]:
    return (properties.ref(message.property_id),)


@table.on(BillingTarget, document=folios, reads=_property)
def target_set(folio: Folio | None, message: BillingTarget, context: Context) -> Outcome[Folio]:
    """Post what the folio lacks, or take back what it has too much (O15, O16, O18, O21, C13)."""
    aimed = Folio.opened(message) if folio is None else folio.aimed_at(message)
    return converge(aimed, context.read(*_property(message)), context.new_id())


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
    known = context.read(*_property(message))
    return converge(confirmed, known, context.new_id(), [posted])


@table.on(PostingRejected, document=folios, reads=_property)
def posting_rejected(
    folio: Folio | None, message: PostingRejected, context: Context
) -> Outcome[Folio]:
    """A person is told. The same is not tried again until the target changes; where it changed
    meanwhile, that is tried at once."""
    rejected = _of(folio, message).rejected(message)
    if rejected.superseded(message.posting_id):
        return converge(rejected, context.read(*_property(message)), context.new_id())
    attention = FolioNeedsAttention(
        property_id=rejected.property_id,
        order_id=rejected.order_id,
        posting_id=message.posting_id,
        problem=message.problem,
        detail=message.detail,
        amount=rejected.posting(message.posting_id).amount,
    )
    return Outcome(rejected, [attention])


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
