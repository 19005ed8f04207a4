"""The figures as lines of a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.money import in_main_units
from gateway.figures.model import DayFigures, Kept, Money, PeriodFigures

COUNTS = (
    *("all", "in_progress", "delivered", "partially_refunded", "refunded"),
    *("cancelled", "failed", "returned"),
)
COLUMNS = (
    *("day", "orders", "in_progress", "delivered", "partially_refunded", "refunded_orders"),
    *("cancelled", "failed", "returned", "currency", "ordered", "refunded", "revenue"),
    *("delivered_in_median", "delivered_in_p90", "on_time_first", "on_time_last"),
)


def lines_of(figures: PeriodFigures) -> Iterator[Sequence[str]]:
    """A line for each day, amounts in main units and times in seconds; one more for what a day has
    in another currency, with nothing but that."""
    for day in figures.days:
        yield _line(day)
        for money in day.other_money:
            yield (str(day.day), *("" for _ in COUNTS), *_money(money), "", "", "", "")


def _line(day: DayFigures) -> Sequence[str]:
    times = (day.delivery.median, day.delivery.p90)
    return (
        str(day.day),
        *(str(getattr(day.orders, name)) for name in COUNTS),
        *_money(day.money),
        *("" if seconds is None else str(seconds) for seconds in times),
        *(_share(kept) for kept in (day.on_time.first, day.on_time.last)),
    )


def _money(money: Money) -> Sequence[str]:
    sums = (money.ordered, money.refunded, money.revenue)
    return (money.currency, *(f"{in_main_units(one, money.currency):f}" for one in sums))


def _share(kept: Kept) -> str:
    return "" if kept.share is None else str(kept.share)
