"""Where more is sold than there would be: nobody takes sold places away unawares."""

from __future__ import annotations

from contracts.catalogue import ShortNight
from inventory.planning.days import Day, closing_of, room_of
from inventory.planning.stock import Stock, TypeStock

NO_TYPE = TypeStock()
Drawn = tuple[Stock, Day]


def short_between(before: Drawn, after: Drawn) -> tuple[ShortNight, ...]:
    """What a night lacks after a change of its stock or of itself and did not lack before: a stock
    type has fewer places than are sold and had more, or is there no more; or the night is closed
    now and was not."""
    night = before[1].night
    is_closed, was_closed = closing_of(*after, night), closing_of(*before, night)
    closes = is_closed is not None and was_closed is None
    found = []
    for id, of_type in before[1].stock.items():
        had, has = _places(before, id), _places(after, id)
        places = 0 if closes else has
        is_new = closes or has < had or id not in after[0].types
        if of_type.persons > places and is_new:
            short = ShortNight(night=night, stock_type_id=id, sold=of_type.persons, places=places)
            found.append(short)
    return tuple(found)


def _places(drawn: Drawn, id: str) -> int:
    stock, day = drawn
    return room_of(stock.types.get(id, NO_TYPE), day.of(id), day.night).places
