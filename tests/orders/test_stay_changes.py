"""Changing a stay: one swap, at the price difference, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from contracts.carts import StaySource, Wish
from contracts.message import Message
from contracts.planning import HoldPlaces, ReleasePlaces
from contracts.selling import Selling
from contracts.stay_requests import ChangeStay, ConfirmStay
from contracts.stays import StayBooked, StayChanged, StayDeadline, StayRefusal, StayRefused
from orders.stay.model import Phase
from tests.support.stays import (
    AIGLE,
    NOW,
    ORDER,
    OURS,
    Ordering,
    accepted,
    book,
    booked,
    change,
    given_back,
    held,
    july,
    pre_book,
    rings,
    selling,
    short,
    want,
    want_extra,
    with_rules,
    with_terms,
)

R = StayRefusal
TIMEOUT = rings(StayDeadline.ANSWERS, 2)


def refusal(events: Sequence[Message]) -> StayRefused:
    (told,) = [event for event in events if isinstance(event, StayRefused)]
    return told


def test_a_change_asks_under_the_next_attempt_and_holds_on_to_the_old_places() -> None:
    ordering = booked(want(2))
    (hold,) = ordering.tell(change(want(3), want(3, july(2))))
    assert isinstance(hold, HoldPlaces)
    assert (hold.attempt, [place.persons for place in hold.places]) == (2, [3, 3])
    assert (ordering.stay.phase, ordering.stay.booked.attempt) == (Phase.FIRM, 1)
    assert ordering.effects[-1].due_at == NOW + timedelta(minutes=1)


def test_once_held_the_stay_is_the_new_one_and_lets_the_old_one_go() -> None:
    ordering = booked(want(2))
    ordering.tell(change(want(3), want(3, july(2)), send_mail=False))
    request_id = ordering.request_id
    told, release = ordering.tell(held(attempt=2))
    assert isinstance(told, StayChanged)
    assert (told.price.total, told.difference) == (15600, 10400)
    assert (told.request_id, told.properties) == (request_id, (AIGLE,))
    assert (told.send_mail, told.changed, told.changed_at) == (False, True, NOW)
    again = ReleasePlaces(property_id=AIGLE, order_id=ORDER, attempt=1, nights=(july(1),))
    assert release == again
    assert ordering.stay.booked.attempt == 2


def test_fewer_persons_cost_less() -> None:
    ordering = booked(want(3), want_extra(2))
    ordering.tell(change(want(2)))
    assert ordering.ask(held(attempt=2), StayChanged).difference == -2600 - 1900


def test_moving_to_another_hut_holds_there_before_the_first_lets_go() -> None:
    ordering = booked(want(2))
    assert given_back(ordering.tell(change(want(2, at=OURS)))) == []
    events = ordering.tell(held(OURS, attempt=2))
    assert given_back(events) == [(AIGLE, 1)]
    (told,) = [event for event in events if isinstance(event, StayChanged)]
    assert (told.property_id, told.properties) == (OURS, (OURS, AIGLE))


def test_every_hut_of_the_new_cart_is_asked_and_every_hut_of_the_old_one_let_go() -> None:
    ordering = booked(want(2), want(2, at=OURS))
    asked = ordering.tell(change(want(2), want(1, at=OURS)))
    assert [hold.property_id for hold in asked if isinstance(hold, HoldPlaces)] == [AIGLE, OURS]
    assert ordering.tell(held(OURS, attempt=2)) == []
    assert given_back(ordering.tell(held(attempt=2))) == [(AIGLE, 1), (OURS, 1)]


# Answers to a change that asks both huts, what is given back, and which attempt is held then.
ANSWERS: list[tuple[str, tuple[Message, ...], StayRefusal | None, list[tuple[str, int]], int]] = [
    ("refused by one", (short(OURS, 2),), R.NO_PLACES, [(AIGLE, 2)], 1),
    ("refused by the last", (held(attempt=2), short(OURS, 2)), R.NO_PLACES, [(AIGLE, 2)], 1),
    ("no answer", (held(attempt=2), TIMEOUT), R.NO_ANSWER, [(AIGLE, 2), (OURS, 2)], 1),
    ("late", (TIMEOUT, held(attempt=2), held(OURS, 2)), R.NO_ANSWER, [(AIGLE, 2), (OURS, 2)], 1),
    ("in time", (held(attempt=2), held(OURS, 2), TIMEOUT), None, [(AIGLE, 1)], 2),
    (
        "twice",
        (held(attempt=2), held(OURS, 2), held(OURS, 2), held(attempt=2)),
        None,
        [(AIGLE, 1)],
        2,
    ),
    (
        "the first attempt's answers again",
        (held(), short(), rings(StayDeadline.ANSWERS), held(attempt=2), held(OURS, 2)),
        None,
        [(AIGLE, 1)],
        2,
    ),
]


@pytest.mark.parametrize(
    ("answers", "reason", "released", "attempt"),
    [row[1:] for row in ANSWERS],
    ids=[row[0] for row in ANSWERS],
)
def test_a_change_comes_about_whole_or_leaves_the_stay_as_it_was(
    answers: tuple[Message, ...],
    reason: StayRefusal | None,
    released: list[tuple[str, int]],
    attempt: int,
) -> None:
    ordering = booked(want(2))
    ordering.tell(change(want(2), want(2, at=OURS)))
    events = ordering.tell(*answers)
    assert given_back(events) == released
    refusals = [event.reason for event in events if isinstance(event, StayRefused)]
    assert refusals == ([] if reason is None else [reason])
    assert (ordering.stay.phase, ordering.stay.booked.attempt) == (Phase.FIRM, attempt)
    assert ordering.stay.asking is None


def test_attempts_are_never_counted_twice() -> None:
    ordering = booked(want(2))
    for attempt in (2, 3, 4):
        (hold,) = ordering.tell(change(want(attempt + 1)))
        assert isinstance(hold, HoldPlaces)
        assert hold.attempt == attempt
        ordering.tell(short(attempt=attempt))
    (hold,) = ordering.tell(change(want(1)))
    assert isinstance(hold, HoldPlaces)
    assert hold.attempt == 5
    assert given_back(ordering.tell(held(attempt=5))) == [(AIGLE, 1)]


def test_a_change_while_another_is_pending_is_refused_as_busy() -> None:
    ordering = booked(want(2))
    ordering.tell(change(want(3)))
    said = refusal(ordering.tell(change(want(4))))
    assert (said.reason, said.request_id) == (R.BUSY, ordering.request_id)
    assert ordering.ask(held(attempt=2), StayChanged).price.total == 7800


def test_asking_for_what_the_stay_already_is_changes_nothing() -> None:
    ordering = booked(want(2), want(2, july(2)))
    before = ordering.stay
    (told,) = ordering.tell(change(want(2, july(2)), want(1), want(1)))
    assert isinstance(told, StayChanged)
    assert (told.changed, told.difference, told.send_mail) == (False, 0, False)
    assert (told.properties, told.request_id) == ((AIGLE,), ordering.request_id)
    assert ordering.stay == before


# -- conditions --------------------------------------------------------------------------------

WEB = StaySource.WEB
GROUP = with_rules(group_from=4)
CONDITIONS: list[tuple[str, Selling | None, ChangeStay, StayRefusal | None]] = [
    ("the price shown", None, change(want(3), expected_total=7800), None),
    ("another price", None, change(want(3), expected_total=7700), R.PRICE_CHANGED),
    ("no such rate", None, change(want(3, rate_id="x")), R.UNKNOWN_RATE),
    ("no such hut", None, change(want(3, at="hut-x")), R.UNKNOWN_PROPERTY),
    ("a group by the house", GROUP, change(want(5)), None),
    ("a group by a guest", GROUP, change(want(5), source=WEB), R.GROUP),
    ("terms of its own hut", with_terms(2), change(want(3), source=WEB), None),
    ("of a stranger", None, change(want(3), property_id=OURS), R.UNKNOWN_STAY),
]


@pytest.mark.parametrize(
    ("aigle", "request_", "reason"),
    [row[1:] for row in CONDITIONS],
    ids=[row[0] for row in CONDITIONS],
)
def test_a_change_is_asked_of_the_huts_or_refused_by_name(
    aigle: Selling | None, request_: ChangeStay, reason: StayRefusal | None
) -> None:
    ordering = booked(want(2))
    ordering.sells(AIGLE, aigle or selling())
    (said,) = ordering.tell(request_)
    if reason is None:
        assert isinstance(said, HoldPlaces)
        assert said.local is (request_.source is not WEB)
    else:
        assert refusal([said]).reason is reason
        assert ordering.stay.asking is None


def test_a_guest_accepts_the_terms_of_each_hut_that_a_change_brings_in() -> None:
    ordering = Ordering(with_terms(2), with_terms(7))
    ordering.tell(pre_book(terms=(accepted(2),)), held())
    moving = change(want(2), want(2, at=OURS), source=WEB)
    assert refusal(ordering.tell(moving)).reason is R.TERMS_NOT_ACCEPTED
    ordering.tell(moving.model_copy(update={"terms": (accepted(7, OURS),)}))
    ordering.tell(held(attempt=2))
    told = ordering.ask(held(OURS, 2), StayChanged)
    assert told.terms == (accepted(2), accepted(7, OURS))


def test_an_unknown_stay_and_one_that_is_not_booked_yet_cannot_be_changed() -> None:
    ordering = Ordering()
    assert refusal(ordering.tell(change(want(3)))).reason is R.UNKNOWN_STAY
    ordering.tell(book())
    assert refusal(ordering.tell(change(want(3)))).reason is R.BUSY
    ordering.tell(short())
    assert refusal(ordering.tell(change(want(3)))).reason is R.STAY_OVER


# -- options -----------------------------------------------------------------------------------


def option(days: int) -> Ordering:
    """An option for 1 July that is kept so many days from 1 May on."""
    ordering = Ordering(with_rules(option_days=days))
    ordering.tell(book(want(2), wish=Wish.OPTION), held())
    return ordering


def test_an_option_that_is_changed_keeps_its_time() -> None:
    ordering = option(14)
    ordering.now += timedelta(days=3)
    ordering.tell(change(want(3)))
    assert ordering.ask(held(attempt=2), StayChanged).expires_at == NOW + timedelta(days=14)
    assert ordering.stay.phase is Phase.OPTION


def test_an_option_that_moves_before_its_end_does_not_expire_by_itself_any_more() -> None:
    ordering = option(60)
    ordering.tell(change(want(2, july(1).replace(month=6))))
    assert ordering.ask(held(attempt=2), StayChanged).expires_at is None
    ordering.tell(change(want(2, july(5))))
    assert ordering.ask(held(attempt=3), StayChanged).expires_at == NOW + timedelta(days=60)


def test_an_option_may_become_firm_while_a_change_is_pending() -> None:
    ordering = option(14)
    ordering.tell(change(want(3)), ConfirmStay(property_id=AIGLE, order_id=ORDER))
    assert ordering.ask(held(attempt=2), StayChanged).expires_at is None
    assert (ordering.stay.phase, ordering.stay.booked.price.total) == (Phase.FIRM, 7800)


def test_a_change_makes_no_second_booking() -> None:
    ordering = booked(want(2))
    ordering.tell(change(want(3)), held(attempt=2))
    assert len(ordering.all(StayBooked)) == 1
