"""The gateway in two: one process answers, another keeps the views."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiokafka.admin import AIOKafkaAdminClient
from pymongo import MongoClient

from comptoir_local.demo_hotel import PROPERTY_ID, SHEET, Secrets, add_people, gateway_client
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.ports import HOST, Ports
from comptoir_local.preparing import prepared
from comptoir_local.processes import SERVICES, Installation, Process
from comptoir_local.reach import Reach
from comptoir_local.supervisor import Supervisor
from gateway.settings import Role
from tests.support.bench import eventually
from tests.support.engines import temporary_home

INVENTORY = next(process for process in SERVICES if process.name == "inventory")
GATEWAY = next(process for process in SERVICES if process.name == "gateway")


def in_role(role: Role) -> Process:
    """The gateway's own process at its own door, or the view builder at another."""
    if role is Role.HTTP:
        return replace(
            GATEWAY, env=lambda to: GATEWAY.env(to) | {"COMPTOIR_GATEWAY_ROLE": role.value}
        )
    return replace(
        GATEWAY,
        name="views",
        env=lambda to: (
            GATEWAY.env(to)
            | {"COMPTOIR_GATEWAY_ROLE": role.value, "COMPTOIR_HTTP": f"{HOST}:{to.ports.partners}"}
            | {"COMPTOIR_OPERATOR_HTTP": f"{HOST}:{to.ports.smtp}"}
        ),
        port=lambda ports: ports.partners,
        operators=None,
    )


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

        async with running(installation, in_role(Role.VIEWS)):
            async with httpx.AsyncClient(trust_env=False) as door:
                views = f"http://{HOST}:{installation.ports.partners}"
                assert (await door.get(f"{views}/ready")).status_code == 200
                assert (await door.get(f"{views}{path}")).status_code == 404

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
