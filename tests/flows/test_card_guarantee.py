"""A guest leaves a card as a guarantee, through the real processes: booked, charged or released."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from comptoir_local.processes import Installation
from partners.client import PartnersClient
from partners.demo_data import House
from partners.vault.model import VaultConduct
from tests.support.bench import eventually
from tests.support.guests import HutGuest
from tests.support.huts import HutDesk
from tests.support.paid_hut import DUE, firm, hut_guest, paid_hut, payment

MEANS = "card_capture"


@pytest.fixture
async def desk(
    installation: Installation, hotel: House, partners: PartnersClient
) -> AsyncIterator[HutDesk]:
    """A hut that takes a card as a guarantee; its keeper behaves."""
    await partners.vault_behaves(VaultConduct())
    async with paid_hut(installation, payment_means=[MEANS], refund_days=7) as desk:
        yield desk


@pytest.fixture
async def guest(installation: Installation, desk: HutDesk) -> AsyncIterator[HutGuest]:
    async with hut_guest(installation, MEANS) as guest:
        yield guest


async def booked_with_card(desk: HutDesk, guest: HutGuest, n: int) -> tuple[Any, str]:
    """A stay whose guest has left a card, and its order's id."""
    booked = await guest.book(2, n, wish="booking")
    opened = await payment(guest, booked, "open")
    async with httpx.AsyncClient(trust_env=False) as browser:
        back = await browser.post(f"{opened['pay_at']}/keep")
    assert "payment=back" in back.headers["location"]
    await firm(guest, booked)
    (sold,) = (await desk.get("/sales", q=booked["reference"]))["stays"]
    return booked, sold["order_id"]


async def card_is(desk: HutDesk, order_id: str, state: str) -> Any:
    async def so() -> Any:
        card = (await desk.get(f"/stays/{order_id}"))["card"]
        return card if card.get("state") == state else None

    return await eventually(so, f"the card is {state}")


async def steps(partners: PartnersClient, order_id: str) -> list[str]:
    found = await partners.vault_moves()
    return [one.step for one in found if one.reference.startswith(order_id)]


@pytest.mark.feature("R56", "R57")
async def test_a_stay_is_firm_with_a_card_that_somebody_else_keeps_and_nothing_is_paid(
    desk: HutDesk, guest: HutGuest
) -> None:
    booked, order_id = await booked_with_card(desk, guest, 42)
    detail = await desk.get(f"/stays/{order_id}")
    assert (detail["state"], detail["paid"]) == ("firm", 0)
    card = detail["card"]
    assert (card["keeper"], card["most"]) == ("Coffre Alpin", DUE)
    page = await guest.page(booked)
    assert "Coffre Alpin garde votre carte en garantie" in page.text
    assert not {"number", "last4", "digits"} & card.keys()


@pytest.mark.promise("money moves once")
@pytest.mark.feature("R57")
async def test_a_guest_who_does_not_come_is_charged_once(
    desk: HutDesk, guest: HutGuest, partners: PartnersClient
) -> None:
    _, order_id = await booked_with_card(desk, guest, 44)
    fee = {"amount": 1000, "reason": "Pas venu"}
    await desk.post(f"/stays/{order_id}/card/charge", fee)
    assert (await card_is(desk, order_id, "charged"))["amount"] == 1000
    again = await desk.answered("POST", f"/stays/{order_id}/card/charge", fee)
    assert again.status_code == 409
    assert await steps(partners, order_id) == ["keep", "charge"]
    history = (await desk.get(f"/stays/{order_id}"))["history"]
    assert [one["kind"] for one in history] == ["booked", "card_charged"]


@pytest.mark.feature("R57")
async def test_a_card_that_gives_nothing_is_said_and_another_day_released(
    desk: HutDesk, guest: HutGuest, partners: PartnersClient
) -> None:
    _, order_id = await booked_with_card(desk, guest, 46)
    await partners.vault_behaves(VaultConduct(decline_charges=True))
    await desk.post(f"/stays/{order_id}/card/charge", {"amount": DUE, "reason": "Pas venu"})
    await card_is(desk, order_id, "declined")
    await partners.vault_behaves(VaultConduct())
    await desk.post(f"/stays/{order_id}/card/release", None)
    await card_is(desk, order_id, "released")
    too_late = await desk.answered(
        "POST", f"/stays/{order_id}/card/charge", {"amount": 100, "reason": "Pas venu"}
    )
    assert too_late.status_code == 409


@pytest.mark.feature("R57", "R60")
async def test_a_guest_who_gives_the_stay_back_in_time_has_their_card_forgotten(
    desk: HutDesk, guest: HutGuest, partners: PartnersClient
) -> None:
    booked, order_id = await booked_with_card(desk, guest, 48)
    done = await guest.cancel(booked)
    assert done.status_code == 200, done.text
    await card_is(desk, order_id, "released")

    async def forgotten() -> bool:
        return await steps(partners, order_id) == ["keep", "release"]

    await eventually(forgotten, "the card is forgotten")

    async def free() -> bool:
        return await desk.left("dortoir", 48) == 15

    await eventually(free, "the places are free again")
