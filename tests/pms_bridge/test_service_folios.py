"""Folios, decisions, reconciliation and tests of a connection on the real engines: what comes in by
a topic, against what the PMS holds and what is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chassis.service import Service
from comptoir_local.engines.addresses import EngineAddresses
from contracts import reconciliation, topics
from contracts.billing import BillingReason, BillingTarget, FolioNeedsAttention, FolioSettled
from contracts.deliveries import Guest
from contracts.folio_requests import FolioRequestTaken
from contracts.message import Message
from contracts.properties import PropertyState
from contracts.reconciliation import (
    ConnectionTested,
    DayReconciled,
    MismatchReason,
    ReconcileDay,
    StatementTaken,
)
from contracts.topics import Topic
from partners.client import PartnersClient
from pms_bridge.properties.model import properties
from tests.support.bench import Bench, Published, eventually
from tests.support.deliveries import PROPERTY, sheet
from tests.support.folios import NOTHING, choose, euros, target
from tests.support.reconciliations import take_statement

NOW = datetime.now(UTC)
TODAY = NOW.astimezone(ZoneInfo("Europe/Paris")).date()

PARTLY = BillingReason.PARTIALLY_REFUNDED
# An order's targets by its reference, and what its guest's folio holds in the end, per tax line.
ORDERS: dict[str, tuple[tuple[BillingTarget, ...], tuple[int, ...]]] = {
    "DELIV1": ((target(euros(2200, 300)),), (2200, 300)),
    "REFUN1": (
        (target(euros(2200, 300)), target(NOTHING, reason=BillingReason.REFUNDED)),
        (0, 0),
    ),
    "PARTL1": (
        (
            target(euros(2200, 300)),
            target(euros(1500, 300), reason=PARTLY),
            target(euros(1500), reason=PARTLY),
        ),
        (1500, 0),
    ),
    "CANCE1": (
        (target(euros(2200)), target(NOTHING, reason=BillingReason.CANCELLED)),
        (0, 0),
    ),
}


def of_order(reference: str, said: BillingTarget) -> BillingTarget:
    about = {"order_id": f"order-{reference}", "reference": reference, "placed_at": NOW}
    return said.model_copy(update={**about, "external_id": f"X-{reference}"})


async def told(bench: Bench, kind: type[Message], topic: Topic) -> list[tuple[Published, Any]]:
    """What was said of one type, with its record."""
    records = await bench.published(topic)
    return [(one, kind.read(one.value)) for one in records if one.type == kind.TYPE]


async def answer(bench: Bench, kind: type[Message], topic: Topic, number: int = 1) -> Any:
    """The newest of so many messages of one type, with its record."""

    async def said() -> list[tuple[Published, Any]] | None:
        found = await told(bench, kind, topic)
        return found if len(found) >= number else None

    return (await eventually(said, f"{number} {kind.TYPE}"))[-1]


@pytest.fixture
async def bench(engines: EngineAddresses, namespace: str, bridge: Service) -> AsyncIterator[Bench]:
    """The bridge's corner of the engines, its topics made and its property known."""
    made = Bench(engines, namespace)
    await made.create_topics(bridge)
    await made.send(PropertyState(property_id=PROPERTY, sheet=sheet()), sequence=1)
    yield made
    await made.close()


async def test_each_status_ends_in_the_guests_folio_per_tax_line_and_the_day_agrees(
    bench: Bench, bridge: Service, pms: PartnersClient
) -> None:
    async with bench.running(bridge):
        for reference, (said, _) in ORDERS.items():
            for number, one in enumerate(said, 1):
                await bench.send(of_order(reference, one), sequence=number)

        async def settled() -> bool:
            sums = {reference: [0, 0] for reference in ORDERS}
            for line in await pms.postings():
                sums[str(line.check_number)][line.transaction_code == "2020"] += line.amount
            last = {m.order_id: m.amount for _, m in await told(bench, FolioSettled, FOLIOS)}
            return sums == {name: list(held) for name, (_, held) in ORDERS.items()} and last == {
                f"order-{name}": said[-1].amount for name, (said, _) in ORDERS.items()
            }

        await eventually(settled, "every folio holds what it should")
        assert {line.reservation_id for line in await pms.postings()} == {"934171"}
        billed = [(f"X-{name}", sum(held)) for name, (_, held) in ORDERS.items()]
        await _compare(bench, bridge, billed)


