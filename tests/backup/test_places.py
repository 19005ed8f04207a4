"""Where everybody goes on in topics that begin anew, record by record."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.records_to_delete import RecordsToDelete
from pymongo import MongoClient

from chassis import rows
from chassis.rows import LONG_AGO, offset_field
from comptoir_local.backup.files import PLAIN, rows_of
from comptoir_local.backup.manifest import Manifest
from comptoir_local.backup.restoring import moved_anew, standing_anew
from comptoir_local.backup.snapshot import Snapshot, database_of
from comptoir_local.backup.topic_log import Standings, TopicLog
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.preparing import prepared
from comptoir_local.reach import Reach
from contracts.topics import ORDERS_DELIVERY_EVENTS

TOPIC = ORDERS_DELIVERY_EVENTS.name
PARTITION = 3
OUTBOX_ROW: dict[str, Any] = {"p": PARTITION, "n": 1, "published": False, "created_at": LONG_AGO}


class Place:
    """One partition of one topic, of an installation without services."""

    def __init__(self, reach: Reach, client: MongoClient[dict[str, Any]], producer: Any) -> None:
        self.reach = reach
        self._client = client
        self._producer = producer
        self.at = TopicPartition(reach.namespace + TOPIC, PARTITION)

    async def says(self, *ids: str) -> None:
        for id in ids:
            await self._producer.send_and_wait(
                self.at.topic,
                id.encode(),
                partition=PARTITION,
                headers=[("ce_id", id.encode()), ("odd", None)],
            )

    def commits(self, *ids: str) -> None:
        """Has these messages in the outbox of orders."""
        outbox = self._of("orders", rows.OUTBOX)
        outbox.insert_many([{**OUTBOX_ROW, "_id": id} for id in ids])

    def stands(self, service: str, offset: int) -> None:
        row = {"_id": PARTITION, "epoch": 4, "n": 9, "offsets": {offset_field(TOPIC): offset}}
        self._of(service, rows.OWNERSHIP).insert_one(row)

    def sets_aside(self, service: str, offset: int) -> None:
        row = {"_id": f"{TOPIC}/{PARTITION}/{offset}", "topic": TOPIC, "p": PARTITION}
        self._of(service, rows.DEAD_LETTERS).insert_one({**row, "offset": offset})

    def _of(self, service: str, collection: str) -> Any:
        return self._client[database_of(self.reach, service)][collection]


@pytest.fixture
async def place(engines: EngineAddresses, namespace: str) -> AsyncIterator[Place]:
    reach = Reach(engines, namespace)
    await prepared(reach, 15.0)
    async with AIOKafkaProducer(bootstrap_servers=engines.kafka) as producer:
        with MongoClient[dict[str, Any]](engines.mongo) as client:
            yield Place(reach, client, producer)


async def kept(place: Place, folder: Path, window: tuple[int, int]) -> tuple[Manifest, list[str]]:
    """The manifest, and the messages kept of the place, where the instant was settled between two
    of its ends."""
    manifest = Manifest(taken_at=datetime.now(UTC), release="0")
    async with TopicLog.of(place.reach) as log:
        ends = await log.ends()
        with Snapshot.of(place.reach) as snapshot:
            snapshot.begin()
            place.commits("after it")
            before, after = ends | {place.at: window[0]}, ends | {place.at: window[1]}
            left_out = await log.doubtful(before, after, snapshot)
            standings = Standings.at(snapshot)
        await log.keep(folder, manifest, (before, after), left_out, standings, lambda text: None)
    found = rows_of(folder / f"topics/{TOPIC}.bson.gz", PLAIN)
    return manifest, [row["v"].decode() for row in found]


@pytest.mark.promise("nothing lost")
async def test_what_was_committed_or_came_from_outside_is_kept_and_what_came_later_is_not(
    place: Place, tmp_path: Path
) -> None:
    place.commits("published", "not marked yet")
    await place.says("long ago", "published", "not marked yet", "after it", "from outside", "later")
    place.stands("gateway", 2)
    manifest, messages = await kept(place, tmp_path, (1, 5))
    assert messages == ["long ago", "published", "not marked yet", "from outside"]
    assert manifest.records[TOPIC][PARTITION] == 4
    assert manifest.offsets["gateway"][str(PARTITION)] == {TOPIC: 2}
    manifest.write(tmp_path)
    assert Manifest.read(tmp_path) == manifest


@pytest.mark.promise("nothing lost")
async def test_who_stood_behind_pruned_records_stands_at_the_same_record(
    place: Place, tmp_path: Path
) -> None:
    await place.says(*"abcdef")
    admin = AIOKafkaAdminClient(bootstrap_servers=place.reach.engines.kafka)
    await admin.start()
    try:
        await admin.delete_records({place.at: RecordsToDelete(2)})
    finally:
        await admin.close()
    for service, offset in {"gateway": 4, "notifier": 1, "pms-bridge": 6}.items():
        place.stands(service, offset)
    place.sets_aside("gateway", 0)
    place.sets_aside("gateway", 3)
    manifest, messages = await kept(place, tmp_path, (6, 6))
    assert messages == list("cdef")
    standing = {
        service: standing_anew({"_id": PARTITION, "offsets": {}}, manifest.offsets[service])[
            "offsets"
        ]
        for service in ("gateway", "notifier", "pms-bridge")
    }
    field = offset_field(TOPIC)
    assert standing == {
        "gateway": {field: 2},
        "notifier": {field: 0},
        "pms-bridge": {field: 4},
    }
    # One that lies in the topic is known by its new place, one that is gone by none of them.
    row = {"topic": TOPIC, "p": PARTITION}
    moved = [moved_anew({**row, "_id": f"{TOPIC}/3/{old}"}, manifest.moved) for old in (0, 3)]
    assert [one["_id"] for one in moved] == [f"{TOPIC}/3/-1", f"{TOPIC}/3/1"]
