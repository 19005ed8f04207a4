"""Listens to what every process tells of itself, and remembers the last half hour of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from chassis.service import Tailed
from contracts.processes import ProcessReported
from contracts.topics import BY_NAME, SERVICES
from gateway.operations.heard import POINT_SECONDS, Heard
from gateway.operations.model import Flow, Point, Series, ServiceAnswer, TopicAnswer


class Watch:
    """In memory, in every replica for itself: a gateway that starts anew has no past."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._services = {service: Heard(service) for service in SERVICES}

    def receive(self, tailed: Tailed) -> None:
        """Take one record of the topic of processes; anything but their reports is ignored."""
        if tailed.type != ProcessReported.TYPE:
            return
        report = ProcessReported.read(tailed.value)
        heard = self._services.get(report.service)
        if heard is not None:
            heard.hear(report, self._now())

    def flow(self, readable: Collection[str]) -> Flow:
        """Everything as it is now. `readable` are the services whose doors are known."""
        now = self._now()
        services = tuple(
            heard.answer(now, readable=service in readable)
            for service, heard in self._services.items()
        )
        return Flow(at=now, services=services, topics=_topics(services))

    def series(self, service: str, minutes: int) -> Series:
        """The last minutes of a service. Raises KeyError for one that there is not."""
        since = self._now() - timedelta(minutes=minutes)
        points: list[Point] = [one for one in self._services[service].points if one.at >= since]
        return Series(service=service, every_seconds=POINT_SECONDS, points=tuple(points))


def _topics(services: Collection[ServiceAnswer]) -> tuple[TopicAnswer, ...]:
    named = {one.topic for service in services for one in service.consumes}
    named |= {name for service in services for name in service.publishes}
    return tuple(
        TopicAnswer(
            topic=topic.name,
            owner=topic.owner,
            kind=topic.kind,
            key=topic.key,
            about=topic.about,
        )
        for topic in (BY_NAME[name] for name in sorted(named & BY_NAME.keys()))
    )
