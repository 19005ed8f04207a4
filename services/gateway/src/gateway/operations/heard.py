"""What one process and one service told of themselves lately."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from contracts.processes import ProcessReported
from gateway.operations.model import (
    Consumed,
    EffectsAnswer,
    Hindered,
    OutboxAnswer,
    Point,
    ProcessAnswer,
    ServiceAnswer,
    Standing,
    WorkAnswer,
)

SILENT_AFTER = timedelta(seconds=10)
# Rates are over so many reports, of which one comes every two seconds.
RATE_OVER = 6
POINT_SECONDS = 5
KEPT_MINUTES = 30
MOST_POINTS = KEPT_MINUTES * 60 // POINT_SECONDS
# One that fell silent is of interest for so long while others of its service go on.
MISSED_FOR = timedelta(minutes=2)
MOST_PROCESSES = 100


class Process:
    """One process, by its own reports. `heard_at` is by our clock, rates are by its own."""

    def __init__(self, report: ProcessReported, now: datetime) -> None:
        self.reports: deque[ProcessReported] = deque([report], maxlen=RATE_OVER)
        self.heard_at = now

    @property
    def newest(self) -> ProcessReported:
        return self.reports[-1]

    def hear(self, report: ProcessReported, now: datetime) -> None:
        """A report told twice, or late, says nothing new."""
        if report.at > self.newest.at:
            self.reports.append(report)
            self.heard_at = now

    def standing(self, now: datetime) -> Standing:
        if now - self.heard_at > SILENT_AFTER:
            return Standing.SILENT
        return Standing.NOT_READY if self.newest.wrong else Standing.READY

    def handled_rate(self, topic: str) -> float:
        return self._rate(*(_handled(report, topic) for report in self._ends()))

    def published_rate(self) -> float:
        return self._rate(*(report.published for report in self._ends()))

    def _ends(self) -> tuple[ProcessReported, ProcessReported]:
        return self.reports[0], self.newest

    def _rate(self, before: int, after: int) -> float:
        first, last = self._ends()
        seconds = (last.at - first.at).total_seconds()
        return max(0, after - before) / seconds if seconds > 0 else 0.0

    def answer(self, now: datetime) -> ProcessAnswer:
        report = self.newest
        return ProcessAnswer(
            process=report.process,
            state=self.standing(now),
            started_at=report.started_at,
            heard_at=self.heard_at,
            partitions=report.partitions,
            wrong=tuple(
                Hindered(condition=one.condition, problem=one.problem) for one in report.wrong
            ),
        )


class Heard:
    """One service."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._processes: dict[str, Process] = {}
        self.points: deque[Point] = deque(maxlen=MOST_POINTS)

    def hear(self, report: ProcessReported, now: datetime) -> None:
        if report.stopping:
            self._processes.pop(report.process, None)
            return
        known = self._processes.get(report.process)
        if known is None:
            self._processes[report.process] = Process(report, now)
        else:
            known.hear(report, now)
        self._forget(now)
        self._add_point(now)

    def _forget(self, now: datetime) -> None:
        """Called when one has been heard: so those long silent are not all there are."""
        for id, process in list(self._processes.items()):
            if now - process.heard_at > MISSED_FOR or len(self._processes) > MOST_PROCESSES:
                del self._processes[id]

    def _add_point(self, now: datetime) -> None:
        """One point per five seconds: the newest of them stands."""
        whole = self.answer(now, readable=False)
        point = Point(
            at=now,
            lag=sum(one.lag for one in whole.consumes),
            rate=round(sum(one.rate for one in whole.consumes), 2),
            outbox_count=whole.outbox.count,
            outbox_oldest_seconds=whole.outbox.oldest_seconds,
            effects_waiting=whole.effects.waiting,
            effects_oldest_seconds=whole.effects.oldest_seconds,
            parked=whole.parked,
            dead=whole.dead,
        )
        if self.points and _stretch(self.points[-1].at) == _stretch(now):
            self.points.pop()
        self.points.append(point)

    def answer(self, now: datetime, *, readable: bool) -> ServiceAnswer:
        """The service as it is now. Figures are those of the processes that are heard; where all
        are silent, of the one heard last."""
        heard = sorted(self._processes.values(), key=lambda process: process.heard_at)
        live = [process for process in heard if process.standing(now) is not Standing.SILENT]
        counted = live or heard[-1:]
        reports = [process.newest for process in counted]
        newest = reports[-1] if reports else None
        return ServiceAnswer(
            service=self._service,
            state=_standing_of(heard, now),
            heard_at=heard[-1].heard_at if heard else None,
            processes=tuple(process.answer(now) for process in heard),
            consumes=_consumed(counted, live),
            publishes=newest.publishes if newest else (),
            published_rate=round(sum(process.published_rate() for process in live), 2),
            outbox=OutboxAnswer(
                count=sum(report.outbox_count for report in reports),
                oldest_seconds=max((report.outbox_oldest_seconds for report in reports), default=0),
            ),
            effects=_effects(reports),
            parked=newest.parked if newest else 0,
            dead=newest.dead if newest else 0,
            open_breakers=tuple(sorted({name for r in reports for name in r.open_breakers})),
            readable=readable,
        )


def _standing_of(processes: Iterable[Process], now: datetime) -> Standing:
    """A silent process counts only where no other is heard."""
    found = {process.standing(now) for process in processes}
    for standing in (Standing.NOT_READY, Standing.READY, Standing.SILENT):
        if standing in found:
            return standing
    return Standing.UNKNOWN


def _consumed(counted: Sequence[Process], live: Sequence[Process]) -> tuple[Consumed, ...]:
    lags: dict[str, int] = {}
    for process in counted:
        for one in process.newest.topics:
            lags[one.topic] = lags.get(one.topic, 0) + one.lag
    return tuple(
        Consumed(
            topic=topic,
            lag=lag,
            rate=round(sum(process.handled_rate(topic) for process in live), 2),
        )
        for topic, lag in lags.items()
    )


def _effects(reports: Sequence[ProcessReported]) -> EffectsAnswer:
    kinds: dict[str, WorkAnswer] = {}
    for one in (effect for report in reports for effect in report.effects):
        known = kinds.get(one.kind)
        kinds[one.kind] = WorkAnswer(
            kind=one.kind,
            waiting=one.waiting + (known.waiting if known else 0),
            running=one.running + (known.running if known else 0),
            oldest_seconds=max(one.oldest_seconds, known.oldest_seconds if known else 0.0),
        )
    work = [kinds[kind] for kind in sorted(kinds)]
    return EffectsAnswer(
        waiting=sum(one.waiting for one in work),
        running=sum(one.running for one in work),
        oldest_seconds=max((one.oldest_seconds for one in work), default=0.0),
        kinds=tuple(work),
    )


def _handled(report: ProcessReported, topic: str) -> int:
    return next((one.handled for one in report.topics if one.topic == topic), 0)


def _stretch(at: datetime) -> int:
    return int(at.timestamp()) // POINT_SECONDS
