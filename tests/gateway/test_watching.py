"""What those who run Comptoir see of its flow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.processes import EffectFigures, Hindrance, ProcessReported, TopicFigures
from contracts.topics import BY_NAME, SERVICES
from gateway.operations.heard import MOST_POINTS
from gateway.operations.model import ServiceAnswer, Standing
from gateway.operations.watch import Watch
from tests.gateway.conftest import Clock, Hotel
from tests.support.runtime import RecordingRuntime

COMMANDS = "orders.delivery.commands.v1"
FLOW = "/api/v1/operations/flow"


class Room:
    """A watch, its clock, and the processes that tell it how they are."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.watch = Watch(self.clock)
        self.tail = RecordingRuntime()
        self.tail.tail([BY_NAME["gateway.process.changes.v1"]], self.watch.receive)

    def hears(self, process: str = "a", handled: int = 0, **fields: Any) -> None:
        self.tail.hand_over(report(self.clock, process, handled, **fields))

    def passes(self, seconds: float) -> None:
        self.clock.forward(timedelta(seconds=seconds))

    def orders(self) -> ServiceAnswer:
        flow = self.watch.flow(readable=())
        return next(one for one in flow.services if one.service == "orders")


def report(clock: Clock, process: str, handled: int, **fields: Any) -> ProcessReported:
    return ProcessReported(
        **{
            "property_id": "operations",
            "service": "orders",
            "process": process,
            "at": clock.now,
            "started_at": clock.now - timedelta(hours=1),
            "wrong": (),
            "partitions": 6,
            "topics": (TopicFigures(topic=COMMANDS, lag=3, handled=handled),),
            "publishes": ("orders.delivery.events.v1",),
            "published": handled * 2,
            "outbox_count": 2,
            "outbox_oldest_seconds": 0.5,
            "effects": (
                EffectFigures(kind="orders.deadline", waiting=2, running=1, oldest_seconds=4.0),
            ),
            "open_breakers": (),
            "parked": 1,
            "dead": 2,
            **fields,
        }
    )


@pytest.fixture
def room() -> Room:
    return Room()


def test_every_service_is_there_before_any_was_heard(room: Room) -> None:
    flow = room.watch.flow(readable=("orders",))
    assert tuple(one.service for one in flow.services) == SERVICES
    assert {one.state for one in flow.services} == {Standing.UNKNOWN}
    assert [one.service for one in flow.services if one.readable] == ["orders"]


def test_figures_of_processes_add_up_and_those_of_the_service_do_not(room: Room) -> None:
    for process in "ab":
        room.hears(process, open_breakers=(f"partner-{process}",))
    whole = room.orders()
    assert (whole.state, len(whole.processes)) == (Standing.READY, 2)
    assert [(one.topic, one.lag) for one in whole.consumes] == [(COMMANDS, 6)]
    assert (whole.outbox.count, whole.outbox.oldest_seconds) == (4, 0.5)
    assert (whole.effects.waiting, whole.effects.running) == (4, 2)
    assert [(one.kind, one.waiting) for one in whole.effects.kinds] == [("orders.deadline", 4)]
    assert whole.open_breakers == ("partner-a", "partner-b")
    assert (whole.parked, whole.dead) == (1, 2)


def test_a_rate_is_what_was_handled_over_the_last_ten_seconds(room: Room) -> None:
    for handled in (0, 1000, 1010, 1020, 1030, 1040, 1050):
        room.hears(handled=handled)
        room.passes(2)
    whole = room.orders()
    assert (whole.consumes[0].rate, whole.published_rate) == (5.0, 10.0)


def test_who_is_not_heard_for_ten_seconds_is_silent_with_the_last_that_was_known(
    room: Room,
) -> None:
    for handled in (0, 10):
        room.hears(handled=handled)
        room.passes(2)
    room.passes(8)
    assert room.orders().state is Standing.READY
    room.passes(1)
    whole = room.orders()
    assert (whole.state, whole.processes[0].state) == (Standing.SILENT, Standing.SILENT)
    assert (whole.consumes[0].lag, whole.parked) == (3, 1)
    assert (whole.consumes[0].rate, whole.published_rate) == (0.0, 0.0)


