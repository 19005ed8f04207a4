"""Inventory on the real engines: the same planning as on the back of an envelope, after a kill,
with every answer on its topic and nothing for the audit to find."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from chassis.documents import from_stored
from chassis.service import Service
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from contracts.catalogue import SetClosures
from contracts.message import Message
from contracts.planning import PlacesHeld, PlacesRefused, PlanningDayChanged, day_id_of
from contracts.properties import DefineProperty
from inventory.app import build
from inventory.auditing import audit, audited
from inventory.planning.days import Day, days, told
from inventory.planning.holds import holds
from inventory.planning.stock import Stock, stocks
from inventory.selling.model import sellings
from inventory.settings import Settings
from tests.inventory.plain import Plain, Setting, Spot
from tests.support.bench import Bench, eventually
from tests.support.plannings import (
    HUT,
    hold,
    hut_sheet,
    opening,
    place,
    release,
    set_openings,
    set_stock_types,
    stock_type,
)

TODAY = dt.datetime.now(dt.UTC).date()
NIGHTS = [TODAY + dt.timedelta(days=30 + n) for n in range(4)]
KINDS = {"dortoir": None, "chambre": 3}


@pytest.fixture
async def bench(engines: EngineAddresses, namespace: str) -> AsyncIterator[Bench]:
    bench = Bench(engines, namespace)
    yield bench
    await bench.close()


class Hut:
    """One hut on the engines, and the same one on an envelope."""

    def __init__(self, bench: Bench, service: Service) -> None:
        self.bench, self.service = bench, service
        self.plain = Plain(NIGHTS, Setting(dict(KINDS)))
        self.dice = random.Random(7)

    async def set(self, message: Message, revision: int) -> None:
        """Send a request about the selling and wait until it is carried out."""
        await self.bench.send(message)

        async def changed() -> bool:
            state = await self.bench.state(self.service, sellings.ref(HUT))
            return state is not None and state["revision"] >= revision

        await eventually(changed, f"revision {revision}")

    async def begin(self) -> None:
        await self.bench.send(DefineProperty(property_id=HUT, sheet=hut_sheet()))
        await self._until(lambda ref: ref, "properties", HUT)
        kinds = [stock_type(id, limit) for id, limit in KINDS.items()]
        await self.set(set_stock_types(*kinds, today=TODAY), 1)
        last = TODAY + dt.timedelta(days=700)
        lines = [opening(of, of=of, first=TODAY, last=last, places=12) for of in KINDS]
        await self.set(set_openings(*lines, today=TODAY), 2)
        self.plain.setting = self.plain.setting.but(openings=dict.fromkeys(self.plain.spots, 12))

    async def _until(self, found: Any, collection: str, id: str) -> None:
        database = self.bench.database(self.service)

        async def there() -> Any:
            return found(await database.find_one(collection, {"_id": id}))

        await eventually(there, f"{id} in {collection}")

    def asked(self, count: int) -> Iterator[Message]:
        """So many holds and releases as they happen to come, some of them again."""
        for _ in range(count):
            order, attempt = f"stay-{self.dice.randrange(12)}", self.dice.randrange(1, 4)
            if self.dice.random() < 0.3:
                self.plain.release(order, attempt)
                yield release(*NIGHTS, order=order, attempt=attempt)
                continue
            spots = self.dice.sample(self.plain.spots, self.dice.randrange(1, 4))
            wanted: dict[Spot, int] = {spot: self.dice.randrange(1, 6) for spot in spots}
            self.plain.hold(order, attempt, wanted)
            lines = (place(persons, *spot) for spot, persons in wanted.items())
            yield hold(*lines, order=order, attempt=attempt)

    async def caught_up(self) -> None:
        """Until a last question, to a hut of no interest, has been answered."""
        marker = f"marker-{self.dice.random()}"
        await self.bench.send(release(*NIGHTS, order=marker))
        await self._until(lambda row: row, holds.name, f"{HUT}/{marker}")

    async def compare(self) -> None:
        """Every night as it is committed is as the envelope says."""
        stock = from_stored(Stock, await self.bench.state(self.service, stocks.ref(HUT)))
        for night in NIGHTS:
            state = await self.bench.state(self.service, days.ref(day_id_of(HUT, night)))
            day = told(stock, from_stored(Day, state))
            for line in day.stock:
                stays = self.plain.stays((night, line.stock_type_id))
                assert (line.bookings, line.persons) == (len(stays), sum(stays))
                left = 0 if day.closing else self.plain.left((night, line.stock_type_id))
                assert line.left == left


async def test_the_planning_is_as_reckoned_after_a_kill_too(bench: Bench) -> None:
    service = build(Settings(audit_every=0.5))
    await bench.create_topics(service)
    hut = Hut(bench, service)
    async with bench.running(service, graceful=False):
        await hut.begin()
        for message in hut.asked(150):
            await bench.send(message)
    async with bench.running(service) as engine:
        await hut.caught_up()
        await hut.compare()
        calendar = frozenset(NIGHTS[:1])
        await hut.set(SetClosures(property_id=HUT, close=(NIGHTS[0],), undercut=True), 3)
        hut.plain.setting = hut.plain.setting.but(calendar=calendar)
        for message in hut.asked(150):
            await bench.send(message)
        await hut.caught_up()
        await hut.compare()
        assert await audit(engine.runtime.documents) == {}
    await _every_answer_is_as_reckoned(bench, hut)


async def _every_answer_is_as_reckoned(bench: Bench, hut: Hut) -> None:
    """Each attempt that the envelope has was answered as it says, on the stays' topic."""
    said: dict[tuple[str, int], set[str]] = {}
    for record in await bench.published(topics.INVENTORY_STOCK_EVENTS):
        for model in (PlacesHeld, PlacesRefused):
            if record.type == model.TYPE:
                answer = model.read(record.value)
                said.setdefault((answer.order_id, answer.attempt), set()).add(record.type)
    assert {this for this, types in said.items() if PlacesHeld.TYPE in types} >= set(hut.plain.live)
    assert {this for this, types in said.items() if PlacesRefused.TYPE in types} >= set(
        hut.plain.refused
    )
    await _every_night_is_told_in_order(bench)


async def _every_night_is_told_in_order(bench: Bench) -> None:
    """What the kill left unmarked is published again, as it was; nothing is missing before it."""
    nights: dict[str, list[bytes]] = {}
    for record in await bench.published(topics.INVENTORY_PLANNING_EVENTS):
        day, sequence = PlanningDayChanged.read(record.value), record.sequence
        said = nights.setdefault(day.day_id, [])
        assert sequence is not None
        assert sequence <= len(said) + 1
        if sequence > len(said):
            said.append(record.value)
        assert said[sequence - 1] == record.value
    assert len(nights) > 700


async def test_the_audit_finds_a_place_that_was_lost(bench: Bench) -> None:
    service = build(Settings())
    await bench.create_topics(service)
    hut = Hut(bench, service)
    async with bench.running(service) as engine:
        await hut.begin()
        await bench.send(hold(place(3, NIGHTS[0])))
        await hut.caught_up()
        documents = engine.runtime.documents
        assert await audit(documents) == {}
        await bench.database(service).update(
            days.name,
            {"_id": day_id_of(HUT, NIGHTS[0])},
            {"$set": {"state.stock.dortoir.stays": {"5": 1}}},
        )
        (drift,) = await audited(documents, HUT, TODAY)
        assert (drift.counted, drift.held) == (((5, 1),), ((3, 1),))
        assert await audit(documents) == {HUT: frozenset({drift})}
