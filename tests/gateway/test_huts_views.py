"""Views of huts, built from events alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.carts import Contact, LineKind, Price, PricedLine, PropertyShare, StaySource, Wish
from contracts.catalogue import SellingState
from contracts.live import LivePlanningChanged, LiveSellingChanged, LiveStayChanged
from contracts.money import Amount, TaxLine
from contracts.planning import Closing, PlanningDayChanged, day_id_of, unsold_day
from contracts.properties import Language
from contracts.selling import Opening, Rules, Selling, StockType
from contracts.stays import (
    OptionExpired,
    StayBooked,
    StayCancelled,
    StayChanged,
    StayConfirmed,
    StayState,
)
from gateway.app import handlers
from gateway.planning.cells import cells_of, read_cells
from gateway.planning.grid import untold
from gateway.planning.model import PLANNING, DayView
from gateway.selling.model import SELLING, SellingView
from gateway.stays.model import STAYS, ShareState, StayShare, stay_id_of
from gateway.stays.shown import card_of, on_night
from tests.gateway.huts import night_told, stock
from tests.support.order_events import State, apply, told

HUT, OTHER, ORDER = "refuge-aigle", "refuge-buet", "stay-9"
BOOKED = datetime(2027, 4, 28, 7, 27, 33, tzinfo=UTC)
JULY = date(2027, 7, 1)
ABOUT: dict[str, Any] = {"property_id": HUT, "order_id": ORDER, "request_id": "r-1"}


def after(days: int) -> datetime:
    return BOOKED + timedelta(days=days)


def line(property_id: str = HUT, night: date = JULY, persons: int = 2) -> PricedLine:
    return PricedLine(
        kind=LineKind.NIGHT,
        property_id=property_id,
        item_id="adulte",
        name={Language.FR: "Adulte"},
        night=night,
        stock_type_id="dortoir",
        stock_type="Dortoir",
        quantity=persons,
        unit_amount=2600,
        total=2600 * persons,
    )


def price(*lines: PricedLine) -> Price:
    sums: dict[str, int] = {}
    for one in lines:
        sums[one.property_id] = sums.get(one.property_id, 0) + one.total
    shares = tuple(
        PropertyShare(property_id=id, property_name=id, amount=amount(total), due_now=0)
        for id, total in sums.items()
    )
    total = sum(sums.values())
    return Price(currency="EUR", lines=lines, shares=shares, total=total, due_now=0)


def amount(total: int) -> Amount:
    return Amount(currency="EUR", tax_lines=(TaxLine(name="TVA", rate="0", net=total, tax=0),))


def booked(*lines: PricedLine, state: StayState = StayState.OPTION, **fields: Any) -> StayBooked:
    said: dict[str, Any] = {
        **ABOUT,
        "guest_id": "g-9",
        "reference": "9K3TZ7",
        "state": state,
        "wish": Wish.OPTION,
        "source": StaySource.DESK,
        "language": Language.FR,
        "contact": Contact(
            surname="Dupont", given_name="Martin", phone="0101010101", mail="m@d.example"
        ),
        "price": price(*(lines or (line(),))),
        "send_mail": True,
        "booked_at": BOOKED,
        "expires_at": after(10),
    }
    return StayBooked(**{**said, **fields})


def changed(*lines: PricedLine, at: int = 1, **fields: Any) -> StayChanged:
    properties = fields.pop("properties", (HUT, OTHER))
    said = {**ABOUT, "guest_id": "g-9", "price": price(*lines), "difference": 0}
    return StayChanged(**said, changed_at=after(at), properties=properties, **fields)


def cancelled(at: int = 2, **fields: Any) -> StayCancelled:
    said = {**ABOUT, "guest_id": "g-9", "reason": "orage", "send_mail": True, **fields}
    return StayCancelled(**said, cancelled_at=after(at))


def confirmed(at: int = 1, **fields: Any) -> StayConfirmed:
    said = {**ABOUT, "guest_id": "g-9", "send_mail": True, **fields}
    return StayConfirmed(**said, confirmed_at=after(at))


def expired(at: int = 10) -> OptionExpired:
    return OptionExpired(property_id=HUT, order_id=ORDER, guest_id="g-9", expired_at=after(at))


def share(documents: State, property_id: str = HUT) -> StayShare:
    found = documents[STAYS.ref(stay_id_of(property_id, ORDER))]
    assert isinstance(found, StayShare)
    return found


def test_each_hut_has_its_own_nights_lines_and_sum() -> None:
    both = told(handlers, [booked(line(), line(OTHER, JULY + timedelta(days=1), 3))])
    here, there = share(both), share(both, OTHER)
    assert (here.total, there.total) == (5200, 7800)
    assert (here.nights, there.nights) == ((JULY,), (JULY + timedelta(days=1),))
    assert {one.property_id for one in here.lines} == {HUT}
    assert here.properties == there.properties == (HUT, OTHER)


@pytest.mark.parametrize("end", [cancelled(), expired()])
def test_a_stay_that_is_over_is_on_no_night_and_keeps_what_it_was(end: Any) -> None:
    known = share(told(handlers, [booked(), end]))
    assert not known.state.active
    assert (known.nights, known.total, known.expires_at) == ((), 5200, None)
    assert known.lines == (line(),)
    assert card_of(known).first_night == JULY


def test_what_is_over_stays_so() -> None:
    known = share(told(handlers, [booked(), cancelled(2), expired(10), confirmed(11)]))
    assert (known.state, known.ended_at) == (ShareState.CANCELLED, after(2))
    assert [step.kind for step in known.history] == ["booked", "cancelled"]


def test_an_option_becomes_firm_once() -> None:
    known = share(told(handlers, [booked(), confirmed(1), confirmed(2)]))
    assert (known.state, known.expires_at) == (ShareState.FIRM, None)
    assert [step.kind for step in known.history] == ["booked", "confirmed"]


def test_a_change_brings_a_hut_in_and_leaves_another() -> None:
    documents = told(handlers, [booked(), changed(line(OTHER), expires_at=after(12))])
    here, there = share(documents), share(documents, OTHER)
    assert (here.state, here.nights, here.total) == (ShareState.MOVED, (), 5200)
    assert (there.state, there.nights) == (ShareState.OPTION, (JULY,))
    assert (there.contact, there.reference) == (here.contact, "9K3TZ7")
    assert there.expires_at == after(12)
    assert [step.kind for step in there.history] == ["changed"]
    back = told(handlers, [changed(line(), at=2)], documents)
    assert share(back).state is ShareState.OPTION
    assert (share(back).nights, share(back, OTHER).state) == ((JULY,), ShareState.MOVED)


def test_a_change_that_changed_nothing_is_no_step() -> None:
    same = changed(line(), properties=(HUT,), changed=False)
    assert len(share(told(handlers, [booked(), same])).history) == 1


def test_a_change_of_a_firm_stay_leaves_it_firm() -> None:
    documents = told(handlers, [booked(state=StayState.FIRM, expires_at=None), changed(line())])
    assert share(documents).state is ShareState.FIRM


def test_each_step_tells_who_did_it_and_what_it_came_to() -> None:
    documents: State = {}
    apply(handlers, documents, booked(), actor="person:p-7")
    apply(handlers, documents, changed(line(persons=3)), actor="key:k-1")
    apply(handlers, documents, expired(), actor="rule:option")
    steps = [(step.kind, step.amount, step.by) for step in share(documents).history]
    assert steps == [
        ("booked", 5200, "person:p-7"),
        ("changed", 7800, "key:k-1"),
        ("expired", 7800, None),
    ]


def test_what_is_had_once_stands_on_the_first_night() -> None:
    towel = line().model_copy(
        update={"kind": LineKind.SUPPLEMENT, "night": None, "stock_type_id": None, "total": 300}
    )
    known = share(told(handlers, [booked(line(), line(night=JULY + timedelta(days=1)), towel)]))
    totals = [on_night(known, JULY + timedelta(days=n)).supplements_total for n in (0, 1)]
    assert totals == [300, 0]
    assert known.nights == (JULY, JULY + timedelta(days=1))


def test_whoever_watches_is_told_of_each_share() -> None:
    events = apply(handlers, {}, booked(line(), line(OTHER)))
    stays = [event for event in events if isinstance(event, LiveStayChanged)]
    assert [event.property_id for event in stays] == [HUT, OTHER]
    assert [event.subject for event in stays] == [f"{HUT}/{ORDER}", f"{OTHER}/{ORDER}"]


def day(left: int = 18, closing: Closing | None = None) -> PlanningDayChanged:
    line = stock(left, 20, bookings=1, persons=2)
    return night_told(HUT, JULY, line, closing=closing)


def test_a_night_is_as_it_was_told_last_with_a_revision_of_its_own() -> None:
    documents: State = {}
    apply(handlers, documents, day(20))
    (news,) = apply(handlers, documents, day(18, Closing.DAY))
    view = documents[PLANNING.ref(day_id_of(HUT, JULY))]
    assert isinstance(view, DayView)
    assert (view.stock[0].left, view.closing, view.revision) == (18, Closing.DAY, 2)
    assert isinstance(news, LivePlanningChanged)
    assert '"revision":2' in news.day
    assert '"why":"closed"' in news.day


def state(revision: int, **fields: Any) -> SellingState:
    selling = Selling(currency="EUR", **fields)
    return SellingState(property_id=HUT, revision=revision, selling=selling)


def test_each_part_knows_who_changed_it_last() -> None:
    documents: State = {}
    dormitory = StockType(id="dortoir", name="Dortoir")
    apply(handlers, documents, state(1, stock_types=(dormitory,)), actor="person:p-7")
    rules = Rules(min_days_before=2)
    now = state(2, stock_types=(dormitory,), rules=rules)
    (news,) = apply(handlers, documents, now, actor="key:k-1")
    view = documents[SELLING.ref(HUT)]
    assert isinstance(view, SellingView)
    assert {part: (last.revision, last.by) for part, last in view.changes.items()} == {
        "stock_types": (1, "person:p-7"),
        "rules": (2, "key:k-1"),
    }
    assert view.is_newest_of("stock_types", 1)
    assert not view.is_newest_of("rules", 1)
    assert isinstance(news, LiveSellingChanged)
    assert news.parts == ("rules",)


PLACES = st.tuples(*[st.integers(0, 30)] * 7)


@given(
    first=st.integers(0, 10),
    length=st.integers(0, 10),
    places=PLACES,
    closed=st.sets(st.integers(0, 20)),
    night=st.integers(0, 20),
)
def test_a_night_of_which_nothing_was_told_is_what_inventory_says_of_it(
    first: int, length: int, places: Any, closed: set[int], night: int
) -> None:
    def nth(n: int) -> date:
        return JULY + timedelta(days=n)

    opening = Opening(
        id="ete",
        stock_type_id="dortoir",
        first=nth(first),
        last=nth(first + length),
        places=places,
    )
    selling = Selling(
        currency="EUR",
        stock_types=(StockType(id="dortoir", name="Dortoir"),),
        openings=(opening,),
        closed=tuple(nth(n) for n in sorted(closed)),
    )
    message = unsold_day(HUT, selling, nth(night))
    ours = untold(selling, [nth(n) for n in range(21)])[nth(night)]
    assert ours.closing == message.closing
    assert [ours.cells] == read_cells([cells_of(message.closing, message.stock)])
