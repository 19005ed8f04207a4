"""Webhooks of the delivery partner: signed, read leniently, told in our words."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.deliveries import Courier, Position
from contracts.order_ids import guest_id_of, order_id_of
from contracts.refunds import RefundReported
from contracts.tracking import CourierPositionReported, DeliveryStatusReported, ReportedStatus
from tests.support.door import EVENING, SECRET, Partner, order, refund, webhook
from tests.support.runtime import RecordingRuntime


@pytest.fixture
def runtime() -> RecordingRuntime:
    return RecordingRuntime()


@pytest.fixture
async def uber(runtime: RecordingRuntime) -> AsyncIterator[Partner]:
    partner = Partner(runtime, lambda: EVENING)
    yield partner
    await partner.http.aclose()


def ignored(runtime: RecordingRuntime, kind: str) -> float:
    return (
        runtime.metrics.registry.get_sample_value("comptoir_webhooks_ignored_total", {"kind": kind})
        or 0.0
    )


def refused_events(runtime: RecordingRuntime, reason: str) -> float:
    labels = {"operation": "reportUberDirectEvent", "reason": reason}
    return runtime.metrics.registry.get_sample_value("comptoir_door_refused_total", labels) or 0.0


async def status_of(uber: Partner, runtime: RecordingRuntime, body: Any) -> DeliveryStatusReported:
    answer = await uber.report(body)
    assert answer.status_code == 200, answer.text
    message = runtime.published[-1].message
    assert isinstance(message, DeliveryStatusReported)
    return message


async def test_a_status_is_reported_with_courier_and_expected_time(
    uber: Partner, runtime: RecordingRuntime
) -> None:
    message = await status_of(uber, runtime, webhook())
    assert message == DeliveryStatusReported(
        property_id="hotel-lumiere",
        order_id=order_id_of("demo-page", "LUM-20261123-0042"),
        guest_id=guest_id_of("demo-page", "LUM-20261123-0042"),
        delivery_id="del_1",
        status=ReportedStatus.TO_DROPOFF,
        reported_at=datetime(2026, 11, 23, 20, 1, 2, 345_000, tzinfo=UTC),
        courier=Courier(name="Malik", phone="+33600000001,771304", vehicle="bicycle blue"),
        expected_at=datetime(2026, 11, 23, 20, 17, tzinfo=UTC),
        external_id="LUM-20261123-0042",
    )


@pytest.mark.parametrize(
    ("theirs", "imminent", "ours"),
    [
        ("pending", False, ReportedStatus.PENDING),
        ("pickup", False, ReportedStatus.TO_PICKUP),
        ("pickup", True, ReportedStatus.TO_PICKUP),
        ("pickup_complete", False, ReportedStatus.PICKED_UP),
        ("dropoff", False, ReportedStatus.TO_DROPOFF),
        ("dropoff", None, ReportedStatus.TO_DROPOFF),
        ("dropoff", True, ReportedStatus.NEAR),
        ("delivered", True, ReportedStatus.DELIVERED),
        ("canceled", False, ReportedStatus.CANCELLED),
        ("returned", False, ReportedStatus.RETURNED),
    ],
)
async def test_each_status_has_its_word(
    uber: Partner,
    runtime: RecordingRuntime,
    theirs: str,
    imminent: bool | None,
    ours: ReportedStatus,
) -> None:
    body = webhook(status=theirs, courier_imminent=imminent)
    assert (await status_of(uber, runtime, body)).status is ours


@pytest.mark.parametrize(
    ("public", "phone"),
    [
        ({"phone_number": "+33 6 00 00 00 02", "pin_code": "48 02 36 18"}, "+33600000002,48023618"),
        ({"phone_number": "+33600000002"}, "+33600000002"),
        ({"pin_code": "48023618"}, "+33600000001"),
        ({}, "+33600000001"),
        (None, "+33600000001"),
    ],
)
async def test_the_couriers_telephone_is_the_one_that_anybody_may_call(
    uber: Partner, runtime: RecordingRuntime, public: Any, phone: str
) -> None:
    courier = {"name": "Malik", "phone_number": "+33600000001", "public_phone_info": public}
    told = (await status_of(uber, runtime, webhook(courier=courier))).courier
    assert told is not None
    assert told.phone == phone


async def test_both_doors_give_one_order_one_id(uber: Partner, runtime: RecordingRuntime) -> None:
    await uber.report(webhook())
    await uber.place(order())
    assert len({sent.message.key for sent in runtime.published}) == 1
    assert len({getattr(sent.message, "guest_id", None) for sent in runtime.published}) == 1


async def test_the_event_id_is_the_identity_of_the_report(
    uber: Partner, runtime: RecordingRuntime
) -> None:
    for _ in range(2):
        await uber.report(webhook())
    assert {(sent.id, sent.source, sent.actor) for sent in runtime.published} == {
        ("evt_0123456789abcdef", "/pms-bridge/uber-direct/lumiere", "partner:uber-direct/lumiere")
    }


async def test_a_courier_update_is_a_position(uber: Partner, runtime: RecordingRuntime) -> None:
    await uber.report(webhook("event.courier_update"))
    message = runtime.published[0].message
    assert isinstance(message, CourierPositionReported)
    assert message.position == Position(latitude=45.92, longitude=6.87)


async def test_a_position_beside_the_data_counts_where_the_courier_has_none(
    uber: Partner, runtime: RecordingRuntime
) -> None:
    body = webhook("event.courier_update", courier={"name": "Malik", "location": None})
    body["location"] = {"lat": 1, "lng": 2}
    await uber.report(body)
    message = runtime.published[0].message
    assert isinstance(message, CourierPositionReported)
    assert message.position == Position(latitude=1, longitude=2)


@pytest.mark.parametrize(
    "courier", [None, {}, {"name": ""}, {"name": None, "rating": "5.0"}, {"location": None}]
)
async def test_a_courier_without_a_name_is_no_courier_yet(
    uber: Partner, runtime: RecordingRuntime, courier: Any
) -> None:
    assert (await status_of(uber, runtime, webhook(courier=courier))).courier is None


async def test_what_is_odd_but_harmless_is_read(uber: Partner, runtime: RecordingRuntime) -> None:
    courier: dict[str, Any] = {
        "name": 77,
        "rating": 4.9,
        "phone_number": None,
        "new": [],
        "vehicle_type": "x" * 300,
    }
    message = await status_of(uber, runtime, webhook(courier=courier, dropoff_eta=""))
    assert message.courier == Courier(name="77", vehicle="x" * 100)
    assert message.expected_at is None


@pytest.mark.parametrize(
    ("kind", "counted"),
    [
        ("event.shopping_progress", "event.shopping_progress"),
        ("event.of_tomorrow", "other"),
        ("", "other"),
    ],
)
async def test_a_kind_we_do_not_use_is_taken_counted_and_left(
    uber: Partner, runtime: RecordingRuntime, kind: str, counted: str
) -> None:
    answer = await uber.report({"id": "evt_1", "kind": kind, "data": {"unlike": "a delivery"}})
    assert answer.status_code == 200
    assert runtime.published == []
    assert ignored(runtime, counted) == 1


async def test_a_status_we_do_not_know_and_an_update_without_a_place_are_left_too(
    uber: Partner, runtime: RecordingRuntime
) -> None:
    await uber.report(webhook(status="teleported"))
    await uber.report(webhook("event.courier_update", courier=None))
    assert runtime.published == []
    assert ignored(runtime, "event.delivery_status") == 1
    assert ignored(runtime, "event.courier_update") == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"external_id": None}, "data.external_id"),
        ({"external_id": ""}, "data.external_id"),
        ({"dropoff_eta": "soon"}, "data.dropoff_eta"),
    ],
)
async def test_what_is_missing_is_named_by_its_field(
    uber: Partner, runtime: RecordingRuntime, change: dict[str, Any], field: str
) -> None:
    answer = await uber.report(webhook(**change))
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert runtime.published == []


async def test_a_webhook_without_an_external_id_names_it(uber: Partner) -> None:
    body = webhook()
    del body["data"]["external_id"]
    answer = await uber.report(body)
    assert [error["field"] for error in answer.json()["errors"]] == ["data.external_id"]


async def test_an_unknown_account_and_a_wrong_key_cannot_be_told_apart(
    uber: Partner, runtime: RecordingRuntime
) -> None:
    answers = [
        await uber.report(webhook(), key="somebody else's"),
        await uber.report(webhook(), path="/webhooks/uber-direct/aurore"),
        await uber.report(webhook(), key=SECRET),
        await uber.http.post("/webhooks/uber-direct/lumiere", json=webhook()),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert runtime.published == []


async def test_the_key_before_is_still_accepted(uber: Partner) -> None:
    assert (await uber.report(webhook(), key="the key before it")).status_code == 200


async def refused_as(uber: Partner, created: str) -> tuple[str, str]:
    """The problem's name and the field it names."""
    answer = await uber.report(webhook() | {"created": created})
    assert answer.status_code == 422
    problem = answer.json()
    return problem["type"], problem["errors"][0]["field"]