async def _compare(bench: Bench, bridge: Service, billed: list[tuple[str, int]]) -> None:
    """The statement agrees; a later one does not; the clock compares the day again."""
    await bench.send(take_statement(*billed, day=TODAY, issued_at=NOW))
    await answer(bench, StatementTaken, PROPERTIES)
    await bench.send(ReconcileDay(property_id=PROPERTY, day=TODAY), id="request-1")
    _, day = await answer(bench, DayReconciled, PROPERTIES)
    assert (day.request_id, day.orders, day.mismatches) == ("request-1", 4, ())
    assert (day.partner_total, day.ledger_total, day.folio_total) == (4000, 4000, 4000)

    later = datetime.now(UTC)
    await bench.send(take_statement(*billed[1:], day=TODAY, issued_at=later))
    await answer(bench, StatementTaken, PROPERTIES, 2)
    state = await bench.state(bridge, properties.ref(PROPERTY))
    due = reconciliation.ReconciliationDue(property_id=PROPERTY, day=TODAY)
    assert state["next_day"] <= TODAY.isoformat()
    if state["next_day"] < TODAY.isoformat():  # before six in the morning, yesterday comes first
        yesterday = due.model_copy(update={"day": due.day.fromisoformat(state["next_day"])})
        await bench.send(yesterday)
        await answer(bench, DayReconciled, PROPERTIES, 2)
    before = len(await told(bench, DayReconciled, PROPERTIES))
    await bench.send(due)
    _, day = await answer(bench, DayReconciled, PROPERTIES, before + 1)
    (mismatch,) = day.mismatches
    assert (mismatch.order_id, mismatch.reasons) == (
        "order-DELIV1",
        (MismatchReason.PARTNER_MISSING,),
    )
    assert (mismatch.ledger, mismatch.folio, mismatch.partner) == (2500, 2500, None)
    assert day.request_id is None


async def test_reception_chooses_whose_folio_it_is_and_whoever_asked_is_answered(
    bench: Bench, bridge: Service, pms: PartnersClient
) -> None:
    async with bench.running(bridge):
        await bench.send(target(euros(2200, 300), guest=Guest(surname="Durand")), sequence=1)
        _, task = await answer(bench, FolioNeedsAttention, FOLIOS)
        assert [one.reservation_id for one in task.candidates] == ["934171", "934172"]
        assert await pms.postings() == []
        await bench.send(choose(task.posting_id, "934172"), id="choice-1", actor="person:clara")
        record, taken = await answer(bench, FolioRequestTaken, FOLIOS)
        assert (record.headers["ce_causationid"], taken.posting_id) == ("choice-1", task.posting_id)
        await answer(bench, FolioSettled, FOLIOS)
    lines = [(line.reservation_id, line.amount) for line in await pms.postings()]
    assert lines == [("934172", 2200), ("934172", 300)]


async def test_a_connection_is_tested_for_whoever_asks(
    bench: Bench, bridge: Service, pms: PartnersClient
) -> None:
    async with bench.running(bridge):

        async def known() -> Any:
            return await bench.state(bridge, properties.ref(PROPERTY))

        await eventually(known, "the property is known")
        await bench.send(reconciliation.TestConnection(property_id=PROPERTY), id="request-1")
        _, tested = await answer(bench, ConnectionTested, PROPERTIES)
    assert (tested.request_id, tested.works) == ("request-1", True)
    assert [result.check for result in tested.checks] == list(reconciliation.Check)


FOLIOS, PROPERTIES = topics.BRIDGE_FOLIO_EVENTS, topics.BRIDGE_PROPERTY_EVENTS
