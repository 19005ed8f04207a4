"""Events of an ordering page: each for itself, the good ones taken whatever the others are."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.chats import CourierMessageReported
from contracts.claims import ClaimDecisionReported, ClaimVerdict
from contracts.deliveries import Courier, Position
from contracts.message import Message
from contracts.money import Amount, TaxLine
from contracts.order_ids import guest_id_of, order_id_of
from contracts.refunds import RefundReported
from contracts.tracking import CourierPositionReported, DeliveryStatusReported, ReportedStatus
from tests.support.door import (
    EVENING,
    EVENTS,
    NEXT_SECRET,
    Partner,
    event,
    order,
    signature,
)
from tests.support.runtime import RecordingRuntime

ORDER = order_id_of("demo-page", "LUM-20261123-0042")
GUEST = guest_id_of("demo-page", "LUM-20261123-0042")
AT = datetime(2026, 11, 23, 19, 52, tzinfo=UTC)
ABOUT: dict[str, Any] = {
    "property_id": "hotel-lumiere",
    "order_id": ORDER,
    "external_id": "LUM-20261123-0042",
}
TAX_LINES: list[dict[str, Any]] = [{"name": "TVA 10 %", "rate": "10.00", "net": 1136, "tax": 114}]
NEGATIVE = {"name": "TVA 10 %", "rate": "10.00", "net": 1364, "tax": -114}
AMOUNT = Amount(
    currency="EUR", tax_lines=(TaxLine(name="TVA 10 %", rate="10.00", net=1136, tax=114),)
)
REFUND: dict[str, Any] = {"refund_id": "rf-55", "total": 1250, "currency": "EUR"}
DECISION: dict[str, Any] = {
    "claim_id": "c-1",
    "verdict": "accepted",
    "refunded": 1250,
    "currency": "EUR",
}


@pytest.fixture
def runtime() -> RecordingRuntime:
    return RecordingRuntime()


@pytest.fixture
async def page(runtime: RecordingRuntime) -> AsyncIterator[Partner]:
    partner = Partner(runtime, lambda: EVENING)
    yield partner
    await partner.http.aclose()


async def taken(page: Partner, runtime: RecordingRuntime, sent: dict[str, Any]) -> Message:
    """What one good event is in our words."""
    answer = await page.tell(sent)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"events": [{"id": sent["id"], "taken": True, "errors": []}]}
    return runtime.published[-1].message


async def refused(page: Partner, sent: Any) -> list[str]:
    """The fields for which one event is left out."""
    answer = await page.tell(sent)
    assert answer.status_code == 200, answer.text
    (one,) = answer.json()["events"]
    assert one["taken"] is False
    assert all(error["reason"] for error in one["errors"])
    return [error["field"] for error in one["errors"]]


def counted(runtime: RecordingRuntime, reason: str) -> float:
    labels = {"operation": "reportPartnerEvents", "reason": reason}
    return runtime.metrics.registry.get_sample_value("comptoir_door_refused_total", labels) or 0.0


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("pending", ReportedStatus.PENDING),
        ("accepted", ReportedStatus.ACCEPTED),
        ("preparing", ReportedStatus.PREPARING),
        ("picked_up", ReportedStatus.PICKED_UP),
        ("on_the_way", ReportedStatus.TO_DROPOFF),
        ("near", ReportedStatus.NEAR),
        ("delivered", ReportedStatus.DELIVERED),
        ("cancelled", ReportedStatus.CANCELLED),
        ("failed", ReportedStatus.FAILED),
        ("returned", ReportedStatus.RETURNED),
    ],
)
async def test_each_status_has_its_word(
    page: Partner, runtime: RecordingRuntime, theirs: str, ours: ReportedStatus
) -> None:
    assert await taken(page, runtime, event("status", status=theirs)) == DeliveryStatusReported(
        **ABOUT,
        guest_id=GUEST,
        delivery_id="LUM-20261123-0042",
        status=ours,
        reported_at=AT,
    )


async def test_a_status_brings_courier_code_expected_time_and_reason(
    page: Partner, runtime: RecordingRuntime
) -> None:
    sent = event(
        "status",
        status="courier_assigned",
        courier={"name": "Malik", "phone": "+33600000001", "vehicle": "bicycle"},
        validation_code="4821",
        expected_at="2026-11-23T20:15:00Z",
        reason="Reassigned",
    )
    message = await taken(page, runtime, sent)
    assert isinstance(message, DeliveryStatusReported)
    assert message.status is ReportedStatus.TO_PICKUP
    assert message.courier == Courier(name="Malik", phone="+33600000001", vehicle="bicycle")
    assert (message.validation_code, message.reason) == ("4821", "Reassigned")
    assert message.expected_at == datetime(2026, 11, 23, 20, 15, tzinfo=UTC)


async def test_a_position_is_where_the_courier_is(page: Partner, runtime: RecordingRuntime) -> None:
    sent = event("position", latitude=45.92, longitude=6.87)
    assert await taken(page, runtime, sent) == CourierPositionReported(
        **ABOUT,
        guest_id=GUEST,
        delivery_id="LUM-20261123-0042",
        position=Position(latitude=45.92, longitude=6.87),
        reported_at=AT,
    )


async def test_what_the_courier_writes_comes_word_for_word(
    page: Partner, runtime: RecordingRuntime
) -> None:
    sent = event("message", message_id="m-318", text="Je suis là.\nQuelle entrée ?")
    assert await taken(page, runtime, sent) == CourierMessageReported(
        **ABOUT,
        guest_id=GUEST,
        message_id="m-318",
        text="Je suis là.\nQuelle entrée ?",
        sent_at=AT,
    )


async def test_a_refund_without_tax_lines_says_its_total_alone(
    page: Partner, runtime: RecordingRuntime
) -> None:
    sent = event("refund", **REFUND, claim_id="c-1", reason="Cold")
    assert await taken(page, runtime, sent) == RefundReported(
        **ABOUT,
        refund_id="rf-55",
        total=1250,
        currency="EUR",
        claim_id="c-1",
        reason="Cold",
        reported_at=AT,
    )


async def test_a_refund_says_how_it_falls_on_the_tax_lines(
    page: Partner, runtime: RecordingRuntime
) -> None:
    message = await taken(page, runtime, event("refund", **REFUND, tax_lines=TAX_LINES))
    assert isinstance(message, RefundReported)
    assert message.amount == AMOUNT


async def test_a_decision_on_a_claim_brings_its_verdict_and_what_is_refunded(
    page: Partner, runtime: RecordingRuntime
) -> None:
    sent = event("claim_decision", **DECISION, tax_lines=TAX_LINES, note="Sorry")
    assert await taken(page, runtime, sent) == ClaimDecisionReported(
        **ABOUT,
        claim_id="c-1",
        verdict=ClaimVerdict.ACCEPTED,
        refunded=1250,
        currency="EUR",
        amount=AMOUNT,
        note="Sorry",
        reported_at=AT,
    )


@pytest.mark.promise("a repeated request is handled once")
async def test_the_pages_id_of_an_event_is_its_identity(
    page: Partner, runtime: RecordingRuntime
) -> None:
    for _ in range(2):
        await page.tell(event("status", status="accepted"), event("message", id="ev-2", **MESSAGE))
    assert [(sent.id, sent.source, sent.actor) for sent in runtime.published] == [
        ("ev-7781", "/pms-bridge/partner-events/demo-page", "partner:demo-page"),
        ("ev-2", "/pms-bridge/partner-events/demo-page", "partner:demo-page"),
    ] * 2


async def test_all_doors_give_one_order_one_id(page: Partner, runtime: RecordingRuntime) -> None:
    await page.place(order())
    await page.tell(event("refund", **REFUND))
    assert len({sent.message.key for sent in runtime.published}) == 1


MESSAGE = {"message_id": "m-1", "text": "hello"}


async def test_a_bad_event_does_not_lose_the_good_ones(
    page: Partner, runtime: RecordingRuntime
) -> None:
    answer = await page.tell(
        event("status", id="ev-1", status="accepted"),
        event("status", id="ev-2", status="teleported"),
        event("wedding", id="ev-3"),
        event("status", id="ev-4", status="accepted", property_id="hotel-aurore"),
        {"type": "status"},
        event("message", id="ev-6", **MESSAGE),
    )
    assert answer.status_code == 200
    found = answer.json()["events"]
    assert [one["id"] for one in found] == ["ev-1", "ev-2", "ev-3", "ev-4", None, "ev-6"]
    assert [one["taken"] for one in found] == [True, False, False, False, False, True]
    assert [[error["field"] for error in one["errors"]] for one in found] == [
        [],
        ["status"],
        ["type"],
        ["property_id"],
        ["id", "property_id", "external_id", "occurred_at", "status"],
        [],
    ]
    assert [sent.id for sent in runtime.published] == ["ev-1", "ev-6"]
    assert counted(runtime, "unreadable") == 2
    assert counted(runtime, "unknown_type") == 1
    assert counted(runtime, "foreign_property") == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (event("status", status="courier_assigned"), "courier"),
        (event("refund", **REFUND, tax_lines=[TAX_LINES[0] | {"tax": 113}]), "tax_lines"),
        (
            event("refund", **REFUND, tax_lines=[TAX_LINES[0] | {"net": 1364, "tax": -114}]),
            "tax_lines",
        ),
        (event("claim_decision", **DECISION | {"verdict": "rejected"}), "refunded"),
        (event("claim_decision", **DECISION | {"refunded": 9}, tax_lines=TAX_LINES), "tax_lines"),
    ],
)
async def test_what_does_not_add_up_is_left_out_by_its_field(
    page: Partner, runtime: RecordingRuntime, sent: Any, field: str
) -> None:
    assert await refused(page, sent) == [field]
    assert counted(runtime, "contradictory") == 1
    assert runtime.published == []


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (event("status", id="", status="near"), "id"),
        (event("status", id="é", status="near"), "id"),
        (event("status", status="near", occurred_at="soon"), "occurred_at"),
        (event("status", status="near", occurred_at=1795462800), "occurred_at"),
        (event("status", status="near", external_id="x" * 65), "external_id"),
        (event("status", status="cancelled", reason="x" * 201), "reason"),
        (event("position", latitude=91, longitude=0), "latitude"),
        (event("message", message_id="m-1", text="  \n"), "text"),
        (event("message", message_id="m-1", text="a\x07b"), "text"),
        (event("message", message_id="m-1", text="x" * 1001), "text"),
        (event("refund", **REFUND | {"total": 0}), "total"),
        (event("refund", **REFUND | {"total": 12.5}), "total"),
        (event("refund", **REFUND | {"total": True}), "total"),
        (event("refund", **REFUND | {"currency": "eur"}), "currency"),
        (event("claim_decision", **DECISION | {"verdict": "maybe"}), "verdict"),
    ],
)
async def test_what_is_wrong_is_named_by_its_field(
    page: Partner, runtime: RecordingRuntime, sent: Any, field: str
) -> None:
    assert await refused(page, sent) == [field]
    assert runtime.published == []


async def test_a_clock_that_is_wrong_is_told_so(page: Partner, runtime: RecordingRuntime) -> None:
    late = event("status", status="near", occurred_at="2026-11-23T20:25:01Z")
    assert await refused(page, late) == ["occurred_at"]
    assert counted(runtime, "ahead_of_time") == 1
    just = event("status", status="near", occurred_at="2026-11-23T20:24:59Z")
    await taken(page, runtime, just)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"events":[]}',
        b'{"events":[1]}',
        b'{"events":' + b"[" * 100_000,
        json.dumps({"events": [event("status", status="near")] * 101}).encode(),
    ],
    ids=["nothing", "half", "a list", "no event", "a number", "deep", "too many"],
)
async def test_what_is_no_list_of_events_at_all_is_refused_whole(
    page: Partner, runtime: RecordingRuntime, body: bytes
) -> None:
    answer = await page.send(EVENTS, body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:comptoir:problem:unreadable"
    assert answer.json()["errors"]
    assert runtime.published == []


async def test_a_hundred_events_are_taken_together(
    page: Partner, runtime: RecordingRuntime
) -> None:
    many = [event("status", id=f"ev-{n}", status="near") for n in range(100)]
    answer = await page.tell(*many)
    assert all(one["taken"] for one in answer.json()["events"])
    assert [sent.id for sent in runtime.published] == [f"ev-{n}" for n in range(100)]


async def test_every_way_not_to_be_let_in_is_answered_alike_and_told_apart_to_the_operator(
    page: Partner, runtime: RecordingRuntime
) -> None:
    body = json.dumps({"events": [event("status", status="near")]}).encode()
    old = signature(body, NEXT_SECRET, EVENING - 400)
    answers = [
        await page.send(EVENTS, body, comptoir_partner="nobody"),
        await page.send(EVENTS, body, comptoir_signature=signature(body, "wrong", EVENING)),
        await page.send(EVENTS, body, comptoir_signature=old),
        await page.http.post(EVENTS, content=body),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert counted(runtime, "unknown_caller") == 2
    assert counted(runtime, "wrong_signature") == 1
    assert counted(runtime, "stale_signature") == 1
    assert runtime.published == []


async def test_the_secret_to_come_opens_already(page: Partner) -> None:
    body = json.dumps({"events": [event("status", status="near")]}).encode()
    signed = signature(body, NEXT_SECRET, EVENING)
    assert (await page.send(EVENTS, body, comptoir_signature=signed)).status_code == 200


async def test_kafka_being_away_takes_none_of_them(
    page: Partner, runtime: RecordingRuntime
) -> None:
    runtime.kafka_answers = False
    answer = await page.tell(event("status", status="near"))
    assert answer.status_code == 503
    assert counted(runtime, "unavailable") == 1


async def test_a_list_beyond_the_limit_is_refused(page: Partner, runtime: RecordingRuntime) -> None:
    assert (await page.send(EVENTS, b" " * 300_000)).status_code == 413
    assert counted(runtime, "too_large") == 1