async def test_a_report_of_two_days_ago_is_taken_as_late_is_normal(
    uber: Partner, runtime: RecordingRuntime
) -> None:
    message = await status_of(uber, runtime, webhook() | {"created": "2026-11-21T08:00:00Z"})
    assert message.reported_at == datetime(2026, 11, 21, 8, tzinfo=UTC)


async def test_a_report_from_before_the_replay_window_is_a_recording_and_is_told_so(
    uber: Partner, runtime: RecordingRuntime
) -> None:
    stale = "urn:comptoir:problem:stale"
    assert await refused_as(uber, "2026-11-20T20:19:59Z") == (stale, "created")
    assert refused_events(runtime, "stale") == 1
    assert runtime.published == []


async def test_a_report_ahead_of_our_clock_does_not_count_as_the_newest(
    uber: Partner, runtime: RecordingRuntime
) -> None:
    ahead = "urn:comptoir:problem:ahead_of_time"
    assert await refused_as(uber, "2026-11-23T20:25:01Z") == (ahead, "created")
    assert refused_events(runtime, "ahead_of_time") == 1
    assert runtime.published == []
    await status_of(uber, runtime, webhook() | {"created": "2026-11-23T20:24:59Z"})


async def test_a_refund_is_what_the_seller_of_the_meal_gets_back(
    uber: Partner, runtime: RecordingRuntime
) -> None:
    assert (await uber.report(refund())).status_code == 200
    (sent,) = runtime.published
    assert sent.id == "evt_refund"
    assert sent.message == RefundReported(
        property_id="hotel-lumiere",
        order_id=order_id_of("demo-page", "LUM-20261123-0042"),
        refund_id="6817a070-115e-4ca9-8266-c245fe18a2d6",
        total=1250,
        currency="EUR",
        reason="damaged item: 1 x Pizza regina",
        reported_at=datetime(2026, 11, 23, 20, 5, tzinfo=UTC),
        external_id="LUM-20261123-0042",
    )


