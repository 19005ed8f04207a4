"""What cannot be carried out by itself: named, shown where somebody sees it, and nothing lost."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID, SHEET
from comptoir_local.demo_reception import Reception
from comptoir_local.processes import ALL_PROCESSES, Installation
from comptoir_local.status import Row, process_row
from comptoir_local.trouble import Trouble
from partners.aftermath import gross, refund, tell
from partners.client import PartnersClient
from partners.demo_data import Guest, tax_line
from partners.faults import Fault, Partner
from partners.uber.journey import Status
from tests.support.bench import eventually
from tests.support.desk import HOTEL, Desk

DESK_MAIL = "reception@lumiere.example"


async def test_a_tax_rate_without_transaction_code_is_named_and_posted_by_hand(
    desk: Desk, reception: Reception
) -> None:
    """And no tax line of the order alone: a folio holds a meal whole or not at all."""
    lines = [
        {"name": "Croûte au fromage", "quantity": 1, "unit_amount": 1490},
        {"name": "Miel de sapin", "quantity": 1, "unit_amount": 1055},
    ]
    taxes = [tax_line(1000, 1490), tax_line(550, 1055)]
    ordered = await desk.place(lines=lines, tax_lines=taxes, total=2545)
    await desk.move(ordered, Status.DELIVERED)
    task = await reception.task(ordered.order_id)
    assert task["problem"] == "invalid_code"
    assert "5.50" in task["detail"]
    assert task["amount"] == {"currency": "EUR", "amount": 2545}
    assert await desk.postings(ordered) == []
    await reception.decide(task, "done", {"note": "Posté sous 2010"})
    shown = await desk.shown(ordered, folio="settled", open_tasks=0)
    assert shown["total"]["amount"] == 2545
    assert await desk.postings(ordered) == []


@pytest.mark.feature("O15")
async def test_a_guest_whom_the_pms_does_not_know_is_charged_to_whom_reception_names(
    desk: Desk, reception: Reception
) -> None:
    rooms = [guest.room for guest in desk.hotel.guests]
    host = next(one for one in desk.hotel.guests if rooms.count(one.room) == 1)
    stay = next(r for r in desk.hotel.hotel.reservations if r.phone == host.phone)
    companion = Guest("Maud", "Vautrin", "fr", "+33639987002", host.room)
    ordered = await desk.place(guest=companion)
    await desk.move(ordered, Status.DELIVERED)
    task = await reception.task(ordered.order_id)
    assert task["problem"] == "not_found"
    assert stay.reservation_id in [one["reservation_id"] for one in task["candidates"]]
    assert await desk.postings(ordered) == []
    await reception.decide(task, "choose", {"reservation_id": stay.reservation_id})
    await desk.shown(ordered, folio="settled", open_tasks=0)
    assert {one.reservation_id for one in await desk.postings(ordered)} == {stay.reservation_id}
    assert sum((await desk.net(ordered)).values()) == ordered.body["total"]


async def switch_pms(api: httpx.AsyncClient, direction: Reception, mode: str) -> None:
    """Have the hotel's PMS take charges so, and wait until the bridge has heard of it: it tests no
    connection of a hotel without a PMS, and of any other it does."""
    for step, tested in (("none", False), (mode, True)):
        sheet = {**SHEET, "integrations": {**SHEET["integrations"], "pms": step}}
        key = {"Idempotency-Key": secrets.token_hex(16)}
        (
            await api.put(f"/api/v1/properties/{PROPERTY_ID}", json=sheet, headers=key)
        ).raise_for_status()

        async def heard(tested: bool = tested) -> bool:
            with contextlib.suppress(Trouble):
                await direction.ask("POST", f"{HOTEL}/connection/test")
                return tested
            return not tested

        await eventually(heard, f"the bridge has heard that the PMS is {step}")


@pytest.fixture
async def one_way(
    api: httpx.AsyncClient, direction: Reception, partners: PartnersClient
) -> AsyncIterator[None]:
    """A hotel whose PMS takes no charges from us, for one test."""
    await switch_pms(api, direction, "one_way")
    yield
    await switch_pms(api, direction, "two_way")


@pytest.mark.feature("O18", "O20")
@pytest.mark.usefixtures("one_way")
async def test_a_hotel_with_a_one_way_pms_gets_the_same_charges_as_a_list_to_tick_off(
    desk: Desk, partners: PartnersClient, reception: Reception
) -> None:
    ordered = await desk.place()
    await desk.move(ordered, Status.DELIVERED)
    task = await reception.task(ordered.order_id)
    assert (task["problem"], task["by_hand"]) == ("not_connected", False)
    assert task["amount"] == {"currency": "EUR", "amount": ordered.body["total"]}
    await reception.decide(task, "done", {"note": "Posté à la main"})
    await desk.shown(ordered, folio="settled", open_tasks=0)

    line = ordered.body["tax_lines"][0]
    half = {**line, "net": line["net"] // 2, "tax": line["tax"] // 2}
    await tell(partners, PARTNER_ID, ordered.body, refund(ordered.body, 1, gross(half), [half]))
    back = await reception.task(ordered.order_id)
    assert back["amount"] == {"currency": "EUR", "amount": -gross(half)}
    await reception.decide(back, "done", {"note": "Repris à la main"})
    shown = await desk.shown(ordered, folio="settled", open_tasks=0)
    assert shown["total"]["amount"] == ordered.body["total"] - gross(half)

    bill = await reception.read(f"{HOTEL}/orders/{ordered.order_id}/billing")
    assert [one["state"] for one in bill["postings"]] == ["by_hand", "by_hand"]
    assert bill["settled"]["amount"] == ordered.body["total"] - gross(half)
    assert await desk.postings(ordered) == []


@pytest.mark.feature("O02", "O05")
@pytest.mark.promise("nothing lost")
async def test_a_mail_refused_for_good_is_in_the_feed_and_the_log_and_can_be_sent_again(
    desk: Desk, partners: PartnersClient, reception: Reception
) -> None:
    await partners.set_faults(Partner.MAIL, Fault(status=550, path_contains=DESK_MAIL))
    ordered = await desk.place()

    async def refused() -> dict[str, Any] | None:
        log = (await reception.read(f"{HOTEL}/notices", limit="100"))["notices"]
        about = (one for one in log if one["order_id"] == ordered.order_id)
        return next((one for one in about if one["state"] == "failed"), None)

    notice = await eventually(refused, "the refusal is in the log")
    assert (notice["channel"], notice["occasion"]) == ("mail", "new_order")
    assert "550" in notice["reason"]
    feed = (await reception.read(f"{HOTEL}/activity", limit="100"))["entries"]
    told = [one for one in feed if one["order_id"] == ordered.order_id]
    assert ("notice_failed", "mail") in [(one["kind"], one.get("note")) for one in told]
    assert await desk.mails(ordered) == []

    await partners.clear_faults()
    path = f"{HOTEL}/orders/{ordered.order_id}/notices/{notice['notice_id']}/resend"
    await reception.ask("POST", path)
    (mail,) = await desk.mailed(ordered)
    assert ordered.body["room"] in (mail.text or "")


async def notifier_status(installation: Installation) -> Row:
    """The notifier's line of `comptoir status`."""
    notifier = next(one for one in ALL_PROCESSES if one.name == "notifier")
    async with httpx.AsyncClient(trust_env=False) as client:
        return await process_row(notifier, installation, client, None)


@pytest.mark.promise("nothing lost")
async def test_a_mail_server_that_takes_nothing_from_us_is_named_to_operators_until_it_does(
    desk: Desk, partners: PartnersClient, installation: Installation
) -> None:
    await partners.set_faults(Partner.MAIL, Fault(status=421))
    ordered = await asyncio.gather(*(desk.place() for _ in range(5)))

    async def named() -> bool:
        return "smtp" in (await notifier_status(installation)).not_answering

    await eventually(named, "operators see that the mail server takes nothing")
    assert [await desk.mails(one) for one in ordered] == [[]] * len(ordered)

    await partners.clear_faults()
    assert [len(await desk.mailed(one)) for one in ordered] == [1] * len(ordered)

    async def well() -> bool:
        return not await named()

    await eventually(well, "operators see that it takes mail again")
