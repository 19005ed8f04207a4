"""A guest books and pays by card on Paybox's page, through the real processes (R56, R57)."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest

from comptoir_local.processes import Installation
from contracts.payments import FormField
from partners.client import PartnersClient
from partners.demo_data import House
from partners.faults import Fault, Partner
from partners.paybox.model import PayboxConduct
from tests.support.bench import eventually
from tests.support.guests import HutGuest, token_of
from tests.support.huts import HutDesk
from tests.support.paid_hut import DUE, firm, hut_guest, paid_hut, payment
from tests.support.paybox import on_the_page


@pytest.fixture
async def desk(
    installation: Installation, hotel: House, partners: PartnersClient
) -> AsyncIterator[HutDesk]:
    """A hut that is paid at PayPal or by card at Paybox, which behaves."""
    await partners.paybox_behaves(PayboxConduct())
    async with paid_hut(installation, payment_means=["paybox", "paypal"]) as desk:
        yield desk


@pytest.fixture
async def guest(installation: Installation, desk: HutDesk) -> AsyncIterator[HutGuest]:
    async with hut_guest(installation, "paypal", "paybox") as guest:
        yield guest


async def pay(opened: Any, answer: str = "pay") -> str:
    """The guest's browser posts the form to the page, and they decide; where they are led back."""
    form = [FormField.model_validate(field) for field in opened["form"]]
    back = await on_the_page(opened["pay_at"], form, answer)
    assert back.status_code == 303, back.text
    return str(back.headers["location"])


async def moves(partners: PartnersClient, order_id: str, count: int) -> Counter[str]:
    async def enough() -> Any:
        found = [
            one.step
            for one in await partners.paybox_moves()
            if one.reference.startswith(f"{order_id}.")
        ]
        return found if len(found) >= count else None

    return Counter(await eventually(enough, f"{count} moves of money"))


@pytest.mark.feature("R56", "R57")
async def test_a_guest_pays_by_card_on_the_hosted_page_and_the_stay_is_firm(
    desk: HutDesk, guest: HutGuest, partners: PartnersClient
) -> None:
    booked = await guest.book(2, 20, wish="booking", payment_means="paybox")
    assert (booked["state"], booked["amount"]) == ("awaiting_payment", DUE)
    opened = await payment(guest, booked, "open")
    page = await guest.page(booked, payment="start")
    assert 'action="http' in page.text
    assert "PBX_HMAC" in page.text
    assert "form-action 'self' http://" in page.headers["content-security-policy"]
    assert "payment=back" in await pay(opened)
    stay = await firm(guest, booked)
    assert (stay["state"], stay["paid"]) == ("firm", DUE)
    (sold,) = (await desk.get("/sales", q=booked["reference"]))["stays"]
    assert (await desk.get(f"/stays/{sold['order_id']}"))["paid"] == DUE
    assert await moves(partners, sold["order_id"], 2) == {"authorise": 1, "capture": 1}
    await desk.post(f"/stays/{sold['order_id']}/cancel", {"reason": "orage"})
    await payment(guest, booked, "refunded")
    assert (await moves(partners, sold["order_id"], 3))["refund"] == 1


@pytest.mark.promise("money moves once")
@pytest.mark.feature("R56", "R57")
@pytest.mark.parametrize("trouble", ["twice", "none", "forged", "wrong_sum", "lost"])
async def test_answers_that_come_twice_never_or_wrongly_take_the_money_once(
    guest: HutGuest, partners: PartnersClient, trouble: str
) -> None:
    before = len(await partners.paybox_moves())
    if trouble == "lost":
        await partners.set_faults(Partner.PAYBOX, Fault(lose_answer_rate=1, times=3))
    else:
        await partners.paybox_behaves(PayboxConduct.model_validate({"answers": trouble}))
    booked = await guest.book(2, 22, wish="booking", payment_means="paybox")
    opened = await payment(guest, booked, "open")
    await pay(opened)
    # Without a rightly signed answer, the guest who comes back has it looked at.
    await payment(guest, booked, "paid", back=trouble in ("none", "forged"))
    assert (await firm(guest, booked))["state"] == "firm"
    found = (await partners.paybox_moves())[before:]
    assert [one.step for one in found] == ["authorise", "capture"]


@pytest.mark.promise("money moves once")
@pytest.mark.feature("R56")
async def test_who_pays_after_giving_up_has_paid_nothing(
    desk: HutDesk, guest: HutGuest, partners: PartnersClient
) -> None:
    booked = await guest.book(4, 24, wish="booking", payment_means="paybox")
    opened = await payment(guest, booked, "open")
    assert "payment=given-up" in await pay(opened, "cancel")
    path = f"/guest/v1/stays/{token_of(booked)}/payment/give-up"
    assert (await guest.answered(path, None)).status_code == 200
    assert (await payment(guest, booked, "ended"))["reason"] == "given_up"
    before = len(await partners.paybox_moves())
    await pay(opened)

    async def let_go() -> bool:
        return [one.step for one in (await partners.paybox_moves())[before:]] == [
            "authorise",
            "cancel",
        ]

    await eventually(let_go, "what was paid too late is let go")
    assert await desk.left("dortoir", 24) == 15


@pytest.mark.feature("R57")
async def test_a_card_that_is_refused_may_be_followed_by_another(
    guest: HutGuest, partners: PartnersClient
) -> None:
    await partners.paybox_behaves(PayboxConduct(refuse_cards=True))
    booked = await guest.book(2, 26, wish="booking", payment_means="paybox")
    opened = await payment(guest, booked, "open")
    assert "payment=refused" in await pay(opened)
    page = await guest.page(booked, payment="refused")
    assert "La carte a été refusée" in page.text
    await partners.paybox_behaves(PayboxConduct())
    await pay(opened)
    assert (await firm(guest, booked))["state"] == "firm"
