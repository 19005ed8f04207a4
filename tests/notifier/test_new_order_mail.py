"""From a property's definition to its mail about an order, on the real engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

import inventory.app
import inventory.settings
import notifier.app
import notifier.settings
import orders.app
import orders.settings
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from contracts.properties import DefineProperty
from contracts.tracking import ReportedStatus
from notifier.notices.model import NoticeState, OrderNotices, order_notices
from orders.delivery.model import DeliveryOrder, deliveries
from orders.delivery.transitions import DeliveryStatus
from orders.properties.model import Property, properties
from tests.support.bench import Bench, eventually
from tests.support.deliveries import AMOUNT, MARC, ORDER, PROPERTY, place, reported, seen, sheet
from tests.support.mail_server import MailServer


@pytest.fixture
async def bench(engines: EngineAddresses, namespace: str) -> AsyncIterator[Bench]:
    bench = Bench(engines, namespace)
    yield bench
    await bench.close()


async def test_an_order_at_a_new_property_is_mailed_once_tracked_and_due(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(MailServer().running())
        monkeypatch.setenv("COMPTOIR_SMTP", f"smtp://127.0.0.1:{server.port}")
        services = (
            inventory.app.build(inventory.settings.Settings()),
            orders.app.build(orders.settings.Settings()),
            notifier.app.build(notifier.settings.Settings()),
        )
        for service in services:
            await bench.create_topics(service)
            bench.database(service)
        _, ordering, noticing = [
            await stack.enter_async_context(bench.running(service)) for service in services
        ]
        await bench.send(DefineProperty(property_id=PROPERTY, sheet=sheet()))

        async def known() -> Property | None:
            return await ordering.runtime.documents.get(properties.ref(PROPERTY))

        await eventually(known, "orders knows the property")
        for _ in range(2):
            await bench.send(reported(ReportedStatus.NEAR, 30, courier=MARC), id="near")
            await bench.send(place(), id="place")
            await bench.send(seen(31), id="seen")
            await bench.send(reported(ReportedStatus.DELIVERED, 34), id="delivered")

        async def sent() -> OrderNotices | None:
            kept = await noticing.runtime.documents.get(order_notices.ref(ORDER))
            done = kept is not None and kept.notices[0].state is NoticeState.SENT
            return kept if done else None

        async def delivered() -> DeliveryOrder | None:
            order = await ordering.runtime.documents.get(deliveries.ref(ORDER))
            done = order is not None and order.status is DeliveryStatus.DELIVERED
            return order if done else None

        await eventually(sent, "the mail was taken and its report handled")
        order = await eventually(delivered, "the order is delivered")

    assert order.placement.content.amount == AMOUNT
    (mail,) = server.messages
    assert mail["Subject"] == "Nouvelle commande\u00a0: chambre 203, Chez Lina"
    told = await bench.published(topics.ORDERS_DELIVERY_EVENTS)
    said = [record.type.split(".")[2] for record in told]
    # Where the courier was is told when it is known: before the order was placed, or after.
    assert [kind for kind in said if kind != "courier-seen"] == [
        "placed",
        "courier-assigned",
        "picked-up",
        "courier-near",
        "delivered",
    ]
    assert [record.sequence for record in told] == list(range(1, len(told) + 1))
    assert len(await bench.published(topics.ORDERS_BILLING_STATE)) == 1
    assert len(await bench.published(topics.NOTIFIER_NOTICE_EVENTS)) == 1
