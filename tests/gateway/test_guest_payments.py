"""A booking that its guest pays online: the way to the provider and back, what the page says while
the money is on its way, and how it ends (R19, R56)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from html import unescape
from typing import Any

import pytest

from contracts.payments import CheckPayment, PaymentAuthorised, PaymentOpened, PaymentSettled
from contracts.properties import Language
from gateway.booking.words import WORDS
from gateway.payments.model import PAYMENTS, PaymentView
from tests.gateway.conftest import Hotel
from tests.gateway.huts import HUT, Hut, at_hut, never_young
from tests.support.guests import HutGuest, token_of
from tests.support.huts import night

PAY_AT = "https://paypal.example/checkoutnow?token=5O19"
RULES = {
    "mode": "booking",
    "payment_means": ["paypal"],
    "deposit": {"kind": "percentage", "value": 30},
    "refund_days": 7,
}
# Two persons for one night, of which 30 % are due at once.
TOTAL, DUE = 5200, 1560
FRENCH = WORDS[Language.FR]


@pytest.fixture
async def hut(hotel: Hotel) -> AsyncIterator[Hut]:
    never_young(hotel)
    async with at_hut(hotel) as hut:
        await hut.open_to_guests(**RULES)
        yield hut


@pytest.fixture
async def guest(hotel: Hotel) -> AsyncIterator[HutGuest]:
    async with hotel.client({}) as client:
        yield HutGuest(client, HUT)


class Provider:
    """What the bridge tells of the payment of one booking."""

    def __init__(self, hut: Hut, payment: PaymentView) -> None:
        self.hut = hut
        self.about: dict[str, Any] = {
            "property_id": HUT,
            "order_id": payment.order_id,
            "payment_id": payment.payment_id,
        }

    async def opens(self) -> None:
        opened = PaymentOpened(**self.about, pay_at=PAY_AT)
        await self.hut.mountains.hotel.happens(opened, actor="partner:paypal")

    async def pays(self) -> None:
        """The guest has paid, and the money is ours."""
        held = PaymentAuthorised(**self.about, amount=DUE, currency="EUR")
        taken = PaymentSettled(**self.about, kept=DUE, currency="EUR")
        for n, message in enumerate((held, taken)):
            await self.hut.mountains.hotel.happens(message, actor="partner:paypal", id=f"p{n}")
            await self.hut.mountains.tell(message, "partner:paypal", f"p{n}")


async def booked_by(guest: HutGuest, hut: Hut) -> tuple[Any, Provider]:
    booked = await guest.book(2, wish="booking", payment_means="paypal")
    (payment,) = await hut.mountains.hotel.workings.runtime.documents.find(
        PAYMENTS, {"property_id": HUT}, limit=2
    )
    return booked, Provider(hut, payment)


@pytest.mark.feature("R19", "R56")
async def test_a_booking_holds_the_places_and_leads_to_where_it_is_paid(
    hut: Hut, guest: HutGuest
) -> None:
    said = await guest.get()
    assert (said["ways"], said["payment_means"]) == (["booking", "pre_booking"], ["paypal"])
    booked, provider = await booked_by(guest, hut)
    assert (booked["state"], booked["amount"], booked["total"]) == (
        "awaiting_payment",
        DUE,
        TOTAL,
    )
    assert await guest.left(night()) == (13, None)
    assert (await guest.stay(booked)).status_code == 404
    waiting = await guest.page(booked, pay="1")
    assert (waiting.status_code, 'http-equiv="refresh"' in waiting.text) == (200, True)
    await provider.opens()
    there = await guest.page(booked, pay="1")
    assert (there.status_code, there.headers["location"]) == (303, PAY_AT)
    page = await guest.page(booked, lang="fr")
    assert PAY_AT in page.text
    assert "15,60" in page.text
    at = f"/guest/v1/stays/{token_of(booked)}/payment"
    stands = (await guest.client.get(at)).json()
    assert (stands["stage"], stands["pay_at"], stands["amount"]) == ("open", PAY_AT, DUE)


@pytest.mark.feature("R56")
async def test_who_comes_back_is_believed_once_the_provider_was_asked(
    hut: Hut, guest: HutGuest
) -> None:
    booked, provider = await booked_by(guest, hut)
    await provider.opens()
    published = hut.mountains.hotel.runtime.published
    await guest.page(booked, lang="fr")
    assert not any(isinstance(one.message, CheckPayment) for one in published)
    back = await guest.page(booked, token="5O19", PayerID="X")
    assert FRENCH["pay.title"] in unescape(back.text)
    assert isinstance(published[-1].message, CheckPayment)
    await provider.pays()
    page = unescape((await guest.page(booked, token="5O19", lang="fr")).text)
    for said in (FRENCH["state.firm"], "Payé en ligne : 15,60", "À régler au refuge : 36,40"):
        assert said in page
    (sold,) = (await hut.get("/sales"))["stays"]
    assert (sold["state"], sold["source"]) == ("firm", "web")


async def test_what_was_paid_is_given_back_with_the_stay_as_the_page_says_before(
    hut: Hut, guest: HutGuest
) -> None:
    booked, provider = await booked_by(guest, hut)
    await provider.pays()
    said = (await guest.stay(booked)).json()
    assert (said["state"], said["paid"], said["cancellable"]) == ("firm", DUE, True)
    page = unescape((await guest.page(booked, lang="fr")).text)
    assert "Les 15,60\u00a0€ payés vous sont rendus." in page
    assert (await guest.cancel(booked)).status_code == 200
    after = (await guest.stay(booked)).json()
    assert (after["state"], after["refunded"]) == ("cancelled", DUE)
    assert await guest.left(night()) == (15, None)


async def test_what_the_rules_do_not_give_back_is_a_matter_for_the_hut(
    hut: Hut, guest: HutGuest
) -> None:
    booked, provider = await booked_by(guest, hut)
    await provider.pays()
    await hut.put("/rules", {"rules": {**RULES, "refund_days": 365}})
    assert (await guest.stay(booked)).json()["cancellable"] is False
    assert (await guest.cancel(booked)).json()["type"] == "urn:comptoir:problem:not-cancellable"


async def test_a_booking_that_is_not_paid_is_given_up_and_the_page_says_so(
    hut: Hut, guest: HutGuest
) -> None:
    booked, provider = await booked_by(guest, hut)
    await provider.opens()
    assert (await guest.cancel(booked)).status_code == 200
    assert await guest.left(night()) == (15, None)
    page = unescape((await guest.page(booked, lang="fr")).text)
    assert FRENCH["pay.given_up"] in page
    assert f"/book/{HUT}?lang=fr" in page
    assert 'http-equiv="refresh"' not in page


async def test_a_means_that_the_hut_has_not_is_refused(hut: Hut, guest: HutGuest) -> None:
    body = await guest.booking(2)
    for means in ({}, {"payment_means": "paybox"}):
        refused = await guest.try_to_book({**body, "wish": "booking", **means})
        assert refused.json()["errors"][0]["reason"] == "mode_not_offered"


@pytest.mark.parametrize("language", list(Language))
def test_every_end_of_a_payment_has_its_words(language: Language) -> None:
    ends = ("declined", "expired", "given_up", "not_offered", "ended", "refunded")
    stages = ("opening", "open", "taking", "paid")
    assert all(WORDS[language][f"pay.{one}"] for one in (*ends, *stages))
