"""What the huts answer, in whatever order and however often: all or nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from contracts.carts import Wish
from contracts.message import Message
from contracts.planning import PlacesReleased, hold_id_of
from contracts.stays import StayBooked, StayDeadline, StayRefused
from orders.app import handlers
from orders.stay.model import Phase
from tests.support.stays import (
    AIGLE,
    NOW,
    ORDER,
    OURS,
    ZOE,
    Ordering,
    book,
    booked,
    given_back,
    held,
    july,
    rings,
    short,
    want,
)

BOTH = (want(2), want(3, july(2), OURS))
THIRD = "refuge-loup"
TIMEOUT = rings(StayDeadline.ANSWERS)


def asked() -> Ordering:
    """Two huts are being asked."""
    ordering = Ordering()
    ordering.tell(book(*BOTH))
    return ordering


def outcome(events: Sequence[Message]) -> list[str]:
    """What was told and given back, in short."""
    told = []
    for event in events:
        if isinstance(event, StayBooked):
            told.append("booked")
        elif isinstance(event, StayRefused):
            told.append(str(event.reason))
    return [*told, *(f"{id}/{attempt}" for id, attempt in given_back(events))]


# Answers in their order, and what they come to in all.
ANSWERS: list[tuple[str, tuple[Message, ...], list[str], Phase]] = [
    ("nobody", (), [], Phase.REQUESTED),
    ("one of two", (held(),), [], Phase.REQUESTED),
    ("one of two, twice", (held(), held()), [], Phase.REQUESTED),
    ("both", (held(), held(OURS)), ["booked"], Phase.FIRM),
    ("both the other way", (held(OURS), held()), ["booked"], Phase.FIRM),
    ("both, twice", (held(), held(OURS), held(OURS), held()), ["booked"], Phase.FIRM),
    ("first refuses", (short(),), ["no_places", f"{OURS}/1"], Phase.REFUSED),
    ("second refuses", (held(), short(OURS)), ["no_places", f"{AIGLE}/1"], Phase.REFUSED),
    ("refuses twice", (short(), short()), ["no_places", f"{OURS}/1"], Phase.REFUSED),
    ("both refuse", (short(), short(OURS)), ["no_places", f"{OURS}/1"], Phase.REFUSED),
    ("held after a refusal", (short(), held(OURS)), ["no_places", f"{OURS}/1"], Phase.REFUSED),
    ("in time", (held(), held(OURS), TIMEOUT), ["booked"], Phase.FIRM),
    ("refused in time", (short(), TIMEOUT), ["no_places", f"{OURS}/1"], Phase.REFUSED),
    ("none in time", (TIMEOUT,), ["no_answer", f"{AIGLE}/1", f"{OURS}/1"], Phase.REFUSED),
    (
        "one in time",
        (held(), TIMEOUT),
        ["no_answer", f"{AIGLE}/1", f"{OURS}/1"],
        Phase.REFUSED,
    ),
    (
        "all too late",
        (TIMEOUT, held(), held(OURS), TIMEOUT),
        ["no_answer", f"{AIGLE}/1", f"{OURS}/1"],
        Phase.REFUSED,
    ),
    (
        "a refusal too late",
        (TIMEOUT, short()),
        ["no_answer", f"{AIGLE}/1", f"{OURS}/1"],
        Phase.REFUSED,
    ),
    ("refuses what it held", (held(), short(), held(OURS)), ["booked"], Phase.FIRM),
    ("about another attempt", (held(attempt=2), short(OURS, 2)), [], Phase.REQUESTED),
    ("another attempt's deadline", (rings(StayDeadline.ANSWERS, 2),), [], Phase.REQUESTED),
    ("of a hut that is not asked", (held(THIRD), short(THIRD)), [], Phase.REQUESTED),
]


@pytest.mark.parametrize(
    ("answers", "told", "phase"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS]
)
def test_answers_come_to_a_stay_or_to_nothing(
    answers: tuple[Message, ...], told: list[str], phase: Phase
) -> None:
    ordering = asked()
    assert outcome(ordering.tell(*answers)) == told
    assert ordering.stay.phase is phase
    assert (ordering.stay.asking is None) is (phase is not Phase.REQUESTED)


def test_an_answer_about_a_stay_that_nobody_asked_for_changes_nothing() -> None:
    ordering = Ordering()
    assert ordering.tell(held(), short(), TIMEOUT) == []
    assert ("stays", ORDER) not in ordering.stored


def test_what_is_given_back_is_no_news_to_a_stay() -> None:
    id = hold_id_of(AIGLE, ORDER)
    released = PlacesReleased(property_id=AIGLE, order_id=ORDER, hold_id=id, attempt=1)
    assert released.TYPE not in handlers.rows


def test_a_booked_stay_is_told_whole() -> None:
    ordering = Ordering()
    ordering.tell(book(*BOTH, wish=Wish.OPTION, send_mail=False))
    request_id = ordering.request_id
    ordering.tell(held(OURS))
    (told,) = ordering.tell(held())
    assert isinstance(told, StayBooked)
    assert (told.property_id, told.request_id) == (AIGLE, request_id)
    assert [share.property_id for share in told.price.shares] == [AIGLE, OURS]
    assert (told.contact, told.send_mail, told.booked_at) == (ZOE, False, NOW)


def test_a_refusal_names_each_night_and_how_many_places_are_missing() -> None:
    ordering = asked()
    request_id = ordering.request_id
    (told, _) = ordering.tell(short(OURS, by=2, on=july(2)))
    assert isinstance(told, StayRefused)
    assert (told.request_id, told.field) == (request_id, "cart.nights")
    (missing,) = told.shortages
    shortage = missing.shortage
    assert (missing.property_id, shortage.night, shortage.short) == (OURS, july(2), 2)
    assert told.detail == "refuge-ours on 2027-07-02 in dortoir: short, 2 missing"


def test_who_waits_in_vain_is_told_who_has_not_answered() -> None:
    ordering = asked()
    ordering.tell(held())
    told = ordering.tell(TIMEOUT)[0]
    assert isinstance(told, StayRefused)
    assert told.detail.startswith("refuge-ours could not be asked in time")


def test_a_long_refusal_names_three_nights_and_counts_the_rest() -> None:
    nights = tuple(want(2, july(day)) for day in range(1, 6))
    ordering = Ordering()
    ordering.tell(book(*nights))
    refusal = short()
    (shortage,) = refusal.shortages
    many = tuple(shortage.model_copy(update={"night": july(day)}) for day in range(1, 6))
    (told,) = ordering.tell(refusal.model_copy(update={"shortages": many}))
    assert isinstance(told, StayRefused)
    assert len(told.shortages) == 5
    assert told.detail.endswith("2027-07-03 in dortoir: short, 2 missing; and 2 more")


def test_a_booking_that_is_held_gives_nothing_back() -> None:
    assert given_back(booked(*BOTH).told) == []
