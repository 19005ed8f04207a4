"""The intake takes what an ordering page signs, and says exactly what is wrong with the rest."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from contracts.deliveries import PlaceDeliveryOrder, reference_of
from contracts.order_ids import guest_id_of, order_id_of
from contracts.properties import Language
from pms_bridge.door.bodies import BODY_LIMIT
from tests.support.bench import PATIENCE
from tests.support.door import EVENING, NEXT_SECRET, PLACE, SECRET, Partner, order, signature
from tests.support.runtime import RecordingRuntime


class Clock:
    """The door's clock and the page's, standing still until it is moved. Unix seconds."""

    now = EVENING

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def runtime() -> RecordingRuntime:
    return RecordingRuntime()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def page(runtime: RecordingRuntime, clock: Clock) -> AsyncIterator[Partner]:
    partner = Partner(runtime, clock)
    yield partner
    await partner.http.aclose()


async def fields_refused(page: Partner, body: Any) -> list[str]:
    answer = await page.place(body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return [error["field"] for error in answer.json()["errors"]]


async def test_an_order_is_appended_and_then_acknowledged(
    page: Partner, runtime: RecordingRuntime
) -> None:
    answer = await page.place(order())
    order_id = order_id_of("demo-page", "LUM-20261123-0042")
    assert answer.status_code == 202
    assert answer.json() == {"order_id": order_id, "reference": reference_of(order_id)}
    (sent,) = runtime.published
    assert isinstance(sent.message, PlaceDeliveryOrder)
    assert sent.source == "/pms-bridge/ordering-page/demo-page"
    assert sent.actor == "partner:demo-page"
    assert sent.message.order_id == order_id
    assert sent.message.guest_id == guest_id_of("demo-page", "LUM-20261123-0042")


async def test_everything_in_the_order_reaches_the_command(
    page: Partner, runtime: RecordingRuntime
) -> None:
    await page.place(order())
    message = runtime.published[0].message
    assert isinstance(message, PlaceDeliveryOrder)
    content = json.loads(message.content.model_dump_json())
    assert content["guest"] == order()["guest"]
    assert content["lines"] == order()["lines"]
    assert content["amount"] == {"currency": "EUR", "tax_lines": order()["tax_lines"]}
    assert content["placed_at"] == "2026-11-23T19:40:00.000Z"
    assert content["expected_at"] == "2026-11-23T20:15:00.000Z"
    assert (content["room"], content["validation_code"]) == ("203", "4821")


@pytest.mark.promise("a repeated request is handled once")
async def test_a_copy_of_a_request_has_its_identity_and_another_body_another(
    page: Partner, runtime: RecordingRuntime
) -> None:
    spaced = json.dumps(order(), indent=2, sort_keys=True).encode()
    for body in (order(), spaced, order(room="204")):
        assert (await page.place(body)).status_code == 202
    ids = [sent.id for sent in runtime.published]
    assert ids[0] == ids[1] != ids[2]
    assert all(id.startswith("LUM-20261123-0042:") for id in ids)
    assert len({sent.message.key for sent in runtime.published}) == 1


async def test_the_same_body_signed_anew_is_asked_anew(
    page: Partner, runtime: RecordingRuntime, clock: Clock
) -> None:
    """What was refused the first time may be taken now; what was taken is not taken twice."""
    await page.place(order())
    clock.now += 60
    await page.place(order())
    first, again = runtime.published
    assert first.id != again.id
    assert first.message == again.message


async def test_what_may_be_left_out_may_be_left_out(
    page: Partner, runtime: RecordingRuntime
) -> None:
    bare = order(guest={"surname": "Le Guennec"}, something_new={"unknown": 1})
    del bare["validation_code"], bare["expected_at"]
    assert (await page.place(bare)).status_code == 202
    message = runtime.published[0].message
    assert isinstance(message, PlaceDeliveryOrder)
    assert message.content.guest.phone is None
    assert message.content.expected_at is None


@pytest.mark.parametrize(
    ("tag", "language"), [("fr-CH", Language.FR), ("DE", Language.DE), ("pt", None), ("", None)]
)
async def test_a_language_we_do_not_speak_is_no_reason_to_refuse_a_meal(
    page: Partner, runtime: RecordingRuntime, tag: str, language: Language | None
) -> None:
    await page.place(order(guest={"surname": "Le Guennec", "language": tag}))
    message = runtime.published[0].message
    assert isinstance(message, PlaceDeliveryOrder)
    assert message.content.guest.language is language


async def test_a_discount_is_a_line_with_a_negative_price(page: Partner) -> None:
    lines = [
        {"name": "Pizza regina", "quantity": 2, "unit_amount": 1300},
        {"name": "Bienvenue", "quantity": 1, "unit_amount": -100},
    ]
    assert (await page.place(order(lines=lines))).status_code == 202


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"total": 2400}, "lines"),
        ({"tax_lines": [{"name": "T", "rate": "10", "net": 1, "tax": 1}]}, "tax_lines"),
        ({"total": "2500"}, "total"),
        ({"total": 25.0}, "total"),
        ({"total": -1}, "total"),
        ({"total": None}, "total"),
        ({"lines": []}, "lines"),
        ({"lines": [{"name": "P", "quantity": 0, "unit_amount": 1}]}, "lines.0.quantity"),
        ({"lines": [{"name": "P", "quantity": 1, "unit_amount": 1.5}]}, "lines.0.unit_amount"),
        ({"guest": {"given_name": "Anaïs"}}, "guest.surname"),
        ({"guest": {"surname": "   "}}, "guest.surname"),
        ({"room": "20\n3"}, "room"),
        ({"room": ""}, "room"),
        ({"external_id": "é"}, "external_id"),
        ({"external_id": "x" * 65}, "external_id"),
        ({"currency": "eur"}, "currency"),
        ({"placed_at": "2026-11-23T19:40:00"}, "placed_at"),
        ({"expected_at": "soon"}, "expected_at"),
        ({"placed_at": 1795462800}, "placed_at"),
        ({"placed_at": "1795462800"}, "placed_at"),
        ({"property_id": "Hotel Lumière"}, "property_id"),
        (
            {"tax_lines": [{"name": "T", "rate": "ten", "net": 2273, "tax": 227}]},
            "tax_lines.0.rate",
        ),
    ],
)
async def test_what_is_wrong_is_named_by_its_field(
    page: Partner, runtime: RecordingRuntime, change: dict[str, Any], field: str
) -> None:
    assert field in await fields_refused(page, order(**change))
    assert runtime.published == []


async def test_one_rate_twice_is_refused_however_it_is_written(page: Partner) -> None:
    twice = [
        {"name": "TVA", "rate": "10.00", "net": 2000, "tax": 200},
        {"name": "TVA", "rate": "10", "net": 273, "tax": 27},
    ]
    assert await fields_refused(page, order(tax_lines=twice)) == ["tax_lines"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'"order"', b"null"])
async def test_what_is_no_order_at_all_is_refused_as_a_body(page: Partner, body: bytes) -> None:
    assert await fields_refused(page, body) == ["(body)"]


async def test_no_value_of_a_refused_order_is_sent_back(page: Partner) -> None:
    answer = await page.place(order(guest={"surname": ["Bassanini"]}))
    assert "Bassanini" not in answer.text


async def test_the_secret_to_come_is_accepted_already(page: Partner) -> None:
    body = json.dumps(order()).encode()
    answer = await page.place(body, comptoir_signature=signature(body, NEXT_SECRET, EVENING))
    assert answer.status_code == 202


async def test_every_way_not_to_be_known_gets_the_same_answer(
    page: Partner, runtime: RecordingRuntime
) -> None:
    body = json.dumps(order()).encode()
    old = signature(body, SECRET, EVENING - 400)
    answers = [
        await page.place(body, comptoir_partner="nobody"),
        await page.place(body, comptoir_partner=""),
        await page.place(body, comptoir_signature=signature(body, "wrong", EVENING)),
        await page.place(body, comptoir_signature=old),
        await page.place(body, comptoir_signature=""),
        await page.http.post(PLACE, content=body),
        await page.place(b"{", comptoir_signature="t=1,v1=00"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert runtime.published == []


async def test_a_property_of_somebody_else_is_forbidden(
    page: Partner, runtime: RecordingRuntime
) -> None:
    answer = await page.place(order(property_id="hotel-aurore"))
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert runtime.published == []


async def test_a_body_beyond_the_limit_is_refused_announced_or_not(
    page: Partner, runtime: RecordingRuntime
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(BODY_LIMIT // 1024 + 1):
            yield b" " * 1024

    announced = await page.place(b" " * (BODY_LIMIT + 1))
    streamed = await page.http.post(PLACE, content=chunks())
    assert [announced.status_code, streamed.status_code] == [413, 413]
    assert runtime.published == []


async def test_a_body_within_the_limit_is_read_whole(page: Partner) -> None:
    padded = json.dumps(order()).encode()
    padded += b" " * (BODY_LIMIT - len(padded))
    assert (await page.place(padded)).status_code == 202


async def test_kafka_being_away_asks_to_try_again(page: Partner, runtime: RecordingRuntime) -> None:
    runtime.kafka_answers = False
    answer = await page.place(order())
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["status"] == 503


@pytest.mark.parametrize(
    ("body", "headers", "reason", "name"),
    [
        (order(), {"comptoir_partner": "nobody"}, "unknown_caller", "not_let_in"),
        (order(), {"comptoir_signature": "t=1,v1=00"}, "wrong_signature", "not_let_in"),
        (order(property_id="hotel-aurore"), {}, "foreign_property", "foreign_property"),
        (order(room=""), {}, "unreadable", "unreadable"),
        (order(total=2400), {}, "contradictory", "contradictory"),
        (order(placed_at="2026-11-23T20:26:00Z"), {}, "ahead_of_time", "ahead_of_time"),
        (b" " * (BODY_LIMIT + 1), {}, "too_large", "too_large"),
    ],
)
async def test_each_refusal_has_a_name_and_is_counted_by_its_reason(
    page: Partner,
    runtime: RecordingRuntime,
    body: Any,
    headers: dict[str, str],
    reason: str,
    name: str,
) -> None:
    answer = await page.place(body, **headers)
    assert answer.json()["type"] == f"urn:comptoir:problem:{name}"
    labels = {"operation": "placeDeliveryOrder", "reason": reason}
    counted = runtime.metrics.registry.get_sample_value("comptoir_door_refused_total", labels)
    assert counted == 1


async def test_orders_that_come_together_are_appended_together(
    page: Partner, runtime: RecordingRuntime
) -> None:
    together = asyncio.Barrier(10)

    async def wait_for_the_others(_: object) -> None:
        async with asyncio.timeout(PATIENCE):
            await together.wait()

    runtime.on_publish = wait_for_the_others
    orders = [order(external_id=f"LUM-{number}") for number in range(10)]
    answers = await asyncio.gather(*(page.place(one) for one in orders))
    assert {answer.status_code for answer in answers} == {202}


async def test_the_door_describes_itself_with_examples(page: Partner) -> None:
    description = (await page.http.get("/openapi.json")).json()
    operations = {
        operation["operationId"]: operation
        for path in description["paths"].values()
        for operation in path.values()
    }
    assert set(operations) == {
        "placeDeliveryOrder",
        "reportPartnerEvents",
        "reportPayPalEvent",
        "reportPayboxAnswer",
        "reportUberDirectEvent",
        "reportVaultEvent",
        "sendStatement",
    }
    body = operations["placeDeliveryOrder"]["requestBody"]["content"]["application/json"]
    assert body["schema"] == {"$ref": "#/components/schemas/IntakeOrder"}
    schemas = description["components"]["schemas"]
    assert schemas["IntakeOrder"]["properties"]["external_id"]["examples"]
    referred = {text.split('"')[0] for text in json.dumps(description).split("schemas/")[1:]}
    assert referred <= set(schemas)
    assert {"202", "401", "403", "413", "422", "503"} <= set(
        operations["placeDeliveryOrder"]["responses"]
    )
