"""The planning drawn again after its stock has changed: what is told, and where places lack."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from chassis.documents import Ref
from chassis.table import Documents
from contracts.planning import PlanningDayChanged, day_id_of
from contracts.selling import Night, ShortNight
from inventory.planning.days import Day, closing_of, days, room_of, told
from inventory.planning.stock import Stock, TypeStock

NO_TYPE = TypeStock()


class Redrawn(NamedTuple):
    """`days` are those kept otherwise now, `news` all that look otherwise, `short` the nights that
    have fewer places than are sold, and had more before."""

    days: dict[Ref[Any], Day]
    news: list[PlanningDayChanged]
    short: tuple[ShortNight, ...]


def redrawn(documents: Documents, before: Stock, after: Stock, nights: Iterable[Night]) -> Redrawn:
    """What becomes of so many nights when the property's stock changes."""
    drawn = Redrawn({}, [], ())
    short: list[ShortNight] = []
    if before == after:
        return drawn
    for night in nights:
        ref = days.ref(day_id_of(after.property_id, night))
        known: Any = documents[ref]
        day: Day = known or Day(property_id=after.property_id, night=night)
        short += short_on(day, before, after)
        kept = _without_others(day, after)
        if kept is not day:
            drawn.days[ref] = kept
        news = told(after, kept)
        if news != told(before, day):
            drawn.news.append(news)
    return drawn._replace(short=tuple(short))


def short_on(day: Day, before: Stock, after: Stock) -> list[ShortNight]:
    """The stock types of which more is sold on a night than there is once the stock has changed."""
    return [
        ShortNight(night=day.night, stock_type_id=id, sold=persons, places=places)
        for id, of_type in day.stock.items()
        if (persons := sum(size * count for size, count in of_type.stays.items()))
        > (places := _sellable(day, id, after))
        and places < _sellable(day, id, before)
    ]


def _sellable(day: Day, id: str, stock: Stock) -> int:
    if closing_of(stock, day, day.night):
        return 0
    return room_of(stock.types.get(id, NO_TYPE), day.of(id), day.night).places


def _without_others(day: Day, stock: Stock) -> Day:
    """The day without the stock types that there are no more; their adjustments go with them."""
    if day.stock.keys() <= stock.types.keys():
        return day
    kept = {id: of_type for id, of_type in day.stock.items() if id in stock.types}
    return day.model_copy(update={"stock": kept})
