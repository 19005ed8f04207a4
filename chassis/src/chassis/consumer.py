"""Takes batches from Kafka through FastStream and sees each through to its commit."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from aiokafka import TopicPartition
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.message import KafkaMessage

from chassis.backoff import Backoff
from chassis.clock import monotonic
from chassis.logs import logger
from chassis.lost_connections import DeadClient, check_alive, end
from chassis.metrics import Metrics
from chassis.ownership import LogTruncated, Ownership
from chassis.processing import Abandoned, BadRelease, Processor
from chassis.records import Incoming
from chassis.rows import offset_field
from chassis.settings import ChassisSettings
from chassis.store import BeingSwapped
from contracts.topics import Topic

log = logger(__name__)

POLL_MS = 500
# A fetch that finds nothing is answered after this; a new record is handed over at once. Other
# questions to the same broker wait behind it.
FETCH_WAIT_MS = 1000
# Records that are there at once were fetched while the last batch was seen through, and no other
# fetch begins before they are taken: what has come since would wait for one batch more. It is asked
# for as soon as they are taken, and waited for this long; while a rebalance goes on, until it is
# over, and then nobody owns what was taken, which is read again.
AT_ONCE_SECONDS, MORE_MS = 0.002, 10
ANSWER_SECONDS = 2.0
# While its views are swapped, which takes a moment.
SWAPPED_SECONDS = 0.1


class Consumer:
    """The one subscriber of a service, over all its topics."""

    def __init__(
        self,
        settings: ChassisSettings,
        group: str,
        topics: Mapping[str, Topic],
        processor: Processor,
        ownership: Ownership,
        metrics: Metrics,
    ) -> None:
        self._settings = settings
        self._group = group
        self._topics = topics  # by name on the broker
        self._processor = processor
        self._ownership = ownership
        self._metrics = metrics
        self._backoff = Backoff()
        self._kafka: Any = None
        self._stopping = False
        self._unsaid: Exception | None = None  # met with records in hand
        self._told: dict[TopicPartition, int] = {}  # the offsets that Kafka was told last
        self.last_poll = 0.0
        self._last_turn = 0.0
        self.handled: Counter[str] = Counter()  # records seen through to their commit, by topic
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def subscribe(self, broker: KafkaBroker) -> None:
        """Register the subscriber on a broker. Every default that loses data is replaced here;
        the ADR on consuming says which and why."""
        subscriber = broker.subscriber(
            *self._topics,
            group_id=self._group,
            batch=True,
            max_records=self._settings.batch_records,
            ack_policy=AckPolicy.MANUAL,
            auto_offset_reset="earliest",
            partition_assignment_strategy=(RangePartitionAssignor,),
            session_timeout_ms=int(self._settings.session_timeout * 1000),
            heartbeat_interval_ms=int(self._settings.session_timeout * 1000 / 3),
            max_poll_interval_ms=300_000,
            fetch_max_wait_ms=FETCH_WAIT_MS,
            listener=self._ownership,
            parser=_raw_parser,
            decoder=_raw_decoder,
            no_reply=True,
        )
        # FastStream's own sleeps once more after an empty poll.
        subscriber.get_msg = self._next_batch  # type: ignore[method-assign,assignment]

        async def consume(records: Any) -> None:
            await self.consume(records)

        subscriber(consume)

    async def _next_batch(self, kafka: Any) -> tuple[Any, ...]:
        self._kafka = kafka
        self._last_turn = time.monotonic()
        if self._stopping or self.failed.done():
            await asyncio.sleep(0.05)
            return ()
        try:
            check_alive(kafka)
            async with self._ownership.busy:
                await self._ownership.settle(kafka)
            found = await self._taken(kafka)
        except (LogTruncated, DeadClient) as error:
            self._fail(error)
            return ()
        except BeingSwapped:
            self.last_poll = time.monotonic()  # it asks in vain, but it does
            await asyncio.sleep(SWAPPED_SECONDS)
            return ()
        except Exception as error:  # an engine is away: nothing is read until it is back
            if type(error).__name__ == "ConsumerStoppedError":
                raise
            log.warning("waiting for the engines", why=f"{type(error).__name__}: {error}")
            await self._backoff.wait()
            return ()
        self._backoff.failures = 0
        self.last_poll = time.monotonic()
        return found

    async def _taken(self, kafka: Any) -> tuple[Any, ...]:
        """The next records, in order within each partition."""
        if self._unsaid is not None:
            unsaid, self._unsaid = self._unsaid, None
            raise unsaid
        most, asked = self._settings.batch_records, monotonic()
        found = await kafka.getmany(timeout_ms=POLL_MS, max_records=most)
        records = tuple(chain.from_iterable(found.values()))
        if not 0 < len(records) < most or monotonic() - asked > AT_ONCE_SECONDS:
            return records
        try:
            more = await kafka.getmany(timeout_ms=MORE_MS, max_records=most - len(records))
        except Exception as error:  # what was taken is handled first: it would not come again
            self._unsaid = error
            return records
        return records + tuple(chain.from_iterable(more.values()))

    async def consume(self, records: Sequence[Any]) -> None:
        """See one poll's records through to their commit, whatever it takes.

        An exception out of here would let FastStream go on with the next records; so whatever is
        not committed gives up its partitions, which are claimed and read again.
        """
        started = time.monotonic()
        async with self._ownership.busy:
            incoming = [
                item
                for item in (self._incoming(record) for record in records)
                if self._ownership.accepts(item)
            ]
            if not incoming or self._stopping or self.failed.done():
                return
            try:
                await self._processor.process(incoming)
            except BadRelease as error:
                self._fail(error)
            except Abandoned:
                log.info("batch abandoned to the next owner", records=len(incoming))
            except Exception:
                log.exception("batch failed; its partitions are claimed anew")
                self._ownership.lose(frozenset(item.partition for item in incoming))
                await self._backoff.wait()
            else:
                self._metrics.batch_seconds.observe(time.monotonic() - started)
                self.handled.update(item.topic.name for item in incoming)

    def _incoming(self, record: Any) -> Incoming:
        return Incoming(
            self._topics[record.topic],
            record.partition,
            record.offset,
            record.key,
            record.value,
            tuple(record.headers),
        )

    def _fail(self, error: Exception) -> None:
        log.error("the service stops", why=str(error))
        if not self.failed.done():
            self.failed.set_exception(error)

    @property
    def last_turn(self) -> float:
        """When it last asked for records or tried a batch (monotonic seconds): a batch that waits
        for the database is tried again and again, and is no sign of being stuck."""
        return max(self._last_turn, self._processor.last_try)

    # -- around the loop -----------------------------------------------------------------------

    async def stop(self) -> None:
        """Take no more batches and wait for the one in hand."""
        self._stopping = True
        async with self._ownership.busy:
            pass

    def abandon(self) -> None:
        """Take no more batches, and leave the one in hand."""
        self._stopping = True
        self._ownership.abandon()

    async def leave(self, broker: KafkaBroker) -> None:
        """Leave the group at once, and close what was subscribed through."""
        await end(broker.stop, self._kafka)

    async def commit_offsets(self) -> None:
        """Tell Kafka what is committed, for lag tools; nothing depends on it. What it was told last
        is not told again: a group that lives keeps its offsets."""
        offsets = {
            TopicPartition(name, claim.partition): claim.offsets[field]
            for claim in self._ownership.claims.values()
            for name, topic in self._topics.items()
            if (field := offset_field(topic.name)) in claim.offsets
        }
        news = {place: at for place, at in offsets.items() if self._told.get(place) != at}
        if news and self._kafka is not None:
            try:
                await self._kafka.commit(news)
                self._told = offsets
            except KafkaError as error:
                log.debug("offsets not told", why=str(error))

    async def ping(self) -> None:
        """Have a broker answer. Raises KafkaError, or TimeoutError, or RuntimeError too early."""
        if self._kafka is None:
            raise RuntimeError("not started")
        place = TopicPartition(next(iter(self._topics)), 0)
        async with asyncio.timeout(ANSWER_SECONDS):
            await self._kafka.end_offsets([place])

    def lags(self) -> dict[str, int]:
        """Records known to be on the broker and not handled yet, per topic."""
        if self._kafka is None:
            return {}
        found = dict.fromkeys((topic.name for topic in self._topics.values()), 0)
        for name, topic in self._topics.items():
            for claim in self._ownership.claims.values():
                high = self._kafka.highwater(TopicPartition(name, claim.partition))
                done = claim.offsets.get(offset_field(topic.name), 0)
                found[topic.name] += max(0, (high or 0) - done)
        return found

    def measure_lag(self) -> None:
        """Tell the metrics how far behind it is."""
        for topic, lag in self.lags().items():
            self._metrics.lag.labels(topic).set(lag)


async def _raw_parser(records: Any) -> KafkaMessage:
    """Hand the records on untouched: FastStream's own parser skips a whole batch, silently, when
    one header is null or not UTF-8."""
    return KafkaMessage(
        raw_message=records,
        body=b"",
        headers={},
        reply_to="",
        consumer=None,  # type: ignore[arg-type]
    )


async def _raw_decoder(message: Any) -> Any:
    return message.raw_message
