"""Stays and the plannings of two huts, by both services' own tables: whatever is asked for, and
however late, often and out of order they hear of each other, every bed is sold once."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from contracts.carts import Wish
from contracts.catalogue import SellingState, SetOpenings, SetRates, SetStockTypes
from contracts.message import Message
from contracts.planning import HoldPlaces, PlacesHeld, PlacesRefused, ReleasePlaces, hold_id_of
from contracts.properties import DefineProperty
from contracts.selling import StockType
from contracts.stay_requests import CancelStay, ConfirmStay
from contracts.stays import StayBooked, StayChanged, StayDeadline, StayDeadlineCame, StayRefused
from inventory.planning.days import Day
from inventory.planning.holds import Hold, holds
from orders.stay.deadlines import AwaitStayDeadline
from orders.stay.model import Stay
from orders.stay.places import places_at
from tests.support.plannings import Inventory, hut_sheet, opening
from tests.support.stays import AIGLE, NOW, OURS, Ordering, book, change, july, rate, want

HUTS = (AIGLE, OURS)
STAYS = ("stay-1", "stay-2", "stay-3", "stay-4")
TO_INVENTORY = (HoldPlaces, ReleasePlaces)
TO_ORDERS = (PlacesHeld, PlacesRefused)
# Beds of a hut on a night; one booking takes the whole room.
DORMITORY, ROOM = 4, 3

nights = st.builds(
    want,
    st.integers(1, 3),
    st.sampled_from([july(1), july(2)]),
    st.sampled_from(HUTS),
    st.sampled_from(["adulte", "enfant", "chambre"]),
)
wanted = st.lists(nights, min_size=1, max_size=4)
orders = st.sampled_from(STAYS)


@cache
def two_huts() -> tuple[Inventory, Ordering]:
    """Both services once the huts are set up. Whoever plays with them takes a copy."""
    inventory, ordering = Inventory(NOW), Ordering()
    ordering.tell(*_set_up(inventory))
    return inventory, ordering


def _set_up(inventory: Inventory) -> list[SellingState]:
    types = (StockType(id="dortoir", name="D"), StockType(id="chambre", name="C", whole_from=1))
    openings = (opening(places=DORMITORY), opening("c", of="chambre", places=ROOM))
    rates = (
        rate("adulte", "dortoir", 2600),
        rate("enfant", "dortoir", 2000),
        rate("chambre", "chambre", 4000),
    )
    told = []
    for id in HUTS:
        told += inventory.tell(
            DefineProperty(property_id=id, sheet=hut_sheet()),
            SetStockTypes(property_id=id, stock_types=types, today=NOW.date()),
            SetOpenings(property_id=id, openings=openings, today=NOW.date()),
            SetRates(property_id=id, rates=rates),
        )
    return [event for event in told if isinstance(event, SellingState)]


class Saga(RuleBasedStateMachine):
    """`travelling` was said and has not arrived; `arrived` may arrive again."""

    def __init__(self) -> None:
        super().__init__()
        self.inventory, self.ordering = deepcopy(two_huts())
        self.travelling: list[Message] = []
        self.arrived: list[Message] = []
        self.waiting: list[str] = []
        self.answered: Counter[str] = Counter()

    # -- what people ask -----------------------------------------------------------------------

    @rule(order=orders, cart=wanted, wish=st.sampled_from([Wish.OPTION, Wish.FIRM]))
    def books(self, order: str, cart: list[Any], wish: Wish) -> None:
        new = self.stay(order) is None
        self._ask(book(*cart, order_id=order, wish=wish), waits=new)

    @precondition(lambda self: self.known())
    @rule(data=st.data(), cart=wanted)
    def changes(self, data: st.DataObject, cart: list[Any]) -> None:
        order, at = data.draw(st.sampled_from(self.known()))
        self._ask(change(*cart, order_id=order, property_id=at), waits=True)

    @precondition(lambda self: self.known())
    @rule(data=st.data())
    def confirms(self, data: st.DataObject) -> None:
        order, at = data.draw(st.sampled_from(self.known()))
        self._ask(ConfirmStay(property_id=at, order_id=order))

    @precondition(lambda self: self.known())
    @rule(data=st.data())
    def cancels(self, data: st.DataObject) -> None:
        order, at = data.draw(st.sampled_from(self.known()))
        self._ask(CancelStay(property_id=at, order_id=order, reason="Météo"))

    @precondition(lambda self: self.ordering.effects)
    @rule(data=st.data())
    def timer_rings(self, data: st.DataObject) -> None:
        """At its time or again later: what it is about has mostly moved on."""
        timers = [timer.work for timer in self.ordering.effects]
        work = data.draw(st.sampled_from(timers))
        assert isinstance(work, AwaitStayDeadline)
        self._rings(work)

    # -- what the services say to each other ---------------------------------------------------

    @precondition(lambda self: self.travelling)
    @rule(data=st.data())
    def something_arrives(self, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(self.travelling) - 1))
        self._arrives(self.travelling.pop(place))

    @precondition(lambda self: self.travelling)
    @rule()
    def all_arrives(self) -> None:
        self._drain()

    @precondition(lambda self: self.arrived)
    @rule(data=st.data())
    def something_arrives_again(self, data: st.DataObject) -> None:
        self._arrives(data.draw(st.sampled_from(self.arrived)))

    def _ask(self, message: Message, *, waits: bool = False) -> None:
        said = self.ordering.tell(message)
        if waits:
            self.waiting.append(self.ordering.request_id)
        self._heard(said)

    def _rings(self, work: AwaitStayDeadline) -> None:
        rung = StayDeadlineCame(
            property_id=work.property_id,
            order_id=work.order_id,
            deadline=work.deadline,
            attempt=work.attempt,
        )
        self._heard(self.ordering.tell(rung))

    def _arrives(self, message: Message) -> None:
        self.arrived.append(message)
        service = self.inventory if isinstance(message, TO_INVENTORY) else self.ordering
        self._heard(service.tell(message))

    def _drain(self) -> None:
        while self.travelling:
            self._arrives(self.travelling.pop(0))

    def _heard(self, said: list[Message]) -> None:
        for event in said:
            if isinstance(event, TO_INVENTORY + TO_ORDERS):
                self.travelling.append(event)
            if isinstance(event, StayBooked | StayChanged | StayRefused):
                self.answered[event.request_id] += 1

    # -- what must hold ------------------------------------------------------------------------

    def stay(self, order: str) -> Stay | None:
        state = self.ordering.stored.get(("stays", order))
        return None if state is None else Stay.model_validate(state, strict=False)

    def known(self) -> list[tuple[str, str]]:
        """Those that were asked for, each with one of its properties."""
        found = ((order, self.stay(order)) for order in STAYS)
        return [(order, stay.properties[0]) for order, stay in found if stay is not None]

    def _live(self) -> list[Stay]:
        known = (self.stay(order) for order in STAYS)
        return [stay for stay in known if stay is not None and stay.phase.live]

    @invariant()
    def every_bed_of_a_stay_is_held_for_it(self) -> None:
        """At every moment, in the middle of a change too."""
        for stay in self._live():
            for property_id in stay.booked.properties:
                hold = self.inventory.find(holds.ref(hold_id_of(property_id, stay.order_id)))
                assert isinstance(hold, Hold)
                occupied = hold.occupied()
                for place in places_at(stay.booked, property_id):
                    assert occupied[place.night, place.stock_type_id] >= place.persons

    @invariant()
    def no_night_is_oversold(self) -> None:
        for (_, _, kind), sizes in self._sold().items():
            persons = sum(size * count for size, count in sizes.items())
            assert persons <= (DORMITORY if kind == "dortoir" else ROOM)
            assert kind == "dortoir" or sum(sizes.values()) <= 1

    @invariant()
    def nobody_is_answered_twice(self) -> None:
        assert all(count == 1 for count in self.answered.values())

    def teardown(self) -> None:
        """When all has arrived and every deadline has come, what is sold is what stays hold, and
        whoever asked was answered."""
        self._drain()
        for timer in list(self.ordering.effects):
            assert isinstance(timer.work, AwaitStayDeadline)
            if timer.work.deadline is StayDeadline.ANSWERS:
                self._rings(timer.work)
        self._drain()
        assert not [order for order in STAYS if (stay := self.stay(order)) and stay.asking]
        assert self._sold() == self._held()
        assert set(self.waiting) <= self.answered.keys()

    def _sold(self) -> dict[tuple[str, Any, str], Counter[int]]:
        """Per hut, night and stock type how many stays of which size the plannings have."""
        sold = {}
        for state in self.inventory.all("planning_days"):
            day = Day.model_validate(state, strict=False)
            for kind, stock in day.stock.items():
                if stock.stays:
                    sold[day.property_id, day.night, kind] = Counter(stock.stays)
        return sold

    def _held(self) -> dict[tuple[str, Any, str], Counter[int]]:
        held: dict[tuple[str, Any, str], Counter[int]] = {}
        for stay in self._live():
            for property_id in stay.booked.properties:
                for place in places_at(stay.booked, property_id):
                    where = (property_id, place.night, place.stock_type_id)
                    held.setdefault(where, Counter())[place.persons] += 1
        return held


Saga.TestCase.settings = settings(max_examples=80, stateful_step_count=60, deadline=None)
test_whatever_happens_every_bed_is_sold_once = pytest.mark.timeout(300)(Saga.TestCase)
