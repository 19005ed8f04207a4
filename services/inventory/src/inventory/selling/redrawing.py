"""The planning drawn again after its stock has changed: what is told, and where places lack."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from chassis.documents import Ref
from chassis.table import Documents
from contracts.catalogue import ShortNight
from contracts.planning import PlanningDayChanged, day_id_of
from contracts.selling import Night
from inventory.planning.days import Day, days, told
from inventory.planning.stock import Stock
from inventory.planning.undercuts import short_between


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
    if before == after and list(before.types) == list(after.types):
        return drawn
    for night in nights:
        ref = days.ref(day_id_of(after.property_id, night))
        known: Any = documents[ref]
        if known is None:
            if _given(before, night) != _given(after, night):
                drawn.news.append(told(after, Day(property_id=after.property_id, night=night)))
            continue
        day: Day = known
        kept = _without_others(day, after)
        short += short_between((before, day), (after, kept))
        if kept is not day:
            drawn.days[ref] = kept
        news = told(after, kept)
        if news != told(before, day):
            drawn.news.append(news)
    return drawn._replace(short=tuple(short))


def _given(stock: Stock, night: Night) -> tuple[bool, list[tuple[str, int]]]:
    """All that a night looks like of which nothing was sold and nothing changed by hand."""
    initials = ((id, kind.initial(night)) for id, kind in stock.types.items())
    given = [(id, initial) for id, initial in initials if initial is not None]
    return stock.closes(night), given


def _without_others(day: Day, stock: Stock) -> Day:
    """The day without the stock types that there are no more; their adjustments go with them."""
    if day.stock.keys() <= stock.types.keys():
        return day
    kept = {id: of_type for id, of_type in day.stock.items() if id in stock.types}
    return day.model_copy(update={"stock": kept})
