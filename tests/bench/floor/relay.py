"""`python -m tests.bench.floor.relay KAFKA MONGO NAME SOURCE TARGET`: a bare consumer.

Takes batches from a topic, reads inbox and documents, writes documents, inbox, outbox and ownership
in one durable transaction, publishes with `acks=all` and marks what was published, while the next
batch is decided. No chassis, no models, no rules: each record becomes one document and one record.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from pydantic_core import from_json, to_json
from pymongo import AsyncMongoClient, UpdateOne, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.read_concern import ReadConcern

BATCH = 500
DURABLE = WriteConcern(w="majority", j=True)
Row = dict[str, Any]


class Relay:
    """One consumer group's only member."""

    def __init__(self, kafka: str, mongo: str, name: str, source: str, target: str) -> None:
        self._client: AsyncMongoClient[Row] = AsyncMongoClient(mongo, tz_aware=True)
        self._db = self._client.get_database(
            name, write_concern=DURABLE, read_concern=ReadConcern("majority")
        )
        self._consumer: Any = AIOKafkaConsumer(bootstrap_servers=kafka)
        self._places = [TopicPartition(source, n) for n in range(12)]
        self._producer: Any = AIOKafkaProducer(
            bootstrap_servers=kafka,
            acks="all",
            enable_idempotence=True,
            linger_ms=0,
            max_batch_size=256 * 1024,
        )
        self._target = target
        self._publishing: asyncio.Task[None] | None = None
        self._n = 0

    async def run(self) -> None:
        await self._db.outbox.create_index(
            [("p", 1), ("n", 1)], partialFilterExpression={"published": False}
        )
        await self._db.inbox.create_index("at", expireAfterSeconds=10**6)
        await self._producer.start()
        await self._own()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            found = await self._consumer.getmany(timeout_ms=500, max_records=BATCH)
            if records := list(chain.from_iterable(found.values())):
                await self._carry_out(records)

    async def _own(self) -> None:
        """Be the only member, which needs no group, and stand where the last one stood."""
        await self._consumer.start()
        self._consumer.assign(self._places)
        for place in self._places:
            row = await self._db.ownership.find_one_and_update(
                {"_id": place.partition},
                {"$set": {"epoch": 1}, "$setOnInsert": {"offset": 0}},
                upsert=True,
                return_document=True,
            )
            self._consumer.seek(place, row["offset"] if row else 0)

    async def _carry_out(self, records: Sequence[Any]) -> None:
        parsed = {record.key.decode(): (record, from_json(record.value)) for record in records}
        ids = list(parsed)
        inbox, documents = await asyncio.gather(
            self._db.inbox.find({"_id": {"$in": ids}}).to_list(),
            self._db.documents.find({"_id": {"$in": ids}}).to_list(),
        )
        known = {row["_id"] for row in (*inbox, *documents)}
        fresh = [(id, *parsed[id]) for id in ids if id not in known]
        now = datetime.now(UTC)
        outbox = [self._outbox_row(id, record, body, now) for id, record, body in fresh]
        await self._commit(records, fresh, outbox, now)
        if self._publishing is not None:
            await self._publishing
        self._publishing = asyncio.create_task(self._publish(outbox))

    def _outbox_row(self, id: str, record: Any, body: Row, now: datetime) -> Row:
        self._n += 1
        return {
            "_id": id,
            "p": record.partition,
            "n": self._n,
            "key": record.key,
            "value": to_json({"id": id, **body}),
            "created_at": now,
            "published": False,
        }

    async def _commit(
        self,
        records: Sequence[Any],
        fresh: Sequence[tuple[str, Any, Row]],
        outbox: list[Row],
        now: datetime,
    ) -> None:
        offsets = {record.partition: record.offset + 1 for record in records}
        owned = [
            UpdateOne({"_id": partition, "epoch": 1}, {"$set": {"offset": offset, "n": self._n}})
            for partition, offset in offsets.items()
        ]
        documents = [
            {"_id": id, "v": 1, "p": record.partition, "at": now, "state": body}
            for id, record, body in fresh
        ]
        inbox = [{"_id": id, "p": record.partition, "at": now} for id, record, _ in fresh]
        async with (
            self._client.start_session() as session,
            await session.start_transaction(
                read_concern=ReadConcern("snapshot"), write_concern=DURABLE
            ),
        ):
            await self._write(session, owned, documents, inbox, outbox)

    async def _write(
        self,
        session: AsyncClientSession,
        owned: list[UpdateOne],
        documents: list[Row],
        inbox: list[Row],
        outbox: list[Row],
    ) -> None:
        done = await self._db.ownership.bulk_write(owned, session=session)
        if done.matched_count != len(owned):
            raise RuntimeError("somebody else owns these partitions")
        for name, rows in (("documents", documents), ("inbox", inbox), ("outbox", outbox)):
            if rows:
                await self._db[name].insert_many(rows, session=session)

    async def _publish(self, outbox: list[Row]) -> None:
        waits = [
            await self._producer.send(self._target, row["value"], key=row["key"]) for row in outbox
        ]
        await asyncio.gather(*waits)
        await self._db.outbox.update_many(
            {"_id": {"$in": [row["_id"] for row in outbox]}},
            {"$set": {"published": True, "published_at": datetime.now(UTC)}},
        )


async def main() -> None:
    await Relay(*sys.argv[1:]).run()  # made here, for its clients belong to the running loop


if __name__ == "__main__":
    uvloop.run(main())
