"""The door's OpenAPI description shows by example what is sent, and the door takes it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from pms_bridge.door.examples import EXAMPLES
from tests.support.door import EVENING, EVENTS, PLACE, STATEMENTS, WEBHOOK, Partner
from tests.support.examples import faults
from tests.support.runtime import RecordingRuntime


@pytest.fixture
async def partner() -> AsyncIterator[Partner]:
    one = Partner(RecordingRuntime(), lambda: EVENING)
    yield one
    await one.http.aclose()


async def test_every_body_and_every_answer_shows_an_example_that_fits(partner: Partner) -> None:
    assert faults((await partner.http.get("/openapi.json")).json()) == {}


@pytest.mark.parametrize(
    ("path", "body", "answer"),
    [(PLACE, "IntakeOrder", "OrderTaken"), (STATEMENTS, "Statement", "StatementAnswer")],
)
async def test_what_the_examples_show_is_taken_and_answered_so(
    partner: Partner, path: str, body: str, answer: str
) -> None:
    taken = await partner.send(path, EXAMPLES[body])
    assert (taken.status_code, taken.json()) == (202, EXAMPLES[answer])


async def test_events_are_answered_one_by_one_as_the_example_shows(partner: Partner) -> None:
    sent: Any = EXAMPLES["PartnerEvents"]
    *good, last = sent["events"]
    taken = await partner.send(EVENTS, sent)
    assert [one["taken"] for one in taken.json()["events"]] == [True, True, True]
    foreign = await partner.send(EVENTS, {"events": [*good, last | {"property_id": "another"}]})
    assert foreign.json() == EXAMPLES["EventsAnswer"]


@pytest.mark.parametrize("body", ["UberEvent", "UberRefundEvent"])
async def test_the_webhooks_that_the_examples_show_are_taken(partner: Partner, body: str) -> None:
    taken = await partner.report(EXAMPLES[body], path=WEBHOOK)
    assert taken.status_code == 200
