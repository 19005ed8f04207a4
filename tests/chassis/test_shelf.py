"""What the lists for operators cost, by MongoDB's own account."""

from __future__ import annotations

from datetime import timedelta

from chassis import rows
from chassis.batch import ParkedKey, ParkedRecord
from chassis.database import Database
from chassis.operate import Operator
from chassis.publisher import Producer
from chassis.records import Incoming
from chassis.shelf import SHOWN_OF_A_KEY
from chassis.store import Store
from contracts import topics
from tests.chassis.tally import NOON, tallies, tally_service
from tests.support.bench import Bench
from tests.support.queries import queries_of

KEYS = 30
EACH = 40


async def park(database: Database) -> None:
    """Many keys with a long queue each, the youngest first."""
    for n in range(KEYS):
        key = f"order-{n}"
        since = NOON - timedelta(minutes=n)
        parked = ParkedKey(key, 3, "cannot", "note", since)
        waiting = [
            ParkedRecord(f"{key}/{i}", key, i, _incoming(n * EACH + i), f"why {i}")
            for i in reversed(range(EACH))
        ]
        await database.insert(rows.PARKED_KEYS, [rows.parked_key_row(parked)])
        await database.insert(
            rows.PARKED_RECORDS, [rows.parked_record_row(record, since) for record in waiting]
        )


def _incoming(offset: int) -> Incoming:
    return Incoming(topics.BRIDGE_DELIVERY_EVENTS, 3, offset, b"k", b"{}", ())


async def test_parked_keys_are_listed_by_two_queries_along_indexes(bench: Bench) -> None:
    """One for the keys with what waits under them, one for their number: whatever is parked."""
    service = tally_service()
    database = bench.database(service)
    await Store(database, (tallies,), {}).prepare()
    await park(database)
    producer = Producer(bench.engines.kafka, bench.namespace, "operator", 10.0)
    operator = Operator("tally", database, producer, "person:op")
    mongo, spaces = bench.engines.mongo, (rows.PARKED_KEYS, rows.PARKED_RECORDS)
    with queries_of(mongo, database.name, *spaces) as made:
        found = await operator.parked(limit=10)
    assert (found.total, len(found.parked)) == (KEYS, 10)
    oldest = found.parked[0]
    assert (oldest.key, oldest.count) == (f"order-{KEYS - 1}", EACH)
    assert [one.reason for one in oldest.records] == [f"why {n}" for n in range(SHOWN_OF_A_KEY)]
    listing, counting = sorted(made, key=lambda query: -query["docsExamined"])
    for query in (listing, counting):
        assert "COLLSCAN" not in query["planSummary"], query
        assert not query.get("hasSortStage"), query
    assert listing["docsExamined"] <= 10 * (1 + SHOWN_OF_A_KEY), listing
    assert counting["docsExamined"] == 0, counting
