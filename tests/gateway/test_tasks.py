"""What only a person can do: when it opens, when it ends, and how it is shown."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest

from contracts.billing import AttentionEnd, Candidate, FolioProblem
from contracts.claims import ClaimOutcome
from contracts.handovers import HandoverKind
from contracts.message import Message
from contracts.properties import PropertyState
from contracts.refunds import RefundRefusal, RefundRefused
from gateway.access.roles import Role
from tests.gateway.conftest import Hotel
from tests.orders.life import Life
from tests.support.deliveries import ORDER, PROPERTY, place, placed, sheet
from tests.support.folios import euros
from tests.support.frames import events_of
from tests.support.order_events import (
    attention_ended,
    claim_ended,
    claim_opened,
    delivered,
    folio_attention,
    folio_settled,
    partner_not_told,
    partner_told,
    refund_refused,
    refunded,
)
from tests.support.refunds import refund

AT = f"/api/v1/properties/{PROPERTY}"
SHARERS = (
    Candidate(reservation_id="934171", guest_name="Anaïs D'Hérouville", room="203"),
    Candidate(reservation_id="934172", guest_name="Paul D'Hérouville", room="203"),
)


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("desk@example.com", hotel_lumiere=Role.RECEPTION) as client:
        yield client


async def tasks(client: httpx.AsyncClient, query: str = "?open=true") -> list[dict[str, Any]]:
    answer = await client.get(f"{AT}/tasks{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["tasks"]
    return found


async def test_a_charge_with_two_guests_to_choose_from_is_a_task_with_both(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(), delivered(), folio_attention(FolioProblem.AMBIGUOUS, SHARERS))
    (task,) = await tasks(desk)
    assert (task["id"], task["kind"], task["problem"]) == ("p-1", "folio", "ambiguous")
    assert (task["order_id"], task["room"]) == (ORDER, "203")
    assert task["guest"] == "Anaïs D'Hérouville"
    assert task["amount"] == {"currency": "EUR", "amount": 2500}
    assert [one["reservation_id"] for one in task["candidates"]] == ["934171", "934172"]
    (card,) = (await desk.get(f"{AT}/orders?has_task=true")).json()["orders"]
    assert card["open_tasks"] == 1


CASES: list[tuple[Sequence[Message], Message, str, str]] = [
    ([folio_attention()], attention_ended(AttentionEnd.BY_HAND), "folio", "by_hand"),
    ([folio_attention()], attention_ended(AttentionEnd.TRYING), "folio", "trying"),
    ([folio_attention()], attention_ended(AttentionEnd.SUPERSEDED), "folio", "superseded"),
    ([partner_not_told("m-2")], partner_told("m-2"), "partner_not_told", "partner_told"),
    (
        [partner_not_told(ORDER, HandoverKind.ORDER)],
        partner_told(ORDER, HandoverKind.ORDER),
        *("partner_not_told", "partner_told"),
    ),
    ([refund_refused()], refunded(euros(food=500)), "refund_refused", "refunded"),
    (
        [claim_opened(), claim_ended(ClaimOutcome.UNANSWERED)],
        claim_ended(ClaimOutcome.REJECTED, 95),
        *("claim_unanswered", "decided"),
    ),
]


@pytest.mark.parametrize(("opening", "ending", "kind", "end"), CASES)
async def test_a_task_is_open_until_what_it_asks_is_done(
    hotel: Hotel,
    desk: httpx.AsyncClient,
    opening: Sequence[Message],
    ending: Message,
    kind: str,
    end: str,
) -> None:
    await hotel.happens(placed(), delivered(), *opening)
    (task,) = await tasks(desk)
    assert (task["kind"], task["open"]) == (kind, True)
    await hotel.happens(ending)
    assert await tasks(desk) == []
    (ended,) = await tasks(desk, "?open=false")
    assert (ended["id"], ended["end"], ended["open"]) == (task["id"], end, False)
    assert ended["ended_at"] >= ended["since"]
    (card,) = (await desk.get(f"{AT}/orders?has_task=false")).json()["orders"]
    assert card["open_tasks"] == 0


async def test_a_retry_that_fails_again_opens_the_same_task_again(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    again = [folio_attention(), attention_ended(AttentionEnd.TRYING)]
    await hotel.happens(placed(), delivered(), *again, folio_attention(FolioProblem.NO_POST))
    (task,) = await tasks(desk)
    assert (task["id"], task["problem"]) == ("p-1", "no_post")
    assert "end" not in task
    assert len(await tasks(desk, "")) == 1


async def test_a_second_amount_under_one_refunds_id_stays_a_question(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    """That the first one stands, which is told right after it, is no answer; that nothing differs
    any more is."""
    first, differs = refunded(euros(food=500)), refund_refused(reason=RefundRefusal.DIFFERS)
    still = refunded(euros(food=500), differing=("r-1",))
    await hotel.happens(placed(), delivered(), first, differs, still)
    (task,) = await tasks(desk)
    assert (task["kind"], task["problem"]) == ("refund_refused", "differs")
    await hotel.happens(first)
    assert await tasks(desk) == []


async def test_a_task_of_a_running_order_says_no_amount(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    """Nor do the words with which the refund was refused: they are those of the orders service."""
    refusal = Life().after(place(), refund(9900)).last(RefundRefused)
    await hotel.happens(placed(), refusal, folio_attention())
    found = await tasks(desk)
    assert len(found) == 2
    assert not [task for task in found if "9900" in json.dumps(task) or "2500" in json.dumps(task)]
    assert all("amount" not in task for task in found)


async def test_a_task_of_an_order_that_is_not_placed_yet_is_shown_without_it(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(folio_attention())
    (task,) = await tasks(desk)
    assert not {"order", "room", "guest", "amount"} & set(task)


async def test_those_who_watch_the_board_see_a_task_open_and_end(hotel: Hotel) -> None:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()), placed(), delivered())
    listener = hotel.app.state.workings.hub.listen(PROPERTY, None)  # type: ignore[attr-defined]
    await hotel.happens(folio_attention(), attention_ended(), folio_settled())
    heard = events_of(listener)
    assert [card["open_tasks"] for name, card in heard if name == "card"] == [1, 0, 0]
    assert [(one["kind"], one["open"]) for name, one in heard if name == "task"] == [
        ("folio", True),
        ("folio", False),
    ]


async def test_tasks_come_newest_first_page_by_page(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await hotel.happens(placed(), delivered(), *(partner_not_told(f"m-{n}") for n in range(5)))
    answer = (await desk.get(f"{AT}/tasks?open=true&limit=3")).json()
    rest = (await desk.get(f"{AT}/tasks?open=true&limit=3&cursor={answer['next']}")).json()
    assert "next" not in rest
    found = [task["id"] for task in (*answer["tasks"], *rest["tasks"])]
    assert len(set(found)) == 5


@pytest.mark.parametrize(
    ("query", "field"), [("?open=maybe", "query.open"), ("?cursor=a", "query.cursor")]
)
async def test_a_bad_question_about_tasks_is_told_which_field_is_wrong(
    desk: httpx.AsyncClient, query: str, field: str
) -> None:
    answer = await desk.get(f"{AT}/tasks{query}")
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
