"""The whole bridge on the real engines, between orders and a simulated ordering page."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from chassis.service import Service
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from contracts.chats import CourierMessageReported
from contracts.claims import ClaimDecisionReported
from contracts.deliveries import PlaceDeliveryOrder
from contracts.handovers import PartnerNotTold, PartnerTold
from contracts.message import Message
from contracts.order_ids import order_id_of
from contracts.reconciliation import TakeStatement
from contracts.refunds import RefundReported
from contracts.topics import Topic
from contracts.tracking import DeliveryStatusReported, ReportedStatus
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.ordering_page.model import (
    ClaimDecision,
    Conduct,
    CourierWrites,
    IssueStatement,
    PageSetup,
    PartnerAccess,
    PlaceOrder,
)
from partners.running import Running
from pms_bridge.app import build
from pms_bridge.settings import Settings
from tests.partners.uber_caller import CUSTOMER, SIGNING_KEY, uber_setup
from tests.support.bench import Bench, eventually
from tests.support.deliveries import EVENING, ORDER, PROPERTY
from tests.support.door import order
from tests.support.handovers import PAGE, claim_ended, claimed, placed_by_the_hotel, written
from tests.support.serving import serving

CALLBACK_SECRET = "for-the-tests-callbacks-only"
PAGE_SECRET = "for-the-tests-page-only"
EXTERNAL = "LUM-20261123-0042"


@pytest.fixture
async def bench(engines: EngineAddresses, namespace: str) -> AsyncIterator[Bench]:
    made = Bench(engines, namespace)
    yield made
    await made.close()


@pytest.fixture
async def page(partners: PartnersClient) -> PartnersClient:
    access = PartnerAccess(
        partner_id=PAGE,
        secrets=[PAGE_SECRET],
        callback_secret=CALLBACK_SECRET,
        uber_customer_id=CUSTOMER,
        uber_client_id="uber client",
        uber_client_secret="uber secret",
        retry_base_s=0.05,
    )
    await partners.load_ordering_pages(PageSetup(partners=[access]))
    await partners.load_uber(uber_setup(speed=20_000))
    return partners


@pytest.fixture
def bridge(partners_running: Running, tmp_path: Path) -> Service:
    connections: dict[str, Any] = {
        "ordering_pages": {
            PAGE: {
                "properties": [PROPERTY],
                "secrets": [PAGE_SECRET],
                "callback_url": f"{partners_running.http_url}/ordering-page/{PAGE}/callbacks",
                "callback_secret": CALLBACK_SECRET,
                "timeout_seconds": 1,
            }
        },
        "uber_direct": {
            "lumiere": {
                "property_id": PROPERTY,
                "partner_id": PAGE,
                "signing_keys": ["the key to come", SIGNING_KEY],
            }
        },
    }
    path = tmp_path / "connections.json"
    path.write_text(json.dumps(connections))
    return build(Settings(connections=path))


async def said(bench: Bench, topic: Topic, *kinds: type[Message]) -> list[Message]:
    """Messages of some types on a topic, in order."""
    known = {kind.TYPE: kind for kind in kinds}
    records = await bench.published(topic)
    return [known[one.type].read(one.value) for one in records if one.type in known]


async def test_what_the_hotel_has_for_a_page_reaches_it_once_and_in_order(
    bench: Bench, bridge: Service, page: PartnersClient
) -> None:
    await bench.create_topics(bridge)
    await page.conduct_of_page(PAGE, Conduct(book_couriers=False))
    lost = Fault(lose_answer_rate=1, times=1)
    await page.set_faults(Partner.ORDERING_PAGE, Fault(status=503, times=1), lost)
    async with bench.running(bridge):
        for number, message in enumerate((placed_by_the_hotel(), written(), claimed()), start=1):
            await bench.send(message, sequence=number)
        await bench.send(claim_ended(), sequence=4)

        async def all_told() -> bool:
            return len(await said(bench, topics.BRIDGE_DELIVERY_EVENTS, PartnerTold)) == 4

        await eventually(all_told, "the page has taken all")
    taken = [one for one in await page.callbacks() if not one.repeat]
    assert [one.type for one in taken] == ["order", "chat_message", "claim", "claim_withdrawal"]
    assert sum(one.repeat for one in await page.callbacks()) == 1
    assert {one.signature for one in taken} == {"right"}
    told = await said(bench, topics.BRIDGE_DELIVERY_EVENTS, PartnerTold)
    assert [str(one.kind) for one in told if isinstance(one, PartnerTold)] == [
        "order",
        "chat_message",
        "claim",
        "claim_withdrawal",
    ]
    assert {one.key for one in told} == {ORDER}


async def test_a_page_that_says_no_is_told_to_people_in_its_own_words(
    bench: Bench, bridge: Service, page: PartnersClient
) -> None:
    await bench.create_topics(bridge)
    await page.conduct_of_page(PAGE, Conduct(refuse={"chat_message": "The courier has left."}))
    async with bench.running(bridge):
        await bench.send(written(), sequence=1)

        async def not_told() -> list[Message]:
            return await said(bench, topics.BRIDGE_DELIVERY_EVENTS, PartnerNotTold)

        (told,) = await eventually(not_told, "the refusal is said")
    assert told.reason == "the partner refused: The courier has left."


async def test_what_a_page_and_its_courier_say_comes_in_as_one_order(
    bench: Bench, bridge: Service, page: PartnersClient
) -> None:
    await bench.create_topics(bridge)
    async with bench.running(bridge) as engine:
        assert bridge.asgi is not None
        async with serving(bridge.asgi(engine.runtime)) as url:
            await page.point_at_bridge(url)
            command = PlaceOrder(partner_id=PAGE, order=order(), kitchen=True)
            placed = await page.place_order(command)
            await page.settled(30)
            writes = CourierWrites(partner_id=PAGE, external_id=EXTERNAL, text="At the side door.")
            assert (await page.courier_writes(writes)).answer == 200
            refund = {"id": "rf-1", "currency_code": "EUR", "total_partner_refund": 500}
            await page.request_refund(str(placed.delivery_id), refund)
            await bench.send(claimed(), sequence=1)

            async def claim_known() -> bool:
                return bool(await page.callbacks())

            await eventually(claim_known, "the page has the claim")
            await page.decide_claim("c-1", ClaimDecision(verdict="accepted"))
            bill = IssueStatement(partner_id=PAGE, property_id=PROPERTY, day=EVENING.date())
            assert (await page.issue_statement(bill)).answer == 202
    order_id = order_id_of(PAGE, EXTERNAL)
    (taken,) = await said(bench, topics.ORDERS_DELIVERY_COMMANDS, PlaceDeliveryOrder)
    statuses = await said(bench, topics.BRIDGE_DELIVERY_EVENTS, DeliveryStatusReported)
    facts = (CourierMessageReported, RefundReported, ClaimDecisionReported)
    others = await said(bench, topics.BRIDGE_DELIVERY_EVENTS, *facts)
    assert {one.key for one in (taken, *statuses, *others)} == {order_id}
    found = [one.status for one in statuses if isinstance(one, DeliveryStatusReported)]
    assert found[:2] == [ReportedStatus.ACCEPTED, ReportedStatus.PREPARING]
    assert found[-1] is ReportedStatus.DELIVERED
    message, refunded, decided = others
    assert isinstance(message, CourierMessageReported)
    assert message.text == "At the side door."
    assert isinstance(refunded, RefundReported)
    assert (refunded.refund_id, refunded.total) == ("rf-1", 500)
    assert isinstance(decided, ClaimDecisionReported)
    assert (decided.claim_id, decided.refunded) == ("c-1", 1250)
    (statement,) = await said(bench, topics.BRIDGE_PROPERTY_COMMANDS, TakeStatement)
    assert isinstance(statement, TakeStatement)
    assert [(line.external_id, line.charged) for line in statement.lines] == [
        (EXTERNAL, 2500 - 500 - 1250)
    ]
