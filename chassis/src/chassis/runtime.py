"""What a running service's own doors and tasks may use: see `chassis.service.Runtime`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from time import time_ns
from typing import Any

from cachetools import LRUCache

from chassis.batch import Place
from chassis.batch_spans import tell_sent_one
from chassis.database import Database
from chassis.documents import Collection, D, Ref, from_stored
from chassis.emit import emit
from chassis.identity import partition_of
from chassis.metrics import Metrics
from chassis.operate import Operator
from chassis.publisher import Producer
from chassis.service import Reader, Tailed
from chassis.settings import ChassisSettings
from chassis.table import HandlerTable
from chassis.tail import Tail
from chassis.trace import Trace, child_trace, current
from chassis.tracing import OFF, Tracing
from contracts.envelope import Envelope
from contracts.message import Message
from contracts.topics import Topic

# Those that many requests begin with, of a few hundred houses: sheets, rules, what is sold.
DOCUMENTS_KEPT = 512


class DocumentReader:
    """The service's documents as committed.

    Of what was asked for last by its id, `most` documents, the models are kept: to see that a
    state is the same takes a tenth of the time of making its model, and being frozen one model
    will do for all who ask.
    """

    def __init__(self, database: Database, most: int = DOCUMENTS_KEPT) -> None:
        self._db = database
        self._read: LRUCache[Place, tuple[Any, Any]] = LRUCache(most)

    async def get(self, ref: Ref[D]) -> D | None:
        row = await self._db.find_one(ref.collection.name, {"_id": ref.id})
        if row is None or row["state"] is None:
            self._read.pop(ref.place, None)  # what is gone is not kept here either
            return None
        known = self._read.get(ref.place)
        if known is None or known[0] != row["state"]:
            model = from_stored(ref.collection.model, row["state"])
            known = self._read[ref.place] = row["state"], model
        document: D = known[1]
        return document

    async def find(
        self,
        collection: Collection[D],
        where: Mapping[str, Any],
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 100,
    ) -> list[D]:
        found = await self._db.find(
            collection.name,
            _below_state(where),
            sort=[(f"state.{path}", direction) for path, direction in sort],
            limit=limit,
        )
        return [
            from_stored(collection.model, row["state"]) for row in found if row["state"] is not None
        ]


class ServiceRuntime:
    """One service's doors: publishing on their own producer, reading, tailing."""

    def __init__(
        self,
        settings: ChassisSettings,
        service: str,
        database: Database,
        metrics: Metrics,
        tracing: Tracing = OFF,
    ) -> None:
        self.metrics = metrics
        self._settings = settings
        self._service = service
        self._tracing = tracing
        self._database = database
        self._documents = DocumentReader(database)
        # A door's publishing neither waits behind the outbox's nor fails with it.
        self._producer = Producer(
            settings.kafka,
            settings.namespace,
            f"{settings.namespace}{service}-door",
            settings.publish_timeout,
        )
        self._tails: dict[str, Tail] = {}

    @property
    def documents(self) -> Reader:
        return self._documents

    @property
    def database(self) -> Database:
        return self._database

    @property
    def tails(self) -> list[Tail]:
        return list({id(tail): tail for tail in self._tails.values()}.values())

    async def publish(
        self,
        message: Message,
        *,
        id: str,
        source: str,
        actor: str,
        correlation_id: str | None = None,
        traceparent: str | None = None,
        time: datetime | None = None,
    ) -> None:
        working_for = current.get()
        if traceparent is None and working_for is not None:
            traceparent = working_for.header
        envelope = Envelope(
            id=id,
            source=source,
            type=message.TYPE,
            subject=message.subject,
            time=time or datetime.now(UTC),
            property_id=message.property_id,
            actor=actor,
            correlation_id=correlation_id or id,
            traceparent=child_trace(traceparent, self._service, id),
        )
        record, start = emit(message, envelope), time_ns()
        await self._producer.send([record])
        trace = Trace.read(envelope.traceparent)
        if trace is not None and self._tracing.wants(trace):
            cause = Trace.read(traceparent)
            above = None if cause is None else cause.span_id
            tell_sent_one(self._tracing, record, trace, above, start, time_ns())

    def operator(self, actor: str, table: HandlerTable) -> Operator:
        """Somebody who looks at what was set aside here, and gives orders about it."""
        return Operator(self._service, self._database, self._producer, actor, table)

    def partition_of(self, key: str) -> int:
        return partition_of(key)

    def tail(self, topics: Sequence[Topic], receive: Callable[[Tailed], None]) -> None:
        named = {self._settings.namespace + topic.name: topic for topic in topics}
        tail = Tail(self._settings.kafka, named, receive)
        for topic in topics:
            self._tails[topic.name] = tail

    def end_offset(self, topic: Topic, partition: int) -> int:
        return self._tails[topic.name].end_offset(topic, partition)

    async def stop(self) -> None:
        for tail in self.tails:
            await tail.stop()
        await self._producer.stop()


def _below_state(where: Mapping[str, Any]) -> dict[str, Any]:
    """A condition on a state's fields as one on the stored row's; operators stay as they are."""
    moved: dict[str, Any] = {}
    for path, condition in where.items():
        if path.startswith("$"):
            moved[path] = [_below_state(part) for part in condition]
        else:
            moved[path if path == "_id" else f"state.{path}"] = condition
    return moved
