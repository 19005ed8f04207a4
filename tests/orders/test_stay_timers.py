"""An option at two huts on the real engines: held, reminded of, lapsed, and given back."""

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
from chassis.documents import from_stored
from chassis.service import Service
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from contracts.carts import Wish
from contracts.catalogue import SetOpenings, SetRates, SetRules, SetStockTypes
from contracts.planning import day_id_of
from contracts.properties import DefineProperty
from contracts.selling import Rules, StockType
from inventory.planning.days import days
from inventory.properties.model import properties as known_to_inventory
from orders.selling.model import sellings
from orders.stay.model import stays
from tests.support.bench import Bench, eventually
from tests.support.plannings import hut_sheet, opening
from tests.support.stays import AIGLE, ORDER, OURS, book, rate, want

TODAY = datetime.now(UTC).date()
ARRIVAL = TODAY + timedelta(days=60)
HUTS = (AIGLE, OURS)
OPTION_DAYS = Rules().option_days


@pytest.fixture
async def bench(engines: EngineAddresses, namespace: str) -> AsyncIterator[Bench]:
    bench = Bench(engines, namespace)
    yield bench
    await bench.close()


async def _open_huts(bench: Bench, planning: Service, ordering: Service) -> None:
    for id in HUTS:
        await bench.send(DefineProperty(property_id=id, sheet=hut_sheet()), id=f"define-{id}")

    async def defined() -> bool:
        found = [await bench.state(planning, known_to_inventory.ref(id)) for id in HUTS]
        return all(found)

    await eventually(defined, "inventory knows the huts")
    kinds = (StockType(id="dortoir", name="Dortoir"),)
    openings = (opening(first=ARRIVAL, last=ARRIVAL + timedelta(days=3)),)
    for id in HUTS:
        for message in (
            SetStockTypes(property_id=id, stock_types=kinds, today=TODAY),
            SetOpenings(property_id=id, openings=openings, today=TODAY),
            SetRules(property_id=id, rules=Rules()),
            SetRates(property_id=id, rates=(rate("adulte", "dortoir", 2600),)),
        ):
            await bench.send(message, id=f"{message.TYPE}-{id}")

    async def selling() -> bool:
        found = [await bench.state(ordering, sellings.ref(id)) for id in HUTS]
        return all(each and each["selling"]["rates"] for each in found)

    await eventually(selling, "orders knows what they sell")


async def test_an_option_lapses_when_its_days_are_over_and_gives_its_places_back(
    bench: Bench,
) -> None:
    planning = inventory.app.build(inventory.settings.Settings())
    ordering = orders.app.build(orders.settings.Settings())
    for service in (planning, ordering):
        await bench.create_topics(service)
        bench.database(service)

    async def phase() -> str | None:
        state = await bench.state(ordering, stays.ref(ORDER))
        return state["phase"] if state else None

    async def persons() -> list[int]:
        """Sold at each hut on the night of arrival."""
        found = []
        for id in HUTS:
            state = await bench.state(planning, days.ref(day_id_of(id, ARRIVAL)))
            kinds = from_stored(days.model, state).stock.values() if state else ()
            found.append(sum(size * n for kind in kinds for size, n in kind.stays.items()))
        return found

    async def is_option() -> bool:
        return await phase() == "option"

    async def given_back() -> bool:
        return await phase() == "expired" and await persons() == [0, 0]

    async with bench.running(planning), bench.running(ordering) as running:
        await _open_huts(bench, planning, ordering)
        wanted = (want(2, ARRIVAL), want(3, ARRIVAL, OURS))
        await bench.send(book(*wanted, wish=Wish.OPTION), id="book")
        await eventually(is_option, "both huts hold their part")
        assert await persons() == [2, 3]
        waiting = await running.runtime.database.find(rows.EFFECTS, {})
        assert len(waiting) == 3

    later = Clock(lambda: datetime.now(UTC) + timedelta(days=OPTION_DAYS), SYSTEM.monotonic)
    token = CLOCK.set(later)
    try:
        async with bench.running(planning), bench.running(ordering):
            await eventually(given_back, "the option has lapsed")
    finally:
        CLOCK.reset(token)
    told = [record.type for record in await bench.published(topics.ORDERS_STAY_EVENTS)]
    assert told[:2] == ["orders.stay.requested.v1", "orders.stay.booked.v1"]
    assert sorted(told[2:]) == ["orders.stay.expired.v1", "orders.stay.reminder-due.v1"]
