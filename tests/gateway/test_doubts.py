"""Orders that were refused, that never came, or of which the partner says what cannot be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import permutations
from typing import Any

import httpx
import pytest

from contracts.deliveries import DeliveryRefused, RefusalReason
from contracts.doubts import (
    Contradiction,
    DeliveryContradicted,
    DeliveryMissing,
    ReportRefusal,
    ReportRefused,
)
from contracts.message import Message
from contracts.properties import PropertyState
from contracts.tasks import CloseTask, TaskClosed
from gateway.access.roles import Role
from gateway.app import handlers
from gateway.tasks.model import TASKS, TaskEnd, TaskView, missing_task
from tests.gateway.conftest import Hotel
from tests.support.deliveries import ORDER, PROPERTY, after, placed, sheet
from tests.support.order_events import ABOUT, apply, cancelled, delivered, told

AT = f"/api/v1/properties/{PROPERTY}"
REFERENCE = "LUM-20261123-0042"


def refused(reason: RefusalReason = RefusalReason.CURRENCY_MISMATCH) -> DeliveryRefused:
    return DeliveryRefused(
        **ABOUT,
        external_id=REFERENCE,
        reason=reason,
        field="content.amount.currency",
        detail="the property's currency is EUR, not CHF",
    )


def missing() -> DeliveryMissing:
    return DeliveryMissing(
        **ABOUT,
        external_id=REFERENCE,
        reported_by="partner:uber-direct/lumiere",
        occurred_at=after(30),
    )


def contradicted(
    why: Contradiction = Contradiction.DELIVERED_AFTER_CANCELLED,
) -> DeliveryContradicted:
    return DeliveryContradicted(**ABOUT, contradiction=why, occurred_at=after(50))


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("desk@example.com", hotel_lumiere=Role.RECEPTION) as client:
        yield client


async def tasks(client: httpx.AsyncClient, *, open: bool = True) -> list[dict[str, Any]]:
    answer = await client.get(f"{AT}/tasks?open={str(open).lower()}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["tasks"]
    return found


async def feed(client: httpx.AsyncClient) -> list[tuple[str, str]]:
    answer = await client.get(f"{AT}/activity")
    assert answer.status_code == 200, answer.text
    return [(entry["kind"], entry.get("note", "")) for entry in answer.json()["entries"]]


async def test_a_partner_s_order_that_was_refused_is_a_task_until_it_is_placed(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(refused())
    (task,) = await tasks(desk)
    assert (task["kind"], task["problem"], task["by_hand"]) == (
        *("order_refused", "currency_mismatch"),
        True,
    )
    assert "demo-page" in task["detail"]
    assert REFERENCE in task["detail"]
    assert (await feed(desk))[0] == ("refused", f"{REFERENCE}: currency_mismatch")
    await hotel.happens(placed())
    assert await tasks(desk) == []
    (ended,) = await tasks(desk, open=False)
    assert (ended["id"], ended["end"]) == (task["id"], "placed")


async def test_what_a_person_asked_for_and_was_refused_is_nobody_s_task(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(refused(), actor="person:p-7", answers="request-1")
    assert await tasks(desk) == []
    assert (await feed(desk))[0][0] == "refused"


async def test_other_content_under_a_placed_order_s_id_is_a_task_that_its_card_counts(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(), refused(RefusalReason.ALREADY_PLACED_DIFFERENTLY))
    (task,) = await tasks(desk)
    assert task["order"]["open_tasks"] == 1


async def test_an_order_that_is_reported_on_and_never_placed_is_a_task_with_its_reference(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(missing())
    (task,) = await tasks(desk)
    assert (task["kind"], task["problem"]) == ("order_missing", "never_placed")
    assert REFERENCE in task["detail"]
    assert "uber-direct/lumiere" in task["detail"]
    assert (await feed(desk))[0] == ("order_missing", REFERENCE)
    await hotel.happens(placed(), delivered())
    assert await tasks(desk) == []


async def test_a_meal_that_is_said_to_have_come_after_all_is_a_feed_line_and_a_task(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(), cancelled(), contradicted())
    (task,) = await tasks(desk)
    assert (task["kind"], task["problem"]) == ("contradiction", "delivered_after_cancelled")
    assert task["order"]["status"] == "cancelled"
    assert (await feed(desk))[0] == ("contradicted", "delivered_after_cancelled")


async def test_a_contradiction_that_changes_nothing_owed_is_a_feed_line_alone(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    why = Contradiction.CANCELLED_AFTER_RETURNED
    await hotel.happens(placed(), cancelled(), contradicted(why))
    assert await tasks(desk) == []
    assert (await feed(desk))[0][0] == "contradicted"


@pytest.mark.parametrize("opening", [refused(), missing(), contradicted()])
def test_a_person_says_that_such_a_task_is_done(opening: Message) -> None:
    known = told(handlers, [opening])
    (ref,) = [ref for ref, one in known.items() if isinstance(one, TaskView)]
    close = CloseTask(**ABOUT, task_id=ref.id)
    closed, _ = apply(handlers, known, close, actor="person:p-7")
    assert isinstance(closed, TaskClosed)
    apply(handlers, known, closed, actor="person:p-7")
    task = known[ref]
    assert isinstance(task, TaskView)
    assert (task.open, task.end, task.by) == (False, TaskEnd.DONE, "person:p-7")


def test_an_order_missed_at_the_wrong_property_is_missed_there_no_more() -> None:
    elsewhere = {"property_id": "hotel-other"}
    missed = missing().model_copy(update=elsewhere)
    stranger = ReportRefused(
        **{**ABOUT, **elsewhere},
        reason=ReportRefusal.FOREIGN_PROPERTY,
        field="property_id",
        detail="the order is another property's",
    )
    task = told(handlers, [missed, placed(), stranger])[
        TASKS.ref(missing_task(ORDER, "hotel-other"))
    ]
    assert isinstance(task, TaskView)
    assert (task.open, task.end) == (False, TaskEnd.PLACED)


def test_refused_and_missing_orders_end_the_same_once_they_are_placed() -> None:
    for first in permutations([refused(), missing()]):
        known = told(handlers, [*first, placed()])
        assert not [one for one in known.values() if isinstance(one, TaskView) and one.open]
