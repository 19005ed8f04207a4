"""Carries effects out: leased, in order per lane, with backoff and breakers."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pymongo.errors import PyMongoError

from chassis.attempts import attempt_at
from chassis.backoff import Backoff, delay_after
from chassis.breaker import Breakers
from chassis.clock import monotonic, utc_now
from chassis.commits import Conflict, UnknownCommit, in_brief
from chassis.effect_spans import Try
from chassis.effect_store import EffectStore, Leased
from chassis.effects import (
    Again,
    Done,
    EffectTable,
    Ending,
    LeaseTooShort,
    Unseen,
)
from chassis.emit import emit_report
from chassis.logs import logger
from chassis.metrics import Metrics
from chassis.outbox import Outbox
from chassis.records import Outgoing, reason_of
from chassis.steps import Reached, Step, go_on
from chassis.tracing import OFF, Tracing

log = logger(__name__)

IDLE_SECONDS = 5.0
RECORD_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Recorded:
    effect: Leased
    reports: Sequence[Outgoing]


class Worker:
    """The effect worker of one process, for the partitions it owns."""

    def __init__(
        self,
        service: str,
        table: EffectTable,
        store: EffectStore,
        outbox: Outbox,
        owned: Callable[[], Collection[int]],
        metrics: Metrics,
        *,
        concurrency: int,
        lease_margin: float,
        reached: Reached = go_on,
        tracing: Tracing = OFF,
    ) -> None:
        self._service = service
        self._table = table
        self._store = store
        self._outbox = outbox
        self._owned = owned
        self._metrics = metrics
        self._concurrency = concurrency
        self._margin = timedelta(seconds=lease_margin)
        self._reached = reached
        self._tracing = tracing
        self._wake = asyncio.Event()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._unrecorded: set[str] = set()
        self._lanes: dict[str, str] = {}  # of what is running, by effect
        self._breakers = Breakers()
        self._ended: asyncio.Queue[Recorded] = asyncio.Queue(maxsize=concurrency * 4)
        self._unseen: Unseen | None = None
        self._looked_back = False
        self._stopping = False
        # Held from the look at what is due until all that was leased is in hand.
        self._leasing = asyncio.Lock()

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    def in_hand(self) -> Counter[str]:
        """How many effects are being carried out, by kind."""
        return Counter(task.get_name() for task in self._running.values())

    def shut_out(self) -> set[str]:
        """Partners who are left in peace because they do not answer."""
        return self._breakers.shut(monotonic())

    async def run(self) -> None:
        """Carry out what falls due, for ever."""
        async with asyncio.TaskGroup() as parts:
            # Goes on after a stop, for what is in hand, until this task is cancelled.
            parts.create_task(self._record_endings())
            parts.create_task(self._start_what_falls_due())

    async def _start_what_falls_due(self) -> None:
        backoff = Backoff()
        while not self._stopping:
            try:
                await self._look_back()
                async with self._leasing:
                    pause = await self._start_due()
                backoff.failures = 0
            except PyMongoError as error:
                log.warning("effects wait for the database", why=in_brief(error))
                await backoff.wait()
                continue
            await self._sleep(pause)

    async def _look_back(self) -> None:
        if not self._looked_back:
            self._unseen, self._looked_back = await self._store.restored(), True

    async def stop(self, patience: float) -> None:
        """Start nothing more; wait for what is in hand. What does not end is leased again later."""
        self._stopping = True
        self._wake.set()
        await self._leased(patience)
        if self._running:
            await asyncio.wait(self._running.values(), timeout=patience)
        for task in self._running.values():
            task.cancel()
        ended = asyncio.create_task(self._ended.join())
        await asyncio.wait([ended], timeout=patience)
        ended.cancel()

    async def _leased(self, patience: float) -> None:
        """Wait until what is being leased is in hand: left, it would wait for its lease to end."""
        try:
            async with asyncio.timeout(patience), self._leasing:
                pass
        except TimeoutError:
            log.warning("stopping while the database is asked for effects")

    async def _sleep(self, pause: float) -> None:
        try:
            async with asyncio.timeout(pause):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _start_due(self) -> float:
        """Start what is due and free; how many seconds to sleep when there is nothing to do."""
        self._wake.clear()
        free = self._concurrency - len(self._running)
        owned = self._owned()
        if self._stopping or not owned or free <= 0:
            return IDLE_SECONDS
        now, clock = utc_now(), monotonic()
        due = await self._store.due(
            owned,
            now,
            busy=self._running.keys() | self._unrecorded,
            lanes=self._lanes.values(),
            shut=self._breakers.shut(clock),
            limit=free * 2,
        )
        chosen = self._breakers.admitted(due)[:free]
        if not chosen:
            return await self._until_next(owned, now)
        started = monotonic()
        leases = {row["_id"]: self._lease_time(row["kind"]) for row in chosen}
        leased = await self._store.lease(leases, uuid.uuid4().hex)
        self._reached(Step.EFFECT_LEASED)
        for effect in leased:
            self._start(effect, started)
        return 0.0 if leased else 0.2

    async def _until_next(self, owned: Collection[int], now: datetime) -> float:
        following = await self._store.next_due(owned, now)
        waits = [IDLE_SECONDS]
        if (opening := self._breakers.next_opening(monotonic())) is not None:
            waits.append(opening)
        if following is not None:
            waits.append((following - utc_now()).total_seconds())
        return max(0.01, min(waits))

    def _lease_time(self, kind: str) -> timedelta:
        carrier = self._table.carriers.get(kind)
        return (carrier.deadline if carrier else timedelta()) + self._margin

    def _start(self, effect: Leased, started: float) -> None:
        if effect.partner is not None:
            self._breakers.of(effect.partner).begin()
        task = asyncio.create_task(self._see_through(effect, started), name=effect.kind)
        self._running[effect.id] = task
        if effect.lane is not None:
            self._lanes[effect.id] = effect.lane

        def done(_: asyncio.Task[None]) -> None:
            self._running.pop(effect.id, None)
            self._lanes.pop(effect.id, None)
            self._wake.set()

        task.add_done_callback(done)

    async def _see_through(self, effect: Leased, started: float) -> None:
        this = Try(self._tracing, self._metrics, effect)
        ending = await self._carry_out(effect, started)
        this.over(ending)
        self._reached(Step.EFFECT_CARRIED_OUT)
        self._tell_breaker(effect, ending)
        try:
            reports = [
                emit_report(self._service, effect, n, report)
                for n, report in enumerate(ending.reports)
            ]
        except Exception as error:
            log.exception("a report cannot be published", effect=effect.id)
            ending, reports = Again(f"its report cannot be published: {error!r}"), []
        self._metrics.effect_endings.labels(effect.kind, type(ending).__name__.lower()).inc()
        if isinstance(ending, Again):
            await self._postpone(effect, ending, reports)
        else:
            # Done, but not known to be: until it is, it must not be begun again, lease or no lease.
            self._unrecorded.add(effect.id)
            await self._ended.put(Recorded(effect, reports))

    async def _carry_out(self, effect: Leased, started: float) -> Ending:
        carrier = self._table.carriers.get(effect.kind)
        if carrier is None:
            return Again(f"no carrier for {effect.kind} in this release", timedelta(seconds=30))
        try:
            work = carrier.work.model_validate(effect.work, strict=False)
            async with asyncio.timeout(carrier.deadline.total_seconds()):
                return await carrier.carry(work, attempt_at(effect, carrier, started, self._unseen))
        except TimeoutError:
            return Again("not over by its deadline", unavailable=True)
        except LeaseTooShort:
            return Again("too little of the lease was left")
        except Exception as error:
            log.exception("effect failed", effect=effect.id, kind=effect.kind)
            return Again(reason_of(error))

    def _tell_breaker(self, effect: Leased, ending: Ending) -> None:
        if effect.partner is None:
            return
        breaker = self._breakers.of(effect.partner)
        if isinstance(ending, Again) and ending.unavailable:
            breaker.failed(monotonic())
        elif isinstance(ending, Done):
            breaker.succeeded()
        else:
            breaker.probing = False
        is_open = breaker.shut(monotonic())
        self._metrics.breakers.labels(effect.partner).set(int(is_open))

    async def _postpone(self, effect: Leased, ending: Again, reports: Sequence[Outgoing]) -> None:
        seconds = (
            ending.after.total_seconds()
            if ending.after is not None
            else delay_after(effect.attempts, first=1.0, most=60.0)
        )
        log.info("effect again later", effect=effect.id, kind=effect.kind, why=ending.reason)
        now = utc_now()
        due_at = now + timedelta(seconds=seconds)
        try:
            if await self._store.postpone(effect, due_at, ending.in_full, reports, now):
                await self._outbox.put([(effect.partition, report) for report in reports])
        except (Conflict, UnknownCommit, PyMongoError) as error:
            # The lease runs out by itself and the work is tried again then.
            log.warning("effect left to its lease", effect=effect.id, why=in_brief(error))

    async def _record_endings(self) -> None:
        while True:
            batch = [await self._ended.get()]
            while len(batch) < RECORD_AT_ONCE and not self._ended.empty():
                batch.append(self._ended.get_nowait())
            await self._record(batch)
            for ended in batch:
                self._unrecorded.discard(ended.effect.id)
                self._ended.task_done()

    async def _record(self, batch: list[Recorded]) -> None:
        """Store how a few effects ended, trying until it is known that they are stored."""
        backoff = Backoff()
        while batch:
            try:
                endings = [(ended.effect, ended.reports) for ended in batch]
                await self._store.finish(endings, utc_now())
                break
            except Conflict as conflict:
                if len(batch) == 1:
                    log.warning("ended twice", effect=batch[0].effect.id, why=str(conflict))
                    return
                for one in batch:
                    await self._record([one])
                return
            except (UnknownCommit, PyMongoError) as error:
                log.warning("recording is tried again", why=in_brief(error))
                await backoff.wait()
        self._reached(Step.EFFECT_RECORDED)
        self._wake.set()  # the next one of its lane is free now
        await self._outbox.put([(e.effect.partition, r) for e in batch for r in e.reports])
