"""What a person must do about an order is told to those who wish it."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.billing import FolioNeedsAttention
from contracts.handovers import PartnerNotTold
from contracts.notices import Occasion
from notifier.notices.announcing import announced, who_is_told
from notifier.notices.handlers import known_from
from notifier.notices.model import Announcement, OrderNotices, order_notices
from notifier.notices.saying import News, Saying

table = HandlerTable("notifier")


@table.on(FolioNeedsAttention, document=order_notices, reads=who_is_told)
def folio_needs_attention(
    known: OrderNotices | None, message: FolioNeedsAttention, context: Context
) -> Outcome[OrderNotices]:
    """A charge waits for a person: told once for each problem that it has."""
    task = Announcement(
        key=f"{Occasion.TASK}/{message.posting_id}/{message.problem}",
        occasion=Occasion.TASK,
        saying=Saying(f"task_{message.problem}"),
        news=News(amount=message.amount.total, currency=message.amount.currency),
        heard_at=context.now,
    )
    return announced(known or known_from(message), task, context)


@table.on(PartnerNotTold, document=order_notices, reads=who_is_told)
def partner_was_not_told(
    known: OrderNotices | None, message: PartnerNotTold, context: Context
) -> Outcome[OrderNotices]:
    """Something could not be passed on to the partner: a person must act."""
    task = Announcement(
        key=f"{Occasion.TASK}/{message.kind}/{message.about_id}",
        occasion=Occasion.TASK,
        saying=Saying(f"task_{message.kind}"),
        news=News(reason=message.reason),
        heard_at=context.now,
    )
    return announced(known or known_from(message), task, context)
