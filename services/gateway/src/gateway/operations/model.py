"""What those who run Comptoir are answered about its flow."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.message import Instant
from contracts.topics import Kind
from gateway.board.card import Answer


class Standing(StrEnum):
    """How a process or a service is. `silent`: nothing was heard for ten seconds; `unknown`:
    nothing at all since this gateway started."""

    READY = "ready"
    NOT_READY = "not_ready"
    SILENT = "silent"
    UNKNOWN = "unknown"


class Hindered(Answer):
    """A condition of being ready that does not hold, and what is wrong."""

    condition: str
    problem: str


class ProcessAnswer(Answer):
    """One process. It owns `partitions` of its service's topics."""

    process: str
    state: Standing
    started_at: Instant
    heard_at: Instant
    partitions: int
    wrong: tuple[Hindered, ...]


class Consumed(Answer):
    """`lag` in records; `rate` in records handled per second, over the last ten seconds."""

    topic: str
    lag: int
    rate: float


class OutboxAnswer(Answer):
    """What is committed and not known to be published."""

    count: int
    oldest_seconds: float


class WorkAnswer(Answer):
    """One kind of work on the outside world: open, in hand, and how long overdue the oldest is."""

    kind: str
    waiting: int
    running: int
    oldest_seconds: float


class EffectsAnswer(Answer):
    """All work on the outside world; `waiting` is what is open, with what is in hand."""

    waiting: int
    running: int
    oldest_seconds: float
    kinds: tuple[WorkAnswer, ...]


class ServiceAnswer(Answer):
    """One service, all its processes together. While it is silent, the last that was heard.

    `readable` says whether what it set aside can be listed here.
    """

    service: str
    state: Standing
    heard_at: Instant | None = None
    processes: tuple[ProcessAnswer, ...]
    consumes: tuple[Consumed, ...]
    publishes: tuple[str, ...]
    published_rate: float
    outbox: OutboxAnswer
    effects: EffectsAnswer
    parked: int
    dead: int
    open_breakers: tuple[str, ...]
    readable: bool


class TopicAnswer(Answer):
    """A topic, as the contracts describe it."""

    topic: str
    owner: str
    kind: Kind
    key: str
    about: str


class Flow(Answer):
    """All services, and every topic that one of them consumes or publishes."""

    at: Instant
    services: tuple[ServiceAnswer, ...]
    topics: tuple[TopicAnswer, ...]


class Point(Answer):
    """How a service was at an instant."""

    at: Instant
    lag: int
    rate: float
    outbox_count: int
    outbox_oldest_seconds: float
    effects_waiting: int
    effects_oldest_seconds: float
    parked: int
    dead: int


class Series(Answer):
    """The oldest first. Where nothing was heard there are no points."""

    service: str
    every_seconds: Annotated[int, Field(examples=[5])]
    points: tuple[Point, ...]
