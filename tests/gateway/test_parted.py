"""The gateway in two: one process answers, another keeps the views."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiokafka.admin import AIOKafkaAdminClient
from pymongo import MongoClient

from comptoir_local.demo_hotel import PROPERTY_ID, SHEET, Secrets, add_people, gateway_client
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.ports import Ports
from comptoir_local.preparing import prepared
from comptoir_local.processes import SERVICES, Installation, Process
from comptoir_local.reach import Reach
from comptoir_local.supervisor import Supervisor
from gateway.settings import Role
from tests.support.bench import eventually
from tests.support.engines import temporary_home
from tests.support.gateway_roles import in_role

INVENTORY = next(process for process in SERVICES if process.name == "inventory")


@asynccontextmanager
async def running(installation: Installation, *processes: Process) -> AsyncIterator[None]:
    supervisor = Supervisor(installation, list(processes))
    await supervisor.start()
    try:
        yield
    finally:
        await supervisor.stop()


@pytest.fixture
async def installation(engines: EngineAddresses, namespace: str, tmp_path: Path) -> Installation:
    await prepared(Reach(engines, namespace), 15.0)
    ports = Ports.free()
    return Installation(temporary_home(tmp_path), ports, engines, namespace, "INFO")


async def members(installation: Installation) -> int:
    """How many processes are in the gateway's group."""
    admin = AIOKafkaAdminClient(bootstrap_servers=installation.engines.kafka)
    await admin.start()
    try:
        (found,) = await admin.describe_consumer_groups([f"{installation.namespace}gateway"])
        return len(found.groups[0][5])
    finally:
        await admin.close()


def claims(installation: Installation) -> list[dict[str, Any]]:
    with MongoClient[dict[str, Any]](installation.engines.mongo) as client:
        database = client[f"{installation.namespace}comptoir-gateway"]
        return list(database["chassis_ownership"].find())


async def test_what_views_wrote_is_answered_by_http_which_owns_and_commits_nothing(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPTOIR_MONGO", installation.engines.mongo)
    monkeypatch.setenv("COMPTOIR_NAMESPACE", installation.namespace)
    secrets = Secrets.of(installation.home.root)
    await add_people(secrets)
    async with (
        running(installation, INVENTORY, in_role(Role.HTTP)),
        gateway_client(installation.public_url, secrets.key) as api,
    ):
        asked = {"json": SHEET, "headers": {"Idempotency-Key": "define-the-hotel"}}
        path = f"/api/v1/properties/{PROPERTY_ID}"
        # Nobody keeps views yet: the answer is heard, and this process writes none of it down.
        assert (await api.put(path, **asked)).status_code in (200, 201)  # type: ignore[arg-type]
        assert (await api.get(path)).status_code == 404
        assert claims(installation) == []
        assert await members(installation) == 0

        views = in_role(Role.VIEWS)
        async with running(installation, views):
            async with httpx.AsyncClient(trust_env=False) as door:
                for asked_for, status in (("/ready", 200), (path, 404)):
                    url = views.url(installation, asked_for)
                    assert url is not None
                    assert (await door.get(url)).status_code == status

            async def known() -> bool:
                return (await api.get(path)).status_code == 200

            await eventually(known, "http answers what views wrote")
            again = await api.put(path, **asked)  # type: ignore[arg-type]
            assert again.status_code in (200, 201)
            renamed = SHEET | {"name": "Hôtel Lumière et Spa"}
            answer = await api.put(path, json=renamed, headers={"Idempotency-Key": "rename-it"})
            assert answer.status_code in (200, 201)
            assert (await api.get(path)).json()["sheet"]["name"] == renamed["name"]
            assert await members(installation) == 1
            assert {claim["epoch"] for claim in claims(installation)} == {1}
