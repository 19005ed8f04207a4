"""A guest books and pays, through the real processes and the simulated PayPal (R08, R56, R57)."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from comptoir_local.processes import Installation
from partners.client import PartnersClient
from partners.demo_data import House
from partners.faults import Fault, Partner
from partners.paypal.model import PayPalConduct
from tests.support.bench import eventually
from tests.support.guests import HutGuest, token_of
from tests.support.huts import CONTACT, HutDesk
from tests.support.paid_hut import DUE, PRICE, firm, hut_guest, paid_hut, payment


@pytest.fixture
async def desk(
    installation: Installation, hotel: House, partners: PartnersClient
) -> AsyncIterator[HutDesk]:
    """A hut that is paid by PayPal, which behaves."""
    await partners.paypal_behaves(PayPalConduct())
    async with paid_hut(installation, payment_means=["paypal"]) as desk:
        yield desk


@pytest.fixture
async def guest(installation: Installation, desk: HutDesk) -> AsyncIterator[HutGuest]:
    async with hut_guest(installation, "paypal") as guest:
        yield guest


async def pay(opened: Any, answer: str = "approve") -> str:
    """The guest on PayPal's page; where they are led back to."""
    async with httpx.AsyncClient(trust_env=False) as browser:
        url = opened["pay_at"].replace("/checkoutnow?", f"/checkoutnow/{answer}?")
        back = await browser.post(url)
    return str(back.headers["location"])


async def mails(partners: PartnersClient, booked: Any) -> list[str]:
    """What the guest was sent about the stay, once there is something."""

    async def sent() -> list[str]:
        return [
            one.text or ""
            for one in await partners.messages()
            if booked["reference"] in (one.text or "") and CONTACT["mail"] in one.envelope_to
        ]

    found: list[str] = await eventually(sent, "the guest has a mail")
    return found


async def moves(partners: PartnersClient, order_id: str, count: int) -> Counter[tuple[str, str]]:
    """All that was done with the guest's money for a stay, once so much was."""

    async def enough() -> Any:
        found = await partners.paypal_moves()
        own = [one for one in found if one.custom_id.startswith(f"{order_id}.")]
        return own if len(own) >= count else None

    found = await eventually(enough, f"{count} moves of money")
    return Counter((one.step, one.value) for one in found)


@pytest.mark.feature("R08", "R56", "R57")
async def test_a_guest_books_pays_the_deposit_and_the_stay_is_firm(
    desk: HutDesk, guest: HutGuest, partners: PartnersClient
) -> None:
    booked = await guest.book(2, 0, wish="booking")
    assert (booked["state"], booked["amount"], booked["total"]) == ("awaiting_payment", DUE, PRICE)
    assert await desk.left("dortoir", 0) == 13
    opened = await payment(guest, booked, "open")
    page = await guest.page(booked)
    assert page.status_code == 200
    assert opened["pay_at"] in page.text
    led = await guest.page(booked, payment="start")
    assert (led.status_code, led.headers["location"]) == (303, opened["pay_at"])
    back = urlsplit(await pay(opened))
    assert back.path == urlsplit(booked["url"]).path
    waiting = await guest.client.get(f"{back.path}?{back.query}")
    assert waiting.status_code == 200
    stay = await firm(guest, booked)
    assert (stay["state"], stay["reference"]) == ("firm", booked["reference"])
    (sold,) = (await desk.get("/sales", q=booked["reference"]))["stays"]
    detail = await desk.get(f"/stays/{sold['order_id']}")
    assert (detail["state"], detail["paid"], detail["wish"]) == ("firm", DUE, "booking")
    (mail,) = await mails(partners, booked)
    assert "Déjà payé\u00a0: 15,60\u00a0EUR" in mail
    assert "Reste à payer au refuge\u00a0: 36,40\u00a0EUR" in mail
    done = await moves(partners, sold["order_id"], 2)
    assert done == {("authorise", "15.60"): 1, ("capture", "15.60"): 1}

    await desk.post(f"/stays/{sold['order_id']}/cancel", {"reason": "orage"})
    await payment(guest, booked, "refunded")
    assert (await moves(partners, sold["order_id"], 3))[("refund", "15.60")] == 1
    assert (await desk.get(f"/stays/{sold['order_id']}"))["refunded"] == DUE


@pytest.mark.promise("money moves once")
@pytest.mark.feature("R56", "R57")
@pytest.mark.parametrize("trouble", ["twice", "none", "lost"])
async def test_webhooks_that_come_twice_or_never_and_answers_that_are_lost_take_the_money_once(
    guest: HutGuest, partners: PartnersClient, trouble: str
) -> None:
    before = len(await partners.paypal_moves())
    if trouble == "lost":
        lost = Fault(method="POST", path_contains="/v2/", lose_answer_rate=1, times=3)
        await partners.set_faults(Partner.PAYPAL, lost)
    else:
        await partners.paypal_behaves(
            PayPalConduct(webhooks="twice" if trouble == "twice" else "none")
        )
    booked = await guest.book(2, 5, wish="booking")
    opened = await payment(guest, booked, "open")
    await pay(opened)
    await payment(guest, booked, "paid", back=trouble == "none")
    assert (await firm(guest, booked))["state"] == "firm"
    found = (await partners.paypal_moves())[before:]
    assert [one.step for one in found] == ["authorise", "capture"]


@pytest.mark.feature("R56")
@pytest.mark.parametrize("how", ["declined", "given up"])
async def test_who_does_not_pay_gives_the_places_back_and_has_paid_nothing(
    desk: HutDesk, guest: HutGuest, partners: PartnersClient, how: str
) -> None:
    n = 10 if how == "declined" else 12
    before = len(await partners.paypal_moves())
    await partners.paypal_behaves(PayPalConduct(decline_authorise=how == "declined"))
    booked = await guest.book(4, n, wish="booking")
    opened = await payment(guest, booked, "open")
    if how == "declined":
        await pay(opened)
    else:
        assert "payment=given-up" in await pay(opened, "cancel")
        path = f"/guest/v1/stays/{token_of(booked)}/payment/give-up"
        assert (await guest.answered(path, None)).status_code == 200
    said = await payment(guest, booked, "ended")
    assert said["reason"] == ("declined" if how == "declined" else "given_up")

    async def free() -> bool:
        return await desk.left("dortoir", n) == 15

    await eventually(free, "the places are free again")
    await pay(opened)
    page = await guest.page(booked, payment="back")
    assert "Séjour non réservé" in page.text
    assert len(await partners.paypal_moves()) == before
    assert (await desk.get("/sales", q=booked["reference"]))["stays"] == []


@pytest.mark.feature("R56")
async def test_a_pre_booking_stays_offered_beside_it_and_pays_nothing(guest: HutGuest) -> None:
    booked = await guest.book(2, 15)
    assert booked["state"] == "option"
    said = await guest.client.get(f"/guest/v1/stays/{token_of(booked)}/payment")
    assert said.status_code == 404
