"""Paying on a provider's page with a form, leaving a card, and paying what a change has made due:
as a guest sees it, without any process."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest

from contracts.payments import FormField, KeptCard, PaymentAuthorised, PaymentOpened, PaymentSettled
from contracts.properties import Language
from contracts.selling import PaymentMeans
from contracts.stay_payments import PaymentEnd, StayPaymentMissed
from gateway.api.guard import content_policy
from gateway.booking.payment_page import payment_page
from gateway.payments.model import PaymentStage
from gateway.payments.shown import GuestPayment, guest_payment
from tests.gateway.test_guest_payments import (
    ABOUT,
    AUTHORISED,
    KEPT,
    OPENED,
    PAID,
    UNTIL,
    after,
    awaits,
)

FORM = (FormField(name="PBX_SITE", value="1999888"), FormField(name="PBX_CMD", value="a&b<c>"))
BY_FORM = PaymentOpened(**PAID, pay_at="https://tpeweb.paybox.com/cgi/page.cgi", form=FORM)
MORE = {**ABOUT, "payment_id": "a-later-one"}


def page(
    payment: GuestPayment,
    doing: str = "",
    *,
    language: Language = Language.FR,
    booked: bool = False,
) -> str:
    return payment_page(
        payment, language, "Refuge", "Europe/Paris", "/book/x", doing, booked=booked
    )


@pytest.mark.feature("R57")
def test_the_form_of_a_provider_stands_in_the_page_in_its_order_and_inert() -> None:
    shown = page(guest_payment(after(awaits(), BY_FORM)), "start")
    assert 'action="https://tpeweb.paybox.com/cgi/page.cgi"' in shown
    assert shown.index("PBX_SITE") < shown.index("PBX_CMD")
    assert 'value="a&amp;b&lt;c&gt;"' in shown
    assert "data-going" in shown
    assert "data-going" not in page(guest_payment(after(awaits(), BY_FORM)))


def test_only_a_page_with_a_form_may_send_it_and_only_there() -> None:
    assert "form-action 'self';" in content_policy()
    policy = content_policy(forms_to="https://tpeweb.paybox.com/cgi/page.cgi?x=1")
    assert "form-action 'self' https://tpeweb.paybox.com;" in policy


@pytest.mark.parametrize("language", Language)
def test_a_card_that_was_refused_is_said_and_may_be_followed_by_another(
    language: Language,
) -> None:
    payment = guest_payment(after(awaits(), BY_FORM))
    assert 'role="alert"' in page(payment, "refused", language=language).partition("give-up")[0]
    assert "PBX_SITE" in page(payment, "refused", language=language)


def test_the_form_is_told_only_while_it_may_be_used() -> None:
    assert guest_payment(after(awaits(), BY_FORM)).form == FORM
    assert guest_payment(after(awaits(), BY_FORM, AUTHORISED)).form == ()


@pytest.mark.feature("R57")
@pytest.mark.parametrize("language", Language)
def test_who_leaves_a_card_reads_that_nothing_is_charged(language: Language) -> None:
    asked = awaits().model_copy(update={"means": PaymentMeans.CARD_CAPTURE})
    shown = unescape(page(guest_payment(after(asked, OPENED)), language=language))
    assert "PayPal" not in shown.partition("<main")[2].replace("www.paypal.com", "")
    card = KeptCard(keeper="Coffre Alpin", until=dt.date(2027, 9, 1))
    kept = PaymentAuthorised(**PAID, amount=1560, currency="EUR", card=card)
    assert after(asked, OPENED, kept).stage is PaymentStage.KEPT


@pytest.mark.feature("R58", "R60")
def test_what_a_change_has_made_due_is_paid_by_itself_and_gives_nothing_up() -> None:
    again = awaits().model_copy(update={"payment_id": "a-later-one", "amount": 390})
    opened = PaymentOpened(**MORE, pay_at="https://pay.example/there")
    view = after(awaits(), OPENED, AUTHORISED, KEPT, again, opened)
    assert (view.stage, view.amount, view.payment_id) == (PaymentStage.OPEN, 390, "a-later-one")
    shown = page(guest_payment(view), booked=True)
    assert "https://pay.example/there" in shown
    assert 'id="give-up"' not in shown
    assert "Payer 3,90" in unescape(shown)
    paid = PaymentSettled(**MORE, kept=390, currency="EUR")
    assert after(awaits(), OPENED, AUTHORISED, KEPT, again, opened, paid).stage.value == "paid"
    missed = StayPaymentMissed(
        **MORE, guest_id="guest-7", reason=PaymentEnd.EXPIRED, ended_at=UNTIL
    )
    over = after(awaits(), OPENED, AUTHORISED, KEPT, again, opened, missed)
    assert (over.stage, over.reason) == (PaymentStage.ENDED, PaymentEnd.EXPIRED)
