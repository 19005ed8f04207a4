"""Live board, feed, list of orders, one order: over HTTP on a real MongoDB."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from contracts.deliveries import Guest, Restaurant
from contracts.notices import Channel, HeldBackReason, NoticeHeldBack
from contracts.properties import PropertyState
from gateway.access.roles import Role
from gateway.api.live import MOST_CARDS
from tests.bench.history import fold
from tests.gateway.conftest import Hotel
from tests.support.deliveries import EVENING, ORDER, PROPERTY, after, placed, sheet
from tests.support.frames import cards_of
from tests.support.order_events import (
    ABOUT,
    courier_assigned,
    delivered,
    folio_attention,
    folio_settled,
    mail_failed,
    mail_sent,
    near,
    partner_not_told,
    picked_up,
)

AT = f"/api/v1/properties/{PROPERTY}"


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("desk@example.com", hotel_lumiere=Role.RECEPTION) as client:
        yield client


async def get(client: httpx.AsyncClient, path: str, **query: Any) -> Any:
    answer = await client.get(AT + path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def evening_of(hotel: Hotel, count: int) -> None:
    """So many orders, one a day, each an hour later than the one before."""
    for n in range(count):
        at = EVENING + timedelta(days=n, hours=n)
        message = placed(
            order_id=f"order-{n}",
            room=str(100 + n),
            guest=Guest(surname=f"Surname{n}", given_name="Zoé"),
            restaurant=Restaurant(name="Chez Lina" if n % 2 else "Sushi Kanda"),
            placed_at=at,
            expected_at=at + timedelta(minutes=30),
        )
        await hotel.happens(message)


async def test_the_live_board_shows_running_orders_by_when_they_are_expected(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await evening_of(hotel, 3)
    await hotel.happens(placed(expected_at=None))
    board = await get(desk, "/live")
    ids = [card["order_id"] for card in board["orders"]]
    assert ids == ["order-0", "order-1", "order-2", ORDER]


async def test_orders_whose_partner_fell_silent_push_no_newer_one_off_the_board(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    silent = [
        row
        for n in range(MOST_CARDS + 20)
        for name, row in fold([placed(order_id=f"silent-{n}", placed_at=after(n - 9000))], EVENING)
        if name == "orders"
    ]
    await hotel.database.insert("orders", silent)
    await hotel.happens(placed())
    board = await get(desk, "/live")
    shown = {card["order_id"] for card in board["orders"]}
    assert len(board["orders"]) == MOST_CARDS
    assert ORDER in shown
    assert {f"silent-{n}" for n in range(21)}.isdisjoint(shown)
    await hotel.happens(delivered((datetime.now(UTC) - EVENING) / timedelta(minutes=1)))
    at_the_desk = await get(desk, "/live")
    assert ORDER in {card["order_id"] for card in at_the_desk["orders"]}


async def test_a_list_says_exactly_what_the_stream_says(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    workings = hotel.app.state.workings  # type: ignore[attr-defined] # a FastAPI application
    listener = workings.hub.listen(PROPERTY, None)
    await hotel.happens(placed(), courier_assigned(), picked_up(), near())
    board = await get(desk, "/live")
    assert cards_of(listener)[-1] == board["orders"][0]
    assert board["offset"] == 4


async def test_a_delivered_order_leaves_the_board_after_a_while(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(), delivered())
    await hotel.database.update(
        "orders", {"_id": ORDER}, {"$set": {"state.board_until": "1999-01-01T00:00:00.000Z"}}
    )
    assert (await get(desk, "/live"))["orders"] == []
    assert len((await get(desk, "/orders"))["orders"]) == 1


async def test_all_orders_are_listed_newest_first_page_by_page(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await evening_of(hotel, 5)
    found: list[str] = []
    page = await get(desk, "/orders", limit=2)
    found += [order["order_id"] for order in page["orders"]]
    while "next" in page:
        page = await get(desk, "/orders", limit=2, cursor=page["next"])
        found += [order["order_id"] for order in page["orders"]]
    assert found == [f"order-{n}" for n in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    ("query", "rooms"),
    [
        ({"q": "zoe SURNAME2"}, ["102"]),
        ({"q": "lina"}, ["103", "101"]),
        ({"q": "10"}, ["103", "102", "101", "100"]),
        ({"q": "no such word"}, []),
        ({"q": "!?"}, []),
        ({"status": "in_progress"}, ["103", "102", "101", "100"]),
        ({"status": ["delivered", "cancelled"]}, []),
        ({"from": "2026-11-25", "to": "2026-11-25"}, ["102"]),
        ({"from": "2026-11-26"}, ["103"]),
        ({"to": "2026-11-23"}, ["100"]),
    ],
)
async def test_orders_are_found_by_word_status_and_day(
    hotel: Hotel, desk: httpx.AsyncClient, query: dict[str, Any], rooms: list[str]
) -> None:
    await evening_of(hotel, 4)
    page = await get(desk, "/orders", **query)
    assert [order["room"] for order in page["orders"]] == rooms


async def test_a_day_is_the_propertys_own(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await hotel.happens(placed(placed_at=EVENING.replace(hour=23, minute=30)))  # 00:30 in Paris
    assert (await get(desk, "/orders", to="2026-11-23"))["orders"] == []
    assert len((await get(desk, "/orders", **{"from": "2026-11-24"}))["orders"]) == 1


async def test_the_total_is_not_there_before_delivery_and_is_after(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(), folio_settled())
    before = await get(desk, f"/orders/{ORDER}")
    assert before["total_due"] == "after_delivery"
    assert not {"total", "tax_lines"} & set(before)
    await hotel.happens(delivered())
    after = await get(desk, f"/orders/{ORDER}")
    assert after["total"] == {"currency": "EUR", "amount": 2500}
    assert sum(line["gross"] for line in after["tax_lines"]) == 2500


async def test_an_order_shows_lines_and_timeline(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await hotel.happens(placed(), courier_assigned(), delivered())
    order = await get(desk, f"/orders/{ORDER}")
    assert order["lines"][0]["name"] == "Pizza regina"
    kinds = [moment["kind"] for moment in order["timeline"]]
    assert kinds == ["placed", "courier_assigned", "delivered"]


async def test_an_order_that_was_not_placed_yet_is_not_there(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(folio_settled(), mail_sent())
    assert (await desk.get(f"{AT}/orders/{ORDER}")).status_code == 404
    for path in ("/live", "/orders"):
        assert (await get(desk, path))["orders"] == []


async def test_the_feed_is_newest_first_with_room_and_restaurant_page_by_page(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(folio_settled(), placed(), courier_assigned(), picked_up(), near())
    page = await get(desk, "/activity", limit=3)
    rest = await get(desk, "/activity", limit=3, cursor=page["next"])
    entries = page["entries"] + rest["entries"]
    assert "next" not in rest
    instants = [entry["at"] for entry in entries]
    assert instants == sorted(instants, reverse=True)
    assert {entry["kind"] for entry in entries} == {
        "placed",
        "courier_assigned",
        "picked_up",
        "near",
        "folio_settled",
    }
    assert all(entry["order"]["room"] == "203" for entry in entries)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/orders?limit=0", "query.limit"),
        ("/orders?limit=101", "query.limit"),
        ("/orders?status=eaten", "query.status.0"),
        ("/orders?from=yesterday", "query.from"),
        ("/orders?from=9999-12-31", "query.from"),
        ("/orders?from=2026-02-02&to=2026-02-01", "query.to"),
        ("/orders?cursor=%00", "query.cursor"),
        ("/orders?cursor=_w", "query.cursor"),
        ("/activity?cursor=a", "query.cursor"),
        ("/live/stream?from=-1", "query.from"),
        ("/live/stream?from=99999999999999999999", "query.from"),
    ],
)
async def test_a_bad_question_is_told_which_field_is_wrong(
    desk: httpx.AsyncClient, path: str, field: str
) -> None:
    answer = await desk.get(AT + path)
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("q", ["%00", "(", "^.*$", "😀", "a" * 100, "%ED%A0%80"])
async def test_whatever_is_searched_for_is_no_fault(desk: httpx.AsyncClient, q: str) -> None:
    assert (await desk.get(f"{AT}/orders?q={q}")).status_code == 200


async def test_the_delivery_log_is_narrowed_down_by_state_and_channel(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(), mail_sent("n-1"), mail_sent("n-2"), mail_failed("n-2"))
    held_back = NoticeHeldBack(
        **ABOUT, notice_id="n-3", channel=Channel.PUSH, reason=HeldBackReason.QUIET_HOURS
    )
    await hotel.happens(held_back)

    async def log(**query: Any) -> list[str]:
        notices = (await get(desk, "/notices", **query))["notices"]
        return sorted(notice["notice_id"] for notice in notices)

    assert await log() == ["n-1", "n-2", "n-3"]
    assert await log(state="failed") == ["n-2"]
    assert await log(state=["sent", "held_back"]) == ["n-1", "n-3"]
    assert await log(channel="mail") == ["n-1", "n-2"]
    assert await log(channel="push", state="sent") == []
    for wrong in ({"state": "lost"}, {"channel": "pigeon"}):
        assert (await desk.get(f"{AT}/notices", params=wrong)).status_code == 422


async def test_tasks_are_narrowed_down_by_kind(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await hotel.happens(placed(), folio_attention(), partner_not_told("m-2"))

    async def kinds(**query: Any) -> list[str]:
        return sorted(task["kind"] for task in (await get(desk, "/tasks", **query))["tasks"])

    assert await kinds() == ["folio", "partner_not_told"]
    assert await kinds(kind="folio") == ["folio"]
    assert await kinds(kind=["folio", "partner_not_told"], open="true") == await kinds()
    assert await kinds(kind="folio", open="false") == []
