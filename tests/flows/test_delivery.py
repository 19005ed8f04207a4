"""A meal to the room, from the ordering page to the guest's folio, through the real processes."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest

from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID, load_partners
from comptoir_local.demo_reception import Reception
from comptoir_local.processes import Installation
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.ordering_page.model import IntakeTwist, PlaceOrder
from partners.uber.journey import Ending, Status
from tests.support.bench import PATIENCE, eventually
from tests.support.desk import HOTEL, Desk, Ordered, stream

# What an order's answers have of its amount, once it is delivered (O14).
MONEY = {"total", "tax_lines", "ordered", "owed", "posted", "settled"}


def due(ordered: Ordered) -> Counter[str]:
    """What the folio should hold, per tax line's name."""
    return Counter({line["name"]: line["net"] + line["tax"] for line in ordered.body["tax_lines"]})


async def settled_net(desk: Desk, ordered: Ordered) -> int:
    return sum(posting.amount for posting in await desk.postings(ordered))


@pytest.mark.feature("O13", "O14", "O15", "O16", "O17", "O18")
async def test_a_meal_is_followed_and_charged_once_it_is_delivered(
    desk: Desk, reception: Reception
) -> None:
    ordered = await desk.place()
    placed = await desk.shown(ordered, stage="placed")
    assert (placed["room"], placed["status"]) == (ordered.body["room"], "in_progress")
    assert placed["total_due"] == "after_delivery"

    await desk.move(ordered, Status.PICKUP_COMPLETE)
    under_way = await desk.shown(ordered, stage="on_the_way")
    assert under_way["status"] == "in_progress"
    assert under_way["courier"]["name"]
    asked = {"status": "in_progress", "reference": ordered.reference}
    (listed,) = (await reception.read(f"{HOTEL}/orders", **asked))["orders"]
    bill = await reception.read(f"{HOTEL}/orders/{ordered.order_id}/billing")
    for shown in (placed, under_way, listed, bill):
        assert not MONEY & shown.keys()
    assert await desk.postings(ordered) == []

    await desk.move(ordered, Status.DELIVERED)
    delivered = await desk.shown(ordered, status="delivered", folio="settled")
    assert delivered["total"]["amount"] == ordered.body["total"]
    assert await settled_net(desk, ordered) == ordered.body["total"]
    assert {posting.room for posting in await desk.postings(ordered)} == {ordered.body["room"]}
    assert len(await desk.postings(ordered)) == len(due(ordered))


@pytest.mark.feature("O05", "O07")
async def test_the_reception_gets_one_mail_with_room_restaurant_code_and_link(desk: Desk) -> None:
    ordered = await desk.place(validation_code="MX-4821")
    (mail,) = await desk.mailed(ordered)
    for said in (ordered.body["room"], ordered.body["restaurant"]["name"], "MX-4821"):
        assert said in (mail.text or "")
        assert said in (mail.html or "").replace("&#39;", "'")
    assert f"/board?order={ordered.order_id}" in (mail.text or "")
    assert mail.envelope_to == ["reception@lumiere.example"]


@pytest.mark.feature("O03")
async def test_the_live_stream_tells_what_the_board_shows(
    desk: Desk, api: httpx.AsyncClient
) -> None:
    board = (await api.get(f"{HOTEL}/live")).json()
    async with stream(api, board["offset"]) as events:
        ordered = await desk.place()
        async with asyncio.timeout(PATIENCE):
            async for event in events:
                if event.get("event") != "card":
                    continue
                if event["data"]["order_id"] == ordered.order_id:
                    break
        card = event["data"]
        now = (await api.get(f"{HOTEL}/live")).json()
        (shown,) = [one for one in now["orders"] if one["order_id"] == ordered.order_id]
        assert card["reference"] == shown["reference"] == ordered.reference
        assert int(event["id"]) >= board["offset"]


@pytest.mark.feature("O21")
async def test_a_cancelled_order_is_never_charged(desk: Desk) -> None:
    ordered = await desk.place(ending=Ending(end="canceled", at="pickup"))
    await desk.move(ordered, Status.CANCELED)
    shown = await desk.shown(ordered, status="cancelled")
    assert shown["total_due"] == "nothing"
    assert await desk.postings(ordered) == []


