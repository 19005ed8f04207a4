"""Stays under test: orders' own table on documents kept as the database keeps them, two huts that
sell places, and short ways to say what is wanted of them and what they answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar

from chassis.batch import Slot
from chassis.documents import Document, Ref, from_stored, to_stored
from chassis.emit import Cause, emit_events
from chassis.outcome import Context, Effect
from contracts.carts import (
    AcceptedTerms,
    Cart,
    Contact,
    NightWanted,
    StaySource,
    SupplementWanted,
    Wish,
)
from contracts.catalogue import SellingState
from contracts.message import Message
from contracts.planning import (
    HoldPlaces,
    HoldRefusal,
    PlacesHeld,
    PlacesRefused,
    ReleasePlaces,
    Shortage,
    hold_id_of,
)
from contracts.properties import Language, PropertyKind, PropertySheet, PropertyState
from contracts.selling import RateLine, Rules, Selling, StockType, Supplement, Terms
from contracts.stay_requests import BookStay, ChangeStay
from contracts.stays import StayDeadline, StayDeadlineCame
from orders.app import handlers
from orders.stay.model import Stay, stays
from tests.support.contexts import envelope

AIGLE = "refuge-aigle"
OURS = "refuge-ours"
ORDER = "8d2b7a5e-3c41-5f0e-9a67-1be2c4d80f35"
GUEST = "guest-7"
NOW = dt.datetime(2027, 5, 1, 9, 30, tzinfo=dt.UTC)
JULY = dt.date(2027, 7, 1)
ZOE = Contact(
    surname="Lefèvre",
    given_name="Zoë",
    phone="+33 6 00 00 00 01",
    mail="zoe@exemple.fr",
    remark="Arrive tard",
)
M = TypeVar("M", bound=Message)


def july(day: int) -> dt.date:
    return JULY.replace(day=day)


def rate(id: str, of: str, amount: int, **fields: Any) -> RateLine:
    said = {"maximum": 20, "tax_name": "TVA 10 %", "tax_rate": "10.00", **fields}
    name = {Language.FR: id.capitalize()}
    return RateLine(id=id, stock_type_id=of, name=name, unit_amount=amount, **said)


def extra(id: str, amount: int, **fields: Any) -> Supplement:
    said = {"maximum": 10, "tax_name": "TVA 5,5 %", "tax_rate": "5.50", **fields}
    return Supplement(id=id, name={Language.FR: id.capitalize()}, unit_amount=amount, **said)


STOCK = (
    StockType(id="dortoir", name="Dortoir", label={Language.FR: "Grand dortoir"}),
    StockType(id="chambre", name="Chambre 4", whole_from=1),
)
RATES = (
    rate("adulte", "dortoir", 2600),
    rate("enfant", "dortoir", 2000),
    rate("chambre", "chambre", 4000, maximum=4),
)
SUPPLEMENTS = (extra("pique-nique", 950), extra("draps", 400, minimum=2, tax_rate="20.00"))


def selling(**fields: Any) -> Selling:
    """What a hut sells; any part may be given."""
    said = {"stock_types": STOCK, "rates": RATES, "supplements": SUPPLEMENTS, **fields}
    return Selling(**{"currency": "EUR", **said})


def with_rules(**fields: Any) -> Selling:
    return selling(rules=Rules(**fields))


def with_terms(version: int) -> Selling:
    return selling(terms=Terms(version=version, texts={Language.FR: f"Version {version}"}))


def hut_state(property_id: str, name: str, **fields: Any) -> PropertyState:
    said: dict[str, Any] = {
        "name": name,
        "kind": PropertyKind.HUT,
        "languages": (Language.FR,),
        "currency": "EUR",
        "time_zone": "Europe/Paris",
        **fields,
    }
    return PropertyState(property_id=property_id, sheet=PropertySheet(**said))


class Ordering:
    """Orders in memory. Each message is handled once and in order, as the chassis does it; `now`
    may be moved. `effects` are all timers that were set."""

    def __init__(self, aigle: Selling | None = None, ours: Selling | None = None) -> None:
        self.now = NOW
        self.stored: dict[tuple[str, str], Any] = {}
        self.sequences: dict[tuple[str, str], dict[str, int]] = {}
        self.effects: list[Effect] = []
        self.told: list[Message] = []
        self._count = 0
        self.tell(hut_state(AIGLE, "Refuge de l'Aigle"), hut_state(OURS, "Refuge de l'Ours"))
        self.sells(AIGLE, aigle or selling())
        self.sells(OURS, ours or selling())

    def sells(self, property_id: str, selling: Selling) -> None:
        """What a hut sells from now on."""
        self.tell(SellingState(property_id=property_id, revision=self._count, selling=selling))

    def tell(self, *messages: Message) -> list[Message]:
        """Handle messages; what was said about them."""
        return [event for message in messages for event in self._handle(message)]

    def ask(self, message: Message, answer: type[M]) -> M:
        """Handle a request; its answer, which has to be of this type."""
        (found,) = [event for event in self._handle(message) if type(event) is answer]
        return found

    def all(self, kind: type[M]) -> list[M]:
        """Everything of one type that was ever said."""
        return [event for event in self.told if type(event) is kind]

    @property
    def stay(self) -> Stay:
        found = self.find(stays.ref(ORDER))
        assert isinstance(found, Stay)
        return found

    @property
    def request_id(self) -> str:
        """Of the message that was handled last."""
        return f"message-{self._count}"

    def find(self, ref: Ref[Any]) -> Any:
        state = self.stored.get(ref.place)
        return None if state is None else from_stored(ref.collection.model, state)

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
        about = envelope(received, id=self.request_id)
        context = Context(self.now, about, "orders", row.name, reader)
        documents = {ref: self.find(ref) for ref in touched}
        changes = row.handle(documents, received, context)
        assert changes.documents.keys() <= documents.keys()
        slots = [Slot(ref, sequences=self.sequences.get(ref.place, {})) for ref in touched]
        _, counts = emit_events(Cause("orders", row.name, about, self.now), changes.events, slots)
        for (index, source), count in counts.items():
            self.sequences.setdefault(touched[index].place, {})[source] = count
        for ref, document in changes.documents.items():
            self.stored[ref.place] = to_stored(document)
        self.effects.extend(changes.effects)
        self.told.extend(changes.events)
        return changes.events


def want(persons: int, on: dt.date = JULY, at: str = AIGLE, rate_id: str = "adulte") -> NightWanted:
    return NightWanted(property_id=at, night=on, rate_id=rate_id, persons=persons)


def want_extra(
    quantity: int, id: str = "pique-nique", at: str = AIGLE, on: dt.date | None = None
) -> SupplementWanted:
    return SupplementWanted(property_id=at, supplement_id=id, quantity=quantity, night=on)


def cart_of(*wanted: NightWanted | SupplementWanted) -> Cart:
    return Cart(
        nights=tuple(each for each in wanted if isinstance(each, NightWanted)),
        supplements=tuple(each for each in wanted if isinstance(each, SupplementWanted)),
    )


def book(*wanted: NightWanted | SupplementWanted, **fields: Any) -> BookStay:
    """A booking by telephone, of two persons at one hut if nothing else is said."""
    cart = cart_of(*(wanted or (want(2),)))
    said: dict[str, Any] = {
        "property_id": cart.nights[0].property_id,
        "order_id": ORDER,
        "guest_id": GUEST,
        "cart": cart,
        "contact": ZOE,
        "wish": Wish.FIRM,
        "source": StaySource.DESK,
        "language": Language.FR,
    }
    return BookStay(**{**said, **fields})


def pre_book(*wanted: NightWanted | SupplementWanted, **fields: Any) -> BookStay:
    """What a guest's page sends."""
    return book(*wanted, **{"wish": Wish.PRE_BOOKING, "source": StaySource.WEB, **fields})


