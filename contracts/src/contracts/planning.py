"""Planning: the places of each night, who holds them, and what was changed by hand (R34 to R37)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from contracts import topics
from contracts.catalogue import ShortNight
from contracts.message import Count, Message, OrderId, Part, PropertyId
from contracts.selling import Night, PartId, Persons, Places, Selling


class Place(Part):
    """Places asked for on one night in one stock type, for one booking."""

    night: Night
    stock_type_id: PartId
    persons: Persons


class HoldPlaces(
    Message,
    type="inventory.stock.hold.v1",
    topic=topics.INVENTORY_STOCK_COMMANDS,
    key="property_id",
):
    """Hold all these places for a stay, or none. At most one line per night and stock type.

    `attempt` counts the stay's wishes: a change asks under the next one, and until the earlier one
    is released the stay occupies the greater of both per night. Answered once per attempt; the same
    again gets the same answer. `local` is the house's own booking, which no lead time binds.
    """

    order_id: OrderId
    attempt: Count
    places: Annotated[tuple[Place, ...], Field(min_length=1, max_length=500)]
    local: bool = False

    @model_validator(mode="after")
    def _one_line_each(self) -> Self:
        spots = {(place.night, place.stock_type_id) for place in self.places}
        if len(spots) < len(self.places):
            raise ValueError("two lines are about one night and stock type: sum them")
        return self


class ReleasePlaces(
    Message,
    type="inventory.stock.release.v1",
    topic=topics.INVENTORY_STOCK_COMMANDS,
    key="property_id",
):
    """Give back what a stay holds under `attempt`; `nights` are those that were asked for. A hold
    that comes later than its release is refused."""

    order_id: OrderId
    attempt: Count
    nights: Annotated[tuple[Night, ...], Field(min_length=1, max_length=500)]


class HoldRefusal(StrEnum):
    SHORT = "short"  # fewer places are left than asked for
    CLOSED = "closed"  # the night is closed
    NOT_OPEN = "not_open"  # no opening covers the night
    TOO_LATE = "too_late"  # before the days or the hour that the hut wants
    TOO_FAR = "too_far"  # beyond the planning's horizon
    UNKNOWN = "unknown"  # no such stock type, or no such hut
    RELEASED = "released"  # was given back before it was asked for


class Shortage(Part):
    """Why one night cannot be had: `short` places are missing of those asked for."""

    night: Night
    stock_type_id: PartId
    reason: HoldRefusal
    left: Count = 0
    short: Count = 0


class _AboutHold(Message):
    """`hold_id` is the property and the stay, `hut-1/stay-9`: two properties answer apart."""

    order_id: OrderId
    hold_id: str
    attempt: Count


class PlacesHeld(
    _AboutHold,
    type="inventory.stock.held.v1",
    topic=topics.INVENTORY_STOCK_EVENTS,
    key="order_id",
    subject="hold_id",
):
    """The property holds all the places asked for."""


class PlacesRefused(
    _AboutHold,
    type="inventory.stock.refused.v1",
    topic=topics.INVENTORY_STOCK_EVENTS,
    key="order_id",
    subject="hold_id",
):
    """The property holds none of them; what was held under earlier attempts it still holds."""

    shortages: Annotated[tuple[Shortage, ...], Field(min_length=1, max_length=500)]


class PlacesReleased(
    _AboutHold,
    type="inventory.stock.released.v1",
    topic=topics.INVENTORY_STOCK_EVENTS,
    key="order_id",
    subject="hold_id",
):
    """What was held under `attempt` is given back; said again for a repeated release."""


class Closing(StrEnum):
    """Why a night sells nothing, whatever its openings say."""

    CALENDAR = "calendar"  # ticked in the calendar of closures (R24)
    DAY = "day"  # closed from the planning (R36)


class DayStock(Part):
    """One stock type on one night.

    `initial` is what the openings give, `adjustment` what was added or taken by hand, `places` what
    can be sold in all, `sold` the places that stays occupy (all of them under a whole-room block),
    `left` what can still be sold. `bookings` counts the stays.
    """

    stock_type_id: PartId
    open: bool
    initial: Places
    adjustment: Annotated[int, Field(ge=-500, le=500)]
    places: Places
    sold: Count
    left: Places
    bookings: Count
    persons: Count


class PlanningDayChanged(
    Message,
    type="inventory.planning.day-changed.v1",
    topic=topics.INVENTORY_PLANNING_EVENTS,
    key="property_id",
    subject="day_id",
):
    """One night as it is now. `day_id` is the property and the night, `hut-1/2027-07-01`.

    Stock types that no opening covers that night, and that nothing is sold of or changed by hand,
    are left out. A night of which nothing was told yet is as the selling's openings and closures
    say, with nothing sold (`unsold_day`): those that come into the planning with time are not told
    one by one.
    """

    day_id: str
    night: Night
    closing: Closing | None = None
    stock: Annotated[tuple[DayStock, ...], Field(max_length=40)]


class Adjusting(StrEnum):
    BY = "by"  # so many more, or fewer where negative
    TO = "to"  # as many places in all (R35: Saisir)


class DayRequest(Message):
    """A request about one night; `day_id` is the property's and the night's."""

    day_id: str
    night: Night

    @model_validator(mode="after")
    def _of_this_night(self) -> Self:
        if self.day_id != day_id_of(self.property_id, self.night):
            raise ValueError("day_id is not that of the property and the night")
        return self


class AdjustDay(
    DayRequest,
    type="inventory.planning.adjust-day.v1",
    topic=topics.INVENTORY_PLANNING_COMMANDS,
    key="property_id",
):
    """Change a night's places of a stock type by hand (R35). In one that a booking blocks whole any
    decrease blocks all of it, and any increase frees it again (R28). Below what is sold only with
    `undercut`. Nothing is adjusted where no opening covers the night."""

    stock_type_id: PartId
    how: Adjusting
    places: Annotated[int, Field(ge=-500, le=500)]
    undercut: bool = False


class CloseDay(
    DayRequest,
    type="inventory.planning.close-day.v1",
    topic=topics.INVENTORY_PLANNING_COMMANDS,
    key="property_id",
):
    """Close the property for a night from its planning, or open it again (R36). What the calendar
    of closures closes is opened there alone (R24)."""

    closed: bool
    undercut: bool = False


class PlanningTaken(
    Message,
    type="inventory.planning.taken.v1",
    topic=topics.INVENTORY_PLANNING_EVENTS,
    key="property_id",
    subject="day_id",
):
    """The request was carried out; `changed` is false where the night already was so."""

    day_id: str
    request_id: str
    changed: bool


class PlanningRefused(
    Message,
    type="inventory.planning.refused.v1",
    topic=topics.INVENTORY_PLANNING_EVENTS,
    key="property_id",
    subject="day_id",
):
    """The request was refused: which field, why, and the places that are sold."""

    day_id: str
    request_id: str
    field: str
    reason: str
    nights: Annotated[tuple[ShortNight, ...], Field(max_length=40)] = ()


def unsold_day(property_id: PropertyId, selling: Selling, night: Night) -> PlanningDayChanged:
    """A night of which nothing was told yet: as openings and closures say, with nothing sold."""
    closing = Closing.CALENDAR if night in selling.closed else None
    kinds = {kind.id: n for n, kind in enumerate(selling.stock_types)}
    open_then = [opening for opening in selling.openings if opening.covers(night)]
    lines = []
    for opening in sorted(open_then, key=lambda opening: kinds[opening.stock_type_id]):
        places = opening.places[night.weekday()]
        lines.append(
            DayStock(
                stock_type_id=opening.stock_type_id,
                open=True,
                initial=places,
                adjustment=0,
                places=places,
                sold=0,
                left=0 if closing else places,
                bookings=0,
                persons=0,
            )
        )
    return PlanningDayChanged(
        property_id=property_id,
        day_id=day_id_of(property_id, night),
        night=night,
        closing=closing,
        stock=tuple(lines),
    )


def day_id_of(property_id: PropertyId, night: Night) -> str:
    """Where a night of a property is kept, and the subject of what is said about it."""
    return f"{property_id}/{night.isoformat()}"


def hold_id_of(property_id: PropertyId, order_id: OrderId) -> str:
    """Where a property keeps what a stay holds there."""
    return f"{property_id}/{order_id}"
