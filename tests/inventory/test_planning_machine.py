"""Plannings in any order of events, against a planning on the back of an envelope.

Openings, closures, changes by hand, whole-room blocks, holds, changes of stays, releases and
repeats, on a few nights so that they meet. Nothing is ever oversold unless it was said that this
may be; no place is lost; what is released is given back exactly once.
"""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chassis.documents import from_stored
from contracts.catalogue import CatalogueChanged, CatalogueRefused, SetClosures, ShortNight
from contracts.message import Message
from contracts.planning import (
    AdjustDay,
    Adjusting,
    CloseDay,
    HoldPlaces,
    PlacesHeld,
    PlacesRefused,
    PlacesReleased,
    PlanningRefused,
    PlanningTaken,
    day_id_of,
)
from contracts.properties import DefineProperty
from contracts.selling import Opening
from inventory.planning.audit import drifts
from inventory.planning.days import Day
from inventory.planning.holds import Hold
from tests.inventory.plain import Plain, Setting, Short, Spot
from tests.support.plannings import (
    HUT,
    TODAY,
    Inventory,
    hold,
    hut_sheet,
    night,
    opening,
    place,
    release,
    set_openings,
    set_stock_types,
    stock_type,
    told_by,
)

NIGHTS = [night(7, day) for day in (1, 2, 3)]
KINDS = ("dortoir", "chambre")
ANSWERS = (CatalogueChanged, CatalogueRefused, PlanningTaken, PlanningRefused)

nights = st.sampled_from(NIGHTS)
kinds = st.sampled_from(KINDS)
spots = st.tuples(nights, kinds)
orders = st.sampled_from(["stay-1", "stay-2", "stay-3", "stay-4"])
attempts = st.integers(1, 3)
lines = st.dictionaries(spots, st.integers(1, 5), min_size=1, max_size=4)
limits = st.sampled_from([None, 1, 2, 3])
knowing = st.booleans()
runs = st.tuples(nights, nights, kinds, st.lists(st.integers(0, 6), min_size=7, max_size=7))


