"""A guest who could not be told is left to reception, until they are told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import permutations
from typing import Any

import httpx
import pytest

from contracts.message import Message
from contracts.notices import (
    Audience,
    Channel,
    NoticeDelivered,
    NoticeFailed,
    NoticeSent,
    Occasion,
)
from contracts.properties import PropertyState
from gateway.access.roles import Role
from gateway.app import handlers
from gateway.board.model import ORDERS, OrderView
from gateway.notices.model import NOTICES, NoticeState, NoticeView
from gateway.tasks.model import TASKS, TaskEnd, TaskView, guest_task
from tests.gateway.conftest import Hotel
from tests.gateway.services import Services
from tests.support.deliveries import GUEST, ORDER, PROPERTY, after, placed, sheet
from tests.support.order_events import cancelled, told

AT = f"/api/v1/properties/{PROPERTY}"


def about(notice_id: str, audience: Audience = Audience.GUEST) -> dict[str, Any]:
    return {
        "property_id": PROPERTY,
        "order_id": ORDER,
        "notice_id": notice_id,
        "channel": Channel.SMS,
        "occasion": Occasion.CANCELLED,
        "audience": audience,
    }


def sent(notice_id: str = "n-1", audience: Audience = Audience.GUEST) -> NoticeSent:
    return NoticeSent(**about(notice_id, audience), guest_id=GUEST, text="Désolés")


def lost(notice_id: str = "n-1", audience: Audience = Audience.GUEST) -> NoticeFailed:
    return NoticeFailed(**about(notice_id, audience), reason="came back: undelivered, error 30003")


def arrived(notice_id: str = "n-1", audience: Audience = Audience.GUEST) -> NoticeDelivered:
    return NoticeDelivered(**about(notice_id, audience), delivered_at=after(12))


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    Services(hotel)
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()), placed(), cancelled())
    async with hotel.person("Desk", hotel_lumiere=Role.RECEPTION) as client:
        yield client


async def tasks(client: httpx.AsyncClient, query: str = "?open=true") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get(f"{AT}/tasks{query}")).json()["tasks"]
    return found


async def states(client: httpx.AsyncClient) -> dict[str, str]:
    """The state of each notice in the delivery log."""
    found = (await client.get(f"{AT}/notices")).json()["notices"]
    return {one["notice_id"]: one["state"] for one in found}


async def test_a_text_message_that_a_guest_did_not_get_is_a_task_that_reception_does(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(sent(), lost())
    assert await states(desk) == {"n-1": "failed"}
    (task,) = await tasks(desk)
    assert (task["kind"], task["problem"], task["by_hand"]) == ("guest_not_told", "cancelled", True)
    assert task["detail"] == "came back: undelivered, error 30003"
    assert task["room"] == "203"
    answer = await desk.post(
        f"{AT}/tasks/{task['id']}/done", json={}, headers={"Idempotency-Key": "k"}
    )
    assert answer.status_code == 200
    assert await tasks(desk) == []


async def test_a_later_message_that_arrived_ends_it(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await hotel.happens(sent(), lost(), sent("n-2"), arrived("n-2"))
    assert await states(desk) == {"n-1": "failed", "n-2": "delivered"}
    assert await tasks(desk) == []
    (ended,) = await tasks(desk, "?open=false")
    assert ended["end"] == "guest_told"
    (card,) = (await desk.get(f"{AT}/orders")).json()["orders"]
    assert card["open_tasks"] == 0


async def test_what_staff_did_not_get_is_in_the_log_and_no_task(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(
        *(sent("n-1", Audience.HOTEL), lost("n-1", Audience.HOTEL)),
        *(sent("n-2", Audience.HOTEL), arrived("n-2", Audience.HOTEL)),
    )
    assert await states(desk) == {"n-1": "failed", "n-2": "delivered"}
    assert await tasks(desk, "") == []


def test_what_came_back_stays_failed_whatever_else_is_said() -> None:
    for order in permutations([lost(), arrived()]):
        documents = told(handlers, [placed(), sent(), *order])
        notice = documents[NOTICES.ref("n-1")]
        assert isinstance(notice, NoticeView)
        assert notice.state is NoticeState.FAILED


def test_events_of_the_order_meanwhile_change_nothing_of_it() -> None:
    other: list[Message] = [placed(), cancelled()]
    said: list[Message] = [sent(), lost(), sent("n-2"), arrived("n-2")]
    for messages in ([*other, *said], [*said, *other], [other[0], *said, other[1]]):
        documents = told(handlers, messages)
        task = documents[TASKS.ref(guest_task(ORDER, Occasion.CANCELLED))]
        view = documents[ORDERS.ref(ORDER)]
        assert isinstance(task, TaskView)
        assert isinstance(view, OrderView)
        assert (task.open, task.end) == (False, TaskEnd.GUEST_TOLD)
        assert view.open_tasks == ()
