"""What a process had open when it died does not hold up its successor."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from chassis import rows
from chassis.database import Database
from chassis.identity import partition_of
from chassis.settings import database_name
from comptoir_local.engines.addresses import EngineAddresses
from tests.chassis.looking import until_told
from tests.chassis.tally import tally_service, told
from tests.support.bench import Bench

# An open transaction is ended by the server after a minute or more.
SOON = 40.0
OWNER = "dead/1/0"
NEVER_COMMITTED = 4711
SERVICE = tally_service()


@pytest.fixture
async def bench(engines: EngineAddresses, namespace: str) -> AsyncIterator[Bench]:
    bench = Bench(engines, namespace)
    await bench.create_topics(SERVICE)
    yield bench
    await bench.close()


@pytest.mark.promise("one owner")
async def test_a_transaction_left_open_by_the_dead_does_not_hold_up_the_successor(
    bench: Bench,
) -> None:
    async with _open_transaction(bench, partition_of("order")):
        started = time.monotonic()
        async with bench.running(SERVICE):
            await bench.send(told("order", "a"))
            await until_told(bench, SERVICE, "order", ["a"])
        assert time.monotonic() - started < SOON
    where = {"_id": partition_of("order")}
    row = await bench.database(SERVICE).find_one(rows.OWNERSHIP, where)
    assert row is not None
    assert row["n"] != NEVER_COMMITTED


@asynccontextmanager
async def _open_transaction(bench: Bench, partition: int) -> AsyncIterator[None]:
    """What the former owner of a partition leaves on the server when it dies in mid-commit."""
    name = database_name(bench.settings(), SERVICE.name)
    dead = Database.connect(bench.engines.mongo, name, OWNER)
    owned = {"_id": partition, "epoch": 1, "n": 0, "offsets": {}, "owner": OWNER}
    await dead.insert(rows.OWNERSHIP, [owned])
    with contextlib.suppress(_GivenUp):
        async with dead.transaction() as session:
            change = {"$set": {"n": NEVER_COMMITTED}}
            await dead.update(rows.OWNERSHIP, {"_id": partition}, change, session=session)
            yield
            raise _GivenUp
    dead.close()


class _GivenUp(Exception):
    """Leaves the transaction without a commit."""
