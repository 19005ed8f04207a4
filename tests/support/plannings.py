"""A hut's planning under test: inventory's own table on documents kept as the database keeps them,
and short ways to say what a hut sells and what a stay asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar

from chassis.batch import Slot
from chassis.documents import Document, Ref, from_stored, to_stored
from chassis.emit import Cause, emit_events
from chassis.outcome import Context
from contracts.catalogue import SetOpenings, SetRates, SetStockTypes
from contracts.envelope import Envelope
from contracts.message import Message
from contracts.planning import HoldPlaces, Place, PlanningDayChanged, ReleasePlaces, day_id_of
from contracts.properties import DefineProperty, Language, PropertyKind, PropertySheet
from contracts.selling import Opening, RateLine, StockType
from inventory.app import handlers
from inventory.planning.days import Day, days, told
from inventory.planning.stock import Stock, stocks
from tests.support.contexts import envelope

HUT = "refuge-saint-exupery"
NOW = dt.datetime(2027, 6, 1, 9, 30, tzinfo=dt.UTC)
TODAY = dt.date(2027, 6, 1)
M = TypeVar("M", bound=Message)


def night(month: int, day: int, year: int = 2027) -> dt.date:
    return dt.date(year, month, day)


JULY = night(7, 1)
SUMMER = (night(6, 15), night(9, 15))


class Inventory:
    """Inventory in memory. Each message is handled once and in order, as the chassis does it;
    `now` may be moved."""

    def __init__(self, now: dt.datetime = NOW) -> None:
        self.now = now
        self.stored: dict[tuple[str, str], Any] = {}
        self.sequences: dict[tuple[str, str], dict[str, int]] = {}
        self._count = 0

    def tell(self, *messages: Message) -> list[Message]:
        """Handle messages; what was said about them."""
        return [event for message in messages for event in self._handle(message)]

    def ask(self, message: Message, answer: type[M]) -> M:
        """Handle a request; its answer, which has to be of this type."""
        (found,) = [event for event in self._handle(message) if type(event) is answer]
        return found

    def find(self, ref: Ref[Any]) -> Any:
        state = self.stored.get(ref.place)
        return None if state is None else from_stored(ref.collection.model, state)

    def all(self, collection: str) -> list[Any]:
        return [state for (name, _), state in sorted(self.stored.items()) if name == collection]

    def _handle(self, message: Message) -> Sequence[Message]:
        row = handlers.rows[message.TYPE]
        received = row.message.read(message.encode())
        touched, read = tuple(row.touches(received)), tuple(row.reads(received))
        assert len(set(touched)) == len(touched)

        def reader(ref: Ref[Any]) -> Document | None:
            assert ref in read
            found: Document | None = self.find(ref)
            return found

        self._count += 1
        about: Envelope = envelope(received, id=f"message-{self._count}")
        context = Context(self.now, about, "inventory", row.name, reader)
        documents = {ref: self.find(ref) for ref in touched}
        changes = row.handle(documents, received, context)
        assert changes.documents.keys() <= documents.keys()
        slots = [Slot(ref, sequences=self.sequences.get(ref.place, {})) for ref in touched]
        _, counts = emit_events(
            Cause("inventory", row.name, about, self.now), changes.events, slots
        )
        for (index, source), count in counts.items():
            self.sequences.setdefault(touched[index].place, {})[source] = count
        for ref, document in changes.documents.items():
            self.stored[ref.place] = to_stored(document)
        return changes.events


def hut_sheet(**fields: Any) -> PropertySheet:
    said: dict[str, Any] = {
        "name": "Refuge Saint-Exupéry",
        "kind": PropertyKind.HUT,
        "languages": (Language.FR, Language.EN),
        "currency": "EUR",
        "time_zone": "Europe/Paris",
    }
    return PropertySheet(**{**said, **fields})


def stock_type(id: str = "dortoir", whole_from: int | None = None) -> StockType:
    return StockType(id=id, name=id.capitalize(), whole_from=whole_from)


def opening(
    id: str = "ete",
    *,
    of: str = "dortoir",
    first: dt.date = SUMMER[0],
    last: dt.date = SUMMER[1],
    places: int | tuple[int, ...] = 15,
) -> Opening:
    per_weekday = (places,) * 7 if isinstance(places, int) else places
    return Opening(id=id, stock_type_id=of, first=first, last=last, places=per_weekday)


def set_stock_types(*types: StockType, today: dt.date = TODAY, **fields: Any) -> SetStockTypes:
    return SetStockTypes(property_id=HUT, stock_types=types, today=today, **fields)


def set_openings(*openings: Opening, today: dt.date = TODAY, **fields: Any) -> SetOpenings:
    return SetOpenings(property_id=HUT, openings=openings, today=today, **fields)


def inventory_with(*types: StockType, openings: Sequence[Opening] = ()) -> Inventory:
    """A hut that is open all summer: a dormitory of 15 places, if nothing else is said."""
    inventory = Inventory()
    inventory.tell(
        DefineProperty(property_id=HUT, sheet=hut_sheet()),
        set_stock_types(*(types or (stock_type(),))),
        set_openings(*(openings or (opening(),))),
    )
    return inventory


def place(persons: int, on: dt.date = JULY, of: str = "dortoir") -> Place:
    return Place(night=on, stock_type_id=of, persons=persons)


def hold(*places: Place, order: str = "stay-1", attempt: int = 1, **fields: Any) -> HoldPlaces:
    return HoldPlaces(property_id=HUT, order_id=order, attempt=attempt, places=places, **fields)


def release(*nights: dt.date, order: str = "stay-1", attempt: int = 1) -> ReleasePlaces:
    return ReleasePlaces(property_id=HUT, order_id=order, attempt=attempt, nights=nights or (JULY,))


def day_of(events: Sequence[Message], on: dt.date = JULY) -> PlanningDayChanged:
    """What was told of a night, the last time."""
    told = [event for event in events if isinstance(event, PlanningDayChanged)]
    return next(day for day in reversed(told) if day.night == on)


def nights_told(events: Sequence[Message]) -> list[dt.date]:
    return [event.night for event in events if isinstance(event, PlanningDayChanged)]


def left_on(inventory: Inventory, on: dt.date = JULY, of: str = "dortoir") -> int:
    """What can still be sold, as the documents have it."""
    (line,) = [line for line in told_by(inventory, on).stock if line.stock_type_id == of]
    return line.left


def told_by(inventory: Inventory, on: dt.date = JULY) -> PlanningDayChanged:
    """A night as it would be told now."""
    stock = inventory.find(stocks.ref(HUT)) or Stock(property_id=HUT)
    day = inventory.find(days.ref(day_id_of(HUT, on))) or Day(property_id=HUT, night=on)
    return told(stock, day)


def rate(id: str = "adulte", *, of: str = "dortoir", **fields: Any) -> RateLine:
    said: dict[str, Any] = {"name": {Language.FR: "Nuitée"}, "maximum": 15, "unit_amount": 2600}
    return RateLine(id=id, stock_type_id=of, **{**said, **fields})


def set_rates(*rates: RateLine, **fields: Any) -> SetRates:
    return SetRates(property_id=HUT, rates=rates, **fields)
