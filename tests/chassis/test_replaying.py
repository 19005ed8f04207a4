"""Dead letters that several operators replay at once, or that nobody can replay any more."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from chassis import rows
from chassis.batch import DeadLetter
from chassis.operate import ClosedOtherwise, Operator
from chassis.operator_door import operator_door
from chassis.publisher import Producer
from chassis.records import Incoming
from chassis.service import Unavailable
from chassis.set_aside import Closed, ReplayOrder
from contracts import topics
from tests.chassis.tally import NOON, define, tally_service
from tests.support.bench import Bench

COMMANDS = topics.INVENTORY_PROPERTY_COMMANDS
LETTER = f"{COMMANDS.name}/3/118"
SECRET = "an operator secret that nobody will ever guess"

Operators = Callable[[str], Operator]


@pytest.fixture
async def operators(bench: Bench) -> AsyncIterator[Operators]:
    """Operators of a service that set one record aside, whose headers nobody can read: so what
    takes its place has an id of its own for each body, and two of them would both be handled."""
    service = tally_service()
    await bench.create_topics(service)
    record = Incoming(COMMANDS, 3, 118, b"hotel-lumiere", b"{", (("x", None),))
    letter = DeadLetter(LETTER, record, "it cannot be read")
    await bench.database(service).insert(rows.DEAD_LETTERS, [rows.dead_letter_row(letter, NOON)])
    producer = Producer(bench.engines.kafka, bench.namespace, "operator", 10.0)

    def operator(actor: str) -> Operator:
        database = bench.database(service)
        return Operator("tally", database, producer, actor, service.handlers)

    yield operator
    await producer.stop()


def correction(name: str) -> ReplayOrder:
    body: dict[str, Any] = json.loads(define(name).encode())
    return ReplayOrder(id=LETTER, body=body, type=define(name).TYPE)


async def sent_names(bench: Bench) -> list[str]:
    found = await bench.published(COMMANDS)
    return [json.loads(record.value or b"")["sheet"]["name"] for record in found]


@pytest.mark.promise("nothing doubled")
async def test_of_several_operators_with_different_bodies_one_alone_sends_anything(
    bench: Bench, operators: Operators
) -> None:
    names = [f"Hotel {n}" for n in range(5)]
    tries = [operators(f"person:{n}").replay(correction(name)) for n, name in enumerate(names)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    (winner,) = [n for n, answer in enumerate(answers) if isinstance(answer, Closed)]
    lost = [answer for answer in answers if isinstance(answer, ClosedOtherwise)]
    assert len(lost) == len(names) - 1
    for refused in lost:
        assert f"with another body by person:{winner}" in str(refused)
    assert await sent_names(bench) == [names[winner]]


async def test_a_replay_that_failed_on_its_way_is_finished_by_the_same_order_alone(
    bench: Bench, operators: Operators
) -> None:
    """Its record may have arrived, so another body would be a second message."""
    away = Producer("127.0.0.1:1", bench.namespace, "operator", 1.0)
    service = tally_service()
    first = Operator("tally", bench.database(service), away, "person:first", service.handlers)
    with pytest.raises(Unavailable):
        await first.replay(correction("First"))
    second = operators("person:second")
    for order in (correction("Second"), ReplayOrder(id=LETTER)):
        with pytest.raises(ClosedOtherwise, match="being replayed with another body by person:fir"):
            await second.replay(order)
    with pytest.raises(ClosedOtherwise, match="being replayed with another body by person:first"):
        await second.discard(LETTER)
    assert await sent_names(bench) == []
    shown = (await second.dead_letter(LETTER)).correction
    assert shown is not None
    assert json.loads(shown.body)["sheet"]["name"] == "First"

    closed = await second.replay(correction("First"))
    assert closed.closed_by == "person:second"
    assert await sent_names(bench) == ["First"]


async def test_the_loser_is_told_by_the_door_why(bench: Bench, operators: Operators) -> None:
    await bench.database(tally_service()).update(
        rows.DEAD_LETTERS,
        {"_id": LETTER},
        {"$set": {"replaying": {"by": "person:other", "correction": None}}},
    )
    answer = await ask(operators, "POST", "dead/replay", correction("Mine").model_dump())
    assert (answer.status_code, answer.json()["name"]) == (409, "closed")
    assert "being replayed as it was by person:other" in answer.json()["detail"]


async def test_a_dead_letter_whose_topic_is_gone_is_named_and_can_be_discarded(
    bench: Bench, operators: Operators
) -> None:
    await bench.database(tally_service()).update(
        rows.DEAD_LETTERS, {"_id": LETTER}, {"$set": {"topic": "orders.gone.commands.v1"}}
    )
    record = await ask(operators, "GET", f"dead/record?id={LETTER}")
    replay = await ask(operators, "POST", "dead/replay", {"id": LETTER})
    for answer in (record, replay):
        assert (answer.status_code, answer.json()["name"]) == (409, "topic-gone")
        assert "orders.gone.commands.v1" in answer.json()["detail"]
    listed = await ask(operators, "GET", "dead")
    assert [one["topic"] for one in listed.json()["dead"]] == ["orders.gone.commands.v1"]
    assert (await ask(operators, "POST", "dead/discard", {"id": LETTER})).status_code == 200


async def ask(operators: Operators, method: str, path: str, body: Any = None) -> httpx.Response:
    """What the door of the service says."""
    transport = httpx.ASGITransport(app=operator_door(SecretStr(SECRET), operators))
    headers = {"Authorization": f"Bearer {SECRET}", "Comptoir-Actor": "person:me"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://tally", headers=headers
    ) as client:
        return await client.request(method, f"/operate/{path}", json=body)