def change(*wanted: NightWanted | SupplementWanted, **fields: Any) -> ChangeStay:
    said: dict[str, Any] = {"property_id": AIGLE, "order_id": ORDER, "cart": cart_of(*wanted)}
    return ChangeStay(**{**said, **fields})


def accepted(version: int, property_id: str = AIGLE) -> AcceptedTerms:
    return AcceptedTerms(property_id=property_id, version=version)


def held(at: str = AIGLE, attempt: int = 1, order_id: str = ORDER) -> PlacesHeld:
    id = hold_id_of(at, order_id)
    return PlacesHeld(property_id=at, order_id=order_id, hold_id=id, attempt=attempt)


def short(at: str = AIGLE, attempt: int = 1, *, by: int = 2, on: dt.date = JULY) -> PlacesRefused:
    reason = HoldRefusal.SHORT
    shortage = Shortage(night=on, stock_type_id="dortoir", reason=reason, left=1, short=by)
    id = hold_id_of(at, ORDER)
    return PlacesRefused(
        property_id=at, order_id=ORDER, hold_id=id, attempt=attempt, shortages=(shortage,)
    )


def rings(deadline: StayDeadline, attempt: int = 1) -> StayDeadlineCame:
    return StayDeadlineCame(property_id=AIGLE, order_id=ORDER, deadline=deadline, attempt=attempt)


def booked(*wanted: NightWanted | SupplementWanted, **fields: Any) -> Ordering:
    """A stay whose every hut holds its part."""
    ordering = Ordering()
    asked = ordering.tell(book(*wanted, **fields))
    for hold in asked:
        if isinstance(hold, HoldPlaces):
            ordering.tell(held(hold.property_id))
    return ordering


def given_back(events: Sequence[Message]) -> list[tuple[str, int]]:
    """Which properties are told to give back which attempt."""
    found = [event for event in events if isinstance(event, ReleasePlaces)]
    return [(release.property_id, release.attempt) for release in found]
