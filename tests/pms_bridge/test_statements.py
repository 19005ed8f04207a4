"""What an ordering page bills for a day is taken whole, or refused by its field."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from contracts.reconciliation import StatementLine, TakeStatement
from tests.support.door import EVENING, STATEMENTS, Partner, statement
from tests.support.runtime import RecordingRuntime

TOO_MANY = [{"external_id": str(number), "charged": 1} for number in range(2001)]


@pytest.fixture
def runtime() -> RecordingRuntime:
    return RecordingRuntime()


@pytest.fixture
async def page(runtime: RecordingRuntime) -> AsyncIterator[Partner]:
    partner = Partner(runtime, lambda: EVENING)
    yield partner
    await partner.http.aclose()


async def test_a_statement_is_appended_and_then_acknowledged(
    page: Partner, runtime: RecordingRuntime
) -> None:
    answer = await page.send(STATEMENTS, statement())
    assert answer.status_code == 202
    assert answer.json() == {"property_id": "hotel-lumiere", "day": "2026-11-23", "lines": 2}
    (sent,) = runtime.published
    assert sent.source == "/pms-bridge/partner-statements/demo-page"
    assert sent.message == TakeStatement(
        property_id="hotel-lumiere",
        partner_id="demo-page",
        day=date(2026, 11, 23),
        currency="EUR",
        lines=(
            StatementLine(external_id="LUM-20261123-0042", charged=2500),
            StatementLine(external_id="LUM-20261123-0043", charged=0),
        ),
        issued_at=datetime(2026, 11, 23, 20, 15, tzinfo=UTC),
    )


@pytest.mark.promise("a repeated request is handled once")
async def test_the_same_statement_again_is_a_repeat_and_a_corrected_one_is_not(
    page: Partner, runtime: RecordingRuntime
) -> None:
    for body in (statement(), statement(), statement(issued_at="2026-11-23T20:16:00Z")):
        await page.send(STATEMENTS, body)
    first, again, corrected = [sent.id for sent in runtime.published]
    assert first == again != corrected


@pytest.mark.parametrize(
    ("change", "field", "name"),
    [
        ({"lines": statement()["lines"][:1] * 2}, "lines", "contradictory"),
        ({"lines": [{"external_id": "a", "charged": 1.5}]}, "lines.0.charged", "unreadable"),
        ({"lines": [{"external_id": "", "charged": 1}]}, "lines.0.external_id", "unreadable"),
        (
            {"lines": [{"external_id": str(n), "charged": 1} for n in range(2001)]},
            "lines",
            "unreadable",
        ),
        ({"day": "yesterday"}, "day", "unreadable"),
        ({"day": 0}, "day", "unreadable"),
        ({"issued_at": 0}, "issued_at", "unreadable"),
        ({"currency": "euro"}, "currency", "unreadable"),
        ({"issued_at": "2026-11-23T20:30:00Z"}, "issued_at", "ahead_of_time"),
    ],
)
async def test_what_is_wrong_is_named_by_its_field(
    page: Partner, runtime: RecordingRuntime, change: Any, field: str, name: str
) -> None:
    answer = await page.send(STATEMENTS, statement(**change))
    assert answer.status_code == 422
    problem = answer.json()
    assert [error["field"] for error in problem["errors"]] == [field]
    assert problem["type"] == f"urn:comptoir:problem:{name}"
    assert runtime.published == []


async def test_a_statement_of_two_thousand_orders_fits(
    page: Partner, runtime: RecordingRuntime
) -> None:
    lines = [{"external_id": f"{n:064}", "charged": 2500} for n in range(2000)]
    assert (await page.send(STATEMENTS, statement(lines=lines))).status_code == 202


async def test_a_property_of_somebody_else_is_forbidden_by_name(
    page: Partner, runtime: RecordingRuntime
) -> None:
    answer = await page.send(STATEMENTS, statement(property_id="hotel-aurore"))
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:comptoir:problem:foreign_property"
    assert [error["field"] for error in answer.json()["errors"]] == ["property_id"]
    labels = {"operation": "sendStatement", "reason": "foreign_property"}
    counted = runtime.metrics.registry.get_sample_value("comptoir_door_refused_total", labels)
    assert counted == 1
    assert runtime.published == []


async def test_who_does_not_sign_is_not_let_in(page: Partner, runtime: RecordingRuntime) -> None:
    answer = await page.send(STATEMENTS, statement(), comptoir_signature="t=1,v1=00")
    assert answer.status_code == 401
    assert runtime.published == []
