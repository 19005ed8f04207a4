"""A service as a process: its doors, its logs, its stop."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from chassis import rows
from comptoir_local.ports import free_ports
from contracts import topics
from tests.chassis.looking import until_rows, until_told
from tests.chassis.tally import tally_service, told
from tests.support.bench import PATIENCE, Bench, eventually

ROOT = Path(__file__).parents[2]
SECRET = "Mrs-Example-from-room-204"


class Running:
    """One service process: its HTTP door and, once it has ended, its log lines."""

    def __init__(self, process: asyncio.subprocess.Process, http: httpx.AsyncClient) -> None:
        self.process = process
        self.http = http

    async def answers(self, path: str) -> tuple[int, Any]:
        try:
            answer = await self.http.get(path)
        except httpx.TransportError:
            return 0, None
        return answer.status_code, answer.json()

    async def is_ready(self) -> bool:
        return (await self.answers("/ready"))[0] == 200

    async def ended(self) -> tuple[int, list[dict[str, Any]]]:
        """Its exit code and log; each line of it must be JSON."""
        async with asyncio.timeout(PATIENCE):
            out, _ = await self.process.communicate()
        lines = [json.loads(line) for line in out.decode().splitlines()]
        return self.process.returncode or 0, lines


@contextlib.asynccontextmanager
async def process(bench: Bench, **extra: str) -> AsyncIterator[Running]:
    (port,) = free_ports(1)
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.chassis.tally_process",
        cwd=ROOT,
        env={
            **os.environ,
            "COMPTOIR_KAFKA": bench.engines.kafka,
            "COMPTOIR_MONGO": bench.engines.mongo,
            "COMPTOIR_NAMESPACE": bench.namespace,
            "COMPTOIR_HTTP": f"127.0.0.1:{port}",
            **extra,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False)
    try:
        yield Running(started, http)
    finally:
        await http.aclose()
        if started.returncode is None:
            started.kill()
            await started.communicate()


@pytest.mark.promise("nothing lost")
async def test_a_process_says_how_it_is_and_stops_with_nothing_left_in_hand(bench: Bench) -> None:
    service = tally_service()
    await bench.create_topics(service)
    await bench.send_raw(
        topics.BRIDGE_DELIVERY_EVENTS, b"parked", f'{{"order_id": ["{SECRET}"]}}'.encode(), []
    )
    async with process(bench) as running:
        await eventually(running.is_ready, "the process is ready")
        assert await running.answers("/live") == (200, {"status": "pass", "wrong": {}})
        await bench.send(told("order-1", "a"))
        await until_told(bench, service, "order-1", ["a"])
        await until_rows(bench, service, rows.EFFECTS, {"attempts": 1}, 1)
        metrics = (await running.http.get("/metrics")).text
        running.process.send_signal(signal.SIGTERM)
        code, log = await running.ended()
    assert code == 0
    for sample in (
        "comptoir_messages_handled_total 1.0",
        "comptoir_partitions_owned 12.0",
        f'comptoir_consumer_lag{{topic="{topics.BRIDGE_DELIVERY_EVENTS.name}"}} 0.0',
        "comptoir_outbox_oldest_seconds ",
        "comptoir_parked_keys ",
        "comptoir_dead_letters ",
        "comptoir_effect_oldest_seconds ",
    ):
        assert sample in metrics
    # The bell was ringing: it rang to the end, once, and its report is published.
    assert await bench.database(service).count(rows.EFFECTS, {}) == 0
    # The mark is noted at once, and a majority has it a moment later.
    await until_rows(bench, service, rows.OUTBOX, {"published": False}, 0)
    assert len(await bench.published(topics.NOTIFIER_NOTICE_REPORTS)) == 1
    check_log(log)


def check_log(log: list[dict[str, Any]]) -> None:
    """Lines name the service, the level and what happened, by ids; never what was in a message."""
    assert {line["service"] for line in log if "service" in line} == {"tally"}
    assert all({"time", "level", "event"} <= line.keys() for line in log)
    found = [line["event"] for line in log]
    assert found[0] == "started"
    assert found[-2:] == ["stopping", "stopped"]
    (parked,) = [line for line in log if line["event"] == "key parked"]
    assert parked["key"] == "parked"
    assert SECRET not in json.dumps(log)


async def test_a_process_that_must_not_go_on_says_why_and_ends_with_its_own_code(
    bench: Bench,
) -> None:
    service = tally_service()
    await bench.create_topics(service)
    await bench.send(told("order-1", "a"))
    broken = {"TALLY_BROKEN": "1", "COMPTOIR_BAD_RELEASE_KEYS": "1"}
    async with process(bench, **broken) as running:
        code, log = await running.ended()
    assert code == 70
    (line,) = [line for line in log if line["event"] == "the service failed"]
    assert "note failed for 1 keys" in line["why"]
    assert await bench.database(service).count(rows.PARKED_KEYS, {}) == 0


async def test_without_engines_a_process_is_live_but_not_ready(bench: Bench) -> None:
    nowhere = {"COMPTOIR_KAFKA": "127.0.0.1:9", "COMPTOIR_MONGO": "mongodb://127.0.0.1:9/"}
    async with process(bench, **nowhere) as running:

        async def listens() -> bool:
            return (await running.answers("/live"))[0] == 200

        await eventually(listens, "the process is live")
        status, body = await running.answers("/ready")
        assert status == 503
        assert body["status"] == "fail"
        assert body["wrong"].keys() == {"mongodb", "kafka", "consumer", "assignment"}
        running.process.send_signal(signal.SIGTERM)
        code, _ = await running.ended()
    assert code == 0


async def test_the_door_for_operators_is_on_an_address_of_its_own_and_on_no_other(
    bench: Bench,
) -> None:
    """What stands before the public port, and what it lets through, is of no matter."""
    await bench.create_topics(tally_service())
    (port,) = free_ports(1)
    secret = "an operator secret that nobody will ever guess"
    told = {
        "COMPTOIR_OPERATOR_HTTP": f"127.0.0.1:{port}",
        "COMPTOIR_OPERATOR_SECRET": secret,
    }
    right = {"Authorization": f"Bearer {secret}", "Comptoir-Actor": "person:op"}
    door = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False)
    async with process(bench, **told) as running, door:
        await eventually(running.is_ready, "the process is ready")
        assert (await running.http.get("/operate/dead", headers=right)).status_code == 404
        found = await door.get("/operate/dead", headers=right)
        assert (found.status_code, found.json()) == (200, {"total": 0, "dead": []})
        assert (await door.get("/operate/dead")).status_code == 401
        for path in ("/live", "/metrics"):
            assert (await door.get(path)).status_code == 404
        running.process.send_signal(signal.SIGTERM)
        code, _ = await running.ended()
    assert code == 0
