"""Two huts beside the demo hotel, and who answers for them: for pages about nights and stays."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from comptoir_local.demo_hotel import gateway_client
from comptoir_local.processes import Installation
from gateway.access.people import People, new_key
from gateway.access.roles import Role
from tests.browser.background import Background
from tests.browser.evening import Evening
from tests.support.bench import eventually
from tests.support.huts import HutDesk, cart, night

LAC, COL = "refuge-du-lac", "refuge-du-col"
LAC_PAGES = f"/p/{LAC}"
# The warden of one hut, somebody at its desk, and who answers for both.
WARDEN = "gardienne@lac.example"
AT_DESK = "accueil@lac.example"
OF_BOTH = "direction@refuges.example"
NAMES = {LAC: "Refuge du Lac", COL: "Refuge du Col"}
SHEET: dict[str, Any] = {
    "kind": "hut",
    "languages": ["fr", "en", "de"],
    "currency": "EUR",
    "time_zone": "Europe/Paris",
}
PEOPLE: tuple[tuple[str, str, dict[str, Role]], ...] = (
    (WARDEN, "Gardienne", {LAC: Role.WARDEN}),
    (AT_DESK, "Accueil", {LAC: Role.RECEPTION}),
    (OF_BOTH, "Direction des refuges", {LAC: Role.MANAGER, COL: Role.MANAGER}),
)


@dataclass(frozen=True)
class Huts:
    """The desk of each hut over HTTP. Each test has nights of its own, weeks away from those of
    others: `week` counts them."""

    aside: Background
    lac: HutDesk
    col: HutDesk

    def book(self, *nights: int, persons: int = 2, **fields: Any) -> dict[str, Any]:
        """A stay in the dormitory at the lake, once the planning shows it."""
        done: dict[str, Any] = self.aside.run(self.lac.book(persons, *nights, **fields))
        for n in nights:
            self.aside.run(self._listed(done["order_id"], n))
        return done

    def shown(self, n: int, left: int, desk: HutDesk | None = None) -> None:
        """Wait until the planning has so many places left in the dormitory."""

        async def so() -> bool:
            return await (desk or self.lac).left("dortoir", n) == left

        self.aside.run(eventually(so, f"{left} places left on night {n}"))

    def stay(self, order_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.aside.run(self.lac.get(f"/stays/{order_id}"))
        return found

    async def _listed(self, order_id: str, n: int) -> None:
        async def listed() -> bool:
            return any(one["order_id"] == order_id for one in (await self.lac.day(n))["stays"])

        await eventually(listed, f"the stay is in the list of night {n}")


@contextmanager
def huts_beside(evening: Evening) -> Iterator[Huts]:
    """Both huts furnished, with prices that everybody knows."""
    installation, aside = evening.installation, evening.aside
    key = aside.run(_people(installation, evening.password))
    with aside.entered(gateway_client(installation.public_url, key)) as client:
        huts = Huts(aside, HutDesk(client, LAC), HutDesk(client, COL))
        for desk, name in ((huts.lac, NAMES[LAC]), (huts.col, NAMES[COL])):
            aside.run(_open(desk, name))
        yield huts


async def _people(installation: Installation, password: str) -> str:
    """Everybody, and a key for both huts, which is what defines them, too."""
    name = database_name(ChassisSettings(namespace=installation.namespace), "gateway")
    database = Database.connect(installation.engines.mongo, name)
    key = new_key()
    try:
        people = People(database)
        roles = {LAC: Role.MANAGER, COL: Role.MANAGER}
        await people.add_key(f"huts-{secrets.token_hex(4)}", key, roles, operations=True)
        for mail, called, at in PEOPLE:
            await people.add_person(mail, called, password, at, operations=False)
    finally:
        database.close()
    return key


async def _open(desk: HutDesk, name: str) -> None:
    defined = await desk.answered("PUT", "", {**SHEET, "name": name})
    assert defined.status_code in (200, 201), defined.text
    await desk.furnish()

    async def priced() -> bool:
        answer = await desk.answered("POST", "/stays/price", {"cart": cart()})
        return answer.status_code == 200

    await eventually(priced, f"a cart at {name} has its price")


__all__ = [
    "AT_DESK",
    "COL",
    "LAC",
    "LAC_PAGES",
    "OF_BOTH",
    "WARDEN",
    "Huts",
    "huts_beside",
    "night",
]
