"""A claim's deadline, from the timer to the end of the claim, on the real engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

import inventory.app
import inventory.settings
import orders.app
import orders.settings
from chassis import rows
from chassis.clock import CLOCK, SYSTEM, Clock
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from contracts.claims import ClaimOutcome
from contracts.doubts import DeliveryMissing
from contracts.properties import DefineProperty
from contracts.tracking import ReportedStatus
from orders.delivery.claiming import ANSWER_WITHIN
from orders.delivery.deadlines import PLACED_WITHIN
from orders.delivery.model import DeliveryOrder, deliveries
from orders.properties.model import Property, properties
from tests.support.bench import Bench, eventually
from tests.support.claims import open_claim
from tests.support.deliveries import ORDER, PROPERTY, place, reported, sheet

R = ReportedStatus
ENDED_AT = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
async def bench(engines: EngineAddresses, namespace: str) -> AsyncIterator[Bench]:
    bench = Bench(engines, namespace)
    yield bench
    await bench.close()


async def test_an_order_that_is_reported_on_and_never_placed_is_told_after_half_an_hour(
    bench: Bench,
) -> None:
    service = orders.app.build(orders.settings.Settings())
    await bench.create_topics(service)
    bench.database(service)
    async with bench.running(service) as ordering:
        await bench.send(reported(R.ACCEPTED, external_id="LUM-42"), id="1")

        async def waiting() -> datetime | None:
            found = await ordering.runtime.database.find(rows.EFFECTS, {})
            return found[0]["due_at"] if found else None

        await eventually(waiting, "the timer waits")
    later = Clock(lambda: datetime.now(UTC) + PLACED_WITHIN, SYSTEM.monotonic)
    token = CLOCK.set(later)
    try:
        async with bench.running(service):

            async def told() -> DeliveryMissing | None:
                found = await bench.published(topics.ORDERS_DELIVERY_EVENTS)
                return DeliveryMissing.read(found[0].value) if found else None

            missing = await eventually(told, "the order is missed")
    finally:
        CLOCK.reset(token)
    assert missing.external_id == "LUM-42"


async def test_a_claim_that_nobody_answers_ends_when_its_deadline_has_come(bench: Bench) -> None:
    inventory_service = inventory.app.build(inventory.settings.Settings())
    service = orders.app.build(orders.settings.Settings())
    for each in (inventory_service, service):
        await bench.create_topics(each)
        bench.database(each)
    async with bench.running(inventory_service), bench.running(service) as ordering:
        await bench.send(DefineProperty(property_id=PROPERTY, sheet=sheet()))

        async def known() -> Property | None:
            return await ordering.runtime.documents.get(properties.ref(PROPERTY))

        await eventually(known, "orders knows the property")
        delivered = reported(R.DELIVERED).model_copy(update={"reported_at": ENDED_AT})
        for id, message in (("1", place()), ("2", delivered)):
            await bench.send(message, id=id)

        async def order_is_delivered() -> DeliveryOrder | None:
            order = await ordering.runtime.documents.get(deliveries.ref(ORDER))
            return order if order is not None and order.status == "delivered" else None

        await eventually(order_is_delivered, "the order is delivered")
        await bench.send(open_claim(), id="3")

        async def waiting() -> datetime | None:
            found = await ordering.runtime.database.find(rows.EFFECTS, {})
            return found[0]["due_at"] if found else None

        due_at = await eventually(waiting, "the timer waits")
        order = await ordering.runtime.documents.get(deliveries.ref(ORDER))
    assert order is not None
    (claim,) = order.claims
    assert (claim.outcome, claim.deadline) == (None, due_at)

    two_days_on = Clock(lambda: datetime.now(UTC) + ANSWER_WITHIN, SYSTEM.monotonic)
    token = CLOCK.set(two_days_on)
    try:
        async with bench.running(service) as ordering:

            async def ended() -> DeliveryOrder | None:
                order = await ordering.runtime.documents.get(deliveries.ref(ORDER))
                return order if order is not None and order.claims[0].outcome else None

            order = await eventually(ended, "the claim has ended")
    finally:
        CLOCK.reset(token)
    assert order.claims[0].outcome is ClaimOutcome.UNANSWERED
    told = [record.type for record in await bench.published(topics.ORDERS_DELIVERY_EVENTS)]
    assert told[-2:] == ["orders.delivery.claim-opened.v1", "orders.delivery.claim-ended.v1"]
