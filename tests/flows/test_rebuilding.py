"""The gateway's views, folded again from what their owners know, while everything goes on."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import httpx
import pytest

from chassis.database import Database
from chassis.rebuilding.rebuild import Rebuilt
from chassis.rebuilding.trouble import Lost
from chassis.settings import ChassisSettings, database_name
from comptoir_local.processes import Installation, gateway_environment
from comptoir_local.rebuilding import ADDRESSES, SECRET
from gateway.app import views
from gateway.board.model import ACTIVITY, ORDERS
from partners.uber.journey import Status
from tests.support.desk import HOTEL, Desk, Ordered
from tests.support.rebuilding import differences, rebuilt

Run = Callable[..., Awaitable[Rebuilt]]


@pytest.fixture
def run(installation: Installation) -> Run:
    return partial(rebuilt, installation)


@pytest.fixture
async def stored(installation: Installation) -> AsyncIterator[Database]:
    """The gateway's own database."""
    name = database_name(ChassisSettings(namespace=installation.namespace), "gateway")
    database = Database.connect(installation.engines.mongo, name)
    yield database
    database.close()


@asynccontextmanager
async def watched(api: httpx.AsyncClient) -> AsyncIterator[list[int]]:
    """Somebody who looks at the board and the orders all the time: what they were answered."""
    answers: list[int] = []

    async def look() -> None:
        while True:
            for path in ("live", "orders", "activity"):
                answers.append((await api.get(f"{HOTEL}/{path}")).status_code)

    looking = asyncio.create_task(look())
    try:
        yield answers
    finally:
        looking.cancel()
        await asyncio.wait([looking])


@asynccontextmanager
async def ordering(desk: Desk) -> AsyncIterator[list[Ordered]]:
    """Guests who go on ordering, and get what they ordered."""
    placed: list[Ordered] = []

    async def order() -> None:
        while True:
            ordered = await desk.place()
            await desk.move(ordered, Status.DELIVERED)
            placed.append(ordered)

    going_on = asyncio.create_task(order())
    try:
        yield placed
    finally:
        going_on.cancel()
        await asyncio.wait([going_on])


@pytest.mark.parametrize("service", ["gateway", "orders", "notifier"])
async def test_views_are_what_their_events_say(desk: Desk, run: Run, service: str) -> None:
    await desk.delivered()
    done = await run(service=service, check=True)
    assert differences(done) == {}
    assert done.clean
    assert sum(done.same.values()) > 0


async def test_spoilt_views_are_rebuilt_while_guests_order_and_somebody_looks(
    desk: Desk, run: Run, stored: Database, api: httpx.AsyncClient
) -> None:
    first, second = await desk.delivered(), await desk.delivered()
    entries = await stored.find(ACTIVITY.name, {"state.order_id": first.order_id})
    await stored.delete(ORDERS.name, {"_id": first.order_id})
    await stored.update(ORDERS.name, {"_id": second.order_id}, {"$set": {"state.room": "nowhere"}})
    (like,) = await stored.find(ORDERS.name, {"_id": second.order_id})
    await stored.insert(ORDERS.name, [{**like, "_id": "a stray"}])
    await stored.delete(ACTIVITY.name, {"_id": entries[0]["_id"]})

    spoilt = await run(check=True)
    assert set(differences(spoilt)) == {ORDERS.name, ACTIVITY.name}
    board = spoilt.found[ORDERS.name]
    assert board.new == {first.order_id}
    assert board.missing == {"a stray"}
    assert board.differing == {second.order_id: ("room",)}
    assert spoilt.found[ACTIVITY.name].new == {entries[0]["_id"]}

    async with ordering(desk) as placed, watched(api) as answers:
        with pytest.raises(Lost, match="a stray"):
            await run()
        before = len(placed)
        done = await run(accept_loss=True)
        assert done.fenced < 5
    assert before
    assert len(placed) > before
    assert set(answers) == {200}
    for ordered in (first, second, *placed):
        shown = await desk.shown(ordered, status="delivered", folio="settled")
        assert shown["room"] == ordered.body["room"]
    after = await run(check=True)
    assert differences(after) == {}
    left = await stored.find("chassis_ownership", {"swapping": {"$ne": None}})
    assert left == []


@pytest.mark.parametrize(
    ("option", "said"),
    [("--check", "its views are what their events say"), ("--release", "nothing was held")],
)
async def test_the_command_says_how_it_is(
    desk: Desk, installation: Installation, option: str, said: str
) -> None:
    await desk.delivered()
    told = {
        "COMPTOIR_KAFKA": installation.engines.kafka,
        "COMPTOIR_MONGO": installation.engines.mongo,
        "COMPTOIR_NAMESPACE": installation.namespace,
        ADDRESSES: gateway_environment(installation)[ADDRESSES],
        SECRET: installation.secrets.named("operator"),
    }
    command = (sys.executable, "-m", "comptoir_local.cli", "rebuild", "gateway", option)
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, **told},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert (process.returncode, said in output.decode()) == (0, True), output.decode()


def test_what_the_gateway_decides_itself_is_no_view() -> None:
    assert {"requests", "recipients", "invitations"} & {view.name for view in views} == set()
