"""The live stream over a real HTTP server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn

from contracts.live import LivePresence, PresenceState
from contracts.properties import PropertyState
from contracts.sign_in import SignInRefused
from gateway.access.people import People, digest, new_key
from gateway.access.roles import Role
from gateway.access.sessions import SESSIONS
from gateway.api.guard import COOKIE
from tests.gateway.conftest import PASSWORD, Hotel
from tests.support.deliveries import EVENING, ORDER, PROPERTY, placed, sheet
from tests.support.order_events import courier_assigned, picked_up

LIVE = f"/api/v1/properties/{PROPERTY}/live"


@pytest.fixture
async def address(hotel: Hotel) -> AsyncIterator[str]:
    config = uvicorn.Config(hotel.app, "127.0.0.1", 0, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    yield f"http://{host}:{port}"
    server.should_exit = True
    await serving


@pytest.fixture
async def program(hotel: Hotel, address: str) -> AsyncIterator[httpx.AsyncClient]:
    key = new_key()
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()), placed())
    await People(hotel.database).add_key("wall", key, {PROPERTY: Role.RECEPTION}, False)
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=20) as client:
        yield client


class Events:
    """The events of an open stream, one at a time."""

    def __init__(self, answer: httpx.Response) -> None:
        self.headers = answer.headers
        self._lines = answer.aiter_lines()

    async def next(self, wanted: str) -> dict[str, str]:
        """The next event of a kind; others are skipped. The test's time-out is the deadline."""
        event: dict[str, str] = {}
        async for line in self._lines:
            name, _, value = line.partition(": ")
            if line:
                event[name] = value
            elif event.get("event") == wanted:
                return event
            else:
                event = {}
        raise EOFError(f"the stream ended without {wanted}")


@asynccontextmanager
async def stream(
    client: httpx.AsyncClient, query: str = "", headers: dict[str, str] | None = None
) -> AsyncIterator[Events]:
    async with client.stream("GET", f"{LIVE}/stream{query}", headers=headers) as answer:
        assert answer.status_code == 200
        yield Events(answer)


async def test_a_stream_goes_on_where_the_list_ends(
    hotel: Hotel, program: httpx.AsyncClient
) -> None:
    board = (await program.get(LIVE)).json()
    await hotel.happens(courier_assigned())
    async with stream(program, f"?from={board['offset']}") as events:
        assert events.headers["cache-control"] == "no-store"
        assert events.headers["x-accel-buffering"] == "no"
        assert events.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in events.headers
        first = await events.next("card")
        assert json.loads(first["data"])["courier"]["name"] == "Marc"
        await hotel.happens(picked_up())
        second = await events.next("card")
        assert json.loads(second["data"])["stage"] == "on_the_way"
        assert int(second["id"]) == int(first["id"]) + 1 == board["offset"] + 1


async def test_a_reconnecting_stream_gets_what_it_missed_and_no_more(
    hotel: Hotel, program: httpx.AsyncClient
) -> None:
    await hotel.happens(courier_assigned(), picked_up())
    async with stream(program, "?from=0", {"Last-Event-ID": "1"}) as events:
        assert (await events.next("card"))["id"] == "2"


async def test_a_quiet_stream_beats(program: httpx.AsyncClient) -> None:
    async with stream(program) as events:
        assert (await events.next("beat"))["data"] == "{}"


async def test_a_stream_ends_once_its_session_is_over(hotel: Hotel, address: str) -> None:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    roles = {PROPERTY: Role.RECEPTION}
    await People(hotel.database).add_person("a@b.example", "A", PASSWORD, roles, False)
    async with httpx.AsyncClient(base_url=address, timeout=20) as client:
        body = {"mail": "a@b.example", "password": PASSWORD}
        signed_in = await client.post("/api/v1/session", json=body, headers={"X-Comptoir": "1"})
        token = signed_in.cookies[COOKIE]
        async with stream(client, headers={"Cookie": f"{COOKIE}={token}"}) as events:
            await events.next("beat")
            await hotel.database.delete(SESSIONS, {"_id": digest(token)})
            await events.next("signed-out")
            with pytest.raises(EOFError):
                await events.next("card")


async def test_a_stream_tells_of_the_feed_of_tasks_and_of_who_is_there(
    hotel: Hotel, program: httpx.AsyncClient
) -> None:
    async with stream(program) as events:
        await events.next("beat")
        refused = SignInRefused(property_id=PROPERTY, since=EVENING, detail="wrong secret")
        await hotel.happens(courier_assigned(), refused)
        line = json.loads((await events.next("activity"))["data"])
        feed = await program.get(f"/api/v1/properties/{PROPERTY}/activity")
        assert (line["id"], line["kind"]) == (feed.json()["entries"][0]["id"], "courier_assigned")
        assert "id" in await events.next("card")
        task = await events.next("task")
        told = json.loads(task["data"])
        tasks = await program.get(f"/api/v1/properties/{PROPERTY}/tasks")
        (listed,) = tasks.json()["tasks"]
        assert (told["id"], told["open"]) == (listed["id"], listed["open"])
        assert "order_id" not in told
        hotel.runtime.hand_over(
            LivePresence(
                property_id=PROPERTY,
                order_id=ORDER,
                person_id="p-7",
                name="Anaïs",
                tab="9a7cbb4e-13d2-4f0e-9f6e-6d1d0a4c2b10",
                state=PresenceState.WRITING,
                at=EVENING,
            )
        )
        present = await events.next("presence")
        assert json.loads(present["data"])["name"] == "Anaïs"
        assert int(present["id"]) == int(task["id"]) + 1