async def test_a_refund_of_ubers_own_fees_alone_is_none_of_the_hotels(
    uber: Partner, runtime: RecordingRuntime
) -> None:
    fees = refund(total_partner_refund=0, refund_order_items=[])
    assert (await uber.report(fees)).status_code == 200
    assert runtime.published == []
    assert ignored(runtime, "event.refund_request") == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (refund() | {"external_id": ""}, "external_id"),
        ({name: value for name, value in refund().items() if name != "external_id"}, "external_id"),
        (refund(currency_code="euro"), "data.currency_code"),
        (refund(total_partner_refund=-1), "data.total_partner_refund"),
        (refund(id=None), "data.id"),
    ],
)
async def test_a_refund_that_cannot_be_brought_to_an_order_names_its_field(
    uber: Partner, runtime: RecordingRuntime, body: Any, field: str
) -> None:
    answer = await uber.report(body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert runtime.published == []
    assert refused_events(runtime, "unreadable") == 1


async def test_a_place_that_is_no_number_is_refused(
    uber: Partner, runtime: RecordingRuntime
) -> None:
    body = webhook("event.courier_update")
    raw = json.dumps(body).replace("45.92", "NaN").encode()
    answer = await uber.report(raw)
    assert [e["field"] for e in answer.json()["errors"]] == ["data.courier.location.lat"]
    assert runtime.published == []


async def test_who_is_not_let_in_is_told_nothing_and_the_operator_everything(
    uber: Partner, runtime: RecordingRuntime
) -> None:
    await uber.report(webhook(), key="somebody else's")
    await uber.report(webhook(), path="/webhooks/uber-direct/aurore")
    await uber.report(b" " * 300_000)
    for reason in ("wrong_signature", "unknown_caller", "too_large"):
        assert refused_events(runtime, reason) == 1


async def test_kafka_being_away_makes_the_partner_try_again(
    uber: Partner, runtime: RecordingRuntime
) -> None:
    runtime.kafka_answers = False
    assert (await uber.report(webhook())).status_code == 503


async def test_a_webhook_beyond_the_limit_is_refused(uber: Partner) -> None:
    assert (await uber.report(b" " * 300_000)).status_code == 413
