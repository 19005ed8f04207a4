"""A payment as its guest sees it: in any order of what is heard, in every language."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from contracts.message import Message
from contracts.payments import PaymentAuthorised, PaymentOpened, PaymentSettled
from contracts.properties import Language
from contracts.selling import PaymentMeans
from contracts.stay_payments import PaymentEnd, StayAwaitsPayment, StayPaymentEnded
from gateway.app import handlers
from gateway.booking.payment_page import payment_page
from gateway.payments.model import PaymentStage, PaymentView
from gateway.payments.shown import guest_payment
from tests.support.contexts import context
from tests.support.paying import AIGLE, ORDER, PAYMENT
from tests.support.stays import booked

UNTIL = datetime(2027, 5, 1, 9, 45, tzinfo=UTC)
PAY_AT = "https://www.paypal.com/checkoutnow?token=5O190127TN364715T"
ABOUT: dict[str, Any] = {"property_id": AIGLE, "order_id": ORDER}
PAID: dict[str, Any] = {**ABOUT, "payment_id": PAYMENT}


def awaits() -> StayAwaitsPayment:
    return StayAwaitsPayment(
        **PAID,
        request_id="request-1",
        guest_id="guest-7",
        reference="9K3TZ7",
        means=PaymentMeans.PAYPAL,
        amount=1560,
        price=booked().stay.booked.price,
        language=Language.FR,
        pays_until=UNTIL,
    )


OPENED = PaymentOpened(**PAID, pay_at=PAY_AT)
AUTHORISED = PaymentAuthorised(**PAID, amount=1560, currency="EUR")
KEPT = PaymentSettled(**PAID, kept=1560, currency="EUR")
NOTHING = PaymentSettled(**PAID, kept=0, currency="EUR")
RETURNED = PaymentSettled(**PAID, kept=0, refunded=1560, currency="EUR")


def ended(reason: PaymentEnd = PaymentEnd.EXPIRED) -> StayPaymentEnded:
    return StayPaymentEnded(**PAID, guest_id="guest-7", reason=reason, ended_at=UNTIL)


def after(*messages: Message) -> PaymentView:
    view: PaymentView | None = None
    for message in messages:
        row = handlers.rows[message.TYPE]
        documents = dict.fromkeys(row.touches(message))
        (ref,) = (ref for ref in documents if ref.collection.model is PaymentView)
        changes = row.handle({**documents, ref: view}, message, context())
        found = changes.documents[ref]
        assert isinstance(found, PaymentView)
        view = PaymentView.model_validate(found.model_dump(mode="json"), strict=False)
    assert view is not None
    return view


def test_a_payment_goes_from_opening_to_paid_and_back() -> None:
    way = [awaits(), OPENED, AUTHORISED, KEPT, RETURNED]
    stages = [after(*way[: n + 1]).stage.value for n in range(len(way))]
    assert stages == ["opening", "open", "taking", "paid", "refunded"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_orders_says_may_come_before_or_after_what_the_bridge_says(order: Any) -> None:
    """Each of the two tells in its own order; between them there is none."""
    bridge, orders = [OPENED, AUTHORISED, KEPT], awaits()
    place = order[0]
    view = after(*bridge[:place], orders, *bridge[place:])
    assert (view.stage, view.amount, view.pay_at) == (PaymentStage.PAID, 1560, PAY_AT)


@pytest.mark.parametrize("settled_first", [True, False])
def test_what_was_not_paid_has_ended_whichever_is_heard_first(settled_first: bool) -> None:
    last = [NOTHING, ended()] if settled_first else [ended(), NOTHING]
    view = after(awaits(), OPENED, *last)
    assert (view.stage, view.reason) == (PaymentStage.ENDED, PaymentEnd.EXPIRED)


def test_where_to_pay_is_told_only_while_one_may() -> None:
    assert guest_payment(after(awaits())).pay_at is None
    assert guest_payment(after(awaits(), OPENED)).pay_at == PAY_AT
    assert guest_payment(after(awaits(), OPENED, ended())).pay_at is None


SEEN = {
    "opening": (awaits(),),
    "open": (awaits(), OPENED),
    "taking": (awaits(), OPENED, AUTHORISED),
    "paid": (awaits(), OPENED, AUTHORISED, KEPT),
    "refunded": (awaits(), OPENED, AUTHORISED, KEPT, RETURNED),
    **{f"ended {reason.value}": (awaits(), OPENED, ended(reason)) for reason in PaymentEnd},
}


@pytest.mark.feature("R56")
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("seen", SEEN)
def test_the_page_says_how_it_stands_in_every_language(language: Language, seen: str) -> None:
    payment = guest_payment(after(*SEEN[seen]))
    page = payment_page(payment, language, "Refuge", "Europe/Paris", "/book/x", doing="")
    assert f'lang="{language.value}"' in page
    assert "{" not in page.partition("<body")[2]
    assert ("checkoutnow" in page) is (seen == "open")
    assert ("/book/x" in page) is seen.startswith(("ended", "refunded"))
    assert ("http-equiv" in page) is (seen in ("opening", "taking", "paid"))


def test_the_page_says_until_when_and_how_much_and_the_rest() -> None:
    payment = guest_payment(after(awaits(), OPENED))
    page = payment_page(payment, Language.FR, "Refuge", "Europe/Paris", "/book/x", doing="")
    for said in ("11:45", "15,60\u00a0€", "36,40\u00a0€", "9K3TZ7"):
        assert said in page
    back = payment_page(payment, Language.FR, "Refuge", "Europe/Paris", "/book/x", doing="back")
    assert "http-equiv" in back
