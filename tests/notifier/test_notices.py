"""Which notices are asked for, and what becomes of them."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.outcome import Effect, Outcome
from contracts.notices import Channel, NoticeFailed, NoticeSent, SendingDone
from contracts.properties import Language, PropertyState
from notifier.mail.work import SendMail
from notifier.notices.handlers import order_was_placed, sending_ended
from notifier.notices.model import NoticeState, OrderNotices
from notifier.properties.handlers import property_told
from notifier.properties.model import Property
from tests.support.contexts import NOW, context
from tests.support.deliveries import GUEST, ORDER, PROPERTY, placed, sheet


def _asked() -> Outcome[OrderNotices]:
    return order_was_placed(None, placed(), context())


def _notices(outcome: Outcome[OrderNotices]) -> OrderNotices:
    assert outcome.state is not None
    return OrderNotices.model_validate(outcome.state.model_dump(mode="json"), strict=False)


def _work(effect: Effect) -> SendMail:
    assert isinstance(effect.work, SendMail)
    return effect.work


def _report(notices: OrderNotices, **fields: Any) -> SendingDone:
    return SendingDone(
        **{
            "property_id": PROPERTY,
            "order_id": ORDER,
            "notice_id": notices.notices[0].notice_id,
            "channel": Channel.MAIL,
            **fields,
        }
    )


@pytest.mark.feature("O05")
def test_a_new_order_asks_for_one_mail_with_what_the_desk_needs() -> None:
    outcome = _asked()
    (effect,) = outcome.effects
    work = _work(effect)
    assert (effect.lane, effect.partner, effect.due_at) == (ORDER, "smtp", None)
    assert (work.order_id, work.property_id, work.guest_id) == (ORDER, PROPERTY, GUEST)
    assert (work.about.room, work.about.restaurant) == ("203", "Chez Lina")
    assert (work.about.guest_name, work.about.validation_code) == ("Anaïs D'Hérouville", "4821")
    assert work.notice_id == _notices(outcome).notices[0].notice_id
    assert not outcome.events


@pytest.mark.feature("O14")
def test_no_money_is_put_into_a_mail() -> None:
    (effect,) = _asked().effects
    stored = effect.work.model_dump_json()
    assert "2500" not in stored
    assert "EUR" not in stored


def test_work_survives_being_stored() -> None:
    (effect,) = _asked().effects
    stored = effect.work.model_dump(mode="json")
    assert SendMail.model_validate(stored) == effect.work
    assert SendMail.KIND == "notifier.send-mail"


def test_an_order_is_announced_once() -> None:
    outcome = order_was_placed(_notices(_asked()), placed(), context())
    assert outcome == Outcome()


@pytest.mark.feature("O05")
def test_a_mail_that_was_taken_is_told_and_what_was_sent_is_kept() -> None:
    notices = _notices(_asked())
    report = _report(
        notices,
        template="new_order",
        language=Language.FR,
        message_id="<1@lumiere.example>",
        accepted=("reception@lumiere.example",),
    )
    outcome = sending_ended(notices, report, context())
    (told,) = outcome.events
    assert isinstance(told, NoticeSent)
    assert (told.notice_id, told.channel) == (notices.notices[0].notice_id, Channel.MAIL)
    (kept,) = _notices(outcome).notices
    assert (kept.state, kept.language, kept.ended_at) == (NoticeState.SENT, Language.FR, NOW)
    assert (kept.template, kept.message_id) == ("new_order", "<1@lumiere.example>")
    assert kept.accepted == ("reception@lumiere.example",)
    assert kept.about.room == "203"


def test_a_mail_that_is_refused_for_good_is_told_with_the_reason() -> None:
    notices = _notices(_asked())
    outcome = sending_ended(notices, _report(notices, refusal="550 No such user"), context())
    (told,) = outcome.events
    assert isinstance(told, NoticeFailed)
    assert told.reason == "550 No such user"
    assert _notices(outcome).notices[0].state is NoticeState.FAILED
    assert not outcome.effects


def test_recipients_who_were_busy_get_a_mail_of_their_own_and_the_rest_no_second_one() -> None:
    notices = _notices(_asked())
    outcome = sending_ended(
        notices, _report(notices, accepted=("a@x.example",), deferred=("b@x.example",)), context()
    )
    (effect,) = outcome.effects
    assert _work(effect).only == ("b@x.example",)
    assert _work(effect).notice_id == notices.notices[0].notice_id
    assert [type(event) for event in outcome.events] == [NoticeSent]


def test_a_notice_that_some_have_stays_sent_when_others_cannot_be_reached() -> None:
    notices = _notices(_asked())
    some = sending_ended(
        notices, _report(notices, accepted=("a@x.example",), deferred=("b@x.example",)), context()
    )
    rest = sending_ended(
        _notices(some),
        _report(notices, refusal="552 Full", refused=("b@x.example",)),
        context(),
    )
    (kept,) = _notices(rest).notices
    assert (kept.state, kept.accepted, kept.refused) == (
        NoticeState.SENT,
        ("a@x.example",),
        ("b@x.example",),
    )
    assert not rest.events


def test_a_report_about_a_notice_that_nobody_asked_for_changes_nothing() -> None:
    notices = _notices(_asked())
    assert sending_ended(None, _report(notices), context()) == Outcome()
    assert sending_ended(notices, _report(notices, notice_id="x"), context()) == Outcome()


def test_the_newest_state_of_a_property_is_kept() -> None:
    told = PropertyState(property_id=PROPERTY, sheet=sheet(name="Autre"))
    outcome = property_told(Property(property_id=PROPERTY, sheet=sheet()), told, context())
    assert outcome.state == Property(property_id=PROPERTY, sheet=sheet(name="Autre"))
