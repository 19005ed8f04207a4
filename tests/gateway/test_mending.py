"""What was set aside, mended from the back office: over a real door of a real service's table."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import structlog.testing
from pydantic import SecretStr

from chassis import rows
from chassis.batch import DeadLetter, ParkedKey, ParkedRecord
from chassis.database import Database
from chassis.operate import Operator
from chassis.operator_door import operator_door
from chassis.publisher import Producer
from chassis.records import Incoming
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.topics import create_topics
from contracts import topics
from contracts.topics import ORDERS_DELIVERY_COMMANDS, ORDERS_DELIVERY_REPORTS, control_topic
from gateway.access.people import People, new_key
from gateway.api.workings import Workings
from gateway.app import workings_of
from gateway.settings import Settings
from orders.app import handlers as orders
from tests.gateway.conftest import SETTINGS, Hotel
from tests.support.bench import Bench
from tests.support.deliveries import ORDER, place
from tests.support.runtime import RecordingRuntime
from tests.support.serving import serving

SECRET = SecretStr("an operator secret that nobody will ever guess")
HERE = "/api/v1/operations/services/orders"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BODY = json.loads(place().encode())
GUEST = BODY["content"]["guest"]["surname"]
LETTER = f"{ORDERS_DELIVERY_COMMANDS.name}/3/118"
PARKED = f"{ORDERS_DELIVERY_REPORTS.name}/3/7"


def incoming(topic: topics.Topic, offset: int, body: dict[str, Any]) -> Incoming:
    headers = {
        "ce_specversion": "1.0",
        "ce_id": f"message-{offset}",
        "ce_source": "/bridge",
        "ce_type": place().TYPE,
        "ce_subject": ORDER,
        "ce_time": "2026-11-23T12:00:00.000Z",
        "ce_property": "hotel-lumiere",
        "ce_actor": "partner:demo-page",
    }
    raw = tuple((name, value.encode()) for name, value in headers.items())
    return Incoming(topic, 3, offset, ORDER.encode(), json.dumps(body).encode(), raw)


@dataclass
class Shelf:
    """What the orders service set aside, and the back office of somebody who mends it."""

    bench: Bench
    database: Database
    address: str
    operations: httpx.AsyncClient

    async def sets_aside(self, offset: int = 118, body: dict[str, Any] | None = None) -> None:
        """One more dead letter; by itself, one whose room is no text."""
        content = {**BODY["content"], "room": 204}
        record = incoming(
            ORDERS_DELIVERY_COMMANDS, offset, {**BODY, "content": content} if body is None else body
        )
        letter = DeadLetter(record.position, record, "content.room: Input should be a valid string")
        at = NOON + timedelta(minutes=offset)
        await self.database.insert(rows.DEAD_LETTERS, [rows.dead_letter_row(letter, at)])

    async def parks(self) -> None:
        """One key with one record."""
        key = ParkedKey(ORDER, 3, "cannot", "deadline_passed", NOON)
        record = ParkedRecord(PARKED, ORDER, 0, incoming(ORDERS_DELIVERY_REPORTS, 7, {}), "cannot")
        await self.database.insert(rows.PARKED_KEYS, [rows.parked_key_row(key)])
        await self.database.insert(rows.PARKED_RECORDS, [rows.parked_record_row(record, NOON)])

    async def sees(self, path: str, **query: str) -> dict[str, Any]:
        answer = await self.operations.get(f"{HERE}/{path}", params=query)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    async def orders(self, path: str, **body: Any) -> httpx.Response:
        return await self.operations.post(f"{HERE}/{path}", json=body)


@pytest.fixture(scope="module")
async def bench(engines: EngineAddresses) -> AsyncIterator[Bench]:
    bench = Bench(engines, f"t{secrets.token_hex(3)}-")
    needed = (ORDERS_DELIVERY_COMMANDS, control_topic("orders"))
    await create_topics(engines.kafka, bench.namespace, needed)
    yield bench
    await bench.close()


@pytest.fixture
async def shelf(hotel: Hotel, bench: Bench) -> AsyncIterator[Shelf]:
    kafka, mongo = bench.engines.kafka, bench.engines.mongo
    database = Database.connect(mongo, f"{bench.namespace}orders")
    producer = Producer(kafka, bench.namespace, "operator", 10.0)

    def operators(actor: str) -> Operator:
        return Operator("orders", database, producer, actor, orders)

    async with serving(operator_door(SECRET, operators)) as address:
        workings = gateway(hotel.database, {"orders": address})
        hotel.work_as(workings)
        async with hotel.person("ops@example.com", operations=True) as operations:
            yield Shelf(bench, database, address, operations)
        await workings.doors.close()
    await producer.stop()
    await database.drop()
    database.close()


def gateway(database: Database, addresses: dict[str, str], secret: SecretStr = SECRET) -> Workings:
    told = {"service_addresses": addresses, "operator_secret": secret}
    settings: Settings = SETTINGS.model_copy(update=told)
    return workings_of(RecordingRuntime(database), settings)


async def test_dead_letters_are_listed_and_one_is_shown_as_it_came(shelf: Shelf) -> None:
    await shelf.sets_aside()
    await shelf.sets_aside(119, {})
    listed = await shelf.sees("dead", limit="1")
    assert (listed["total"], [one["id"][-4:] for one in listed["dead"]]) == (2, ["/119"])
    oldest = (await shelf.sees("dead", order="oldest"))["dead"][0]
    assert (oldest["id"], oldest["type"], oldest["key"]) == (LETTER, place().TYPE, ORDER)
    record = await shelf.sees("dead/record", id=LETTER)
    assert json.loads(record["body"]["text"])["content"]["room"] == 204
    assert {"name": "ce_source", "format": "text", "text": "/bridge"} in record["headers"]
    assert (record["state"], record["correctable"]) == ("open", True)
    assert "closed_by" not in record


async def test_a_dead_letter_is_replayed_with_a_corrected_body_once_and_the_original_stays(
    shelf: Shelf,
) -> None:
    await shelf.sets_aside()
    first, again = [await shelf.orders("dead/replay", id=LETTER, body=BODY) for _ in range(2)]
    assert first.status_code == 200
    assert first.json() == again.json()
    assert first.json()["closed_by"].startswith("person:")
    (sent,) = await shelf.bench.published(ORDERS_DELIVERY_COMMANDS)
    assert (json.loads(sent.value), sent.key) == (BODY, ORDER)
    assert sent.headers["ce_id"] == "message-118"
    assert sent.headers["comptoir-corrected-by"] == first.json()["closed_by"]
    record = await shelf.sees("dead/record", id=LETTER)
    assert json.loads(record["body"]["text"])["content"]["room"] == 204
    assert json.loads(record["correction"]["body"]) == BODY
    refused = await shelf.orders("dead/discard", id=LETTER)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:comptoir:problem:closed")


async def test_a_correction_that_does_not_fit_names_the_field_and_sends_nothing(
    shelf: Shelf,
) -> None:
    await shelf.sets_aside(120)
    id = f"{ORDERS_DELIVERY_COMMANDS.name}/3/120"
    before = await shelf.bench.published(ORDERS_DELIVERY_COMMANDS)
    wrong = {**BODY, "content": {**BODY["content"], "room": 204}}
    answer = await shelf.orders("dead/replay", id=id, body=wrong)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert (error["field"], GUEST in answer.text) == ("body.content.room", False)
    strange = await shelf.orders("dead/replay", id=id, body=BODY, type="no.such.type.v1")
    assert [error["field"] for error in strange.json()["errors"]] == ["type"]
    half = json.dumps({"id": id, "body": {**BODY, "order_id": "\ud800"}})
    answer = await shelf.operations.post(
        f"{HERE}/dead/replay", content=half, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    assert await shelf.bench.published(ORDERS_DELIVERY_COMMANDS) == before
    assert (await shelf.sees("dead/record", id=id))["state"] == "open"


async def test_a_dead_letter_is_discarded_and_that_twice_is_harmless(shelf: Shelf) -> None:
    await shelf.sets_aside()
    first, again = [await shelf.orders("dead/discard", id=LETTER) for _ in range(2)]
    assert (first.json()["state"], again.json()) == ("discarded", first.json())
    assert (await shelf.sees("dead"))["total"] == 0


async def test_a_program_of_operations_is_named_by_its_own_name(shelf: Shelf, hotel: Hotel) -> None:
    await shelf.sets_aside()
    key = new_key()
    await People(hotel.database).add_key("Veille d’été", key, {}, True)
    async with hotel.client({"Authorization": f"Bearer {key}"}) as program:
        answer = await program.post(f"{HERE}/dead/discard", json={"id": LETTER})
    assert (answer.status_code, answer.json()["closed_by"]) == (200, "key:Veille d’été")


async def test_who_looked_or_ordered_and_about_what_is_on_record(shelf: Shelf) -> None:
    await shelf.sets_aside()
    await shelf.parks()
    with structlog.testing.capture_logs() as logs:
        await shelf.sees("dead/record", id=LETTER)
        await shelf.orders("parked/release", key=ORDER)
        await shelf.orders("parked/skip", id=PARKED)
    noted = [line for line in logs if line["event"] == "operator"]
    assert [(line["did"], line["about"]) for line in noted] == [
        ("/operate/dead/record", LETTER),
        ("/operate/parked/release", ORDER),
        ("/operate/parked/skip", PARKED),
    ]
    assert {line["actor"].split(":")[0] for line in noted} == {"person"}
    assert GUEST not in str(noted)


async def test_a_parked_key_is_shown_released_and_its_record_skipped(shelf: Shelf) -> None:
    await shelf.parks()
    (entry,) = (await shelf.sees("parked"))["parked"]
    assert (entry["key"], entry["count"], entry["gap"]) == (ORDER, 1, False)
    record = await shelf.sees("parked/record", id=PARKED)
    assert (record["body"]["format"], record["correctable"]) == ("json", False)
    released = await shelf.orders("parked/release", key=ORDER, accept_gap=True)
    skipped = await shelf.orders("parked/skip", id=PARKED)
    assert (released.status_code, skipped.status_code) == (202, 202)
    ordered = (await shelf.bench.published(control_topic("orders")))[-2:]
    types = [record.type.split(".")[2] for record in ordered]
    assert types == ["release-key", "skip-parked"]
    assert json.loads(ordered[0].value) == {"accept_gap": True}
    assert all(record.headers["ce_actor"].startswith("person:") for record in ordered)


@pytest.mark.parametrize("path", ["dead/replay", "dead/discard", "parked/skip"])
async def test_what_is_not_there_is_not_found(shelf: Shelf, path: str) -> None:
    assert (await shelf.orders(path, id="nowhere/0/0")).status_code == 404
    looked = await shelf.operations.get(f"{HERE}/dead/record", params={"id": "nowhere/0/0"})
    assert looked.status_code == 404
    assert (await shelf.orders("parked/release", key="nowhere")).status_code == 404


async def test_a_service_out_of_reach_is_named(shelf: Shelf, hotel: Hotel) -> None:
    other = SecretStr("another secret, that of some other installation")
    for workings, why in (
        (gateway(hotel.database, {}), "not told how"),
        (gateway(hotel.database, {"orders": "http://127.0.0.1:1"}), "does not answer"),
        (gateway(hotel.database, {"orders": shelf.address}, other), "another operator secret"),
    ):
        hotel.work_as(workings)
        async with hotel.person("ops@example.com", operations=True) as operations:
            answer = await operations.get(f"{HERE}/dead")
            assert answer.status_code == 503
            assert answer.json()["type"] == "urn:comptoir:problem:service-unreachable"
            assert answer.json()["detail"].startswith("orders: ")
            assert why in answer.json()["detail"]
        await workings.doors.close()


async def test_a_dead_letter_whose_topic_is_gone_is_a_problem_with_a_name(shelf: Shelf) -> None:
    await shelf.sets_aside()
    await shelf.database.update(rows.DEAD_LETTERS, {}, {"$set": {"topic": "orders.gone.events.v1"}})
    looked = await shelf.operations.get(f"{HERE}/dead/record", params={"id": LETTER})
    for answer in (looked, await shelf.orders("dead/replay", id=LETTER)):
        assert answer.status_code == 409
        assert answer.json()["type"] == "urn:comptoir:problem:topic-gone"
        assert "orders.gone.events.v1" in answer.json()["detail"]
    assert (await shelf.orders("dead/discard", id=LETTER)).status_code == 200
