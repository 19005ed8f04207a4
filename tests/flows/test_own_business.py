"""A hut's own business: its account, its stock and prices online, its guests, its money; and what
the seeds leave open (R01, R02, R04, R07, R60)."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from comptoir_local.demo_reception import signed_in
from comptoir_local.processes import Installation
from gateway.access.people import People
from gateway.access.roles import Role
from partners.client import PartnersClient
from partners.demo_data import House
from partners.paypal.model import PayPalConduct
from tests.flows.test_payments import pay
from tests.support.bench import eventually
from tests.support.guests import OUR_PAGE, HutGuest, token_of
from tests.support.huts import CONTACT, HUT_MAIL, HUT_NAME, SUPPLEMENTS, TERMS, HutDesk
from tests.support.paid_hut import DUE, HUT, PRICE, firm, hut_guest, paid_hut, payment

PASSWORD = "Aiguille-Verte 4122"
ELSEWHERE = "hotel-lumiere"


@pytest.fixture
async def desk(
    installation: Installation, hotel: House, partners: PartnersClient
) -> AsyncIterator[HutDesk]:
    await partners.paypal_behaves(PayPalConduct())
    async with paid_hut(installation, payment_means=["paypal"]) as desk:
        yield desk


@pytest.fixture
async def guest(installation: Installation, desk: HutDesk) -> AsyncIterator[HutGuest]:
    async with hut_guest(installation, "paypal") as guest:
        yield guest


async def somebody(installation: Installation, role: Role) -> str:
    """A person with an account at the hut alone; their mail."""
    name = database_name(ChassisSettings(namespace=installation.namespace), "gateway")
    database = Database.connect(installation.engines.mongo, name)
    mail = f"{role}-{secrets.token_hex(4)}@bans.example"
    try:
        await People(database).add_person(mail, "Élodie", PASSWORD, {HUT: role}, False)
    finally:
        database.close()
    return mail


@pytest.mark.feature("R01")
async def test_the_desk_is_a_page_that_any_browser_opens_and_nothing_is_installed(
    installation: Installation,
) -> None:
    async with httpx.AsyncClient(base_url=installation.public_url, trust_env=False) as browser:
        page = await browser.get("/", follow_redirects=True)
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        scripts = re.findall(r'<script[^>]+src="([^"]+)"', page.text)
        assert scripts
        for script in scripts:
            assert script.startswith("/"), "all of it comes from the installation itself"
            assert (await browser.get(script)).status_code == 200
        assert not re.search(r"<(object|embed|applet)", page.text)


@pytest.mark.feature("R02")
async def test_a_hut_has_an_account_of_its_own_whose_password_is_taken_letter_by_letter(
    installation: Installation, desk: HutDesk
) -> None:
    mail = await somebody(installation, Role.WARDEN)
    url = installation.public_url
    async with httpx.AsyncClient(base_url=url, headers=OUR_PAGE, trust_env=False) as browser:
        for wrong in (PASSWORD.lower(), PASSWORD.upper(), f" {PASSWORD}"):
            said = {"mail": mail, "password": wrong}
            assert (await browser.post("/api/v1/session", json=said)).status_code == 401
    async with signed_in(url, mail, PASSWORD) as warden:
        me = (await warden.get("/api/v1/me")).json()
        assert [one["id"] for one in me["properties"]] == [HUT]
        assert (await warden.get(f"/api/v1/properties/{HUT}/sales")).status_code == 200
        foreign = await warden.get(f"/api/v1/properties/{ELSEWHERE}/sales")
        assert foreign.status_code == 404


@pytest.mark.feature("R04")
async def test_a_hut_sells_online_a_stock_of_its_own_with_descriptions_prices_and_fees(
    desk: HutDesk, guest: HutGuest
) -> None:
    told = {"fr": "Une trousse de toilette, livrée au dortoir."}
    fee = {**SUPPLEMENTS["supplements"][0], "id": "livraison", "unit_amount": 500}
    fee = {**fee, "name": {"fr": "Livraison du sac"}, "description": told}
    await desk.put("/supplements", {"supplements": [*SUPPLEMENTS["supplements"], fee]})

    async def offered() -> Any:
        found = [one for one in (await guest.get())["supplements"] if one["id"] == "livraison"]
        return found[0] if found else None

    shown = await eventually(offered, "the fee is offered")
    assert (shown["description"], shown["unit_amount"]) == (told["fr"], 500)
    hut = await guest.get()
    assert {one["label"] for one in hut["stock_types"]} == {"Dortoir", "Chambre"}
    assert {one["id"]: one["unit_amount"] for one in hut["rates"]} == {
        "adulte": 2600,
        "nuitee": 4000,
    }
    wanted = (await guest.booking(2, 30))["cart"]
    wanted["supplements"] = [{"supplement_id": "livraison", "quantity": 1}]
    price = await guest.price(wanted)
    assert price["total"] == PRICE + 500
    # What is sold by hand is taken from what is sold online, and the other way round.
    await desk.book(3, 30)
    assert await desk.left("dortoir", 30) == 12


@pytest.mark.feature("R07")
async def test_a_guest_deals_with_the_hut_itself_its_terms_its_mail_its_till(
    desk: HutDesk, guest: HutGuest, partners: PartnersClient
) -> None:
    hut = await guest.get()
    assert hut["contact"]["name"] == HUT_NAME
    terms = await guest.get("/terms", lang="fr")
    assert terms["text"] == TERMS
    booked = await guest.book(2, 32, wish="booking")
    await pay(await payment(guest, booked, "open"))
    stay = await firm(guest, booked)
    assert stay["huts"][0]["contact"]["name"] == HUT_NAME

    async def written() -> Any:
        found = [
            one for one in await partners.messages() if booked["reference"] in (one.text or "")
        ]
        return [one for one in found if CONTACT["mail"] in one.envelope_to] or None

    (mail,) = await eventually(written, "the guest has a mail")
    assert HUT_MAIL in (mail.reply_to or "")
    moved = [one for one in await partners.paypal_moves() if one.property_id == HUT]
    assert [one.step for one in moved][-2:] == ["authorise", "capture"]
    (sold,) = (await desk.get("/sales", q=booked["reference"]))["stays"]
    accepted = await desk.get(f"/stays/{sold['order_id']}")
    assert accepted["accepted_terms"] == hut["terms_version"]


@pytest.mark.feature("R60")
async def test_a_guest_gives_a_paid_stay_back_by_themselves_and_has_their_money_and_taxes_told(
    desk: HutDesk, guest: HutGuest
) -> None:
    booked = await guest.book(2, 34, wish="booking")
    await pay(await payment(guest, booked, "open"))
    stay = await firm(guest, booked)
    (tax,) = stay["huts"][0]["taxes"]["tax_lines"]
    assert (tax["name"], tax["net"] + tax["tax"]) == ("TVA 10 %", PRICE)
    assert stay["cancellable"] is True
    done = await guest.cancel(booked, reason="Mal de dos")
    assert done.status_code == 200, done.text
    await payment(guest, booked, "refunded")
    after = (await guest.stay(booked)).json()
    assert (after["state"], after["refunded"]) == ("cancelled", DUE)

    async def free() -> bool:
        return await desk.left("dortoir", 34) == 15

    await eventually(free, "the places are free again")
    # Who did what, and why, is read at the desk.
    (sold,) = (await desk.get("/sales", q=booked["reference"]))["stays"]
    history = (await desk.get(f"/stays/{sold['order_id']}"))["history"]
    assert [one["kind"] for one in history] == ["booked", "cancelled"]
    assert history[-1]["note"] == "Mal de dos"


@pytest.mark.feature("R60")
async def test_what_a_person_may_do_at_a_hut_is_said_by_their_role(
    installation: Installation, desk: HutDesk
) -> None:
    mail = await somebody(installation, Role.RESTAURANT)
    async with signed_in(installation.public_url, mail, PASSWORD) as waiter:
        path = f"/api/v1/properties/{HUT}/rules"
        key = {"Idempotency-Key": secrets.token_hex(8)}
        refused = await waiter.put(path, json={"rules": {}}, headers=key)
        assert refused.status_code in (403, 404), refused.text


@pytest.mark.feature("R58", "R60")
async def test_a_dearer_stay_is_paid_by_its_guest_and_a_cheaper_one_gives_back(
    desk: HutDesk, guest: HutGuest, partners: PartnersClient
) -> None:
    booked = await guest.book(2, 36, wish="booking")
    await pay(await payment(guest, booked, "open"))
    await firm(guest, booked)
    (sold,) = (await desk.get("/sales", q=booked["reference"]))["stays"]
    path = f"/stays/{sold['order_id']}"
    wanted = (await guest.booking(4, 36))["cart"]
    changed = await desk.put(f"{path}/cart", {"cart": wanted})
    assert (changed["difference"], changed["due"]) == (PRICE, DUE)

    async def asked() -> Any:
        said = (await guest.stay(booked)).json()
        return said if said["due"] == DUE else None

    await eventually(asked, "the guest is asked for the difference")
    page = await guest.page(booked)
    assert "Payer 15,60" in page.text

    async def mailed() -> Any:
        found = [one.text or "" for one in await partners.messages()]
        ours = [
            text for text in found if booked["reference"] in text and "À payer en ligne" in text
        ]
        return ours or None

    told = (await eventually(mailed, "the difference is asked for by mail"))[0]
    assert "/guest/stays/" in told
    started = await guest.answered(f"{at(booked)}/payment", {"expected": DUE})
    assert started.status_code == 200, started.text
    opened = await payment(guest, booked, "open")
    # What is not paid online is paid at the hut: nobody loses the stay by it.
    given_up = await guest.answered(f"{at(booked)}/payment/give-up", None)
    assert given_up.status_code == 409
    assert 'id="give-up"' not in (await guest.page(booked, payment="back")).text
    await pay(opened)
    await payment(guest, booked, "paid")

    async def squared() -> Any:
        said = await desk.get(path)
        return said if (said["paid"], said["due"]) == (2 * DUE, 0) else None

    detail = await eventually(squared, "the desk sees it paid")
    assert [one["kind"] for one in detail["history"]] == ["booked", "changed", "paid"]
    again = await guest.answered(f"{at(booked)}/payment", {"expected": DUE})
    assert again.status_code == 409
    wanted = (await guest.booking(2, 36))["cart"]
    changed = await desk.put(f"{path}/cart", {"cart": wanted})
    assert (changed["difference"], changed["refunded"]) == (-PRICE, DUE)

    async def given_back() -> bool:
        found = await partners.paypal_moves()
        own = [one for one in found if one.custom_id.startswith(sold["order_id"])]
        return [(one.step, one.value) for one in own][-1] == ("refund", "15.60")

    await eventually(given_back, "what was paid too much goes back")


def at(booked: Any) -> str:
    """Where the stay is, over HTTP."""
    return f"/guest/v1/stays/{token_of(booked)}"