def test_a_process_that_is_missed_does_not_hide_behind_the_others(room: Room) -> None:
    room.hears("lost")
    for _ in range(10):
        room.passes(2)
        room.hears("kept")
    whole = room.orders()
    assert whole.state is Standing.READY
    states = {one.process: one.state for one in whole.processes}
    assert states == {"lost": Standing.SILENT, "kept": Standing.READY}
    assert whole.consumes[0].lag == 3
    room.passes(110)
    room.hears("kept")
    assert [one.process for one in room.orders().processes] == ["kept"]


def test_a_process_that_said_goodbye_is_gone_at_once(room: Room) -> None:
    room.hears("a")
    room.hears("b")
    room.passes(2)
    room.hears("a", stopping=True)
    assert [one.process for one in room.orders().processes] == ["b"]


def test_a_service_one_of_whose_processes_is_hindered_is_not_ready_and_says_why(
    room: Room,
) -> None:
    room.hears("a")
    room.hears("b", wrong=(Hindrance(condition="mongodb", problem="does not answer"),))
    whole = room.orders()
    assert whole.state is Standing.NOT_READY
    (hindered,) = [one for one in whole.processes if one.wrong]
    assert (hindered.process, hindered.wrong[0].condition) == ("b", "mongodb")


def test_a_report_told_twice_or_late_changes_nothing(room: Room) -> None:
    late = report(room.clock, "a", 5)
    room.passes(2)
    room.hears("a", handled=10)
    known = room.orders()
    room.tail.hand_over(late)
    assert room.orders() == known


def test_a_service_that_there_is_not_is_ignored(room: Room) -> None:
    room.hears(service="elsewhere")
    assert {one.state for one in room.watch.flow(()).services} == {Standing.UNKNOWN}


def test_there_is_one_point_for_every_five_seconds_and_half_an_hour_of_them(room: Room) -> None:
    room.clock.now = room.clock.now.replace(second=0)
    for second in range(0, 2000, 2):
        room.hears(handled=second * 3, dead=second)
        room.passes(2)
    whole = room.watch.series("orders", 30)
    assert len(whole.points) <= MOST_POINTS == 360
    times = [point.at for point in whole.points]
    assert times == sorted(times)
    assert {int(at.timestamp()) // 5 for at in times} == {
        int(times[0].timestamp()) // 5 + step for step in range(len(times))
    }
    newest = whole.points[-1]
    assert (newest.rate, newest.lag, newest.dead) == (3.0, 3, 1998)
    assert 10 <= len(room.watch.series("orders", 1).points) <= 13


def test_the_topics_of_the_picture_are_described(room: Room) -> None:
    room.hears()
    found = {one.topic: one for one in room.watch.flow(()).topics}
    assert set(found) == {COMMANDS, "orders.delivery.events.v1"}
    assert (found[COMMANDS].owner, found[COMMANDS].kind) == ("orders", "commands")


async def test_operations_see_the_flow_and_the_last_half_hour_as_it_is_told(hotel: Hotel) -> None:
    hotel.runtime.hand_over(report(Clock(), "a", 0))
    async with hotel.person("ops@example.com", operations=True) as operations:
        flow = (await operations.get(FLOW)).raise_for_status().json()
        orders = next(one for one in flow["services"] if one["service"] == "orders")
        assert (orders["state"], orders["readable"]) == ("ready", False)
        inventory = next(one for one in flow["services"] if one["service"] == "inventory")
        assert inventory["state"] == "unknown"
        assert "heard_at" not in inventory
        path = "/api/v1/operations/services/{}/series"
        series = (await operations.get(path.format("orders"))).raise_for_status().json()
        assert [point["lag"] for point in series["points"]] == [3]
        assert (await operations.get(path.format("nobody"))).status_code == 404
        too_far = await operations.get(path.format("orders"), params={"minutes": "31"})
        assert too_far.json()["errors"][0]["field"] == "query.minutes"
