"""Sees one batch through to its commit, whatever it takes."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from time import time_ns

from pymongo.errors import PyMongoError

from chassis.backoff import Backoff
from chassis.batch import Plan
from chassis.batch_spans import Watch, ids_of, tell_batch
from chassis.clock import monotonic, utc_now
from chassis.commits import Conflict, Fenced, Refused, UnknownCommit, in_brief
from chassis.decide import Decision
from chassis.loading import Loader
from chassis.logs import logger
from chassis.metrics import Metrics
from chassis.outbox import Outbox
from chassis.ownership import Ownership
from chassis.records import Incoming, Read, read
from chassis.steps import Reached, Step, go_on
from chassis.store import Store
from chassis.table import HandlerTable
from chassis.tracing import OFF, Tracing

log = logger(__name__)

ReadRecord = Callable[[Incoming, HandlerTable], Read]
# A batch that conflicts this often is not unlucky: one of its records is at fault.
MAX_CONFLICTS = 25
# So many records are decided before others in this process have their turn: a few milliseconds.
AT_A_STRETCH = 20


class BadRelease(Exception):
    """Many keys failed in one handler within a minute: the code is at fault, not the data."""


class Abandoned(Exception):
    """The partitions of a batch were taken away while it was tried; their next owner does it."""


class Processor:
    """Decides and commits batches: again after conflicts, in halves after refusals."""

    def __init__(
        self,
        table: HandlerTable,
        loader: Loader,
        store: Store,
        outbox: Outbox,
        ownership: Ownership,
        metrics: Metrics,
        effects_added: Callable[[], None],
        bad_release_keys: int,
        reached: Reached = go_on,
        read: ReadRecord = read,
        tracing: Tracing = OFF,
    ) -> None:
        self._table = table
        self._loader = loader
        self._store = store
        self._outbox = outbox
        self._ownership = ownership
        self._metrics = metrics
        self._effects_added = effects_added
        self._bad_release_keys = bad_release_keys
        self._reached = reached
        self._read = read
        self._tracing = tracing
        self.last_try = 0.0
        self._recent_failures: dict[str, deque[tuple[float, str]]] = defaultdict(deque)

    async def process(
        self, incoming: Sequence[Incoming], poisoned: Mapping[str, str] | None = None
    ) -> None:
        """Handle records of owned partitions, in order, and commit what comes of them.

        `poisoned` names records that the database refused, by position. Raises `Abandoned` when
        the partitions are taken away, `BadRelease` with nothing of this batch written.
        """
        self._reached(Step.BATCH_READ)
        generation = self._ownership.generation
        backoff = Backoff(first=0.01, most=5.0)
        left = list(incoming)
        while left:
            self.last_try = monotonic()
            if generation != self._ownership.generation:
                raise Abandoned
            try:
                left = await self._attempt(left, poisoned or {}, backoff.failures)
            except Conflict:
                self._metrics.conflicts.inc()
                await backoff.wait()
            except PyMongoError as error:
                self._metrics.database_failures.inc()
                log.warning("the database is tried again", why=in_brief(error))
                await backoff.wait()

    async def _attempt(
        self, incoming: list[Incoming], poisoned: Mapping[str, str], failures: int
    ) -> list[Incoming]:
        """Try once; what is left to do. Raises `Conflict` or `PyMongoError` to be tried again."""
        partitions = frozenset(item.partition for item in incoming)
        try:
            await self._decide_and_commit(incoming, poisoned)
        except Conflict as conflict:
            if failures < MAX_CONFLICTS:
                raise
            await self._bisect(incoming, poisoned, f"conflicts for ever: {conflict}")
        except Refused as refused:
            await self._bisect(incoming, poisoned, str(refused))
        except Fenced as fenced:
            log.warning("another owner", partitions=sorted(fenced.partitions))
            self._ownership.lose(fenced.partitions)
            return [item for item in incoming if item.partition not in fenced.partitions]
        except UnknownCommit as unknown:
            # Claiming anew tells: the offsets stored with the commit are there, or not.
            log.warning("unknown whether committed; looking", why=str(unknown))
            self._ownership.lose(partitions)
        return []

    async def _decide_and_commit(
        self, incoming: Sequence[Incoming], poisoned: Mapping[str, str]
    ) -> None:
        watch = Watch()
        batch = [self._read(item, self._table) for item in incoming]
        loaded = await self._loader.load(batch)
        watch.loaded = time_ns()
        now = utc_now()
        plan = await self._decided(batch, Decision(self._table, loaded, now, poisoned))
        self._stop_at_bad_release(plan)
        self._reached(Step.BATCH_DECIDED)
        watch.decided = time_ns()
        await self._store.commit(plan, self._ownership.claims, now)
        self._reached(Step.BATCH_COMMITTED)
        self._count(plan)
        self._measure(watch)
        if self._tracing.on:
            tell_batch(self._tracing, batch, plan, watch)
        await self._outbox.put(plan.outbox)
        if plan.effects:
            self._effects_added()

    async def _decided(self, batch: Sequence[Read], decision: Decision) -> Plan:
        """Whoever asks at the service's door waits for a few records, not for a whole batch."""
        for n, item in enumerate(batch, 1):
            decision.take(item)
            if n % AT_A_STRETCH == 0:
                await asyncio.sleep(0)
        return decision.done()

    def _measure(self, watch: Watch) -> None:
        seconds = self._metrics.database_seconds
        seconds.labels("load").observe((watch.loaded - watch.started) / 1e9)
        seconds.labels("transaction").observe((time_ns() - watch.decided) / 1e9)

    async def _bisect(
        self, incoming: Sequence[Incoming], poisoned: Mapping[str, str], reason: str
    ) -> None:
        """Commit what can be: halve the batch down to the record that the database refuses, which
        then counts as failed."""
        if len(incoming) == 1:
            if incoming[0].position in poisoned:
                raise RuntimeError(f"{incoming[0].position} cannot even be set aside: {reason}")
            trace = ids_of(incoming[0])
            log.error("record refused", position=incoming[0].position, why=reason, **trace)
            await self.process(incoming, {**poisoned, incoming[0].position: reason})
            return
        middle = len(incoming) // 2
        await self.process(incoming[:middle], poisoned)
        await self.process(incoming[middle:], poisoned)

    def _count(self, plan: Plan) -> None:
        self._metrics.handled.inc(plan.handled)
        self._metrics.repeats.inc(plan.repeats)
        for type, times in plan.skipped.items():
            self._metrics.skipped.labels(type).inc(times)
        for (type, reason), times in plan.refused.items():
            self._metrics.refused.labels(type, reason).inc(times)
        waiting = {record.key: record.incoming for record in plan.parked_records.values()}
        for parked in plan.parked_keys:
            trace = ids_of(waiting.get(parked.key))
            if parked.released:
                log.info("key released", key=parked.key)
            elif parked.is_new:
                told = {"handler": parked.handler, "why": parked.reason, **trace}
                log.error("key parked", key=parked.key, **told)
            else:
                log.warning("key still parked", key=parked.key, why=parked.reason, **trace)
        for letter in plan.dead_letters:
            trace = ids_of(letter.incoming)
            log.error("set aside", position=letter.id, why=letter.reason, **trace)

    def _stop_at_bad_release(self, plan: Plan) -> None:
        """Raise before the commit, so that the good code which follows finds the data in place."""
        now = monotonic()
        for handler, keys in plan.keys_parked_by_handler().items():
            recent = self._recent_failures[handler]
            recent.extend((now, key) for key in keys)
            while recent and recent[0][0] < now - 60:
                recent.popleft()
            failed = {key for _, key in recent}
            if len(failed) >= self._bad_release_keys:
                raise BadRelease(
                    f"{handler} failed for {len(failed)} keys within a minute; the service stops "
                    f"with nothing of this batch written. Put the previous release back, or mend "
                    f"the handler; then release the parked keys."
                )
