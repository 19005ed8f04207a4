"""A person says that a task is done: asked over HTTP, decided by the gateway's own table."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from itertools import permutations
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from contracts.claims import ClaimOutcome
from contracts.handovers import HandoverKind
from contracts.message import Message
from contracts.properties import PropertyState
from contracts.sign_in import SignInAccepted, SignInRefused
from contracts.tasks import CloseTask, TaskClosed, TaskCloseRefused, TaskRefusal
from gateway.access.roles import Role
from gateway.app import handlers
from gateway.board.model import ORDERS, ActivityEntry, OrderView
from gateway.board.moments import MomentKind
from gateway.tasks.model import TASKS, TaskEnd, TaskView, claim_task, handover_task
from tests.gateway.conftest import Hotel
from tests.gateway.services import Services
from tests.support.contexts import NOW
from tests.support.deliveries import ORDER, PROPERTY, after, placed, sheet
from tests.support.frames import events_of
from tests.support.order_events import (
    apply,
    claim_ended,
    claim_opened,
    delivered,
    folio_attention,
    partner_not_told,
    partner_told,
    refund_refused,
    told,
)

AT = f"/api/v1/properties/{PROPERTY}"
UNANSWERED = [placed(), delivered(), claim_opened(), claim_ended(ClaimOutcome.UNANSWERED)]
BY_HAND: list[Sequence[Message]] = [
    [partner_not_told("m-2")],
    [refund_refused()],
    [claim_opened(), claim_ended(ClaimOutcome.UNANSWERED)],
    [refund_refused("rf/1 é?")],
]


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    Services(hotel)
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()), placed(), delivered())
    async with hotel.person("Desk", hotel_lumiere=Role.RECEPTION) as client:
        yield client


async def tasks(client: httpx.AsyncClient, query: str = "?open=true") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get(f"{AT}/tasks{query}")).json()["tasks"]
    return found


async def done(
    client: httpx.AsyncClient, task_id: str, key: str = "k-1", **body: Any
) -> httpx.Response:
    path = f"{AT}/tasks/{quote(task_id, safe='')}/done"
    return await client.post(path, json=body, headers={"Idempotency-Key": key})


@pytest.mark.parametrize("opening", BY_HAND)
async def test_a_task_that_a_person_did_is_closed_with_who_and_when_and_what_they_noted(
    hotel: Hotel, desk: httpx.AsyncClient, opening: Sequence[Message]
) -> None:
    await hotel.happens(*opening)
    (task,) = await tasks(desk)
    assert task["by_hand"] is True
    answer = await done(desk, task["id"], note="Appelé le restaurant")
    assert answer.status_code == 200, answer.text
    assert answer.json()["task_id"] == task["id"]
    assert await tasks(desk) == []
    (closed,) = await tasks(desk, "?open=false")
    assert (closed["end"], closed["by"], closed["note"]) == ("done", "Desk", "Appelé le restaurant")
    assert closed["ended_at"] == answer.json()["occurred_at"]
    (card,) = (await desk.get(f"{AT}/orders?has_task=false")).json()["orders"]
    assert card["open_tasks"] == 0
    timeline = (await desk.get(f"{AT}/orders/{ORDER}")).json()["timeline"]
    (moment,) = [one for one in timeline if one["kind"] == "task_done"]
    assert (moment["by"], moment["note"]) == ("Desk", task["kind"])
    feed = (await desk.get(f"{AT}/activity")).json()["entries"]
    assert [one["kind"] for one in feed].count("task_done") == 1


async def test_the_same_request_again_is_the_same_answer_and_nothing_more(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(partner_not_told("m-2"))
    (task,) = await tasks(desk)
    first, again = await done(desk, task["id"]), await done(desk, task["id"])
    assert (first.status_code, first.content) == (again.status_code, again.content)
    timeline = (await desk.get(f"{AT}/orders/{ORDER}")).json()["timeline"]
    assert [one["kind"] for one in timeline].count("task_done") == 1
    reused = await done(desk, task["id"], note="autre chose")
    assert (reused.status_code, reused.json()["type"]) == (409, "urn:comptoir:problem:key-reused")


@pytest.mark.parametrize(
    ("opening", "reason"),
    [
        ([partner_not_told("m-2"), partner_told("m-2")], "not_open"),
        ([folio_attention()], "ends_otherwise"),
    ],
)
async def test_what_cannot_be_closed_by_hand_is_refused_with_the_reason(
    hotel: Hotel, desk: httpx.AsyncClient, opening: Sequence[Message], reason: str
) -> None:
    await hotel.happens(*opening)
    (task,) = before = await tasks(desk, "")
    refused = await done(desk, task["id"])
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:comptoir:problem:refused")
    assert refused.json()["errors"] == [{"field": "task_id", "reason": reason}]
    assert refused.json()["detail"]
    assert await tasks(desk, "") == before


async def test_a_second_person_hears_that_it_is_done_already(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(partner_not_told("m-2"))
    (task,) = await tasks(desk)
    await done(desk, task["id"])
    async with hotel.person("Boss", hotel_lumiere=Role.MANAGER) as boss:
        refused = await done(boss, task["id"])
    assert refused.json()["errors"] == [{"field": "task_id", "reason": "not_open"}]
    (closed,) = await tasks(desk, "?open=false")
    assert closed["by"] == "Desk"


async def test_another_propertys_task_and_none_are_not_found(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(partner_not_told("m-2"))
    await hotel.happens(PropertyState(property_id="refuge-aigle", sheet=sheet()))
    (task,) = await tasks(desk)
    hotel.runtime.published.clear()
    assert (await done(desk, "no-such-task")).status_code == 404
    async with hotel.person("Hut", refuge_aigle=Role.MANAGER) as warden:
        path = f"/api/v1/properties/refuge-aigle/tasks/{task['id']}/done"
        answer = await warden.post(path, json={}, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 404
    assert hotel.runtime.published == []


async def test_those_who_watch_the_board_see_a_task_closed(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(partner_not_told("m-2"))
    (task,) = await tasks(desk)
    listener = hotel.app.state.workings.hub.listen(PROPERTY, None)  # type: ignore[attr-defined]
    await done(desk, task["id"])
    heard = events_of(listener)
    assert [card["open_tasks"] for name, card in heard if name == "card"] == [0]
    assert [(one["id"], one["open"]) for name, one in heard if name == "task"] == [
        (task["id"], False)
    ]


async def test_that_the_pms_refuses_our_sign_in_is_one_task_which_ends_by_itself(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    refused = SignInRefused(property_id=PROPERTY, since=NOW, detail="the PMS does not let us in")
    await hotel.happens(refused, refused)
    (task,) = await tasks(desk)
    assert (task["kind"], task["problem"]) == ("pms_sign_in", "sign_in_refused")
    assert (task["detail"], task["by_hand"]) == ("the PMS does not let us in", False)
    assert not {"order", "order_id", "room", "guest"} & set(task)
    answer = await done(desk, task["id"])
    assert answer.json()["errors"] == [{"field": "task_id", "reason": "ends_otherwise"}]
    await hotel.happens(SignInAccepted(property_id=PROPERTY, at=after(90)))
    assert await tasks(desk) == []
    (ended,) = await tasks(desk, "?open=false")
    assert ended["end"] == "signed_in"
    await hotel.happens(SignInAccepted(property_id=PROPERTY, at=after(95)), refused)
    assert len(await tasks(desk)) == 1


def closing(task_id: str = claim_task("c-1"), **fields: Any) -> CloseTask:
    about = {"property_id": PROPERTY, "order_id": ORDER, "task_id": task_id}
    return CloseTask(**{**about, **fields})


def task_in(documents: Any) -> TaskView:
    task = documents[TASKS.ref(claim_task("c-1"))]
    assert isinstance(task, TaskView)
    return task


def view_in(documents: Any) -> OrderView:
    view = documents[ORDERS.ref(ORDER)]
    assert isinstance(view, OrderView)
    return view


def test_a_task_asked_anew_before_its_closing_is_shown_stays_open() -> None:
    documents = told(handlers, UNANSWERED)
    closed, _ = apply(handlers, documents, closing(), "person:p-7")
    asked_again = claim_ended(ClaimOutcome.UNANSWERED, 95)
    apply(handlers, documents, asked_again)
    apply(handlers, documents, closed, "person:p-7")
    assert task_in(documents).open
    assert view_in(documents).open_tasks == (claim_task("c-1"),)
    closed_again, _ = apply(handlers, documents, closing(), "person:p-7")
    apply(handlers, documents, closed_again, "person:p-7")
    assert not task_in(documents).open
    assert not view_in(documents).has_task


def test_a_view_that_is_built_anew_closes_the_task_by_what_was_told() -> None:
    documents = told(handlers, UNANSWERED)
    closed, _ = apply(handlers, documents, closing(note="vu"), "person:p-7")
    assert isinstance(closed, TaskClosed)
    anew = told(handlers, UNANSWERED)
    apply(handlers, anew, closed, "person:p-7")
    assert task_in(anew) == task_in(documents)
    assert (task_in(anew).end, task_in(anew).by) == (TaskEnd.DONE, "person:p-7")


def test_what_other_topics_say_meanwhile_changes_nothing_of_it() -> None:
    """Whatever comes first, the task's closing or the partner's decision: it is over."""
    documents = told(handlers, UNANSWERED)
    closed, _ = apply(handlers, documents, closing(), "person:p-7")
    for order in permutations([closed, claim_ended(ClaimOutcome.ACCEPTED, 95), delivered(40)]):
        known = dict(documents)
        for message in order:
            apply(handlers, known, message, "person:p-7")
        assert task_in(known).end is TaskEnd.DONE
        assert not view_in(known).has_task
        kinds = [moment.kind for moment in view_in(known).timeline]
        assert kinds.count(MomentKind.TASK_DONE) == 1


def test_closing_what_one_property_asks_about_anothers_order_leaves_that_order_alone() -> None:
    """A partner's id may come up at two properties: each sees its own."""
    elsewhere = partner_not_told("m-2").model_copy(update={"property_id": "hotel-other"})
    documents = told(handlers, [elsewhere])
    task_id = handover_task(HandoverKind.CHAT_MESSAGE, "m-2")
    theirs = closing(task_id, property_id="hotel-other")
    closed, _ = apply(handlers, documents, theirs, "person:p-9")
    for order in ({}, told(handlers, [placed()])):
        known = {**order, TASKS.ref(task_id): documents[TASKS.ref(task_id)]}
        before = known.get(ORDERS.ref(ORDER))
        apply(handlers, known, closed, "person:p-9")
        assert known.get(ORDERS.ref(ORDER)) == before
        entries = [one for one in known.values() if isinstance(one, ActivityEntry)]
        done = [one for one in entries if one.kind is MomentKind.TASK_DONE]
        assert [one.property_id for one in done] == ["hotel-other"]


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (closing("claim:c-9"), TaskRefusal.UNKNOWN_TASK),
        (closing(order_id="another-order"), TaskRefusal.UNKNOWN_TASK),
        (closing(property_id="hotel-other"), TaskRefusal.UNKNOWN_TASK),
    ],
)
def test_a_command_about_no_task_of_theirs_is_refused(
    request_: CloseTask, reason: TaskRefusal
) -> None:
    documents = told(handlers, UNANSWERED)
    (refused,) = apply(handlers, documents, request_, "person:p-7")
    assert isinstance(refused, TaskCloseRefused)
    assert (refused.reason, refused.field) == (reason, "task_id")
    assert task_in(documents).open
