"""A night of a property: what was changed by hand, and how many stays of which size it holds."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import Field

from chassis.documents import Collection, Document, Index
from contracts.planning import Closing, DayStock, PlanningDayChanged, day_id_of
from contracts.selling import Night
from inventory.planning.stock import Stock, TypeStock


class TypeDay(Document):
    """One stock type on one night. `stays` says how many stays of so many persons there are: all
    that places depend on, whatever the number of stays. Who stays is in the holds."""

    adjustment: int = 0
    stays: dict[int, int] = Field(default_factory=dict)

    @property
    def persons(self) -> int:
        return sum(size * count for size, count in self.stays.items())

    def with_stay(self, before: int, after: int) -> TypeDay:
        """A stay of `before` persons is one of `after` now; 0 is none."""
        stays = dict(self.stays)
        if before:
            stays[before] -= 1
            if not stays[before]:
                del stays[before]
        if after:
            stays[after] = stays.get(after, 0) + 1
        return self.model_copy(update={"stays": stays})


NOTHING = TypeDay()


class Day(Document):
    """Kept under `day_id_of`, once anything was sold or changed by hand. What the openings give is
    not in it: that follows from the property's stock, so that no day is ever out of date."""

    property_id: str
    night: Night
    closed: bool = False
    stock: dict[str, TypeDay] = Field(default_factory=dict)

    def of(self, stock_type_id: str) -> TypeDay:
        return self.stock.get(stock_type_id, NOTHING)

    def with_type(self, stock_type_id: str, changed: TypeDay) -> Day:
        return self.model_copy(update={"stock": {**self.stock, stock_type_id: changed}})


days = Collection("planning_days", Day, indexes=(Index((("property_id", 1), ("night", 1))),))


class Room(NamedTuple):
    """One stock type on one night, reckoned up. `initial` is None where no opening covers it;
    `whole` says that a stay blocks all of it."""

    initial: int | None
    adjustment: int
    places: int
    persons: int
    bookings: int
    whole: bool

    @property
    def sold(self) -> int:
        """The places that stays occupy: all of them under a whole-room block (R27)."""
        return max(self.persons, self.places) if self.whole else self.persons

    @property
    def left(self) -> int:
        return max(0, self.places - self.sold)


def room_of(kind: TypeStock, day: TypeDay, night: Night) -> Room:
    """What a stock type has on a night, whether the property is closed or not."""
    initial = kind.initial(night)
    persons = bookings = largest = 0
    for size, count in day.stays.items():
        persons += size * count
        bookings += count
        largest = max(largest, size)
    whole = kind.whole_from is not None and largest >= kind.whole_from
    places = places_of(kind, initial, day.adjustment)
    return Room(initial, day.adjustment, places, persons, bookings, whole)


def places_of(kind: TypeStock, initial: int | None, adjustment: int) -> int:
    """What can be sold in all. Where one booking blocks all, so does any decrease (R28)."""
    if initial is None or (adjustment < 0 and kind.whole_from is not None):
        return 0
    return min(500, max(0, initial + adjustment))


def closing_of(stock: Stock, day: Day, night: Night) -> Closing | None:
    """Why the night sells nothing. The calendar comes first: it alone can open it again."""
    if stock.closes(night):
        return Closing.CALENDAR
    return Closing.DAY if day.closed else None


def told(stock: Stock, day: Day) -> PlanningDayChanged:
    """The night as others are told it. Stock types that no opening covers and that hold nothing
    are left out."""
    night, closing = day.night, closing_of(stock, day, day.night)
    lines = []
    for id, kind in stock.types.items():
        room = room_of(kind, day.of(id), night)
        if room.initial is None and not room.bookings and not room.adjustment:
            continue
        lines.append(
            DayStock(
                stock_type_id=id,
                open=room.initial is not None,
                initial=room.initial or 0,
                adjustment=room.adjustment,
                places=room.places,
                sold=room.sold,
                left=0 if closing else room.left,
                bookings=room.bookings,
                persons=room.persons,
            )
        )
    return PlanningDayChanged(
        property_id=day.property_id,
        day_id=day_id_of(day.property_id, night),
        night=night,
        closing=closing,
        stock=tuple(lines),
    )
