"""One whole installation to throw things at, and the callers who do."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
import pytest

from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from comptoir_local import lifecycle
from comptoir_local.demo_hotel import Secrets
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.choice import Engines
from comptoir_local.ports import Ports
from comptoir_local.processes import Installation
from comptoir_local.state import State
from gateway.access.people import People, new_key
from gateway.access.roles import Role
from gateway.api.guard import COOKIE
from tests.flows.conftest import api, desk, hotel, partners
from tests.support.bench import eventually
from tests.support.engines import temporary_home
from tests.support.huts import CONTACT, HutDesk, cart

__all__ = ["api", "desk", "hotel", "partners"]

NAMESPACE = "fuzz-"
OUR_PAGE = {"X-Comptoir": "1", "Sec-Fetch-Site": "same-origin"}
CALLERS = ("nobody", "reception", "manager", "operations")
# A hut of its own, and who alone has a role there.
HUT, WARDEN = "fuzz-hut", "warden"
LEAVING = "leaving"


@pytest.fixture(scope="package")
async def installation(
    engines: EngineAddresses, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Installation]:
    """Everything `comptoir up` starts; it ends with the last test of this folder."""
    home = temporary_home(tmp_path_factory.mktemp("fuzz"))
    state = State(Engines.EXTERNAL, Ports.free(), NAMESPACE, engines)
    await lifecycle.up(home, state, traffic=False, say=lambda text: None)
    try:
        yield lifecycle.installation_of(home, state)
    finally:
        await lifecycle.down(home, state, wipe=False, say=lambda text: None)


@pytest.fixture(scope="package")
def connections(installation: Installation) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(Path(installation.connections).read_text())
    return known


@pytest.fixture(scope="package")
async def callers(installation: Installation) -> Mapping[str, Mapping[str, str]]:
    """What each of `CALLERS` sends along: two signed-in browsers, a key of operations', nothing.
    `LEAVING` is a browser that may be signed out."""
    password = Secrets.of(installation.home.root).password
    return {
        "nobody": OUR_PAGE,
        "reception": await _session(installation, "reception@lumiere.example", password),
        "manager": await _session(installation, "direction@lumiere.example", password),
        LEAVING: await _session(installation, "reception@lumiere.example", password),
        "operations": {"Authorization": f"Bearer {await _key(installation, {}, operations=True)}"},
        WARDEN: {"Authorization": f"Bearer {await _key(installation, {HUT: Role.WARDEN})}"},
    }


@pytest.fixture(scope="package")
async def stay(installation: Installation, callers: Mapping[str, Mapping[str, str]]) -> str:
    """The order id of a stay in the hut, which sells something."""
    url = installation.public_url
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
        client.headers.update(callers["operations"])
        sheet = {"name": "Hut", "kind": "hut", "languages": ["fr"], "currency": "EUR"}
        desk = HutDesk(client, HUT)
        await desk.answered("PUT", "", {**sheet, "time_zone": "Europe/Paris"})
        client.headers.update(callers[WARDEN])
        await desk.furnish()
        await desk.open_to_guests()

        async def booked() -> str | None:
            body = {"cart": cart(1), "contact": CONTACT, "wish": "firm"}
            answer = await desk.answered("POST", "/stays", body)
            return answer.json()["order_id"] if answer.status_code == 201 else None

        found: str = await eventually(booked, "a stay in the hut")
        return found


async def _session(installation: Installation, mail: str, password: str) -> Mapping[str, str]:
    async with httpx.AsyncClient(base_url=installation.public_url, trust_env=False) as client:
        body = {"mail": mail, "password": password}
        answer = await client.post("/api/v1/session", json=body, headers=OUR_PAGE)
    token = SimpleCookie(answer.raise_for_status().headers["set-cookie"])[COOKIE].value
    return {**OUR_PAGE, "Cookie": f"{COOKIE}={token}"}


async def _key(
    installation: Installation, roles: dict[str, Role], *, operations: bool = False
) -> str:
    """A key with these roles by property; of somebody who runs the installation, with none."""
    settings = ChassisSettings(namespace=installation.namespace)
    name = database_name(settings, "gateway")
    database = Database.connect(installation.engines.mongo, name)
    key = new_key()
    try:
        await People(database).add_key(f"fuzz-{operations}", key, roles, operations=operations)
    finally:
        database.close()
    return key
