"""The figures of a property's days, over HTTP on a real MongoDB."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from contracts.deliveries import Restaurant
from contracts.message import Message
from contracts.properties import PropertyState
from gateway.access.roles import Role
from gateway.figures.exported import COLUMNS
from gateway.figures.model import ranked
from tests.gateway.conftest import Hotel
from tests.support.deliveries import AMOUNT, EVENING, PROPERTY, placed, sheet
from tests.support.folios import euros
from tests.support.order_events import (
    cancelled,
    delivered,
    expected_time_changed,
    failed,
    refunded,
    returned,
)

AT = f"/api/v1/properties/{PROPERTY}/figures"
DAY = "2026-11-23"
NOTHING = dict.fromkeys(
    (
        *("all", "in_progress", "delivered", "partially_refunded", "refunded"),
        *("cancelled", "failed", "returned"),
    ),
    0,
)


@pytest.fixture
async def manager(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("manager@example.com", hotel_lumiere=Role.MANAGER) as client:
        yield client


async def figures(client: httpx.AsyncClient, first: str = DAY, last: str = DAY) -> Any:
    answer = await client.get(AT, params={"from": first, "to": last})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def order(
    hotel: Hotel, name: str, *events: Message, at: datetime = EVENING, **content: Any
) -> None:
    """An order of that id, placed at that time; what happens to it afterwards keeps its distance to
    the evening."""
    expected = content.pop("expected_at", at + timedelta(minutes=35))
    await hotel.happens(placed(order_id=name, placed_at=at, expected_at=expected, **content))
    for event in events:
        late = getattr(event, "occurred_at", EVENING) - EVENING
        changes: dict[str, Any] = {"order_id": name, "occurred_at": at + late}
        if (expected := getattr(event, "expected_at", None)) is not None:
            changes["expected_at"] = at + (expected - EVENING)
        await hotel.happens(event.model_copy(update=changes))


async def test_a_day_counts_its_orders_by_what_has_become_of_them(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    await order(hotel, "under-way")
    await order(hotel, "eaten", delivered())
    await order(hotel, "one-dish-missing", delivered(), refunded(euros(food=1100)))
    await order(hotel, "cold", delivered(), refunded(AMOUNT))
    await order(hotel, "cancelled", cancelled())
    await order(hotel, "nobody-there", failed())
    await order(hotel, "taken-back", returned())
    (day,) = (await figures(manager))["days"]
    assert day["day"] == DAY
    assert day["orders"] == {**dict.fromkeys(NOTHING, 1), "all": 7}


async def test_revenue_is_what_guests_owe_for_what_came(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    await order(hotel, "under-way")
    await order(hotel, "eaten", delivered())
    await order(hotel, "one-dish-missing", delivered(), refunded(euros(food=1100)))
    await order(hotel, "cold", delivered(), refunded(AMOUNT))
    await order(hotel, "taken-back", delivered(), returned())
    found = await figures(manager)
    money = {
        "currency": "EUR",
        "ordered": 3 * AMOUNT.total,
        "refunded": 1100 + AMOUNT.total,
        "revenue": 2 * AMOUNT.total - 1100,
    }
    assert found["days"][0]["money"] == found["totals"]["money"] == money
    assert found["totals"]["other_money"] == []


async def test_another_currency_stands_apart(hotel: Hotel, manager: httpx.AsyncClient) -> None:
    francs = AMOUNT.model_copy(update={"currency": "CHF"})
    await order(hotel, "eaten", delivered())
    await order(hotel, "over-the-border", delivered(), amount=francs)
    found = await figures(manager)
    for one in (found["days"][0], found["totals"], found["restaurants"][0]):
        assert (one["money"]["currency"], one["money"]["revenue"]) == ("EUR", AMOUNT.total)
        (other,) = one["other_money"]
        assert (other["currency"], other["revenue"]) == ("CHF", AMOUNT.total)
    assert found["totals"]["orders"]["all"] == 2


async def test_delivery_times_are_those_of_meals_that_came(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    for n, minutes in enumerate([20, 25, 30, 34, 36, 40, 45, 50, 55, 90]):
        await order(hotel, f"order-{n}", delivered(minutes))
    await order(hotel, "gone", cancelled(500))
    totals = (await figures(manager))["totals"]
    assert totals["delivery"] == {"count": 10, "median": 36 * 60, "p90": 55 * 60}
    assert totals["on_time"]["first"] == {"known": 10, "kept": 4, "share": 0.4}


async def test_a_meal_may_be_late_by_what_was_told_first_and_in_time_by_what_was_told_last(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    await order(hotel, "told-again", expected_time_changed(14, 41), delivered(40))
    await order(hotel, "never-told", delivered(40), expected_at=None)
    on_time = (await figures(manager))["totals"]["on_time"]
    assert on_time["first"] == {"known": 1, "kept": 0, "share": 0.0}
    assert on_time["last"] == {"known": 1, "kept": 1, "share": 1.0}


async def test_days_without_orders_are_rows_of_zeros(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    await order(hotel, "eaten", delivered())
    days = (await figures(manager, "2026-11-22", "2026-11-24"))["days"]
    assert [(day["day"][-2:], day["orders"]["all"]) for day in days] == [
        ("22", 0),
        ("23", 1),
        ("24", 0),
    ]
    assert days[0]["orders"] == NOTHING
    assert days[0]["delivery"] == {"count": 0}
    assert days[0]["money"]["revenue"] == 0
    assert days[0]["on_time"]["first"] == {"known": 0, "kept": 0}


@pytest.mark.parametrize(
    ("placed_at", "day"),
    [
        ("2026-11-23T00:00:00+01:00", "2026-11-23"),
        ("2026-11-22T23:59:59+01:00", "2026-11-22"),
        # 29 March has 23 hours,
        ("2026-03-29T00:00:00+01:00", "2026-03-29"),
        ("2026-03-29T23:59:59+02:00", "2026-03-29"),
        ("2026-03-30T00:00:00+02:00", "2026-03-30"),
        ("2026-03-30T23:30:00+02:00", "2026-03-30"),
        # and 25 October 25.
        ("2026-10-25T00:00:00+02:00", "2026-10-25"),
        ("2026-10-25T23:30:00+01:00", "2026-10-25"),
        ("2026-10-26T00:00:00+01:00", "2026-10-26"),
    ],
)
async def test_a_day_is_the_propertys_own(
    hotel: Hotel, manager: httpx.AsyncClient, placed_at: str, day: str
) -> None:
    await order(hotel, "eaten", delivered(), at=datetime.fromisoformat(placed_at))
    days = (await figures(manager, "2026-01-01", "2026-12-31"))["days"]
    assert len(days) == 365
    assert [one["day"] for one in days if one["orders"]["all"]] == [day]


async def test_a_period_stands_beside_the_one_before_it(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    for n, days in enumerate((0, 1, 2, 3, 4)):
        await order(hotel, f"order-{n}", delivered(), at=EVENING - timedelta(days=days))
    found = await figures(manager, "2026-11-22", "2026-11-23")
    assert (found["from"], found["to"]) == ("2026-11-22", "2026-11-23")
    assert (found["before"]["from"], found["before"]["to"]) == ("2026-11-20", "2026-11-21")
    assert found["totals"]["orders"]["all"] == found["before"]["orders"]["all"] == 2
    assert found["before"]["money"]["revenue"] == 2 * AMOUNT.total
    assert found["restaurants"][0]["orders"] == 2


async def test_the_ten_restaurants_with_most_orders_are_named(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    for n in range(12):
        for times in range(1 + (n == 11)):
            name = Restaurant(name=f"Table {n:02}")
            await order(hotel, f"order-{n}-{times}", delivered(20 + n), restaurant=name)
    restaurants = (await figures(manager))["restaurants"]
    assert [one["restaurant"] for one in restaurants] == [
        "Table 11",
        *(f"Table {n:02}" for n in range(9)),
    ]
    assert restaurants[0]["orders"] == 2
    assert restaurants[0]["delivery"]["median"] == 31 * 60
    assert restaurants[0]["money"]["revenue"] == 2 * AMOUNT.total


async def test_without_a_question_the_newest_thirty_days_are_told(
    manager: httpx.AsyncClient,
) -> None:
    found = (await manager.get(AT)).json()
    assert len(found["days"]) == 30
    assert found["days"][-1]["day"] == found["to"]
    today = datetime.fromisoformat(found["to"]).replace(tzinfo=UTC)
    assert abs(today - datetime.now(UTC)) < timedelta(days=2)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-02-02&to=2026-02-01", "query.to"),
        ("from=2025-01-01&to=2026-01-02", "query.from"),
        ("from=someday", "query.from"),
        ("to=1999-12-31", "query.to"),
    ],
)
async def test_a_bad_question_is_told_which_field_is_wrong(
    manager: httpx.AsyncClient, query: str, field: str
) -> None:
    for path in (AT, f"{AT}/export"):
        answer = await manager.get(f"{path}?{query}")
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (await manager.get(f"{AT}?from=2025-01-01&to=2026-01-01")).status_code == 200
    assert (await manager.get(f"{AT}/export?format=pdf")).status_code == 422


async def test_a_spreadsheet_has_a_line_for_each_day_in_main_units(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    yen = AMOUNT.model_copy(update={"currency": "JPY"})
    await order(hotel, "eaten", delivered(33), refunded(euros(food=1100)))
    await order(hotel, "from-afar", delivered(35), amount=yen)
    answer = await manager.get(f"{AT}/export", params={"from": "2026-11-22", "to": DAY})
    assert answer.headers["content-disposition"] == (
        'attachment; filename="hotel-lumiere-figures.csv"'
    )
    assert answer.content.startswith(b"\xef\xbb\xbf")
    text = io.StringIO(answer.content.decode("utf-8-sig"), newline="")
    before, day, other = csv.DictReader(text)
    assert tuple(day) == COLUMNS
    assert (before["day"], before["orders"], before["revenue"]) == ("2026-11-22", "0", "0.00")
    assert (before["delivered_in_median"], before["on_time_first"]) == ("", "")
    assert (day["orders"], day["partially_refunded"], day["refunded_orders"]) == ("2", "1", "0")
    assert (day["ordered"], day["refunded"], day["revenue"]) == ("25.00", "11.00", "14.00")
    assert (day["delivered_in_p90"], day["on_time_first"]) == ("2100", "1.0")
    assert (other["day"], other["orders"], other["currency"]) == (DAY, "", "JPY")
    assert other["revenue"] == "2500"


async def test_a_program_gets_the_very_same_figures(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    await order(hotel, "eaten", delivered())
    query = {"from": "2026-11-01", "to": DAY, "format": "json"}
    answer = await manager.get(f"{AT}/export", params=query)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == await figures(manager, "2026-11-01", DAY)


@pytest.mark.parametrize(
    ("values", "median", "p90"),
    [([], None, None), ([7], 7, 7), ([1, 2], 1, 2), (list(range(1, 11)), 5, 9)],
)
def test_a_rank_is_a_value_that_occurred(
    values: list[int], median: int | None, p90: int | None
) -> None:
    assert (ranked(values, 50), ranked(values, 90)) == (median, p90)
