"""The planning's table: what stays hold and give back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chassis.documents import Ref
from chassis.outcome import Changes, Context
from chassis.table import Documents, HandlerTable
from contracts.message import Message
from contracts.planning import (
    HoldPlaces,
    PlacesHeld,
    PlacesRefused,
    PlacesReleased,
    ReleasePlaces,
    Shortage,
    day_id_of,
    hold_id_of,
)
from contracts.selling import Night
from inventory.planning import day_handlers
from inventory.planning.days import Day, days, told
from inventory.planning.holding import lacking, stepped
from inventory.planning.holds import Hold, Step, holds
from inventory.planning.house import house_of, reads
from inventory.planning.stock import Stock

table = HandlerTable("inventory")
table.include(day_handlers.table)

AboutHold = HoldPlaces | ReleasePlaces


def _nights(message: AboutHold) -> Iterable[Night]:
    if isinstance(message, ReleasePlaces):
        return message.nights
    return (place.night for place in message.places)


def _touched(message: AboutHold) -> Sequence[Ref[Any]]:
    of = message.property_id
    ids = dict.fromkeys(day_id_of(of, night) for night in _nights(message))
    return (holds.ref(hold_id_of(of, message.order_id)), *map(days.ref, ids))


@table.on_many(HoldPlaces, touches=_touched, reads=reads)
def hold_places(documents: Documents, message: HoldPlaces, context: Context) -> Changes:
    """Hold all the places asked for, or none; the same attempt again gets the same answer."""
    ref, hold = _known_hold(documents, message)
    said = hold.said(message.attempt, message.places)
    if said is not None:
        return Changes(events=[_answer(message, said)])
    house = house_of(context, message.property_id, local=message.local)
    known, holding = _known_days(documents, message), hold.holding(message.attempt, message.places)
    steps = hold.steps(holding)
    missing = lacking(house.stock, house.window, known, steps)
    if missing:
        refusing = hold.refusing(message.attempt, missing)
        return Changes({ref: refusing}, [_answer(message, missing)])
    changed, news = _changed(house.stock, known, steps)
    return Changes({ref: holding, **changed}, [*news, _answer(message, ())])


@table.on_many(ReleasePlaces, touches=_touched, reads=reads)
def release_places(documents: Documents, message: ReleasePlaces, context: Context) -> Changes:
    """Give back what the attempt held, once. One not seen yet is refused when it comes."""
    ref, hold = _known_hold(documents, message)
    released = PlacesReleased(**_about(message))
    if message.attempt in hold.released:
        return Changes(events=[released])
    releasing = hold.releasing(message.attempt)
    steps = hold.steps(releasing)
    stock = house_of(context, message.property_id, local=True).stock
    changed, news = _changed(stock, _known_days(documents, message), steps)
    return Changes({ref: releasing, **changed}, [*news, released])


def _changed(
    stock: Stock, known: Mapping[Night, Day], steps: Sequence[Step]
) -> tuple[dict[Ref[Any], Day], list[Message]]:
    """The days that a stay's steps change, and what is told of them."""
    changed = stepped(known, steps).values()
    of = {days.ref(day_id_of(day.property_id, day.night)): day for day in changed}
    return of, [told(stock, day) for day in changed]


def _answer(message: HoldPlaces, missing: tuple[Shortage, ...]) -> PlacesHeld | PlacesRefused:
    if missing:
        return PlacesRefused(**_about(message), shortages=missing)
    return PlacesHeld(**_about(message))


def _about(message: AboutHold) -> dict[str, Any]:
    return {
        "property_id": message.property_id,
        "order_id": message.order_id,
        "hold_id": hold_id_of(message.property_id, message.order_id),
        "attempt": message.attempt,
    }


def _known_hold(documents: Documents, message: AboutHold) -> tuple[Ref[Hold], Hold]:
    ref = holds.ref(hold_id_of(message.property_id, message.order_id))
    known: Any = documents[ref]
    return ref, known or Hold(property_id=message.property_id, order_id=message.order_id)


def _known_days(documents: Documents, message: AboutHold) -> dict[Night, Day]:
    """The days that a message touches, as they are or as they begin."""
    of, found = message.property_id, {}
    for night in _nights(message):
        known: Any = documents[days.ref(day_id_of(of, night))]
        found[night] = known or Day(property_id=of, night=night)
    return found
