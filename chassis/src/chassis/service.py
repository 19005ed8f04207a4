"""What a service is made of, and what it may use while it runs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from starlette.types import ASGIApp

from chassis.database import Database
from chassis.documents import Collection, D, Ref
from chassis.effects import EffectTable
from chassis.metrics import Metrics
from chassis.table import HandlerTable
from contracts.message import Message
from contracts.topics import Topic


class Unavailable(Exception):
    """An engine did not answer in time; nothing was promised to anybody. Try again later."""


class Reader(Protocol):
    """Read-only access to the service's own documents, as committed."""

    async def get(self, ref: Ref[D]) -> D | None: ...

    async def find(
        self,
        collection: Collection[D],
        where: Mapping[str, Any],
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 100,
    ) -> list[D]:
        """Documents whose state matches `where` (dotted paths below the state)."""
        ...


@dataclass(frozen=True, slots=True)
class Tailed:
    """One record as a tail hands it over; `offset` is its place in its partition."""

    topic: Topic
    partition: int
    offset: int
    key: str
    type: str
    causation_id: str | None
    correlation_id: str | None
    value: bytes


class Runtime(Protocol):
    """What the running chassis offers to a service's own doors (HTTP) and tasks."""

    @property
    def documents(self) -> Reader: ...

    @property
    def database(self) -> Database: ...

    @property
    def metrics(self) -> Metrics: ...

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
        """Append one message to its topic and wait until all replicas have it.

        `source` and `id` are its identity: the same pair again is a repeat, handled once. Without
        a `traceparent` it goes on from what the running task works for.
        Raises `Unavailable` when Kafka does not answer in time: it may or may not be there.
        """
        ...

    def partition_of(self, key: str) -> int:
        """The partition of a key, the same in every topic."""
        ...

    def tail(self, topics: Sequence[Topic], receive: Callable[[Tailed], None]) -> None:
        """Have every new record of some topics handed to `receive`, on every replica of the
        service, from the end of the topics on. Call before the service starts consuming."""
        ...

    def end_offset(self, topic: Topic, partition: int) -> int:
        """The offset after the newest record of a tailed topic's partition that has been handed
        over: what was published before it has been received. Raises `Unavailable` while the tail
        does not stand at its end yet."""
        ...


@dataclass(frozen=True)
class Service:
    """The composition root's answer: tables, documents and doors of one service.

    A process that does not `consume` only has doors: it reads, publishes and tails, and is no
    member of the service's group; others that do handle what there is to be handled.
    """

    name: str
    handlers: HandlerTable
    collections: tuple[Collection[Any], ...]
    publishes: tuple[Topic, ...]
    effects: Callable[[Runtime], EffectTable] | None = None
    asgi: Callable[[Runtime], ASGIApp] | None = None
    tasks: Sequence[Callable[[Runtime], Coroutine[Any, Any, None]]] = ()
    consumes: bool = True
