"""What a test looks at from outside while a tally service runs, and how it makes one die."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from chassis import rows
from chassis.database import Row
from chassis.service import Service
from chassis.steps import Step
from contracts import topics
from tests.chassis.tally import tallies
from tests.support.bench import Bench, Published, eventually


async def entries(bench: Bench, service: Service, order_id: str) -> list[str]:
    """What the service has committed about an order, in the order it was told."""
    state = await bench.state(service, tallies.ref(order_id))
    return list(state["entries"]) if state else []


async def until_told(bench: Bench, service: Service, order_id: str, notes: Sequence[str]) -> None:
    """Wait until exactly these notes are committed about an order."""
    wanted, found = list(notes), list[str]()

    async def told() -> bool:
        found[:] = await entries(bench, service, order_id)
        return len(found) >= len(wanted)

    try:
        await eventually(told, f"{order_id} holds {len(wanted)} entries")
    except AssertionError as error:
        raise AssertionError(f"{error}; it holds {found}") from None
    assert found == wanted


async def until_rows(
    bench: Bench, service: Service, collection: str, where: dict[str, Any], count: int
) -> list[Row]:
    """Wait until exactly `count` of the chassis' own rows match, and return them."""
    database = bench.database(service)

    async def there() -> bool:
        return await database.count(collection, where) == count

    await eventually(there, f"{count} rows of {collection} match {where}")
    return await database.find(collection, where)


async def until_leases_lapse(bench: Bench, service: Service) -> None:
    """Wait until nobody holds work that is not done. The next owner looks for leases that have run
    out when it takes over, and then only every few seconds."""
    held = {"$expr": {"$gt": ["$lease_until", "$$NOW"]}}
    await until_rows(bench, service, rows.EFFECTS, held, 0)


async def events(bench: Bench, order_id: str) -> list[Published]:
    """The events that were published about an order."""
    found = await bench.published(topics.NOTIFIER_NOTICE_EVENTS)
    return [event for event in found if event.key == order_id]


class Dying:
    """Lets an engine's part die when it reaches a step: nothing after it happens there."""

    def __init__(self, step: Step) -> None:
        self._step = step
        self.dead = asyncio.Event()

    def __call__(self, step: Step) -> None:
        if step is self._step:
            self.dead.set()
            raise asyncio.CancelledError