async def test_a_meal_that_the_courier_takes_back_is_never_charged(desk: Desk) -> None:
    ordered = await desk.place(ending=Ending(end="returned"))
    await desk.move(ordered, Status.RETURNED)
    shown = await desk.shown(ordered, status="returned")
    assert shown["total_due"] == "nothing"
    assert await desk.postings(ordered) == []


@pytest.mark.promise("nothing doubled")
async def test_an_answer_lost_by_the_pms_is_looked_up_and_not_posted_again(
    desk: Desk, partners: PartnersClient
) -> None:
    lost = Fault(method="POST", path_contains="/charges", lose_answer_rate=1, times=1)
    await partners.set_faults(Partner.OPERA, lost)
    ordered = await desk.place()
    await desk.move(ordered, Status.DELIVERED)
    await desk.shown(ordered, status="delivered", folio="settled")
    assert len(await desk.postings(ordered)) == len(due(ordered))
    assert await settled_net(desk, ordered) == ordered.body["total"]


@pytest.mark.promise("nothing lost")
async def test_a_mail_refused_for_a_while_arrives_once(
    desk: Desk, partners: PartnersClient
) -> None:
    await partners.set_faults(Partner.MAIL, Fault(status=451, times=2))
    ordered = await desk.place()
    assert len(await desk.mailed(ordered)) == 1
    assert await partners.mail_refusals()


async def test_a_repeated_intake_opens_one_order(desk: Desk, api: httpx.AsyncClient) -> None:
    ordered = await desk.place(IntakeTwist(copies=3))
    await desk.shown(ordered, stage="placed")
    found = (await api.get(f"{HOTEL}/orders", params={"q": ordered.reference})).json()
    assert [one["order_id"] for one in found["orders"]] == [ordered.order_id]


async def test_webhooks_before_the_intake_are_kept_for_the_order(
    desk: Desk,
    partners: PartnersClient,
    installation: Installation,
    connections: dict[str, Any],
) -> None:
    bridge = f"http://127.0.0.1:{installation.ports.pms_bridge}"
    await load_partners(partners, connections, bridge, courier_speed=600)
    ordered = await desk.place(IntakeTwist(after_webhooks=3))
    attempts = [w for w in await partners.webhooks() if w.external_id == ordered.external_id]
    calls = [c for c in await partners.intake_calls() if c.external_id == ordered.external_id]
    assert attempts[0].at < calls[0].at
    shown = await desk.shown(ordered, status="delivered", folio="settled")
    assert shown["courier"]["name"]
    assert await settled_net(desk, ordered) == ordered.body["total"]


@pytest.mark.promise("nobody in who should not be")
@pytest.mark.parametrize(
    "twist", [IntakeTwist(bad_signature=True), IntakeTwist(signed_seconds_ago=900)]
)
async def test_an_intake_with_a_wrong_or_old_signature_is_refused(
    desk: Desk, partners: PartnersClient, twist: IntakeTwist
) -> None:
    body = desk.an_order()
    command = PlaceOrder(partner_id=PARTNER_ID, order=body, intake=twist, book_courier=False)
    assert (await partners.place_order(command)).intake_answer == 401


@pytest.mark.promise("nobody in who should not be")
async def test_a_page_cannot_order_for_a_property_that_is_not_its_own(
    desk: Desk, partners: PartnersClient
) -> None:
    body = {**desk.an_order(), "property_id": "hotel-voisin"}
    command = PlaceOrder(partner_id=PARTNER_ID, order=body, book_courier=False)
    assert (await partners.place_order(command)).intake_answer == 403


async def test_other_content_under_the_same_reference_is_refused_and_shown(
    desk: Desk, api: httpx.AsyncClient
) -> None:
    changed = IntakeTwist(then_changed={"room": "999"})
    ordered = await desk.place(changed)
    shown = await desk.shown(ordered, stage="placed")
    assert shown["room"] == ordered.body["room"]

    async def refused() -> bool:
        feed = (await api.get(f"{HOTEL}/activity")).json()
        return any(
            one["kind"] == "refused" and one.get("order_id") == ordered.order_id
            for one in feed["entries"]
        )

    await eventually(refused, "the refusal is in the feed")


async def test_the_property_of_the_journeys_is_the_demo_hotel(api: httpx.AsyncClient) -> None:
    found = (await api.get(f"/api/v1/properties/{PROPERTY_ID}")).json()
    assert found["sheet"]["name"] == "Hôtel Lumière"
