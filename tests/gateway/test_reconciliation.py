"""The books compared, as the manager reads them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from contracts.properties import PropertyState
from contracts.reconciliation import (
    Check,
    CheckResult,
    ConnectionTested,
    DayReconciled,
    Mismatch,
    MismatchReason,
)
from gateway.access.roles import Role
from gateway.app import handlers
from tests.gateway.conftest import Hotel
from tests.support.deliveries import EVENING, ORDER, PROPERTY, sheet
from tests.support.order_events import told

AT = f"/api/v1/properties/{PROPERTY}"
DAY = date(2026, 11, 23)


@pytest.fixture
async def manager(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("manager@example.com", hotel_lumiere=Role.MANAGER) as client:
        yield client


async def get(client: httpx.AsyncClient, path: str) -> Any:
    answer = await client.get(AT + path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def compared(day: date = DAY, hours: float = 10, folio: int = 2500) -> DayReconciled:
    differs = Mismatch(
        order_id=ORDER,
        reference="9K3TZ7",
        external_id="LUM-20261123-0042",
        partner=2500,
        ledger=2500,
        folio=folio,
        reasons=(MismatchReason.FOLIO_DIFFERS,),
    )
    found = () if folio == 2500 else (differs,)
    return DayReconciled(
        property_id=PROPERTY,
        day=day,
        currency="EUR",
        orders=1,
        partner_total=2500,
        ledger_total=2500,
        folio_total=folio,
        mismatch_count=len(found),
        mismatches=found,
        compared_at=EVENING + timedelta(hours=hours),
    )


def connection_tested(works: bool, minutes: float = 0) -> ConnectionTested:
    checks = (
        CheckResult(check=Check.REACHED, passed=True),
        CheckResult(check=Check.SIGNED_IN, passed=works, detail="" if works else "wrong secret"),
    )
    tried_at = EVENING + timedelta(minutes=minutes)
    return ConnectionTested(
        property_id=PROPERTY, request_id="t-1", works=works, checks=checks, tried_at=tried_at
    )


async def test_a_compared_day_shows_its_totals_and_every_order_that_differs(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    await hotel.happens(compared(folio=1400))
    day = await get(manager, "/reconciliation/2026-11-23")
    assert (day["ledger_total"], day["folio_total"], day["mismatch_count"]) == (2500, 1400, 1)
    (differs,) = day["mismatches"]
    assert (differs["reference"], differs["reasons"]) == ("9K3TZ7", ["folio_differs"])
    await hotel.happens(compared(hours=12))
    assert (await get(manager, "/reconciliation/2026-11-23"))["mismatches"] == []


async def test_days_are_listed_newest_first_and_by_period(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    for n in range(4):
        await hotel.happens(compared(DAY + timedelta(days=n)))
    days = (await get(manager, "/reconciliation"))["days"]
    assert [one["day"][-2:] for one in days] == ["26", "25", "24", "23"]
    assert "mismatches" not in days[0]
    some = (await get(manager, "/reconciliation?from=2026-11-24&to=2026-11-25"))["days"]
    assert [one["day"][-2:] for one in some] == ["25", "24"]


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/reconciliation/2026-11-24", 404, None),
        ("/reconciliation/someday", 422, "path.day"),
        ("/reconciliation?from=someday", 422, "query.from"),
        ("/reconciliation?from=2026-02-02&to=2026-02-01", 422, "query.to"),
    ],
)
async def test_a_bad_question_about_days_is_told_which_field_is_wrong(
    manager: httpx.AsyncClient, path: str, status: int, field: str | None
) -> None:
    answer = await manager.get(AT + path)
    assert answer.status_code == status
    assert [error["field"] for error in answer.json().get("errors", [])] == [field] * bool(field)


async def test_the_newest_test_of_the_connection_is_shown(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    assert await get(manager, "/connection") == {"checks": []}
    await hotel.happens(connection_tested(works=False))
    shown = await get(manager, "/connection")
    assert shown["works"] is False
    assert shown["checks"][1] == {"check": "signed_in", "passed": False, "detail": "wrong secret"}


def test_an_older_comparison_or_test_changes_nothing() -> None:
    newest = told(handlers, [compared(hours=12), connection_tested(works=True, minutes=5)])
    assert told(handlers, [compared(folio=1), connection_tested(works=False)], newest) == newest


async def test_reception_does_not_see_the_books(hotel: Hotel) -> None:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("desk@example.com", hotel_lumiere=Role.RECEPTION) as desk:
        for path in ("/reconciliation", "/reconciliation/2026-11-23", "/connection"):
            assert (await desk.get(AT + path)).status_code == 403
