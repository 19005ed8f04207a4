"""Payments at Paybox, over real HTTP: exactly one effect on the guest's money, whatever is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from contracts.payments import FormField, PaymentAuthorised, PaymentFailed, PaymentSettled
from contracts.selling import PaymentMeans
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.paybox.model import PayboxConduct, PayboxSetup
from pms_bridge.paybox.direct import PayboxDirect
from pms_bridge.paybox.form import signature_of
from pms_bridge.paybox.provider import Paybox
from pms_bridge.payment_accounts import partner_client
from pms_bridge.payments.carrier import PaymentCarrier
from tests.support.paybox import MERCHANT, account, moves, on_the_page, visited
from tests.support.paying import AIGLE, Till, check, settle, start

PAYBOX: dict[str, Any] = {"means": PaymentMeans.PAYBOX}
# An answer that never came may still be carried out for so long: tests wait by trying again.
MANY = 200


class Clock:
    """Moves on whenever it is looked at, so that what is waited for comes."""

    def __init__(self) -> None:
        self._now = 0.0

    def __call__(self) -> float:
        self._now += 0.25
        return self._now


@pytest.fixture
async def carrier(partners: PartnersClient, partners_running: Any) -> AsyncIterator[PaymentCarrier]:
    await partners.load_paybox(PayboxSetup(merchants=[MERCHANT]))
    await partners.paybox_behaves(PayboxConduct(answers="none"))
    known = account(partners_running.http_url)
    client = partner_client(known.timeout_seconds)
    provider = Paybox(PayboxDirect(known, client), clock=Clock())
    yield PaymentCarrier({(PaymentMeans.PAYBOX, AIGLE): provider})
    await client.aclose()


async def paid(till: Till, carrier: PaymentCarrier) -> None:
    """As far as the money is held for us."""
    till.tell(start(**PAYBOX))
    await till.work(carrier)
    back = await visited(till.told)
    assert "payment=back" in back.headers["location"]
    till.tell(check())
    await till.work(carrier)


@pytest.mark.feature("R57")
async def test_a_guest_pays_on_paybox_s_page_and_the_hut_has_the_money_once(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    till = Till()
    await paid(till, carrier)
    assert till.kinds() == ["PaymentOpened", "PaymentAuthorised"]
    till.tell(settle(5200))
    await till.work(carrier)
    assert await moves(partners) == {("authorise", 5200): 1, ("capture", 5200): 1}
    till.tell(settle(2000))
    await till.work(carrier)
    settled = till.told[-1]
    assert isinstance(settled, PaymentSettled)
    assert (settled.kept, settled.refunded) == (2000, 3200)
    assert (await moves(partners))[("refund", 3200)] == 1


async def test_nobody_changes_the_sum_on_the_way_to_the_page(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    till = Till()
    till.tell(start(**PAYBOX))
    await till.work(carrier)
    opened: Any = till.told[0]
    changed = [
        FormField(name=one.name, value="100") if one.name == "PBX_TOTAL" else one
        for one in opened.form
    ]
    assert (await on_the_page(opened.pay_at, changed)).status_code == 403
    assert (await on_the_page(opened.pay_at, opened.form[::-1])).status_code == 403
    assert await moves(partners) == {}


def test_the_signature_is_over_the_fields_in_their_order() -> None:
    key = bytes.fromhex(MERCHANT.hmac_key)
    form = [FormField(name="PBX_SITE", value="1999888"), FormField(name="PBX_RANG", value="32")]
    first = signature_of(form, key)
    assert len(first) == 128
    assert first == first.upper()
    assert signature_of(form[::-1], key) != first


LOST = [
    Fault(lose_answer_rate=1, times=1),
    Fault(lose_answer_rate=1, lose_answer_by="status", times=2),
    Fault(status=503, times=2),
]


@pytest.mark.promise("money moves once")
@pytest.mark.feature("R57")
@pytest.mark.parametrize("fault", LOST, ids=["closed", "status", "refused"])
async def test_an_answer_of_paybox_that_is_lost_moves_the_money_no_second_time(
    partners: PartnersClient, carrier: PaymentCarrier, fault: Fault
) -> None:
    till = Till()
    await paid(till, carrier)
    for keep in (5200, 3000, 0):
        await partners.set_faults(Partner.PAYBOX, fault)
        till.tell(settle(keep))
        await till.work(carrier, tries=MANY)
    assert await moves(partners) == {
        ("authorise", 5200): 1,
        ("capture", 5200): 1,
        ("refund", 2200): 1,
        ("refund", 3000): 1,
    }


@pytest.mark.promise("money moves once")
async def test_what_is_paid_too_late_is_found_and_let_go(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    till = Till()
    till.tell(start(**PAYBOX), settle(0))
    await till.work(carrier)
    await visited(till.told)
    assert await moves(partners) == {("authorise", 5200): 1}
    till.tell(check())
    await till.work(carrier)
    assert await moves(partners) == {("authorise", 5200): 1, ("cancel", 5200): 1}
    # The answer comes once more: nothing is left to let go.
    till.tell(check())
    await till.work(carrier)
    assert sum((await moves(partners)).values()) == 2


async def test_what_was_paid_and_never_told_is_let_go_once_it_is_not_wanted(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    till = Till()
    till.tell(start(**PAYBOX))
    await till.work(carrier)
    await visited(till.told)
    till.tell(settle(0))
    await till.work(carrier)
    assert await moves(partners) == {("authorise", 5200): 1, ("cancel", 5200): 1}
    assert isinstance(till.told[-1], PaymentSettled)


async def test_a_card_that_is_refused_may_be_followed_by_another(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    await partners.paybox_behaves(PayboxConduct(answers="none", refuse_cards=True))
    till = Till()
    till.tell(start(**PAYBOX))
    await till.work(carrier)
    assert "payment=refused" in (await visited(till.told)).headers["location"]
    till.tell(check())
    await till.work(carrier)
    assert till.kinds() == ["PaymentOpened"]
    await partners.paybox_behaves(PayboxConduct(answers="none"))
    await visited(till.told)
    till.tell(check())
    await till.work(carrier)
    assert isinstance(till.told[-1], PaymentAuthorised)


async def test_a_capture_that_the_bank_declines_leaves_nothing_held(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    till = Till()
    await paid(till, carrier)
    await partners.paybox_behaves(PayboxConduct(answers="none", decline_capture=True))
    till.tell(settle(5200))
    await till.work(carrier)
    assert isinstance(till.told[-1], PaymentFailed)
    till.tell(settle(0))
    await till.work(carrier)
    assert await moves(partners) == {("authorise", 5200): 1, ("cancel", 5200): 1}


async def test_a_currency_that_paybox_is_not_asked_for_is_refused() -> None:
    till = Till()
    till.tell(start(**PAYBOX, currency="JPY"))
    client = partner_client(1)
    provider = Paybox(PayboxDirect(account("http://127.0.0.1:1"), client))
    await till.work(PaymentCarrier({(PaymentMeans.PAYBOX, AIGLE): provider}))
    assert isinstance(till.told[-1], PaymentFailed)
    await client.aclose()