class Planning(RuleBasedStateMachine):
    """Every rule asks inventory and the envelope the same, and compares their answers."""

    def __init__(self) -> None:
        super().__init__()
        self.inventory = Inventory()
        self.plain = Plain(NIGHTS, Setting(dict.fromkeys(KINDS)))

    @initialize(places=st.integers(3, 6))
    def begin(self, places: int) -> None:
        self.inventory.tell(
            DefineProperty(property_id=HUT, sheet=hut_sheet()),
            set_stock_types(*map(stock_type, KINDS)),
            set_openings(*(opening(of, of=of, places=places) for of in KINDS)),
        )
        self.plain.setting.openings = dict.fromkeys(self.plain.spots, places)

    # -- stays ---------------------------------------------------------------------------------

    @rule(order=orders, attempt=attempts, wanted=lines)
    def hold(self, order: str, attempt: int, wanted: dict[Spot, int]) -> None:
        asked = hold(
            *(place(persons, *spot) for spot, persons in wanted.items()),
            order=order,
            attempt=attempt,
        )
        self._compare_hold(asked, wanted)

    @rule(order=orders, attempt=attempts, wanted=lines)
    def hold_twice(self, order: str, attempt: int, wanted: dict[Spot, int]) -> None:
        self.hold(order, attempt, wanted)
        self.hold(order, attempt, wanted)

    def _compare_hold(self, asked: HoldPlaces, wanted: dict[Spot, int]) -> None:
        expected = self.plain.hold(asked.order_id, asked.attempt, wanted)
        answer = self.inventory.tell(asked)[-1]
        if not expected:
            assert isinstance(answer, PlacesHeld)
            return
        assert isinstance(answer, PlacesRefused)
        assert expected == [
            (each.night, each.stock_type_id, each.reason, each.left, each.short)
            for each in answer.shortages
        ]

    @rule(order=orders, attempt=attempts)
    def release(self, order: str, attempt: int) -> None:
        answer = self.inventory.tell(release(*NIGHTS, order=order, attempt=attempt))[-1]
        assert isinstance(answer, PlacesReleased)
        self.plain.release(order, attempt)

    # -- what is set by hand -------------------------------------------------------------------

    @rule(chosen=st.lists(runs, max_size=4), undercut=knowing)
    def open(self, chosen: list[tuple[dt.date, dt.date, str, list[int]]], undercut: bool) -> None:
        openings: dict[Spot, int] = {}
        asked: list[Opening] = []
        for first, last, of, places in chosen:
            covered = {(on, of): places[on.weekday()] for on in NIGHTS if first <= on <= last}
            if covered and not covered.keys() & openings.keys():
                openings |= covered
                asked.append(
                    opening(f"o{len(asked)}", of=of, first=first, last=last, places=tuple(places))
                )
        setting = self.plain.setting.but(openings=openings)
        self._compare(set_openings(*asked, undercut=undercut), setting, undercut)

    @rule(chosen=st.fixed_dictionaries(dict.fromkeys(KINDS, limits)), undercut=knowing)
    def block_whole(self, chosen: dict[str, int | None], undercut: bool) -> None:
        asked = set_stock_types(
            *(stock_type(of, limit) for of, limit in chosen.items()), undercut=undercut
        )
        self._compare(asked, self.plain.setting.but(whole_from=chosen), undercut)

    @rule(on=nights, closed=st.booleans(), undercut=knowing)
    def tick(self, on: dt.date, closed: bool, undercut: bool) -> None:
        asked = SetClosures(
            property_id=HUT,
            close=(on,) if closed else (),
            reopen=() if closed else (on,),
            undercut=undercut,
        )
        before = self.plain.setting.calendar
        calendar = before | {on} if closed else before - {on}
        self._compare(asked, self.plain.setting.but(calendar=calendar), undercut)

    @rule(on=nights, closed=st.booleans(), undercut=knowing)
    def close_day(self, on: dt.date, closed: bool, undercut: bool) -> None:
        asked = CloseDay(
            property_id=HUT, day_id=day_id_of(HUT, on), night=on, closed=closed, undercut=undercut
        )
        if not closed and on in self.plain.setting.calendar:
            assert self.inventory.ask(asked, PlanningRefused).field == "closed"
            return
        before = self.plain.setting.by_hand
        by_hand = before | {on} if closed else before - {on}
        self._compare(asked, self.plain.setting.but(by_hand=by_hand), undercut)

    @rule(spot=spots, by=st.booleans(), places=st.integers(-4, 6), undercut=knowing)
    def adjust(self, spot: Spot, by: bool, places: int, undercut: bool) -> None:
        asked = AdjustDay(
            property_id=HUT,
            day_id=day_id_of(HUT, spot[0]),
            night=spot[0],
            stock_type_id=spot[1],
            how=Adjusting.BY if by else Adjusting.TO,
            places=places,
            undercut=undercut,
        )
        if spot not in self.plain.setting.openings or (places < 0 and not by):
            self.inventory.ask(asked, PlanningRefused)
            return
        self._compare(asked, self.plain.adjusted(spot, places, by=by), undercut)

    def _compare(self, asked: Message, setting: Setting, undercut: bool) -> None:
        expected = self.plain.change(setting, undercut=undercut)
        (answer,) = (said for said in self.inventory.tell(asked) if isinstance(said, ANSWERS))
        if expected and not undercut:
            assert isinstance(answer, CatalogueRefused | PlanningRefused)
            assert answer.field == "undercut"
            assert _shorts(answer.nights) == expected
            return
        assert isinstance(answer, CatalogueChanged | PlanningTaken)
        if isinstance(answer, CatalogueChanged):
            assert _shorts(answer.undercut) == expected

    # -- what always holds ---------------------------------------------------------------------

    @invariant()
    def every_night_is_as_reckoned_anew(self) -> None:
        for on in NIGHTS:
            day = told_by(self.inventory, on)
            lines = {line.stock_type_id: line for line in day.stock}
            assert (day.closing is not None) is self.plain.setting.closed(on)
            for kind in KINDS:
                spot, stays = (on, kind), self.plain.stays((on, kind))
                line = lines.get(kind)
                if line is None:
                    assert not stays
                    assert spot not in self.plain.setting.openings
                    continue
                left = 0 if day.closing else self.plain.left(spot)
                assert (line.places, line.left) == (self.plain.setting.places(spot), left)
                assert (line.bookings, line.persons) == (len(stays), sum(stays))
                assert line.open is (spot in self.plain.setting.openings)

    @invariant()
    def nothing_is_oversold_unless_it_was_said(self) -> None:
        self.plain.settle()
        for on in NIGHTS:
            for line in told_by(self.inventory, on).stock:
                if (on, line.stock_type_id) not in self.plain.undercut:
                    assert line.persons <= line.places
                    assert line.sold <= line.places

    @invariant()
    def no_place_is_lost(self) -> None:
        for on in NIGHTS:
            day = told_by(self.inventory, on)
            for line in day.stock:
                if day.closing is None:
                    assert line.left == max(0, line.places - line.sold)

    @invariant()
    def the_audit_finds_nothing(self) -> None:
        days = [from_stored(Day, state) for state in self.inventory.all("planning_days")]
        holds = [from_stored(Hold, state) for state in self.inventory.all("holds")]
        assert drifts(days, holds, TODAY) == ()

    def teardown(self) -> None:
        """Everything given back leaves every night as if nobody had ever come."""
        for order, attempt in list(self.plain.live):
            self.release(order, attempt)
        for on in NIGHTS:
            for line in told_by(self.inventory, on).stock:
                assert (line.sold, line.bookings, line.persons) == (0, 0, 0)


def _shorts(found: tuple[ShortNight, ...]) -> set[Short]:
    return {(each.night, each.stock_type_id, each.sold, each.places) for each in found}


Planning.TestCase.settings = settings(
    max_examples=50,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestPlanning = Planning.TestCase
