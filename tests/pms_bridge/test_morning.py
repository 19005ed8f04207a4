"""Six in the morning at the property: the timer of a day's comparison, waited for on the real
engines with the clock moved on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chassis import rows
from chassis.clock import CLOCK, SYSTEM, Clock
from chassis.service import Service
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from contracts.billing import FolioSettled
from contracts.message import Message
from contracts.properties import PropertyState
from contracts.reconciliation import DayReconciled, StatementTaken
from contracts.topics import Topic
from partners.client import PartnersClient
from pms_bridge.app import build
from pms_bridge.reconciliation.days import bounds, comparison_time, day_after, first_day
from pms_bridge.reconciliation.work import AwaitDay
from pms_bridge.settings import Settings
from tests.support.bench import Bench, eventually
from tests.support.deliveries import PROPERTY, sheet
from tests.support.folios import euros, target
from tests.support.reconciliations import take_statement

ZONE = "Europe/Paris"
FOLIOS, PROPERTIES = topics.BRIDGE_FOLIO_EVENTS, topics.BRIDGE_PROPERTY_EVENTS


@pytest.fixture
async def bench(engines: EngineAddresses, namespace: str, bridge: Service) -> AsyncIterator[Bench]:
    made = Bench(engines, namespace)
    await made.create_topics(bridge)
    await made.send(PropertyState(property_id=PROPERTY, sheet=sheet()), sequence=1)
    yield made
    await made.close()


async def told(bench: Bench, kind: type[Message], topic: Topic) -> list[Any]:
    records = await bench.published(topic)
    return [kind.read(one.value) for one in records if one.type == kind.TYPE]


async def timers(bench: Bench, bridge: Service) -> dict[str, datetime]:
    """The days that are waited for, with the hour of each."""
    found = await bench.database(bridge).find(rows.EFFECTS, {"kind": AwaitDay.KIND})
    return {row["work"]["day"]: row["due_at"] for row in found}


async def test_a_day_is_compared_at_six_the_next_morning_by_itself_and_the_next_one_awaited(
    bench: Bench, bridge: Service, pms: PartnersClient, tmp_path: Path
) -> None:
    async def answer(kind: type[Message], topic: Topic) -> Any:
        async def said() -> list[Any]:
            return await told(bench, kind, topic)

        return (await eventually(said, f"{kind.__name__} is told"))[0]

    now = datetime.now(UTC)
    day = first_day(now, ZONE)
    six = comparison_time(day, ZONE)
    assert six.astimezone(ZoneInfo(ZONE)).strftime("%H:%M") == "06:00"
    placed_at = bounds(day, ZONE)[0] + timedelta(hours=12)
    async with bench.running(bridge):
        await bench.send(target(euros(2200, 300), placed_at=placed_at), sequence=1)
        await answer(FolioSettled, FOLIOS)
        billed = take_statement(("LUM-20261123-0042", 2500), day=day, issued_at=now)
        await bench.send(billed)
        await answer(StatementTaken, PROPERTIES)
        assert await timers(bench, bridge) == {day.isoformat(): six}
    assert await told(bench, DayReconciled, PROPERTIES) == []

    a_minute_past = six + timedelta(minutes=1) - now
    moved = CLOCK.set(Clock(lambda: datetime.now(UTC) + a_minute_past, SYSTEM.monotonic))
    try:
        started_anew = build(Settings(connections=tmp_path / "connections.json"))
        async with bench.running(started_anew):
            compared = await answer(DayReconciled, PROPERTIES)
            assert (compared.day, compared.orders, compared.mismatches) == (day, 1, ())
            assert (compared.ledger_total, compared.folio_total) == (2500, 2500)
            assert compared.partner_total == 2500
            following = day_after(day)
            awaited = {following.isoformat(): comparison_time(following, ZONE)}
            assert await timers(bench, bridge) == awaited
    finally:
        CLOCK.reset(moved)
    assert len(await told(bench, DayReconciled, PROPERTIES)) == 1
