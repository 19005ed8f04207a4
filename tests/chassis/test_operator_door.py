"""The door for operators: who gets in, and what is done there, over real topics."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.types import ASGIApp

from chassis.engine import Engine
from chassis.operator_door import operator_door
from chassis.service import Service
from contracts import topics
from tests.chassis.looking import until_told
from tests.chassis.tally import define, near, tally_service, told
from tests.support.bench import Bench, eventually

SECRET = "an operator secret that nobody will ever guess"
ACTOR = "person:op-1"
RIGHT = {"Authorization": f"Bearer {SECRET}", "Comptoir-Actor": ACTOR}


def door_of(engine: Engine) -> ASGIApp:
    return operator_door(SecretStr(SECRET), engine.operator)


@asynccontextmanager
async def caller(
    app: ASGIApp, headers: Mapping[str, str | bytes] = RIGHT
) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    named = {name: v.encode() if isinstance(v, str) else v for name, v in headers.items()}
    raw = [(name.encode(), value) for name, value in named.items()]
    async with httpx.AsyncClient(
        transport=transport, base_url="http://tally", headers=raw
    ) as client:
        yield client


@asynccontextmanager
async def shop(bench: Bench, *broken: str) -> AsyncIterator[tuple[Service, httpx.AsyncClient]]:
    """A service that fails for the `broken` notes, and its door."""
    service = tally_service(broken=set(broken).__contains__)
    await bench.create_topics(service)
    async with bench.running(service) as engine, caller(door_of(engine)) as client:
        yield service, client


async def listed(client: httpx.AsyncClient, what: str, count: int = 1) -> list[dict[str, Any]]:
    """What is set aside, once there are so many."""

    async def there() -> tuple[list[dict[str, Any]]] | None:
        found = (await client.get(f"/operate/{what}")).raise_for_status().json()
        return (found[what],) if found["total"] == len(found[what]) == count else None

    (found,) = await eventually(there, f"{count} {what}")
    return list(found)


def test_without_a_secret_or_an_address_there_is_no_door(bench: Bench) -> None:
    told: dict[str, Any] = {"operator_http": "127.0.0.1:8041", "operator_secret": SecretStr(SECRET)}
    assert bench.settings(**told).operator_address == ("127.0.0.1", 8041)
    for missing in told:
        assert bench.settings(**{**told, missing: None}).operator_address is None
    with pytest.raises(ValueError, match="COMPTOIR_OPERATOR_HTTP"):
        _ = bench.settings(**{**told, "operator_http": "8041"}).operator_address


async def test_with_another_secret_the_door_stays_shut(bench: Bench) -> None:
    engine = Engine(tally_service(), bench.settings())
    strangers: list[dict[str, str | bytes]] = [
        {},
        {"Authorization": "Bearer wrong", "Comptoir-Actor": ACTOR},
        {"Authorization": SECRET, "Comptoir-Actor": ACTOR},
        {"Authorization": "Bearer é".encode(), "Comptoir-Actor": ACTOR},
    ]
    for headers in strangers:
        async with caller(door_of(engine), headers) as client:
            for path in ("/operate/dead", "/operate/parked/record?id=x"):
                assert (await client.get(path)).status_code == 401
            for path in ("/operate/dead/replay", "/operate/parked/skip"):
                assert (await client.post(path, json={"id": "x"})).status_code == 401
    async with caller(door_of(engine), {"Authorization": f"Bearer {SECRET}"}) as client:
        assert (await client.get("/operate/dead")).status_code == 422  # who it is for is not told
    await engine.abandon()


async def test_a_dead_letter_is_read_corrected_and_handled(bench: Bench) -> None:
    async with shop(bench, "Bad name") as (_, client):
        await bench.send(define("Bad name", "hotel-a"), id="request-1", actor="person:guest")
        (letter,) = await listed(client, "dead")
        assert letter["type"] == define("x").TYPE
        where = {"id": letter["id"]}
        record = (await client.get("/operate/dead/record", params=where)).json()
        assert (record["state"], record["correctable"]) == ("open", True)
        assert record["types"] == [define("x").TYPE]
        body = json.loads(record["body"]["text"])
        assert body["sheet"]["name"] == "Bad name"

        body["sheet"]["name"] = "Good name"
        replay = {**where, "body": body}
        first = await client.post("/operate/dead/replay", json=replay)
        again = await client.post("/operate/dead/replay", json=replay)
        assert first.status_code == 200
        assert first.json() == again.json()
        assert (first.json()["state"], first.json()["closed_by"]) == ("replayed", ACTOR)

        async def defined() -> bool:
            found = await bench.published(topics.INVENTORY_PROPERTY_EVENTS)
            return [record.sequence for record in found if record.key == "hotel-a"] == [None, 1]

        await eventually(defined, "the corrected request is carried out")
        await listed(client, "dead", 0)
        closed = (await client.get("/operate/dead/record", params=where)).json()
        assert json.loads(closed["body"]["text"])["sheet"]["name"] == "Bad name"
        assert json.loads(closed["correction"]["body"]) == body
        for path, order in (("replay", where), ("discard", where)):
            other = await client.post(f"/operate/dead/{path}", json=order)
            assert (other.status_code, other.json()["name"]) == (409, "closed"), path
    sent = await bench.published(topics.INVENTORY_PROPERTY_COMMANDS)
    assert len(sent) == 2


async def test_a_parked_fact_is_skipped_corrected_and_handled_after_what_waited(
    bench: Bench,
) -> None:
    async with shop(bench, "b") as (service, client):
        for note in "abc":
            await bench.send(told("order-1", note))

        async def two_wait() -> dict[str, Any] | None:
            found = (await client.get("/operate/parked")).json()["parked"]
            return found[0] if found and found[0]["count"] == 2 else None

        entry = await eventually(two_wait, "b and c wait")
        assert (entry["key"], entry["handler"], entry["gap"]) == ("order-1", "note", False)
        where = {"id": entry["records"][0]["id"]}
        record = (await client.get("/operate/parked/record", params=where)).json()
        assert json.loads(record["body"]["text"])["delivery_id"] == "b"
        assert (await client.post("/operate/parked/skip", json=where)).json() == {"ordered": True}
        await until_told(bench, service, "order-1", ["a", "c"])
        (letter,) = await listed(client, "dead")
        assert letter["skipped"]
        body = {**json.loads(record["body"]["text"]), "delivery_id": "b, mended"}
        order = {"id": letter["id"], "body": body}
        (await client.post("/operate/dead/replay", json=order)).raise_for_status()
        await until_told(bench, service, "order-1", ["a", "c", "b, mended"])


async def test_a_skipped_fact_is_handled_after_all_when_it_is_replayed_as_it_was(
    bench: Bench,
) -> None:
    broken = {"b"}
    service = tally_service(broken=broken.__contains__)
    await bench.create_topics(service)
    async with bench.running(service) as engine, caller(door_of(engine)) as client:
        for note in "ab":
            await bench.send(told("order-1", note))
        (entry,) = await listed(client, "parked")
        await client.post("/operate/parked/skip", json={"id": entry["records"][0]["id"]})
        (letter,) = await listed(client, "dead")
        broken.clear()
        (await client.post("/operate/dead/replay", json={"id": letter["id"]})).raise_for_status()
        await until_told(bench, service, "order-1", ["a", "b"])


async def test_a_gap_is_given_up_when_an_operator_says_so(bench: Bench) -> None:
    async with shop(bench) as (service, client):
        for sequence in (1, 3):
            await bench.send(near("order-1"), sequence=sequence)
        (entry,) = await listed(client, "parked")
        assert entry["gap"]
        order = {"key": "order-1", "accept_gap": True}
        (await client.post("/operate/parked/release", json=order)).raise_for_status()
        await until_told(bench, service, "order-1", ["near 1", "near 3"])


async def test_what_does_not_fit_or_is_not_there_is_refused_by_name(bench: Bench) -> None:
    async with shop(bench) as (_, client):
        command = topics.INVENTORY_PROPERTY_COMMANDS
        await bench.send_raw(command, b"\xff\xfe", b"{", [("x", None)])
        (letter,) = await listed(client, "dead")
        assert (letter["type"], letter["size"]) == ("", 1)
        record = (await client.get("/operate/dead/record", params={"id": letter["id"]})).json()
        assert (record["key"]["format"], record["body"]["format"]) == ("base64", "text")
        type = define("x").TYPE
        order = {"id": letter["id"], "type": type, "body": {"property_id": 7}}
        answer = await client.post("/operate/dead/replay", json=order)
        assert answer.status_code == 422
        fields = {error["field"] for error in answer.json()["errors"]}
        assert fields == {"body.property_id", "body.sheet"}
        for path, body in (
            ("dead/replay", {"id": "nowhere/0/0"}),
            ("dead/discard", {"id": "nowhere/0/0"}),
            ("parked/skip", {"id": "nowhere/0/0"}),
            ("parked/release", {"key": "nowhere"}),
        ):
            assert (await client.post(f"/operate/{path}", json=body)).status_code == 404, path
        for path in ("/operate/dead?limit=0", "/operate/dead?limit=x", "/operate/parked?limit=201"):
            assert (await client.get(path)).status_code == 422, path
        assert (await client.post("/operate/dead/discard", content=b"{")).status_code == 422

        whole = {**order, "body": json.loads(define("Found", "hotel-b").encode())}
        (await client.post("/operate/dead/replay", json=whole)).raise_for_status()

        async def defined() -> bool:
            found = await bench.published(topics.INVENTORY_PROPERTY_EVENTS)
            return "hotel-b" in {record.key for record in found}

        await eventually(defined, "a record that nobody could read is handled")
    sent = {record.key: record.headers for record in await bench.published(command)}
    assert sent["hotel-b"]["ce_actor"] == sent["hotel-b"]["comptoir-corrected-by"] == ACTOR
    assert sent["hotel-b"]["comptoir-corrects"] == letter["id"]


async def test_lists_are_bounded_say_the_total_and_begin_where_they_are_told(bench: Bench) -> None:
    async with shop(bench) as (_, client):
        for number in range(3):
            await bench.send_raw(topics.BRIDGE_DELIVERY_EVENTS, None, b"%d" % number)
        letters = await listed(client, "dead", 3)
        for order, expected in (("newest", letters[0]), ("oldest", letters[-1])):
            asked = {"limit": "1", "order": order}
            found = (await client.get("/operate/dead", params=asked)).json()
            assert found == {"total": 3, "dead": [expected]}
