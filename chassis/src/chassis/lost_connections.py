"""Connections that are lost in a way aiokafka does not know, and clients that are past help."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiokafka.conn import AIOKafkaConnection, CloseReason
from aiokafka.errors import KafkaConnectionError

from chassis.logs import logger

log = logger(__name__)

_send = AIOKafkaConnection.send
# Parts of an `AIOKafkaConsumer`, and their tasks: one without a group has no coordination.
LIVES_BY = (
    ("_coordinator", "_coordination_task"),
    ("_fetcher", "_fetch_task"),
    ("_client", "_sync_task"),
)


class DeadClient(Exception):
    """A task that a Kafka consumer lives by has ended: it will never read again."""


def tell_of_lost_connections() -> None:
    """Have a write to a connection that the broker closed count as a lost connection.

    uvloop says so by a RuntimeError, asyncio not at all, and aiokafka waits for an OSError; what it
    does not expect ends the task that finds the group's coordinator, for good
    (github.com/aio-libs/aiokafka/issues/1038).
    """
    AIOKafkaConnection.send = _sent


def _sent(connection: Any, request: Any, expect_response: bool = True) -> Any:
    try:
        return _send(connection, request, expect_response)
    except RuntimeError as error:
        if type(error) is not RuntimeError:  # aiokafka's own are kinds of it
            raise
        connection.close(reason=CloseReason.CONNECTION_BROKEN)
        lost = f"Connection at {connection.host}:{connection.port} broken: {error}"
        raise KafkaConnectionError(lost) from error


def check_alive(consumer: Any) -> None:
    """Raises `DeadClient` where a task has failed by which an `AIOKafkaConsumer` lives: that which
    knows its group, that which fetches, or that which knows where partitions are. `getmany` shows
    the first as an error like any other, and the others as if nothing were new."""
    for part, name in LIVES_BY:
        task = getattr(getattr(consumer, part, None), name, None)
        if task and task.done() and not task.cancelled() and (error := task.exception()):
            raise DeadClient(f"the Kafka client is past help: {error!r}") from error


async def end(stop: Callable[[], Awaitable[None]], consumer: Any) -> None:
    """Stop a consumer; one that is past help, too, whose own way of stopping breaks off."""
    try:
        await stop()
    except Exception as error:  # in a group of them, where a broker stops several
        log.warning("a Kafka client did not stop in order", why=repr(error))
        await consumer._client.close()
        await stop()  # the consumer counts as stopped now; what lies behind it is stopped as well
