"""Timers of stays: until when the huts are to answer, and how long an option lasts."""

from __future__ import annotations

from datetime import datetime, timedelta

from chassis.effects import Attempt, Done, EffectTable, Ending
from chassis.outcome import Effect, Work
from contracts.stays import StayDeadline, StayDeadlineCame
from orders.stay.model import Payment, Stay

# A hut whose process died answers again within half a minute, from another one. Who waits longer
# than twice that is better told that nothing was booked.
ANSWERED_WITHIN = timedelta(minutes=1)
# A page of a provider's is filled in within minutes; longer nobody's bed is kept from the others.
PAID_WITHIN = timedelta(minutes=15)
# Nothing is asked of anybody: a try is over at once.
TRY_WITHIN = timedelta(seconds=5)


class AwaitStayDeadline(Work, kind="orders.await-stay-deadline"):
    """Say when a deadline of a stay has come."""

    property_id: str
    order_id: str
    deadline: StayDeadline
    attempt: int


def answers_awaited(stay: Stay, now: datetime) -> Effect:
    """A timer that goes off when all huts should have answered, whether they have or not."""
    return _timer(stay, StayDeadline.ANSWERS, now + ANSWERED_WITHIN)


def payment_awaited(stay: Stay, payment: Payment) -> Effect:
    """A timer that goes off when the guest should have paid, whether they have or not."""
    return _timer(stay, StayDeadline.PAYMENT, payment.ends_at)


def option_timers(stay: Stay) -> list[Effect]:
    """Timers of an option's reminder and end, whatever has become of it by then."""
    timers = []
    if stay.reminds_at is not None:
        timers.append(_timer(stay, StayDeadline.REMINDER, stay.reminds_at))
    if stay.lapses_at is not None:
        timers.append(_timer(stay, StayDeadline.EXPIRY, stay.lapses_at))
    return timers


def add_timers(table: EffectTable) -> None:
    """Register the carrier of this noun."""
    table.on(AwaitStayDeadline, deadline=TRY_WITHIN)(deadline_came)


async def deadline_came(work: AwaitStayDeadline, attempt: Attempt) -> Ending:
    return Done(
        [
            StayDeadlineCame(
                property_id=work.property_id,
                order_id=work.order_id,
                deadline=work.deadline,
                attempt=work.attempt,
            )
        ]
    )


def _timer(stay: Stay, deadline: StayDeadline, due_at: datetime) -> Effect:
    work = AwaitStayDeadline(
        property_id=stay.properties[0],
        order_id=stay.order_id,
        deadline=deadline,
        attempt=stay.attempt,
    )
    return Effect(work, due_at=due_at)
