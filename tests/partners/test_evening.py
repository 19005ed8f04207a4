"""An evening's orders, from the ordering page to the last courier."""

from collections import Counter
from datetime import date

import pytest

from partners.client import PartnersClient
from partners.demo_data import house
from partners.evening import Mishap, SentOrder, play
from partners.ordering_page.model import PageSetup, PartnerAccess
from tests.partners.listening_bridge import ListeningBridge
from tests.partners.uber_caller import CUSTOMER, uber_setup

HOUSE = house(date(2026, 11, 23))


@pytest.fixture
async def page(partners: PartnersClient, bridge: ListeningBridge) -> PartnersClient:
    access = PartnerAccess(
        partner_id="lumiere-page",
        secrets=["secret"],
        uber_customer_id=CUSTOMER,
        uber_client_id="uber client",
        uber_client_secret="uber secret",
    )
    await partners.load_ordering_pages(PageSetup(partners=[access]))
    await partners.load_uber(uber_setup(speed=20_000, courier_update_s=240))
    return partners


async def _play(page: PartnersClient, seed: int, orders: int = 20) -> list[SentOrder]:
    sent = await play(
        page,
        HOUSE,
        property_id="hotel-lumiere",
        partner_id="lumiere-page",
        orders=orders,
        seed=seed,
        speed=1_000_000,
    )
    await page.settled(30)
    return sent


async def test_every_order_said_to_be_sent_was_sent_and_ended_as_said(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    sent = await _play(page, seed=1)

    taken = {heard.json["external_id"]: heard.json for heard in bridge.intakes()}
    assert taken == {order.external_id: order.order for order in sent}
    last_words = {
        heard.json["data"]["external_id"]: heard.json["status"]
        for heard in bridge.webhooks()
        if heard.json["data"]["complete"]
    }
    assert last_words == {order.external_id: order.end for order in sent}


async def test_ten_orders_hold_every_mishap_and_they_really_happen(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    sent = await _play(page, seed=2, orders=10)

    assert Counter(order.mishap for order in sent) == Counter([Mishap.NONE] * 2 + list(Mishap))
    by_mishap = {order.mishap: order.external_id for order in sent}
    repeated = by_mishap[Mishap.REPEATED_INTAKE]
    assert sum(heard.json["external_id"] == repeated for heard in bridge.intakes()) == 3
    doubled = {a.external_id for a in await page.webhooks() if a.duplicate}
    assert doubled == {by_mishap[Mishap.REPEATED_WEBHOOKS]}
    late = by_mishap[Mishap.LATE_INTAKE]
    first = next(heard for heard in bridge.heard if late in heard.body.decode())
    assert first.path.startswith("/webhooks/")


async def test_the_same_seed_plays_the_same_evening(page: PartnersClient) -> None:
    def gist(sent: list[SentOrder]) -> list[tuple[Mishap, int]]:
        return [(order.mishap, order.order["total"]) for order in sent]

    first, again, other = [gist(await _play(page, seed, orders=5)) for seed in (3, 3, 4)]

    assert first == again
    assert first != other
