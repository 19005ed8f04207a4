"""Every list of a hut is read along an index, at a cost that is bounded."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import MongoClient

from comptoir_local.engines.addresses import EngineAddresses
from contracts.carts import Contact
from gateway.app import collections, handlers
from gateway.search import looking
from gateway.stays.model import STAYS, StayShare
from tests.gateway.conftest import Hotel
from tests.gateway.huts import Hut, at_hut
from tests.gateway.test_huts_views import booked, cancelled, line
from tests.support.huts import NIGHT, night
from tests.support.order_events import State, told

HISTORY = 600
PAGE = 10
Row = dict[str, Any]
SURNAMES = ("Martin", "Dupont", "D'Aoste", "Müller", "García")
GIVEN = ("Anaïs", "Paul", "Élodie", "Jürgen", "Inés")

LISTS = {
    "all sales": "/sales?limit=10",
    "a page further back": "/sales?limit=10&cursor=MjAyNi0wMS0wMVQxOTowMDowMC4wMDBaL2Ew",
    "one state": "/sales?limit=10&state=option",
    "two states of a day": "/sales?limit=10&state=option&state=firm&from=2026-01-01",
    "a surname's beginning": "/sales?limit=10&q=mart",
    "two words of a name": "/sales?limit=10&q=paul+martin",
    "a name and a state": "/sales?limit=10&q=dupont&state=cancelled",
    "a number": "/sales?limit=10&q=06+00+00+00+07",
    "a reference": "/sales?limit=10&q=REF7",
    "a night": f"/planning/{night()}",
    "a month": f"/planning?from={night(-10)}&days=31",
}


@pytest.fixture
async def hut(hotel: Hotel) -> AsyncIterator[Hut]:
    async with at_hut(hotel) as hut:
        await hotel.index(*collections)
        await hotel.database.insert(STAYS.name, list(history()))
        yield hut


def history() -> Iterator[Row]:
    """Stays of a year, one in three cancelled, four of them on the first night that tests book."""
    now = datetime.now(UTC)
    for n in range(HISTORY):
        at = now - timedelta(hours=14 * n)
        contact = Contact(
            surname=SURNAMES[n % 5],
            given_name=GIVEN[n // 5 % 5],
            phone=f"06 00 00 {n // 100:02} {n % 100:02}",
            mail=f"guest{n}@mail.example",
        )
        fields: Row = {"order_id": f"stay-{n}", "reference": f"REF{n}", "contact": contact}
        life = [booked(line(night=NIGHT + timedelta(days=n // 4)), booked_at=at, **fields)]
        documents: State = told(handlers, life)
        if n % 3 == 0:
            documents = told(handlers, [cancelled(order_id=f"stay-{n}")], documents)
        for ref, state in documents.items():
            if isinstance(state, StayShare):
                yield {"_id": ref.id, "state": state.model_dump(mode="json")}


@contextmanager
def profiled(hotel: Hotel, engines: EngineAddresses, *names: str) -> Iterator[list[Row]]:
    """What MongoDB itself says afterwards of the queries that were made within."""
    found: list[Row] = []
    with MongoClient[Row](engines.mongo) as client:
        database = client[hotel.database.name]
        database.command("profile", 2)
        try:
            yield found
        finally:
            database.command("profile", 0)
        spaces = [f"{database.name}.{name}" for name in names]
        found += database["system.profile"].find({"ns": {"$in": spaces}})
        database["system.profile"].drop()


async def test_every_list_of_a_hut_stops_after_a_page(
    hotel: Hotel, hut: Hut, engines: EngineAddresses
) -> None:
    with profiled(hotel, engines, "stays", "planning_days") as asked:
        answers = {name: await hut.client.get(hut.at + path) for name, path in LISTS.items()}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert len(answers["a night"].json()["stays"]) == 2
    assert len(asked) >= len(LISTS)
    for query in asked:
        assert "COLLSCAN" not in query["planSummary"], query
        assert not query.get("hasSortStage"), query
        if query["op"] == "query":
            assert query["docsExamined"] <= max(query["nreturned"], PAGE + 1) * 3, query
        else:
            assert query["keysExamined"] <= looking.MOST_LOOKED_AT + 1, query


async def test_totals_are_summed_up_along_an_index_that_holds_them_all(
    hotel: Hotel, hut: Hut, engines: EngineAddresses
) -> None:
    with profiled(hotel, engines, "stays") as asked:
        said = await hut.get("/sales/totals")
    assert said["all"]["count"] == HISTORY - HISTORY // 3
    (query,) = asked
    assert (query["docsExamined"], query["keysExamined"]) == (0, pytest.approx(HISTORY, abs=1))
    assert "IXSCAN" in query["planSummary"]


async def test_months_are_those_of_the_huts_own_days(hut: Hut) -> None:
    """Half past midnight there, when it is still the evening before by UTC."""
    database = hut.mountains.hotel.database
    await database.delete(STAYS.name, {})
    at = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)
    documents = told(handlers, [booked(booked_at=at)])
    rows = [
        {"_id": ref.id, "state": state.model_dump(mode="json")} for ref, state in documents.items()
    ]
    await database.insert(STAYS.name, rows)
    said = await hut.get("/sales/totals", **{"from": "2026-05-01", "to": "2026-06-30"})
    assert [month["month"] for month in said["years"][0]["months"]] == ["2026-06"]
