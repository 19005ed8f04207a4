"""An evening's orders, from the ordering page to the last courier."""

from collections import Counter
from datetime import date

import pytest

from partners.aftermath import NotTaken, afterwards, called_off
from partners.client import PartnersClient
from partners.demo_data import house
from partners.evening import play
from partners.mishaps import EVERY, Mishap, SentOrder
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
    carried = [order for order in sent if not order.mishap.without_courier]
    ends = {order.external_id: order.end for order in carried}
    ends |= {o.external_id: "delivered" for o in carried if o.mishap is Mishap.CALLED_OFF_LATE}
    assert last_words == ends


async def test_twenty_orders_hold_every_mishap_and_they_really_happen(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    sent = await _play(page, seed=2, orders=20)

    assert Counter(order.mishap for order in sent) == Counter([Mishap.NONE] * 3 + list(EVERY))
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


async def test_what_comes_after_a_delivery_is_told_as_the_mishap_says(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    sent = await _play(page, seed=5, orders=20)
    bridge.forget()
    for order in sent:
        await afterwards(page, "lumiere-page", order)
    await page.settled(30)

    totals = {order.external_id: order.order["total"] for order in sent}
    by_mishap = {order.mishap: order.external_id for order in sent}
    refunds = Counter[str]()
    for event in bridge.events():
        if event["type"] == "refund":
            refunds[event["external_id"]] += event["total"]
    too_much = by_mishap[Mishap.REFUNDED_TOO_MUCH]
    assert refunds.keys() == {
        by_mishap[mishap]
        for mishap in (Mishap.REFUNDED_IN_PART, Mishap.REFUNDED_TWICE, Mishap.REFUNDED_TOO_MUCH)
    }
    assert refunds.pop(too_much) > totals[too_much]
    assert all(refunded < totals[id] for id, refunded in refunds.items())
    (called_off,) = [event for event in bridge.events() if event["type"] == "status"]
    assert called_off["external_id"] == by_mishap[Mishap.CALLED_OFF_LATE]
    (refunded,) = [w.json for w in bridge.webhooks() if w.json["kind"] == "event.refund_request"]
    assert refunded["external_id"] == by_mishap[Mishap.REFUNDED]


async def test_an_event_that_is_not_taken_is_an_error(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    (sent,) = await _play(page, seed=6, orders=1)
    bridge.answers.append(422)
    with pytest.raises(NotTaken, match=sent.external_id):
        await called_off(page, "lumiere-page", sent.order, "fermé")
