"""The hub and its streams: what a listener hears, misses, and is told to load again."""

from __future__ import annotations

import asyncio

import pytest

from chassis.identity import partition_of
from contracts.live import (
    FeedEntry,
    LiveBoardChanged,
    LiveEntryAdded,
    LivePresence,
    LiveTaskChanged,
    PresenceState,
)
from contracts.topics import GATEWAY_LIVE_CHANGES
from gateway.live.frames import frame
from gateway.live.hub import QUEUE, REMEMBERED, RESYNC, Listener, LiveHub
from gateway.live.stream import GOODBYE, HEARTBEAT, events
from tests.support.deliveries import EVENING, PROPERTY
from tests.support.runtime import RecordingRuntime

HERE = GATEWAY_LIVE_CHANGES


def hub_of(runtime: RecordingRuntime) -> LiveHub:
    hub = LiveHub(runtime.partition_of, lambda partition: runtime.end_offset(HERE, partition))
    runtime.tail([HERE], hub.receive)
    return hub


@pytest.fixture
def runtime() -> RecordingRuntime:
    return RecordingRuntime()


@pytest.fixture
def hub(runtime: RecordingRuntime) -> LiveHub:
    return hub_of(runtime)


def change(n: int, property_id: str = PROPERTY) -> LiveBoardChanged:
    return LiveBoardChanged(property_id=property_id, order_id="a", card=f'{{"n":{n}}}')


def presence() -> LivePresence:
    return LivePresence(
        property_id=PROPERTY,
        order_id="a",
        person_id="p-7",
        name="Anaïs",
        tab="9a7cbb4e-13d2-4f0e-9f6e-6d1d0a4c2b10",
        state=PresenceState.OPEN,
        at=EVENING,
    )


def heard(listener: Listener) -> list[bytes]:
    return [listener.queue.get_nowait() for _ in range(listener.queue.qsize())]


def neighbour() -> str:
    """Another property in the same partition."""
    names = (f"hotel-{n}" for n in range(1000))
    return next(name for name in names if partition_of(name) == partition_of(PROPERTY))


def test_a_listener_hears_its_property_alone(hub: LiveHub, runtime: RecordingRuntime) -> None:
    listener = hub.listen(PROPERTY, None)
    runtime.hand_over(change(1, neighbour()))
    runtime.hand_over(change(2))
    assert heard(listener) == [frame(1, '{"n":2}')]


def test_all_listeners_share_one_encoding(hub: LiveHub, runtime: RecordingRuntime) -> None:
    one, other = hub.listen(PROPERTY, None), hub.listen(PROPERTY, None)
    runtime.hand_over(change(1))
    assert heard(one)[0] is heard(other)[0]


def test_a_stream_joins_its_list_without_a_gap(hub: LiveHub, runtime: RecordingRuntime) -> None:
    runtime.hand_over(change(1))
    position = hub.position(PROPERTY)
    runtime.hand_over(change(2))
    listener = hub.listen(PROPERTY, position)
    runtime.hand_over(change(3))
    assert heard(listener) == [frame(1, '{"n":2}'), frame(2, '{"n":3}')]


def test_a_place_that_is_no_longer_remembered_is_told_to_resync(
    hub: LiveHub, runtime: RecordingRuntime
) -> None:
    for n in range(REMEMBERED + 1):
        runtime.hand_over(change(n))
    assert heard(hub.listen(PROPERTY, 0)) == [RESYNC]
    assert len(heard(hub.listen(PROPERTY, REMEMBERED - 4))) == 5


def test_a_place_from_before_this_process_is_told_to_resync(runtime: RecordingRuntime) -> None:
    hub_of(runtime)
    runtime.hand_over(change(1))
    started_later = hub_of(runtime)
    assert heard(started_later.listen(PROPERTY, 0)) == [RESYNC]
    assert heard(started_later.listen(PROPERTY, 1)) == []


def test_a_place_in_topics_that_are_no_more_is_told_to_resync(
    hub: LiveHub, runtime: RecordingRuntime
) -> None:
    assert heard(hub.listen(PROPERTY, 3)) == [RESYNC]
    runtime.hand_over(change(1))
    assert heard(hub.listen(PROPERTY, 3)) == [RESYNC]
    assert heard(hub.listen(PROPERTY, 1)) == []


def test_a_listener_that_is_too_slow_is_told_to_resync_and_stops_nobody_else(
    hub: LiveHub, runtime: RecordingRuntime
) -> None:
    slow, quick = hub.listen(PROPERTY, None), hub.listen(PROPERTY, None)
    for n in range(QUEUE + 10):
        runtime.hand_over(change(n))
        heard(quick)
    assert heard(slow) == [RESYNC]
    assert slow.behind
    assert not quick.behind


