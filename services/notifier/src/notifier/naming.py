"""What names a notice goes to whatever it is a notice of: an order, or a stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chassis.documents import Ref
from chassis.outcome import Changes, Context, Outcome
from chassis.table import Documents, HandlerTable
from contracts.notices import NoticeArrived, NoticeBounced, ResendNotice, SendingDone
from notifier.notices.announcing import who_is_told
from notifier.notices.endings import notice_arrived, notice_came_back, sending_ended
from notifier.notices.model import OrderNotices, order_notices
from notifier.notices.resending import notice_asked_for_again
from notifier.stays.endings import stay_mail_came_back, stay_mail_ended
from notifier.stays.model import StayMails, stay_mails
from notifier.stays.resending import stay_mail_asked_for_again

table = HandlerTable("notifier")
Handle = Callable[[Documents, Any, Context], Changes]


def _of_either(message: Any) -> Sequence[Ref[Any]]:
    """An order's id is never a stay's."""
    return (order_notices.ref(message.order_id), stay_mails.ref(message.order_id))


def _either(
    of_order: Callable[[OrderNotices | None, Any, Context], Outcome[OrderNotices]],
    of_stay: Callable[[StayMails, Any, Context], Outcome[StayMails]],
) -> Handle:
    """Handles it for the stay, where there is one of that id, else for the order."""

    def handle(documents: Documents, message: Any, context: Context) -> Changes:
        order_ref, stay_ref = _of_either(message)
        stay, order = documents[stay_ref], documents[order_ref]
        if isinstance(stay, StayMails):
            return _changes(stay_ref, of_stay(stay, message, context))
        known = order if isinstance(order, OrderNotices) else None
        return _changes(order_ref, of_order(known, message, context))

    handle.__name__ = of_order.__name__
    return handle


def _changes(ref: Ref[Any], outcome: Outcome[Any]) -> Changes:
    changed = {} if outcome.state is None else {ref: outcome.state}
    return Changes(changed, outcome.events, outcome.effects)


table.on_many(SendingDone, touches=_of_either)(_either(sending_ended, stay_mail_ended))
table.on_many(NoticeBounced, touches=_of_either)(_either(notice_came_back, stay_mail_came_back))
table.on_many(ResendNotice, touches=_of_either, reads=who_is_told)(
    _either(notice_asked_for_again, stay_mail_asked_for_again)
)
# Stays send no text messages.
table.on(NoticeArrived, document=order_notices)(notice_arrived)
