"""What of a stay's life is written to whom, once; how mails end; and sending them again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.carts import Wish
from contracts.notices import (
    Audience,
    Channel,
    NoticeBounced,
    NoticeFailed,
    NoticeResent,
    NoticeSent,
    ResendNotice,
    ResendRefused,
    SendingDone,
    StayNews,
)
from contracts.stay_requests import CancelStay, ConfirmStay
from contracts.stays import (
    OptionExpired,
    OptionReminderDue,
    StayBooked,
    StayCancelled,
    StayChanged,
    StayConfirmed,
    StayDeadline,
)
from notifier.stays.handlers import STALE_AFTER
from notifier.stays.model import MOST_TOLD, StayMail, StayMails
from tests.support.stay_mails import GUEST_MAIL, a_booking, after, told, whom, works
from tests.support.stays import AIGLE, ORDER, OURS, booked, change, held, july, rings, want

BOTH = (Audience.GUEST, Audience.HOTEL)


def asked(kind: type[Any], **fields: Any) -> Any:
    return kind(property_id=AIGLE, order_id=ORDER, **fields)


@pytest.mark.feature("R21")
@pytest.mark.parametrize("wish", [Wish.OPTION, Wish.FIRM])
def test_a_booking_is_written_to_its_guest_with_a_copy_to_the_hut(wish: Wish) -> None:
    outcome = told(None, a_booking(wish=wish))
    assert whom(outcome) == [(AIGLE, StayNews.BOOKED, audience) for audience in BOTH]
    guest, copy = works(outcome)
    assert guest.facts == copy.facts
    assert (guest.facts.contact.mail, guest.facts.firm) == (GUEST_MAIL, wish is Wish.FIRM)
    assert {effect.partner for effect in outcome.effects} == {"smtp"}
    assert len({effect.lane for effect in outcome.effects}) == 2


@pytest.mark.feature("R50")
def test_nobody_is_written_to_where_no_mail_was_chosen() -> None:
    outcome = told(None, a_booking(send_mail=False))
    assert whom(outcome) == []
    assert outcome.state is not None


def test_the_house_s_remark_is_not_even_kept() -> None:
    booking = a_booking()
    assert booking.contact.remark is not None
    outcome = told(None, booking)
    assert outcome.state is not None
    for kept in (outcome.state, *works(outcome)):
        assert booking.contact.remark not in kept.model_dump_json()


def life(kind: type[Any], **fields: Any) -> tuple[StayMails, Any]:
    """A stay that was booked as an option, and what became of it."""
    ordering = booked(wish=Wish.OPTION)
    known = after(*ordering.all(StayBooked))
    match kind.__name__:
        case "StayConfirmed":
            ordering.tell(asked(ConfirmStay, **fields))
        case "StayCancelled":
            ordering.tell(asked(CancelStay, reason="orage", **fields))
        case "StayChanged":
            ordering.tell(change(want(3), want(3, july(2)), **fields))
            ordering.tell(held(attempt=2))
        case "OptionReminderDue":
            ordering.tell(rings(StayDeadline.REMINDER))
        case _:
            ordering.tell(rings(StayDeadline.EXPIRY))
    return known, ordering.all(kind)[-1]


LIFE = [
    (StayConfirmed, StayNews.CONFIRMED),
    (StayCancelled, StayNews.CANCELLED),
    (StayChanged, StayNews.CHANGED),
    (OptionReminderDue, StayNews.REMINDER),
    (OptionExpired, StayNews.EXPIRED),
]


@pytest.mark.parametrize(("kind", "news"), LIFE)
def test_what_becomes_of_a_stay_is_written_to_its_guest(kind: type[Any], news: StayNews) -> None:
    known, message = life(kind)
    assert whom(told(known, message)) == [(AIGLE, news, audience) for audience in BOTH]


@pytest.mark.parametrize("kind", [StayConfirmed, StayCancelled, StayChanged])
def test_what_became_of_it_is_written_to_nobody_where_that_was_chosen(kind: type[Any]) -> None:
    known, message = life(kind, send_mail=False)
    assert whom(told(known, message)) == []


def test_a_changed_stay_is_written_as_it_is_now() -> None:
    known, message = life(StayChanged)
    (guest, _) = works(told(known, message))
    assert guest.facts.share.amount.total == 2 * 3 * 2600
    known = after(*[a_booking(wish=Wish.OPTION)])
    assert known.facts_at(AIGLE).share.amount.total == 2 * 2600


def test_a_confirmed_option_is_firm_and_ends_no_more() -> None:
    known, message = life(StayConfirmed)
    (guest, _) = works(told(known, message))
    assert (guest.facts.firm, guest.facts.expires_at) == (True, None)


def test_a_hut_that_a_change_leaves_writes_that_it_is_off_and_the_others_what_is_on() -> None:
    ordering = booked(want(2), want(2, july(2), OURS))
    known = after(*ordering.all(StayBooked))
    ordering.tell(change(want(2)))
    ordering.tell(held(attempt=2))
    outcome = told(known, ordering.all(StayChanged)[-1])
    assert set(whom(outcome)) == {
        *((OURS, StayNews.CANCELLED, audience) for audience in BOTH),
        *((AIGLE, StayNews.CHANGED, audience) for audience in BOTH),
    }
    assert outcome.state is not None
    assert outcome.state.properties == (AIGLE,)


def test_each_hut_of_a_tour_writes_for_itself() -> None:
    outcome = told(None, a_booking(want(2), want(2, july(2), OURS)))
    assert [at for at, _, _ in whom(outcome)] == [AIGLE, AIGLE, OURS, OURS]


@pytest.mark.parametrize(("late", "mails"), [(STALE_AFTER, 2), (STALE_AFTER * 1.01, 0)])
def test_what_is_long_past_is_not_mailed_as_if_it_were_new(late: timedelta, mails: int) -> None:
    assert len(whom(told(None, a_booking(), late=late))) == mails


def test_a_booking_that_is_told_again_is_mailed_once() -> None:
    booking = a_booking()
    assert whom(told(after(booking), booking)) == []


def test_only_the_newest_things_are_kept_of_a_stay_that_is_changed_for_ever() -> None:
    known, message = life(StayChanged)
    for n in range(MOST_TOLD + 5):
        changed = message.model_copy(update={"request_id": f"request-{n}"})
        known = told(known, changed, id=f"change-{n}").state or known
        for mail in known.mails:
            known = ended(known, mail) or known
    assert len(known.told) == MOST_TOLD
    assert len(known.mails) == 2 * MOST_TOLD


def done(mail: StayMail, **fields: Any) -> SendingDone:
    about = {"notice_id": mail.notice_id, "channel": Channel.MAIL, "guest_id": "guest-7"}
    sent = {"title": "Votre réservation", "text": "Bonjour", "html": "<p>Bonjour</p>"}
    how = {"recipients": 1, "accepted": (GUEST_MAIL,)}
    return SendingDone(property_id=AIGLE, order_id=ORDER, **{**about, **sent, **how, **fields})


def ended(known: StayMails, mail: StayMail, **fields: Any) -> StayMails | None:
    return told(known, done(mail, **fields), id=f"done-{mail.notice_id}").state


@pytest.fixture
def known() -> StayMails:
    return after(a_booking())


def test_a_sent_mail_is_told_once_as_it_was_sent(known: StayMails) -> None:
    mail = known.mails[0]
    outcome = told(known, done(mail))
    (sent,) = outcome.events
    assert isinstance(sent, NoticeSent)
    assert (sent.title, sent.text, sent.html) == ("Votre réservation", "Bonjour", "<p>Bonjour</p>")
    assert (sent.stay, sent.audience, sent.occasion) == (StayNews.BOOKED, mail.audience, None)
    assert told(outcome.state, done(mail), id="again").events == []


def test_a_refused_mail_is_told_with_what_the_server_said(known: StayMails) -> None:
    fields = {"recipients": 0, "accepted": (), "refusal": "550 No such user"}
    (failed,) = told(known, done(known.mails[0], **fields)).events
    assert isinstance(failed, NoticeFailed)
    assert (failed.reason, failed.stay) == ("550 No such user", StayNews.BOOKED)


@pytest.mark.parametrize("first", ["sent", "back"])
def test_a_mail_that_comes_back_is_told_after_its_sending(known: StayMails, first: str) -> None:
    mail = known.mails[0]
    back = NoticeBounced(
        property_id=AIGLE,
        order_id=ORDER,
        notice_id=mail.notice_id,
        channel=Channel.MAIL,
        guest_id="guest-7",
        reason="5.1.1 unknown",
        recipient=GUEST_MAIL,
    )
    messages = [done(mail), back] if first == "sent" else [back, done(mail)]
    events: list[Any] = []
    state: StayMails | None = known
    for n, message in enumerate([*messages, back]):
        outcome = told(state, message, id=f"m-{n}")
        state, events = outcome.state or state, [*events, *outcome.events]
    assert [type(event) for event in events] == [NoticeSent, NoticeFailed]
    assert events[1].reason == "came back: 5.1.1 unknown"


def resend(notice_id: str, property_id: str = AIGLE) -> ResendNotice:
    return ResendNotice(property_id=property_id, order_id=ORDER, notice_id=notice_id)


@pytest.mark.feature("R40")
def test_a_mail_is_sent_again_to_whom_it_was_for_as_the_stay_was_then(known: StayMails) -> None:
    mail = next(mail for mail in known.mails if mail.audience is Audience.GUEST)
    ended_ = ended(known, mail)
    assert ended_ is not None
    outcome = told(ended_, resend(mail.notice_id), id="please")
    (again,) = outcome.events
    assert isinstance(again, NoticeResent)
    (work,) = works(outcome)
    assert (work.notice_id, work.audience) == (again.again_id, Audience.GUEST)
    assert work.facts == works(told(None, a_booking()))[0].facts
    repeated = told(outcome.state, resend(mail.notice_id), id="please")
    assert (list(repeated.events), list(repeated.effects)) == ([again], [])


@pytest.mark.parametrize(
    ("which", "where", "why"),
    [
        ("sending", AIGLE, "it is still being sent"),
        ("unknown", AIGLE, "there is no such mail any more"),
        ("sending", OURS, "there is no such mail any more"),
    ],
)
def test_what_cannot_be_sent_again_is_said(
    known: StayMails, which: str, where: str, why: str
) -> None:
    notice_id = known.mails[0].notice_id if which == "sending" else which
    (refused,) = told(known, resend(notice_id, where)).events
    assert isinstance(refused, ResendRefused)
    assert refused.reason == why
