"""Booking a stay: what is asked of its huts, and on which conditions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.carts import AcceptedTerms, StaySource, Wish
from contracts.deliveries import reference_of
from contracts.message import Message
from contracts.planning import HoldPlaces, Place
from contracts.properties import Language
from contracts.selling import BookingMode, PaymentMeans, Selling
from contracts.stay_requests import BookStay
from contracts.stays import (
    StayBooked,
    StayDeadline,
    StayRefusal,
    StayRefused,
    StayRequested,
    StayState,
)
from orders.selling.model import kept_terms, terms_id_of
from orders.stay.deadlines import ANSWERED_WITHIN, AwaitStayDeadline
from orders.stay.huts import Hut
from orders.stay.model import Phase
from orders.stay.option_time import expiry
from tests.support.stays import (
    AIGLE,
    GUEST,
    NOW,
    ORDER,
    OURS,
    ZOE,
    Ordering,
    accepted,
    book,
    cart_of,
    held,
    july,
    pre_book,
    rate,
    selling,
    short,
    want,
    want_extra,
    with_rules,
    with_terms,
)

R = StayRefusal


def refusal(ordering: Ordering, request: BookStay) -> StayRefused:
    """Why it is refused, at once and with nothing kept."""
    (said,) = ordering.tell(request)
    assert isinstance(said, StayRefused)
    assert said.request_id == ordering.request_id
    assert ("stays", ORDER) not in ordering.stored
    return said


def kinds(events: Sequence[Message]) -> list[type[Message]]:
    return [type(event) for event in events]


# -- asking the huts ---------------------------------------------------------------------------


def test_a_booking_asks_its_hut_for_the_places_and_tells_what_was_asked_for() -> None:
    ordering = Ordering()
    told, hold = ordering.tell(book(want(2), want_extra(2), wish=Wish.FIRM))
    assert isinstance(told, StayRequested)
    assert (told.reference, len(told.reference)) == (reference_of(ORDER), 6)
    assert (told.guest_id, told.contact, told.price.total) == (GUEST, ZOE, 7100)
    assert (told.request_id, told.requested_at) == (ordering.request_id, NOW)
    place = Place(night=july(1), stock_type_id="dortoir", persons=2)
    asked = HoldPlaces(property_id=AIGLE, order_id=ORDER, attempt=1, places=(place,), local=True)
    assert hold == asked
    assert ordering.stay.phase is Phase.REQUESTED


def test_all_persons_of_a_night_in_one_stock_type_are_asked_for_together() -> None:
    wanted = (want(2), want(1, rate_id="enfant"), want(4, rate_id="chambre"), want(3, july(2)))
    hold = Ordering().tell(book(*wanted))[1]
    assert isinstance(hold, HoldPlaces)
    assert [(each.night, each.stock_type_id, each.persons) for each in hold.places] == [
        (july(1), "dortoir", 3),
        (july(1), "chambre", 4),
        (july(2), "dortoir", 3),
    ]


def test_each_hut_of_a_cart_is_asked_for_its_own_places() -> None:
    _, *asked = Ordering().tell(book(want(2), want(3, july(2), OURS)))
    holds = [event for event in asked if isinstance(event, HoldPlaces)]
    assert [(hold.property_id, hold.places[0].persons) for hold in holds] == [(AIGLE, 2), (OURS, 3)]


def test_answers_are_awaited_for_a_minute() -> None:
    ordering = Ordering()
    ordering.tell(book())
    (timer,) = ordering.effects
    work = AwaitStayDeadline(
        property_id=AIGLE, order_id=ORDER, deadline=StayDeadline.ANSWERS, attempt=1
    )
    assert (timer.work, timer.due_at) == (work, NOW + ANSWERED_WITHIN)


@pytest.mark.parametrize(
    ("wish", "source", "local", "state"),
    [
        (Wish.OPTION, StaySource.DESK, True, StayState.OPTION),
        (Wish.FIRM, StaySource.DESK, True, StayState.FIRM),
        (Wish.FIRM, StaySource.API, True, StayState.FIRM),
        (Wish.PRE_BOOKING, StaySource.WEB, False, StayState.OPTION),
        (Wish.PRE_BOOKING, StaySource.API, False, StayState.OPTION),
    ],
)
def test_a_wish_decides_what_the_stay_becomes_and_whether_lead_times_bind_it(
    wish: Wish, source: StaySource, local: bool, state: StayState
) -> None:
    ordering = Ordering()
    asked = ordering.tell(book(wish=wish, source=source))[1]
    assert isinstance(asked, HoldPlaces)
    assert asked.local is local
    (booked,) = ordering.tell(held())
    assert isinstance(booked, StayBooked)
    assert booked.state is state


# -- again -------------------------------------------------------------------------------------


@pytest.mark.parametrize("answered", [False, True])
def test_the_same_booking_again_changes_nothing(answered: bool) -> None:
    ordering = Ordering()
    ordering.tell(book())
    if answered:
        ordering.tell(held())
    before = ordering.stay
    assert ordering.tell(book(expected_total=1)) == []
    assert ordering.stay == before


DIFFERENT: list[tuple[str, dict[str, Any]]] = [
    ("cart", {"cart": book(want(3)).cart}),
    ("contact", {"contact": ZOE.model_copy(update={"surname": "Martin"})}),
    ("guest_id", {"guest_id": "guest-8"}),
    ("wish", {"wish": Wish.OPTION}),
    ("source", {"source": StaySource.API}),
    ("send_mail", {"send_mail": False}),
    ("language", {"language": Language.DE}),
    ("terms", {"terms": (accepted(1),)}),
    ("property_id", {"property_id": OURS}),
]


@pytest.mark.parametrize(("field", "other"), DIFFERENT, ids=[row[0] for row in DIFFERENT])
def test_another_booking_under_the_same_order_id_is_refused(
    field: str, other: dict[str, Any]
) -> None:
    ordering = Ordering()
    ordering.tell(book())
    (said,) = ordering.tell(book().model_copy(update=other))
    assert isinstance(said, StayRefused)
    assert (said.reason, said.field) == (R.ALREADY_BOOKED_DIFFERENTLY, field)


def test_what_was_refused_by_a_hut_is_booked_again_under_another_order_id() -> None:
    ordering = Ordering()
    ordering.tell(book(), short())
    (said,) = ordering.tell(book())
    assert isinstance(said, StayRefused)
    assert said.reason is R.STAY_OVER


def test_what_was_refused_at_once_may_be_booked_again_under_its_order_id() -> None:
    ordering = Ordering()
    refusal(ordering, book(expected_total=1))
    assert kinds(ordering.tell(book(expected_total=5200))) == [StayRequested, HoldPlaces]


# -- conditions --------------------------------------------------------------------------------

BOTH = {"mode": BookingMode.BOOKING, "payment_means": (PaymentMeans.PAYPAL,)}
CONDITIONS: list[tuple[str, Selling | None, BookStay, StayRefusal | None, str]] = [
    ("pre-booking is the default", None, pre_book(), None, ""),
    ("kept beside payment", with_rules(**BOTH), pre_book(), None, ""),
    (
        "not kept beside payment",
        with_rules(**BOTH, pre_booking_too=False),
        pre_book(),
        R.MODE_NOT_OFFERED,
        "wish",
    ),
    (
        "the house books in any mode",
        with_rules(**BOTH, pre_booking_too=False),
        book(),
        None,
        "",
    ),
    ("paid", with_rules(**BOTH), pre_book(wish=Wish.BOOKING), R.MODE_NOT_OFFERED, "payment_means"),
    ("local from the web", None, book(source=StaySource.WEB), R.MODE_NOT_OFFERED, "wish"),
    ("below a group", with_rules(group_from=10), pre_book(want(9)), None, ""),
    ("a group", with_rules(group_from=10), pre_book(want(10)), R.GROUP, "cart.nights"),
    (
        "a group over several rates",
        with_rules(group_from=10),
        pre_book(want(6), want(4, rate_id="enfant")),
        R.GROUP,
        "cart.nights",
    ),
    (
        "few over many nights",
        with_rules(group_from=10),
        pre_book(*(want(9, july(day)) for day in range(1, 9))),
        None,
        "",
    ),
    ("a group by telephone", with_rules(group_from=10), book(want(12)), None, ""),
    ("terms accepted", with_terms(3), pre_book(terms=(accepted(3),)), None, ""),
    ("terms not accepted", with_terms(3), pre_book(), R.TERMS_NOT_ACCEPTED, "terms"),
    (
        "terms have changed",
        with_terms(3),
        pre_book(terms=(accepted(2),)),
        R.TERMS_NOT_ACCEPTED,
        "terms",
    ),
    (
        "terms of another hut",
        with_terms(3),
        pre_book(terms=(accepted(3, OURS),)),
        R.TERMS_NOT_ACCEPTED,
        "terms",
    ),
    ("terms by telephone", with_terms(3), book(), None, ""),
    ("the price shown", None, book(expected_total=5200), None, ""),
    ("another price", None, book(expected_total=5100), R.PRICE_CHANGED, "expected_total"),
    ("no such rate", None, book(want(1, rate_id="x")), R.UNKNOWN_RATE, "cart.nights.0.rate_id"),
    ("of a stranger", None, book(property_id="hut-x"), R.UNKNOWN_PROPERTY, "property_id"),
]


@pytest.mark.parametrize(
    ("aigle", "request_", "reason", "field"),
    [row[1:] for row in CONDITIONS],
    ids=[row[0] for row in CONDITIONS],
)
def test_a_booking_is_taken_or_refused_by_name(
    aigle: Selling | None, request_: BookStay, reason: StayRefusal | None, field: str
) -> None:
    ordering = Ordering(aigle)
    if reason is None:
        assert kinds(ordering.tell(request_)) == [StayRequested, HoldPlaces]
        return
    said = refusal(ordering, request_)
    assert (said.reason, said.field) == (reason, field)


def test_each_hut_of_a_cart_has_its_own_terms_accepted() -> None:
    wanted = (want(2), want(2, at=OURS))
    ordering = Ordering(with_terms(3), with_terms(1))
    said = refusal(ordering, pre_book(*wanted, terms=(accepted(3),)))
    assert (said.reason, "Refuge de l'Ours" in said.detail) == (R.TERMS_NOT_ACCEPTED, True)
    both = (accepted(3), accepted(1, OURS))
    told = ordering.ask(pre_book(*wanted, terms=both), StayRequested)
    assert told.terms == both


def test_the_accepted_version_of_the_terms_is_kept_when_the_hut_writes_others() -> None:
    ordering = Ordering(with_terms(3))
    ordering.tell(pre_book(terms=(accepted(3),)))
    ordering.sells(AIGLE, with_terms(4))
    (version,) = ordering.stay.asking.terms if ordering.stay.asking else ()
    assert version == AcceptedTerms(property_id=AIGLE, version=3)
    kept = ordering.find(kept_terms.ref(terms_id_of(AIGLE, 3)))
    assert kept.texts == {"fr": "Version 3"}
    assert ordering.find(kept_terms.ref(terms_id_of(AIGLE, 4))).texts == {"fr": "Version 4"}


def test_refusals_say_what_a_person_has_to_know() -> None:
    group = refusal(Ordering(with_rules(group_from=10)), pre_book(want(12)))
    assert group.detail == "12 guests on 2027-07-01: groups from 10 on ask Refuge de l'Aigle"
    price = refusal(Ordering(), book(expected_total=5000))
    assert price.detail == "the price is 52.00 EUR, not 50.00"
    means = refusal(Ordering(), pre_book(wish=Wish.BOOKING, payment_means=PaymentMeans.PAYBOX))
    assert means.detail == "Refuge de l'Aigle takes pre-bookings only"
    terms = refusal(Ordering(with_terms(3)), pre_book(terms=(accepted(2),)))
    assert terms.detail.endswith("have changed since: version 3")


# -- how long an option lasts ------------------------------------------------------------------


def expires(option_days: int, nights: tuple[int, ...]) -> datetime | None:
    """When an option with these nights of July expires that is made at 9:30 UTC on 1 May."""
    ordering = Ordering(with_rules(option_days=option_days))
    ordering.tell(book(*(want(1, july(day)) for day in nights), wish=Wish.OPTION))
    return ordering.ask(held(), StayBooked).expires_at


def test_an_option_expires_after_its_days() -> None:
    assert expires(14, (1,)) == NOW + timedelta(days=14)
    assert expires(60, (1,)) == NOW + timedelta(days=60)  # on 30 June


def test_an_option_that_lasts_until_the_day_of_arrival_does_not_expire_by_itself() -> None:
    assert expires(61, (1,)) is None
    assert expires(61, (5, 1)) is None
    assert expires(61, (2, 5)) is not None


@pytest.mark.parametrize(
    ("zone", "by_itself"),
    [("Pacific/Honolulu", True), ("Europe/Paris", False), ("Pacific/Auckland", False)],
)
def test_the_day_of_arrival_is_the_huts_own(zone: str, by_itself: bool) -> None:
    """An option until 9:30 UTC on 1 July: in Honolulu that is the evening before."""
    lapses_at = datetime(2027, 7, 1, 9, 30, tzinfo=UTC)
    huts = {AIGLE: Hut("Refuge", zone, selling())}
    assert expiry(lapses_at, cart_of(want(1)), huts) == (lapses_at if by_itself else None)


def test_what_is_firm_never_expires() -> None:
    ordering = Ordering()
    ordering.tell(book(wish=Wish.FIRM))
    assert ordering.ask(held(), StayBooked).expires_at is None
    assert [timer.work for timer in ordering.effects[1:]] == []


def test_at_several_huts_the_shortest_option_counts() -> None:
    ordering = Ordering(with_rules(option_days=14), with_rules(option_days=7, reminder_days=2))
    ordering.tell(book(want(1), want(1, at=OURS), wish=Wish.OPTION), held(), held(OURS))
    expiry, reminder = NOW + timedelta(days=7), NOW + timedelta(days=5)
    assert ordering.stay.expires_at == expiry
    assert [timer.due_at for timer in ordering.effects[1:]] == [reminder, expiry]


@pytest.mark.parametrize("reminder_days", [0, 14, 20])
def test_a_reminder_that_would_come_at_once_or_at_the_end_is_left_out(reminder_days: int) -> None:
    ordering = Ordering(with_rules(option_days=14, reminder_days=reminder_days))
    ordering.tell(book(wish=Wish.OPTION), held())
    (timer,) = ordering.effects[1:]
    assert isinstance(timer.work, AwaitStayDeadline)
    assert timer.work.deadline is StayDeadline.EXPIRY


def test_a_changed_rate_counts_from_the_next_booking_on() -> None:
    ordering = Ordering()
    ordering.tell(book())
    ordering.sells(AIGLE, selling(rates=(rate("adulte", "dortoir", 1),)))
    assert ordering.ask(held(), StayBooked).price.total == 5200
