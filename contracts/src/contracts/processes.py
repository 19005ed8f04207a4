"""How each running process is, told every few seconds to those who run Comptoir."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Count, Instant, Message, Part, Text

Seconds = Annotated[float, Field(ge=0)]


class TopicFigures(Part):
    """`lag` records are on the broker and not handled; `handled` were since the start."""

    topic: Text
    lag: Count
    handled: Count


class EffectFigures(Part):
    """Of one kind of work: how many pieces are open, how many of them in hand, and for how long the
    oldest has been overdue."""

    kind: Text
    waiting: Count
    running: Count
    oldest_seconds: Seconds


class Hindrance(Part):
    """A condition of being ready that does not hold, and what is wrong."""

    condition: Text
    problem: Text


class ProcessReported(
    Message,
    type="gateway.process.reported.v1",
    topic=topics.GATEWAY_PROCESS_CHANGES,
    key="process",
):
    """How a process is at `at`, by its own clock. `property_id` is `operations`.

    `process` never comes again once it has ended. `published` counts since the start. `parked` and
    `dead` are the whole service's; all other figures are this process's. With `stopping` it says
    goodbye.
    """

    service: Text
    process: Text
    at: Instant
    started_at: Instant
    wrong: tuple[Hindrance, ...]
    partitions: Count
    topics: tuple[TopicFigures, ...]
    publishes: tuple[Text, ...]
    published: Count
    outbox_count: Count
    outbox_oldest_seconds: Seconds
    effects: tuple[EffectFigures, ...]
    open_breakers: tuple[Text, ...]
    parked: Count
    dead: Count
    stopping: bool = False