ENTRY = FeedEntry(entry_id="2026-11-23T19:40:00.000Z/x", kind="picked_up", at=EVENING)
ENTRY_SAID = (
    '{"id":"2026-11-23T19:40:00.000Z/x","at":"2026-11-23T19:40:00.000Z",'
    '"kind":"picked_up","order_id":"a"}'
)


def test_a_line_of_the_feed_comes_with_its_card_and_before_it(
    hub: LiveHub, runtime: RecordingRuntime
) -> None:
    """Without an id of its own: whoever is cut off between the two is sent both again."""
    listener = hub.listen(PROPERTY, None)
    runtime.hand_over(change(1).model_copy(update={"entry": ENTRY}))
    activity = f"event: activity\ndata: {ENTRY_SAID}\n\n".encode()
    assert heard(listener) == [activity + frame(0, '{"n":1}')]


def test_a_line_of_the_feed_without_a_card_and_a_task_are_news_of_their_own(
    hub: LiveHub, runtime: RecordingRuntime
) -> None:
    listener = hub.listen(PROPERTY, None)
    runtime.hand_over(LiveEntryAdded(property_id=PROPERTY, order_id="a", entry=ENTRY))
    task = {"property_id": PROPERTY, "task_id": "sign-in:x", "kind": "pms_sign_in"}
    runtime.hand_over(LiveTaskChanged.model_validate({**task, "open": True, "at": EVENING}))
    task_said = (
        '{"id":"sign-in:x","kind":"pms_sign_in","open":true,"at":"2026-11-23T19:40:00.000Z"}'
    )
    news = [frame(0, ENTRY_SAID, "activity"), frame(1, task_said, "task")]
    assert heard(listener) == news
    assert heard(hub.listen(PROPERTY, 0)) == news


def test_who_is_where_reaches_those_who_listen_and_pushes_nothing_out_of_memory(
    hub: LiveHub, runtime: RecordingRuntime
) -> None:
    listener = hub.listen(PROPERTY, None)
    runtime.hand_over(change(0))
    for _ in range(REMEMBERED):
        runtime.hand_over(presence())
        heard(listener)
    runtime.hand_over(presence())
    (said,) = heard(listener)
    assert said.startswith(f"id: {REMEMBERED + 1}\nevent: presence\n".encode())
    assert heard(hub.listen(PROPERTY, 0)) == [frame(0, '{"n":0}')]


def test_a_place_before_nothing_but_presences_needs_no_resync(
    hub: LiveHub, runtime: RecordingRuntime
) -> None:
    position = hub.position(PROPERTY)
    runtime.hand_over(presence())
    assert heard(hub.listen(PROPERTY, position)) == []


async def allowed() -> bool:
    return True


async def refused() -> bool:
    return False


async def test_a_silent_stream_gives_signs_of_life(hub: LiveHub) -> None:
    stream = events(hub, PROPERTY, None, heartbeat=0.02, still_allowed=allowed)
    assert await anext(stream) == b"retry: 1000\n\n"
    assert await anext(stream) == HEARTBEAT
    assert await anext(stream) == HEARTBEAT
    await stream.aclose()  # type: ignore[attr-defined] # a generator, as all that yields
    assert hub.listeners() == 0


async def test_a_stream_ends_when_its_session_does(hub: LiveHub) -> None:
    stream = events(hub, PROPERTY, None, heartbeat=0.02, still_allowed=refused)
    assert [data async for data in stream] == [b"retry: 1000\n\n", GOODBYE]
    assert hub.listeners() == 0


async def test_a_busy_stream_is_looked_at_too(hub: LiveHub, runtime: RecordingRuntime) -> None:
    stream = events(hub, PROPERTY, None, heartbeat=0.05, still_allowed=refused)
    said = []
    async for data in stream:
        said.append(data)
        runtime.hand_over(change(1))
        await asyncio.sleep(0.01)
    assert said[-1] == GOODBYE


async def test_a_stream_that_fell_behind_ends_with_a_resync(
    hub: LiveHub, runtime: RecordingRuntime
) -> None:
    stream = events(hub, PROPERTY, None, heartbeat=60, still_allowed=allowed)
    await anext(stream)
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    for n in range(QUEUE + 10):
        runtime.hand_over(change(n))
    said = [await waiting] + [data async for data in stream]
    assert said[-1] == RESYNC
