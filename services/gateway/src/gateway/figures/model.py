"""The figures of a property: one row a day, the whole period, and the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from gateway.board.card import Answer
from gateway.board.stages import OrderStatus
from gateway.figures.period import Period

MOST_RESTAURANTS = 10
Seconds = Annotated[int | None, Field(description="Seconds", examples=[1980])]


class OrderCounts(Answer):
    """How many orders were placed, and what has become of them."""

    all: int
    in_progress: int
    delivered: int
    partially_refunded: int
    refunded: int
    cancelled: int
    failed: int
    returned: int


class Money(Answer):
    """Of orders that came, tax included, in minor units: `ordered` less `refunded` is `revenue`,
    what their guests owe."""

    currency: Annotated[str, Field(examples=["EUR"])]
    ordered: int
    refunded: int
    revenue: int


class DeliveryTimes(Answer):
    """From placed to delivered: half of the `count` orders took `median` or less, nine in ten `p90`
    or less. Absent where none came."""

    count: int
    median: Seconds = None
    p90: Seconds = None


class Kept(Answer):
    """Of `known` orders that came and had an expected time, `kept` came by then."""

    known: int
    kept: int
    share: Annotated[float | None, Field(ge=0, le=1, examples=[0.75])] = None


class OnTime(Answer):
    """Against the time that was told first, and the one told last."""

    first: Kept
    last: Kept


class Figures(Answer):
    """`money` is in the property's currency; whatever came in another one stands apart."""

    orders: OrderCounts
    money: Money
    other_money: tuple[Money, ...] = ()
    delivery: DeliveryTimes
    on_time: OnTime


class DayFigures(Figures):
    """The orders that were placed on one day of the property."""

    day: Annotated[date, Field(examples=["2026-11-23"])]


class FiguresBefore(Figures):
    """The period of the same length that ends where the asked one begins."""

    first: Annotated[date, Field(serialization_alias="from", examples=["2026-10-22"])]
    last: Annotated[date, Field(serialization_alias="to", examples=["2026-10-22"])]


class RestaurantFigures(Answer):
    restaurant: Annotated[str, Field(examples=["Chez Lina"])]
    orders: int
    money: Money
    other_money: tuple[Money, ...] = ()
    delivery: DeliveryTimes


class PeriodFigures(Answer):
    """A row for each day, the oldest first. `restaurants` are those with most orders, ten at
    most."""

    first: Annotated[date, Field(serialization_alias="from", examples=["2026-11-23"])]
    last: Annotated[date, Field(serialization_alias="to", examples=["2026-11-23"])]
    currency: Annotated[str, Field(examples=["EUR"])]
    time_zone: Annotated[str, Field(examples=["Europe/Paris"])]
    days: tuple[DayFigures, ...]
    totals: Figures
    before: FiguresBefore
    restaurants: tuple[RestaurantFigures, ...]


@dataclass
class Tally:
    """Groups of orders, added up. `first` and `last`: how many came that had such an expected time,
    and how many by then."""

    counts: dict[str, int] = field(default_factory=dict)
    money: dict[str, tuple[int, int]] = field(default_factory=dict)
    seconds: list[int] = field(default_factory=list)
    first: tuple[int, int] = (0, 0)
    last: tuple[int, int] = (0, 0)

    def add(self, group: Mapping[str, Any]) -> None:
        """One row of `counting.count`."""
        status = group["_id"].get("status", "")
        self.counts[status] = self.counts.get(status, 0) + group["orders"]
        ordered, refunded = self.money.get(group["_id"]["currency"], (0, 0))
        sums = (ordered + group["ordered"], refunded + group["refunded"])
        self.money[group["_id"]["currency"]] = sums
        self.seconds += (int(one) for one in group["seconds"] if one is not None)
        known, kept = self.first
        self.first = (known + group["first_known"], kept + group["first_kept"])
        known, kept = self.last
        self.last = (known + group["last_known"], kept + group["last_kept"])

    @property
    def orders(self) -> int:
        return sum(self.counts.values())

    def money_in(self, currency: str) -> dict[str, Any]:
        """`money` and `other_money`."""
        others = sorted(
            known for known, sums in self.money.items() if known != currency and any(sums)
        )
        return {
            "money": _money(currency, self.money.get(currency, (0, 0))),
            "other_money": tuple(_money(known, self.money[known]) for known in others),
        }

    def delivery(self) -> DeliveryTimes:
        took = sorted(self.seconds)
        return DeliveryTimes(count=len(took), median=ranked(took, 50), p90=ranked(took, 90))

    def figures(self, currency: str) -> dict[str, Any]:
        """The fields of `Figures`."""
        counts = {str(status): self.counts.get(status, 0) for status in OrderStatus}
        return {
            "orders": OrderCounts(all=self.orders, **counts),
            **self.money_in(currency),
            "delivery": self.delivery(),
            "on_time": OnTime(first=_kept(*self.first), last=_kept(*self.last)),
        }


def figures_of(
    period: Period,
    currency: str,
    by_day: Iterable[Mapping[str, Any]],
    by_restaurant: Iterable[Mapping[str, Any]],
) -> PeriodFigures:
    """The answer, of what `counting.count` found."""
    days = [Tally() for _ in range(period.length)]
    totals, before = Tally(), Tally()
    for group in by_day:
        n = group["_id"]["day"] - period.length
        if n < 0:
            before.add(group)
        else:
            days[n].add(group)
            totals.add(group)
    earlier = period.before()
    return PeriodFigures(
        first=period.first,
        last=period.last,
        currency=currency,
        time_zone=period.zone.key,
        days=tuple(
            DayFigures(day=day, **tally.figures(currency))
            for day, tally in zip(period.days, days, strict=True)
        ),
        totals=Figures(**totals.figures(currency)),
        before=FiguresBefore(first=earlier.first, last=earlier.last, **before.figures(currency)),
        restaurants=tuple(_restaurants(currency, by_restaurant)),
    )


def _restaurants(currency: str, groups: Iterable[Mapping[str, Any]]) -> Iterable[RestaurantFigures]:
    tallies: dict[str, Tally] = {}
    for group in groups:
        tallies.setdefault(group["_id"]["restaurant"], Tally()).add(group)
    most = sorted(tallies.items(), key=lambda one: (-one[1].orders, one[0]))
    for name, tally in most[:MOST_RESTAURANTS]:
        yield RestaurantFigures(
            restaurant=name,
            orders=tally.orders,
            **tally.money_in(currency),
            delivery=tally.delivery(),
        )


def ranked(sorted_values: Sequence[int], percent: int) -> int | None:
    """The nearest-rank percentile: the smallest value that so many per cent do not exceed."""
    if not sorted_values:
        return None
    rank = -(-len(sorted_values) * percent // 100)  # rounded up
    return sorted_values[rank - 1]


def _money(currency: str, sums: tuple[int, int]) -> Money:
    ordered, refunded = sums
    return Money(currency=currency, ordered=ordered, refunded=refunded, revenue=ordered - refunded)


def _kept(known: int, kept: int) -> Kept:
    return Kept(known=known, kept=kept, share=round(kept / known, 4) if known else None)
