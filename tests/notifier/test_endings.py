"""What becomes of notices: sent, refused, held back, come back, and sent again."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from chassis.outcome import Outcome
from contracts.message import Message
from contracts.notices import (
    Channel,
    NoticeBounced,
    NoticeFailed,
    NoticeHeldBack,
    NoticeResent,
    NoticeSent,
    Occasion,
    ResendNotice,
    ResendRefused,
    SendingDone,
)
from contracts.properties import Language
from contracts.recipients import Recipient
from notifier.notices.endings import notice_came_back, sending_ended
from notifier.notices.model import MOST_NOTICES, Notice, NoticeState, OrderNotices
from notifier.notices.resending import notice_asked_for_again
from notifier.notices.work import SendMail
from tests.support.contexts import NOW, context, envelope
from tests.support.deliveries import GUEST, ORDER, PROPERTY
from tests.support.notices import (
    DESK,
    after_placing,
    among,
    notices,
    only,
    person,
    reported,
    wish,
    works,
)

OTHER = "chef@lumiere.example"


def asked() -> OrderNotices:
    return notices(after_placing())


def ending(known: OrderNotices | None, report: SendingDone) -> Outcome[OrderNotices]:
    return sending_ended(known, report, context())


def bounced(notice: Notice, recipient: str | None = DESK) -> NoticeBounced:
    return NoticeBounced(
        property_id=PROPERTY,
        order_id=ORDER,
        guest_id=GUEST,
        notice_id=notice.notice_id,
        channel=notice.channel,
        recipient=recipient,
        reason="5.1.1 unknown user",
    )


def back(known: OrderNotices | None, report: NoticeBounced) -> Outcome[OrderNotices]:
    return notice_came_back(known, report, context())


def sent(**fields: Any) -> OrderNotices:
    known = asked()
    report = reported(only(known), accepted=(DESK,), recipients=1, **fields)
    return notices(ending(known, report))


def test_a_mail_that_was_taken_is_told_and_what_was_sent_is_kept() -> None:
    known = asked()
    report = reported(
        only(known),
        language=Language.FR,
        title="Nouvelle commande",
        text="Chambre 203",
        message_id="<1@lumiere.example>",
        accepted=(DESK,),
        refused=(OTHER,),
        recipients=1,
    )
    outcome = ending(known, report)
    (told,) = outcome.events
    assert isinstance(told, NoticeSent)
    assert (told.notice_id, told.channel) == (only(known).notice_id, Channel.MAIL)
    assert (told.occasion, told.language) == (Occasion.NEW_ORDER, Language.FR)
    assert (told.title, told.text) == ("Nouvelle commande", "Chambre 203")
    assert (told.recipients, told.refused, told.guest_id) == (1, 1, GUEST)
    kept = only(notices(outcome))
    assert (kept.state, kept.language, kept.ended_at) == (NoticeState.SENT, Language.FR, NOW)
    assert (kept.title, kept.text) == ("Nouvelle commande", "Chambre 203")
    assert (kept.message_id, kept.accepted) == ("<1@lumiere.example>", (DESK,))


def test_a_mail_that_is_refused_for_good_is_told_with_the_reason() -> None:
    known = asked()
    outcome = ending(known, reported(only(known), refusal="550 No such user"))
    (told,) = outcome.events
    assert isinstance(told, NoticeFailed)
    assert (told.reason, told.occasion) == ("550 No such user", Occasion.NEW_ORDER)
    assert only(notices(outcome)).state is NoticeState.FAILED
    assert not outcome.effects


def test_what_a_quiet_hour_held_back_is_noted_and_told_so_and_not_sent_later() -> None:
    mine = person("ines", wish(Occasion.NEW_ORDER, Channel.PUSH))
    known = notices(after_placing(mine))
    (notice,) = (one for one in known.notices if one.channel is Channel.PUSH)
    outcome = ending(known, reported(notice, quiet=True))
    (told,) = outcome.events
    assert isinstance(told, NoticeHeldBack)
    kept = notices(outcome).notice(notice.notice_id)
    assert kept is not None
    assert kept.state is NoticeState.HELD_BACK
    assert not outcome.effects


def test_recipients_who_were_busy_get_a_mail_of_their_own_and_the_rest_no_second_one() -> None:
    known = asked()
    outcome = ending(known, reported(only(known), accepted=(DESK,), deferred=(OTHER,)))
    (work,) = works(outcome)
    assert isinstance(work, SendMail)
    assert (work.only, work.notice_id) == ((OTHER,), only(known).notice_id)
    assert [type(event) for event in outcome.events] == [NoticeSent]


def test_a_notice_that_some_have_stays_sent_when_others_cannot_be_reached() -> None:
    known = asked()
    some = ending(known, reported(only(known), accepted=(DESK,), deferred=(OTHER,)))
    rest = ending(notices(some), reported(only(known), refusal="552 Full", refused=(OTHER,)))
    kept = only(notices(rest))
    assert (kept.state, kept.accepted, kept.refused) == (NoticeState.SENT, (DESK,), (OTHER,))
    assert not rest.events


def test_a_report_that_comes_twice_tells_nothing_new() -> None:
    known = sent()
    outcome = ending(known, reported(only(known), accepted=(DESK,), recipients=1))
    assert not outcome.events
    assert notices(outcome) == known


def test_a_report_about_a_notice_that_nobody_asked_for_changes_nothing() -> None:
    known = asked()
    strange = only(known).model_copy(update={"notice_id": "x"})
    for about in (None, known):
        assert ending(about, reported(strange)) == Outcome()
        assert back(about, bounced(strange)) == Outcome()


def test_a_mail_that_came_back_is_marked_and_told() -> None:
    known = sent()
    outcome = back(known, bounced(only(known)))
    (told,) = outcome.events
    assert isinstance(told, NoticeFailed)
    assert told.reason == "came back: 5.1.1 unknown user"
    kept = only(notices(outcome))
    assert kept.state is NoticeState.BOUNCED
    assert [(one.recipient, one.reason) for one in kept.bounces] == [(DESK, "5.1.1 unknown user")]
    assert back(notices(outcome), bounced(only(known))) == Outcome()


@pytest.mark.parametrize("recipient", [DESK.upper(), None, "passed-on@elsewhere.example"])
def test_who_it_came_back_from_is_found_whatever_the_report_calls_them(
    recipient: str | None,
) -> None:
    known = sent()
    kept = only(notices(back(known, bounced(only(known), recipient))))
    assert [one.recipient for one in kept.bounces] == [DESK]


def test_a_mail_that_others_still_have_stays_sent() -> None:
    known = asked()
    both = notices(ending(known, reported(only(known), accepted=(DESK, OTHER))))
    first = notices(back(both, bounced(only(both), DESK)))
    assert only(first).state is NoticeState.SENT
    second = notices(back(first, bounced(only(both), OTHER)))
    assert only(second).state is NoticeState.BOUNCED


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_sending_s_end_and_its_returns_may_be_heard_in_any_order(order: tuple[int, ...]) -> None:
    known = asked()
    notice = only(known)
    done = reported(notice, accepted=(DESK, OTHER), recipients=2)
    reports: list[SendingDone | NoticeBounced] = [
        done,
        bounced(notice, DESK),
        bounced(notice, OTHER),
    ]
    told: list[Message] = []
    for n in order:
        report = reports[n]
        outcome = ending(known, report) if isinstance(report, SendingDone) else back(known, report)
        told += outcome.events
        known = notices(outcome)
    assert only(known).state is NoticeState.BOUNCED
    assert {one.recipient for one in only(known).bounces} == {DESK, OTHER}
    assert [type(one) for one in told] == [NoticeSent, NoticeFailed, NoticeFailed]


def resend(
    known: OrderNotices | None, notice_id: str, *recipients: Recipient, id: str = "again-1"
) -> Outcome[OrderNotices]:
    message = ResendNotice(property_id=PROPERTY, order_id=ORDER, notice_id=notice_id)
    about = envelope(message, id=id)
    return notice_asked_for_again(known, message, among(*recipients, envelope=about))


def test_a_notice_is_sent_again_as_it_was() -> None:
    known = sent()
    outcome = resend(known, only(known).notice_id)
    (answer,), (work,) = outcome.events, works(outcome)
    assert isinstance(answer, NoticeResent)
    assert (answer.notice_id, answer.channel) == (only(known).notice_id, Channel.MAIL)
    assert (work.notice_id, work.facts.room) == (answer.again_id, "203")
    again = notices(outcome).notice(answer.again_id)
    assert again is not None
    assert (again.again_of, again.state) == (only(known).notice_id, NoticeState.REQUESTED)
    assert answer.again_id != answer.notice_id


def test_the_same_request_again_gets_the_same_answer_and_sends_nothing() -> None:
    known = sent()
    first = resend(known, only(known).notice_id)
    repeat = resend(notices(first), only(known).notice_id)
    assert repeat.events == first.events
    assert not repeat.effects
    other = resend(notices(first), only(known).notice_id, id="again-2")
    assert other.events != first.events
    assert len(other.effects) == 1


def test_a_notice_goes_again_to_those_who_are_to_have_it_now() -> None:
    mail = wish(Occasion.NEW_ORDER, Channel.MAIL)
    known = notices(after_placing(person("ines", mail)))
    (notice,) = (one for one in known.notices if one.target.mails)
    known = notices(ending(known, reported(notice, accepted=notice.target.mails)))
    (work,) = works(resend(known, notice.notice_id, person("jan", mail)))
    assert work.target.mails == ("jan@lumiere.example",)


def refusal(outcome: Outcome[OrderNotices]) -> str:
    (answer,) = outcome.events
    assert isinstance(answer, ResendRefused)
    assert answer.field == "notice_id"
    assert outcome.state is None
    assert not outcome.effects
    return answer.reason


def test_a_notice_that_is_not_known_is_not_sent_again() -> None:
    assert refusal(resend(None, "x")) == "there is no such notice any more"
    assert refusal(resend(asked(), "x")) == "there is no such notice any more"
    foreign = asked().model_copy(update={"property_id": "hotel-autre"})
    assert "no such notice" in refusal(resend(foreign, only(foreign).notice_id))


def test_a_notice_that_is_being_sent_is_not_sent_again() -> None:
    known = asked()
    assert refusal(resend(known, only(known).notice_id)) == "it is still being sent"


def test_a_notice_that_nobody_wishes_any_more_is_not_sent_again() -> None:
    mine = person("ines", wish(Occasion.NEW_ORDER, Channel.PUSH))
    known = notices(after_placing(mine))
    (notice,) = (one for one in known.notices if one.channel is Channel.PUSH)
    known = notices(ending(known, reported(notice, refusal="gone")))
    assert refusal(resend(known, notice.notice_id)) == "nobody is to have it any more"


def test_a_full_document_takes_no_notice_again() -> None:
    known = sent()
    (first,) = known.notices
    waiting = [
        first.model_copy(update={"notice_id": f"n-{n}", "state": NoticeState.REQUESTED})
        for n in range(MOST_NOTICES)
    ]
    full = known.with_notices(*waiting)
    assert "too many" in refusal(resend(full, first.notice_id))
