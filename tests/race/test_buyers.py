"""How the race's buyers ask, against a door that answers late, drops, and repeats itself."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.race.buyers import Buyer, Channel, Course, Door, Manner, crowd
from tests.race.huts import HUTS, NIGHTS

DESK = Channel(Door.DESK, {})
PROGRAM, WEB = Channel(Door.PROGRAM, {}), Channel(Door.WEB, {})
# How a door answers the n-th request under a key; None hangs up.
Says = Callable[[str, int], int | None]


@asynccontextmanager
async def door(says: Says) -> AsyncIterator[tuple[Course, Counter[str]]]:
    """A door that counts how often it was asked under each key."""
    asked: Counter[str] = Counter()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        await reader.readexactly(int(headers["Content-Length"]))
        key = headers["Idempotency-Key"]
        asked[key] += 1
        status = says(key, asked[key])
        if status is not None:
            name = key.rpartition("-")[0]
            body = json.dumps({"order_id": name, "reference": name.upper()}).encode()
            lines = f"HTTP/1.1 {status} Said\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(lines.encode() + body)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port: int = server.sockets[0].getsockname()[1]
        yield Course(port), asked


def buyer(manner: Manner, channel: Channel = DESK) -> Buyer:
    line = {"property_id": HUTS[0], "night": NIGHTS[0], "rate_id": "dormitory", "persons": 2}
    return Buyer("ann", manner, channel, [line])


async def test_a_buyer_asks_under_the_same_key_until_it_is_said_how_it_ended() -> None:
    answers = {1: 202, 2: None, 3: 503, 4: 201}
    async with door(lambda key, n: answers[n]) as (course, asked):
        ann = buyer(Manner.PLAIN)
        await course.run(ann)
    assert ([answer.status for answer in ann.told], ann.reference) == ([201], "ANN")
    assert asked == {"ann-book": 4}


@pytest.mark.parametrize(
    ("manner", "times", "told"),
    [
        (Manner.ASKS_AGAIN, 3, 3),
        (Manner.ASKS_TWICE_AT_ONCE, 2, 2),
        (Manner.HANGS_UP, 2, 1),
        (Manner.PLAIN, 1, 1),
    ],
)
async def test_each_manner_asks_so_often_and_keeps_what_it_was_told(
    manner: Manner, times: int, told: int
) -> None:
    async with door(lambda key, n: 201) as (course, asked):
        ann = buyer(manner)
        await course.run(ann)
    assert (asked["ann-book"], len(ann.told)) == (times, told)


async def test_who_cancels_does_it_once_it_is_there_and_from_the_web_nobody_does() -> None:
    def says(key: str, n: int) -> int:
        return 201 if key.endswith("book") else {1: 404}.get(n, 200)

    async with door(says) as (course, asked):
        ann = buyer(Manner.CANCELS)
        await course.run(ann)
    assert (ann.state, asked["ann-cancel"]) == ("cancelled", 2)
    async with door(says) as (course, asked):
        web = buyer(Manner.CANCELS, WEB)
        await course.run(web)
    assert (web.state, asked["ann-cancel"]) == ("option", 0)


def test_a_crowd_has_every_manner_through_every_door_and_is_the_same_for_the_same_dice() -> None:
    channels = (DESK, PROGRAM, WEB)
    people = crowd(60, channels, random.Random(1))
    seen = {(one.manner, one.channel.door) for one in people}
    assert len(seen) == len(Manner) * len(channels)
    assert people == crowd(60, channels, random.Random(1))
    assert any(len(one.huts) == 2 for one in people)
