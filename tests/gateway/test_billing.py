"""What reception collects, and why: statuses, totals and their explanation."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.billing import AttentionEnd
from contracts.message import Message
from contracts.money import Amount
from contracts.properties import PropertyState
from gateway.access.roles import Role
from gateway.app import handlers
from gateway.board.billing import billing_of
from gateway.board.card import owed
from gateway.board.model import ORDERS, OrderView
from tests.gateway.conftest import Hotel
from tests.support.deliveries import AMOUNT, ORDER, PROPERTY, placed, sheet
from tests.support.folios import euros
from tests.support.order_events import (
    accepted,
    attention_ended,
    cancelled,
    courier_assigned,
    delivered,
    failed,
    folio_attention,
    folio_posted,
    folio_settled,
    near,
    picked_up,
    preparing,
    refund_refused,
    refunded,
    returned,
    told,
)

AT = f"/api/v1/properties/{PROPERTY}"
ALL = refunded(AMOUNT, in_full=True)
PART = refunded(euros(food=1100))


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("desk@example.com", hotel_lumiere=Role.RECEPTION) as client:
        yield client


async def get(client: httpx.AsyncClient, path: str) -> Any:
    answer = await client.get(AT + path)
    assert answer.status_code == 200, answer.text
    return answer.json()


STATUSES: list[Any] = [
    ([], "in_progress", "placed", None),
    ([accepted()], "in_progress", "accepted", None),
    ([preparing()], "in_progress", "preparing", None),
    ([picked_up()], "in_progress", "on_the_way", None),
    ([near()], "in_progress", "near", None),
    ([ALL], "in_progress", "placed", None),
    ([delivered()], "delivered", "delivered", 2500),
    ([delivered(), refund_refused()], "delivered", "delivered", 2500),
    ([delivered(), ALL], "refunded", "delivered", None),
    ([ALL, delivered()], "refunded", "delivered", None),
    ([delivered(), PART], *("partially_refunded", "delivered", 1400)),
    ([PART, delivered()], "partially_refunded", "delivered", 1400),
    (
        [delivered(), PART, refunded(euros(food=1100, alcohol=300), "r-2", in_full=True)],
        *("refunded", "delivered", None),
    ),
    ([cancelled()], "cancelled", "cancelled", None),
    ([delivered(), cancelled()], "cancelled", "cancelled", None),
    ([cancelled(), PART], "cancelled", "cancelled", None),
    ([failed()], "failed", "failed", None),
    ([delivered(), PART, returned()], "returned", "returned", None),
]


@pytest.mark.parametrize(("messages", "status", "stage", "total"), STATUSES)
async def test_each_status_says_what_is_to_be_collected(
    hotel: Hotel,
    desk: httpx.AsyncClient,
    messages: list[Message],
    status: str,
    stage: str,
    total: int | None,
) -> None:
    await hotel.happens(placed(), *messages)
    (card,) = (await get(desk, f"/orders?status={status}"))["orders"]
    detail = await get(desk, f"/orders/{ORDER}")
    for shown in (card, detail):
        assert (shown["status"], shown["stage"]) == (status, stage)
        assert shown.get("total") == (total and {"currency": "EUR", "amount": total})
        assert shown["total_due"] == (
            "now" if total else "after_delivery" if status == "in_progress" else "nothing"
        )
    taxes = detail.get("tax_lines")
    assert (sum(line["gross"] for line in taxes) if taxes else None) == total


async def test_a_partial_refund_comes_off_its_own_tax_line(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(), delivered(), PART)
    detail = await get(desk, f"/orders/{ORDER}")
    gross = {line["rate"]: line["gross"] for line in detail["tax_lines"]}
    assert gross == {"10.00": 1100, "20.00": 300}


async def test_the_billing_says_why_the_amount_is_what_it_is(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    less = Amount(currency="EUR", tax_lines=(euros(food=-1100).tax_lines[0],))
    await hotel.happens(placed(), delivered(), folio_posted(), folio_settled(), PART)
    await hotel.happens(folio_posted("p-2", less), folio_settled(AMOUNT.minus(euros(food=1100))))
    billing = await get(desk, f"/orders/{ORDER}/billing")
    assert [(one["code"], one["amount"]) for one in billing["explanation"]] == [
        ("ordered", 2500),
        ("refunded", -1100),
    ]
    assert billing["explanation"][1]["refund_id"] == billing["refunds"][0]["refund_id"] == "r-1"
    assert billing["refunds"][0]["reason"] == "one dish is missing"
    assert billing["lines"] == [{"name": "Pizza regina", "quantity": 2, "unit_amount": 1250}]
    assert billing["ordered"]["total"] == 2500
    assert billing["owed"]["total"] == 1400
    assert billing["posted"] == billing["settled"] == {"currency": "EUR", "amount": 1400}
    assert [one["amount"]["total"] for one in billing["postings"]] == [2500, -1100]
    assert billing["postings"][0]["transaction_numbers"] == ["991"]


async def test_before_delivery_the_billing_has_no_amount(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(), courier_assigned(), PART, folio_posted(), folio_settled())
    billing = await get(desk, f"/orders/{ORDER}/billing")
    assert billing["explanation"] == [{"code": "not_delivered_yet"}]
    assert billing["refunds"][0]["refund_id"] == "r-1"
    said = json.dumps(billing)
    for figure in ("1250", "2500", "1100", "2200", "1400"):
        assert figure not in said


async def test_what_never_came_has_no_amount_either(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await hotel.happens(placed(), cancelled(reason="kitchen closed"))
    billing = await get(desk, f"/orders/{ORDER}/billing")
    assert billing["explanation"] == [{"code": "never_came"}]
    assert "owed" not in billing
    assert (await get(desk, f"/orders/{ORDER}"))["end_reason"] == "kitchen closed"


async def test_what_a_person_posted_by_hand_is_named_with_them(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    id = (await hotel.database.find("access_people", {}))[0]["_id"]
    ended = attention_ended(AttentionEnd.BY_HAND, by=f"person:{id}")
    await hotel.happens(placed(), delivered(), folio_attention(), ended)
    billing = await get(desk, f"/orders/{ORDER}/billing")
    (posting,) = billing["postings"]
    assert (posting["state"], posting["by"]) == ("by_hand", "desk@example.com")
    assert billing["posted"]["amount"] == 2500
    assert billing["folio"]["state"] == "by_hand"


async def test_the_billing_of_no_order_is_not_found(desk: httpx.AsyncClient) -> None:
    for path in ("billing", "messages"):
        assert (await desk.get(f"{AT}/orders/no-such-order/{path}")).status_code == 404


LIFE = st.lists(
    st.sampled_from(
        [
            delivered(),
            cancelled(),
            failed(),
            returned(),
            PART,
            refunded(euros(alcohol=300), "r-2"),
            refunded(euros(food=1100), "r-3"),
            refund_refused("r-2"),
        ]
    ),
    max_size=6,
)


@given(LIFE)
def test_the_steps_of_an_explanation_come_to_what_is_owed(life: list[Message]) -> None:
    view = told(handlers, [placed(), *life])[ORDERS.ref(ORDER)]
    assert isinstance(view, OrderView)
    billing = billing_of(view, {})
    assert sum(step.amount or 0 for step in billing.explanation) == owed(view).total
    if billing.owed is not None:
        assert billing.owed.total == owed(view).total >= 0
