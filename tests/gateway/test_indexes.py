"""Every list of the API is read along an index, at a cost that is bounded."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from comptoir_local.demo_hotel import PARTNER_ID
from comptoir_local.engines.addresses import EngineAddresses
from contracts.billing import FolioNeedsAttention, FolioProblem
from contracts.message import Message
from contracts.notices import Channel, NoticeSent
from contracts.order_ids import order_id_of
from contracts.properties import PropertyState
from contracts.reconciliation import DayReconciled
from gateway.access.roles import Role
from gateway.app import collections
from gateway.search import looking
from tests.bench.history import events, fold
from tests.gateway.conftest import Hotel
from tests.support.deliveries import AMOUNT, PROPERTY, sheet

AT = f"/api/v1/properties/{PROPERTY}"
HISTORY = 600
READ = ("orders", "activity", "lookups", "tasks", "notices", "chats", "reconciled_days")
PAGE = 10
Row = dict[str, Any]


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("desk@example.com", hotel_lumiere=Role.MANAGER) as client:
        yield client


@pytest.fixture
async def indexed_lists(hotel: Hotel) -> None:
    await hotel.index(*collections)


LISTS = {
    "all": "/orders?limit=10",
    "a page further back": "/orders?limit=10&cursor=MjAyNi0wMS0wMVQxOTowMDowMC4wMDBaL2Ew",
    "one day": "/orders?limit=10&from=2026-01-01&to=2026-01-01",
    "one status": "/orders?limit=10&status=delivered",
    "two statuses": "/orders?limit=10&status=returned&status=cancelled",
    "statuses of a day": "/orders?limit=10&status=in_progress&status=failed&from=2026-01-01",
    "a room": "/orders?limit=10&q=203",
    "a room and a name": "/orders?limit=10&q=203+martin",
    "a surname's beginning": "/orders?limit=10&q=mart",
    "two words of a name": "/orders?limit=10&q=paul+martin",
    "three words": "/orders?limit=10&q=paul+martin+lina",
    "a reference of nobody": "/orders?limit=10&q=9K3TZ7",
    "a name on a day": "/orders?limit=10&q=martin&from=2026-01-01&to=2026-02-01",
    "a name and a status": "/orders?limit=10&q=martin&status=delivered",
    "a kind": "/orders?limit=10&kind=stay&kind=delivery",
    "what has a task": "/orders?limit=10&has_task=true",
    "what has none, by status": "/orders?limit=10&has_task=false&status=delivered",
    "exactly a room": "/orders?limit=10&room=203",
    "exactly a reference": "/orders?limit=10&reference=9K3TZ7",
    "a guest": "/orders?limit=10&guest=paul+mart",
    "a guest in a room with a task": "/orders?limit=10&guest=mart&room=203&has_task=true",
    "the tasks": "/tasks?limit=10&open=true",
    "all tasks": "/tasks?limit=10",
    "the tasks of a kind": "/tasks?limit=10&kind=folio&open=true",
    "all tasks of two kinds": "/tasks?limit=10&kind=folio&kind=pms_sign_in",
    "the delivery log": "/notices?limit=10",
    "what was mailed": "/notices?limit=10&channel=mail",
    "what failed": "/notices?limit=10&state=failed&state=held_back",
    "mails that were sent": "/notices?limit=10&state=sent&channel=mail",
    "the delivery log further back, mails alone": (
        "/notices?limit=10&channel=mail&cursor=MjAyNi0wMS0wMVQxOTowMDowMC4wMDBaL2Ew"
    ),
    "the reconciled days": "/reconciliation?from=2026-01-01&to=2026-12-31",
    "an order with its notices": f"/orders/{order_id_of(PARTNER_ID, 'history-70')}",
    "the board": "/live",
    "the feed": "/activity?limit=10",
    "the feed further back": "/activity?limit=10&cursor=MjAyNi0wMS0wMVQxOTowMDowMC4wMDBaL2Ew",
}


@pytest.mark.usefixtures("indexed_lists")
async def test_every_list_is_read_along_an_index_and_stops_after_a_page(
    hotel: Hotel, desk: httpx.AsyncClient, engines: EngineAddresses
) -> None:
    """What MongoDB itself reports of each query: no whole collection, nothing sorted in memory,
    and no more documents looked at than a page and its terms bring."""
    await _history(hotel)
    await _compared_days(hotel)
    with MongoClient[Row](engines.mongo) as client:
        database = client[hotel.database.name]
        database.command("profile", 2)
        try:
            answers = {name: await desk.get(AT + path) for name, path in LISTS.items()}
        finally:
            database.command("profile", 0)
        spaces = [f"{database.name}.{name}" for name in READ]
        asked = list(database["system.profile"].find({"ns": {"$in": spaces}}))
        database["system.profile"].drop()
    assert {answer.status_code for answer in answers.values()} == {200}
    assert len(asked) >= len(LISTS)
    for query in asked:
        assert "COLLSCAN" not in query["planSummary"], query
        assert not query.get("hasSortStage"), query
        if query["op"] == "query":
            assert query["docsExamined"] <= _most(query), query
        else:
            assert query["keysExamined"] <= looking.MOST_LOOKED_AT + 1, query


@pytest.mark.usefixtures("indexed_lists")
async def test_figures_are_summed_up_along_an_index_that_holds_them_all(
    hotel: Hotel, desk: httpx.AsyncClient, engines: EngineAddresses
) -> None:
    """What MongoDB itself reports: the keys of the period and of the one before it, which has its
    restaurants counted in a query of its own, and not a single order."""
    await _history(hotel)
    last = date.today() - timedelta(days=200)  # noqa: DTZ011 - any day within the history
    first = last - timedelta(days=29)
    with MongoClient[Row](engines.mongo) as client:
        database = client[hotel.database.name]
        database.command("profile", 2)
        try:
            answer = await desk.get(f"{AT}/figures?from={first}&to={last}")
        finally:
            database.command("profile", 0)
        asked = list(database["system.profile"].find({"ns": f"{database.name}.orders"}))
        database["system.profile"].drop()
    found = answer.json()
    orders = found["totals"]["orders"]["all"]
    before = found["before"]["orders"]["all"]
    assert 0 < orders + before < HISTORY / 5
    examined = sorted(query["keysExamined"] for query in asked)
    assert examined == [pytest.approx(orders, abs=1), pytest.approx(orders + before, abs=1)]
    for query in asked:
        assert query["docsExamined"] == 0, query
        assert "IXSCAN" in query["planSummary"], query


def _most(query: Row) -> int:
    """A page, one more, and where MongoDB tries out several indexes, as much for each of them."""
    found: int = query["nreturned"]
    return max(found, PAGE + 1) * 3


async def _history(hotel: Hotel) -> None:
    now = datetime.now(UTC)
    made: dict[str, list[Row]] = {}
    for n in range(HISTORY):
        life = [*events(n, now, HISTORY), *_news(n, now)]
        for name, row in fold(life, now):
            made.setdefault(name, []).append(row)
    for name, rows in made.items():
        await hotel.database.insert(name, rows)


def _news(n: int, now: datetime) -> Iterator[Message]:
    """What the other lists are made of: a mail to each order, and a task to some."""
    about: dict[str, Any] = {
        "property_id": PROPERTY,
        "order_id": order_id_of(PARTNER_ID, f"history-{n}"),
        "guest_id": "guest",
    }
    yield NoticeSent(**about, notice_id=f"mail-{n}", channel=Channel.MAIL)
    if n % 7 == 0:
        yield FolioNeedsAttention(
            **about,
            posting_id=f"posting-{n}",
            problem=FolioProblem.NOT_FOUND,
            detail="nobody of that name is in that room",
            amount=AMOUNT,
        )


async def _compared_days(hotel: Hotel) -> None:
    now = datetime.now(UTC)
    for n in range(HISTORY):
        day = DayReconciled(
            property_id=PROPERTY,
            day=date(2025, 6, 1) + timedelta(days=n),
            currency="EUR",
            orders=20,
            ledger_total=1,
            folio_total=1,
            mismatch_count=0,
            mismatches=(),
            compared_at=now,
        )
        for name, row in fold([day], now):
            await hotel.database.insert(name, [row])
