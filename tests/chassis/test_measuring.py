"""What it costs to look, every two seconds, at how much work is open: by MongoDB's own account."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chassis import rows
from chassis.batch import NewEffect
from chassis.database import Database
from chassis.effect_store import MOST_COUNTED, EffectStore, OpenEffects
from chassis.store import Store
from contracts.topics import PARTITIONS
from tests.chassis.tally import NOON, tally_service
from tests.support.bench import Bench
from tests.support.queries import Query, queries_of

OWNED = range(PARTITIONS)
HOUR = timedelta(hours=1)
# Between the partitions, and at both ends of a range, one key more is looked at.
STEPS = 2 * PARTITIONS + 4


@pytest.fixture
async def database(bench: Bench) -> Database:
    database = bench.database(tally_service())
    await Store(database, (), {}).prepare()
    return database


async def store(
    database: Database, kind: str, count: int, *, made_at: datetime, due_at: datetime
) -> None:
    effects = [
        NewEffect(f"{kind}-{made_at:%d%H}-{n}", n % PARTITIONS, kind, {}, None, None, due_at, {})
        for n in range(count)
    ]
    found = [rows.effect_row(n, effect, made_at) for n, effect in enumerate(effects)]
    await database.insert(rows.EFFECTS, found)


async def measured(
    bench: Bench, database: Database
) -> tuple[dict[str, OpenEffects], list[Query], int]:
    """What is open at noon, which queries told it, and how many keys they read."""
    with queries_of(bench.engines.mongo, database.name, rows.EFFECTS) as made:
        found = await EffectStore(database).measure(OWNED, NOON)
    return found, made, sum(query["keysExamined"] for query in made)


def read_from_the_index(made: list[Query]) -> bool:
    return all(
        query["docsExamined"] == 0
        and "IXSCAN" in query["planSummary"]
        and not query.get("hasSortStage")
        for query in made
    )


async def test_timers_that_wait_for_their_hour_cost_nothing(
    bench: Bench, database: Database
) -> None:
    await store(database, "ring", 20, made_at=NOON - HOUR, due_at=NOON - HOUR)
    await store(database, "deadline", 5, made_at=NOON - HOUR, due_at=NOON)
    await store(database, "deadline", 3_000, made_at=NOON, due_at=NOON + HOUR)
    found, made, keys = await measured(bench, database)
    assert found == {"ring": OpenEffects(20, 3600.0), "deadline": OpenEffects(5, 0.0)}
    assert len(made) == 2
    assert read_from_the_index(made), made
    assert keys <= 25 + 2 * STEPS


async def test_a_backlog_is_counted_up_to_a_limit_and_its_oldest_is_known(
    bench: Bench, database: Database
) -> None:
    await store(database, "post", MOST_COUNTED + 500, made_at=NOON - HOUR, due_at=NOON - HOUR)
    await store(database, "ring", 5, made_at=NOON - 2 * HOUR, due_at=NOON - 2 * HOUR)
    found, made, keys = await measured(bench, database)
    assert found["post"] == OpenEffects(MOST_COUNTED - 5, 3600.0)
    assert found["ring"] == OpenEffects(5, 7200.0)
    assert read_from_the_index(made), made
    assert keys <= MOST_COUNTED + 2 * STEPS
