"""Options become firm, lapse or are cancelled; what was held is given back once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from chassis.effects import Attempt, Done
from contracts.carts import Wish
from contracts.message import Message
from contracts.stay_requests import CancelStay, ConfirmStay
from contracts.stays import (
    OptionExpired,
    OptionReminderDue,
    StayCancelled,
    StayConfirmed,
    StayDeadline,
    StayRefusal,
    StayRefused,
)
from orders.app import carriers
from orders.stay.model import Phase
from tests.support.stays import (
    AIGLE,
    GUEST,
    NOW,
    ORDER,
    OURS,
    Ordering,
    book,
    booked,
    change,
    given_back,
    held,
    july,
    rings,
    short,
    want,
    with_rules,
)

R = StayRefusal
CONFIRM = ConfirmStay(property_id=AIGLE, order_id=ORDER)
CANCEL = CancelStay(property_id=AIGLE, order_id=ORDER, reason="Météo")
EXPIRY, REMINDER = rings(StayDeadline.EXPIRY), rings(StayDeadline.REMINDER)
LATER = NOW + timedelta(days=3)
BOTH = (want(2), want(3, july(2), OURS))


def option(**fields: bool) -> Ordering:
    return booked(*BOTH, wish=Wish.OPTION, **fields)


def refusals(events: Sequence[Message]) -> list[StayRefusal]:
    return [event.reason for event in events if isinstance(event, StayRefused)]


# -- firm --------------------------------------------------------------------------------------


def test_an_option_becomes_firm_and_keeps_its_places() -> None:
    ordering = option()
    ordering.now = LATER
    (told,) = ordering.tell(CONFIRM)
    assert isinstance(told, StayConfirmed)
    assert (told.properties, told.guest_id) == ((AIGLE, OURS), GUEST)
    assert (told.confirmed_at, told.send_mail, told.changed) == (LATER, True, True)
    assert (ordering.stay.phase, ordering.stay.expires_at) == (Phase.FIRM, None)


def test_what_is_firm_is_confirmed_again_without_mail() -> None:
    ordering = option()
    ordering.tell(CONFIRM)
    ordering.now = LATER
    (told,) = ordering.tell(CONFIRM)
    assert isinstance(told, StayConfirmed)
    assert (told.confirmed_at, told.send_mail, told.changed) == (NOW, False, False)
    assert told.request_id == ordering.request_id


def test_who_wants_no_mail_sends_none() -> None:
    quiet = {"send_mail": False}
    assert not option().ask(CONFIRM.model_copy(update=quiet), StayConfirmed).send_mail
    assert not option().ask(CANCEL.model_copy(update=quiet), StayCancelled).send_mail


# -- cancelled ---------------------------------------------------------------------------------


@pytest.mark.parametrize("wish", [Wish.OPTION, Wish.FIRM])
def test_a_cancelled_stay_gives_its_places_back_at_every_hut(wish: Wish) -> None:
    ordering = booked(*BOTH, wish=wish)
    events = ordering.tell(CANCEL)
    told = events[0]
    assert isinstance(told, StayCancelled)
    assert (told.reason, told.properties, told.cancelled_at) == ("Météo", (AIGLE, OURS), NOW)
    assert given_back(events) == [(AIGLE, 1), (OURS, 1)]
    assert (ordering.stay.phase, ordering.stay.ended_because) == (Phase.CANCELLED, "Météo")


def test_cancelling_again_gives_nothing_back_and_tells_the_first_reason() -> None:
    ordering = option()
    ordering.tell(CANCEL)
    ordering.now = LATER
    (told,) = ordering.tell(CANCEL.model_copy(update={"reason": "Autre"}))
    assert isinstance(told, StayCancelled)
    assert (told.reason, told.cancelled_at) == ("Météo", NOW)
    assert (told.send_mail, told.changed, told.request_id) == (False, False, ordering.request_id)


def test_a_pending_change_is_refused_and_given_back_with_the_stay() -> None:
    ordering = booked(want(2))
    ordering.tell(change(want(2), want(2, at=OURS)))
    change_id = ordering.request_id
    ordering.tell(held(attempt=2))
    events = ordering.tell(CANCEL)
    assert given_back(events) == [(AIGLE, 1), (AIGLE, 2), (OURS, 2)]
    (refusal,) = [event for event in events if isinstance(event, StayRefused)]
    assert (refusal.request_id, refusal.reason) == (change_id, R.STAY_OVER)
    assert ordering.tell(held(OURS, attempt=2), rings(StayDeadline.ANSWERS, 2)) == []


# -- options that lapse ------------------------------------------------------------------------


def test_an_option_that_nobody_confirms_is_reminded_of_and_lapses() -> None:
    ordering = option()
    due = [timer.due_at for timer in ordering.effects[1:]]
    assert due == [NOW + timedelta(days=11), NOW + timedelta(days=14)]
    (reminder,) = ordering.tell(REMINDER)
    assert isinstance(reminder, OptionReminderDue)
    assert (reminder.expires_at, reminder.send_mail) == (NOW + timedelta(days=14), True)
    events = ordering.tell(EXPIRY)
    told = events[0]
    assert isinstance(told, OptionExpired)
    assert (told.properties, told.guest_id, told.send_mail) == ((AIGLE, OURS), GUEST, True)
    assert given_back(events) == [(AIGLE, 1), (OURS, 1)]
    assert ordering.stay.phase is Phase.EXPIRED


async def test_a_timer_says_which_deadline_has_come() -> None:
    ordering = option()
    told: list[Message] = []
    for timer in ordering.effects:
        carrier = carriers().carriers[timer.work.KIND]
        ending = await carrier.carry(timer.work, Attempt("e", 1, NOW, NOW, None, lambda: None))
        assert isinstance(ending, Done)
        told += ending.reports
    assert told == [rings(StayDeadline.ANSWERS), REMINDER, EXPIRY]


def test_who_is_to_have_no_mail_is_neither_reminded_nor_told_by_mail() -> None:
    ordering = option(send_mail=False)
    assert ordering.ask(REMINDER, OptionReminderDue).send_mail is False
    assert ordering.ask(EXPIRY, OptionExpired).send_mail is False


@pytest.mark.parametrize("first", [CONFIRM, CANCEL, EXPIRY], ids=["firm", "cancelled", "lapsed"])
@pytest.mark.parametrize("timer", [EXPIRY, REMINDER], ids=["expiry", "reminder"])
def test_a_timer_that_comes_late_finds_the_stay_moved_on(first: Message, timer: Message) -> None:
    ordering = option()
    ordering.tell(first)
    before = ordering.stay
    assert ordering.tell(timer, timer) == []
    assert ordering.stay == before


def test_an_option_is_reminded_of_once() -> None:
    ordering = option()
    assert len(ordering.tell(REMINDER, REMINDER)) == 1


def test_an_option_that_ends_by_its_arrival_is_neither_reminded_of_nor_ended() -> None:
    ordering = Ordering(with_rules(option_days=61))
    ordering.tell(book(wish=Wish.OPTION), held())
    assert ordering.tell(REMINDER, EXPIRY) == []
    assert ordering.stay.phase is Phase.OPTION


def test_a_firm_stay_and_one_that_is_being_asked_for_do_not_lapse() -> None:
    assert booked(*BOTH).tell(REMINDER, EXPIRY) == []
    ordering = Ordering()
    assert ordering.tell(REMINDER, EXPIRY) == []
    ordering.tell(book(wish=Wish.OPTION))
    assert ordering.tell(REMINDER, EXPIRY) == []


def test_an_option_that_lapses_takes_its_pending_change_with_it() -> None:
    ordering = option()
    ordering.tell(change(*BOTH, want(1, july(3))))
    events = ordering.tell(EXPIRY)
    assert refusals(events) == [R.STAY_OVER]
    assert given_back(events) == [(AIGLE, 1), (OURS, 1), (AIGLE, 2), (OURS, 2)]


# -- what cannot be ----------------------------------------------------------------------------

BEFORE: list[tuple[str, list[Message], StayRefusal, StayRefusal]] = [
    ("unknown", [], R.UNKNOWN_STAY, R.UNKNOWN_STAY),
    ("being asked for", [book()], R.BUSY, R.BUSY),
    ("refused", [book(), short()], R.STAY_OVER, R.STAY_OVER),
    ("lapsed", [book(wish=Wish.OPTION), held(), EXPIRY], R.STAY_OVER, R.STAY_OVER),
]


@pytest.mark.parametrize(
    ("before", "confirming", "cancelling"),
    [row[1:] for row in BEFORE],
    ids=[row[0] for row in BEFORE],
)
def test_what_holds_nothing_can_be_neither_confirmed_nor_cancelled(
    before: list[Message], confirming: StayRefusal, cancelling: StayRefusal
) -> None:
    ordering = Ordering()
    ordering.tell(*before)
    assert refusals(ordering.tell(CONFIRM)) == [confirming]
    assert refusals(ordering.tell(CANCEL)) == [cancelling]


def test_a_cancelled_stay_cannot_become_firm() -> None:
    ordering = option()
    ordering.tell(CANCEL)
    assert refusals(ordering.tell(CONFIRM)) == [R.STAY_OVER]


@pytest.mark.parametrize("request_", [CONFIRM, CANCEL], ids=["confirm", "cancel"])
def test_another_property_knows_nothing_of_the_stay(request_: Message) -> None:
    stranger = request_.model_copy(update={"property_id": "refuge-loup"})
    ordering = option()
    assert refusals(ordering.tell(stranger)) == [R.UNKNOWN_STAY]
    ordering.tell(CANCEL)
    assert refusals(ordering.tell(stranger)) == [R.UNKNOWN_STAY]


def test_each_hut_of_a_stay_may_cancel_it() -> None:
    ordering = option()
    events = ordering.tell(CANCEL.model_copy(update={"property_id": OURS}))
    assert given_back(events) == [(AIGLE, 1), (OURS, 1)]
