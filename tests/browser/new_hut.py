"""Huts as a browser meets them: one of which nobody has said anything yet, and its warden."""

from __future__ import annotations

import io
import os
import secrets
from dataclasses import dataclass
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from comptoir_local.demo_hotel import Secrets, gateway_client
from comptoir_local.processes import Installation
from gateway.access.people import People, new_key
from gateway.access.roles import Role
from tests.browser.background import Background
from tests.support.bench import eventually
from tests.support.huts import HutDesk

SHEET: dict[str, Any] = {
    "name": "Refuge Blanc",
    "kind": "hut",
    "languages": ["fr", "en"],
    "currency": "EUR",
    "time_zone": "Europe/Paris",
}


@dataclass(frozen=True)
class HutOfATest:
    """A hut, its warden, and somebody who may only read; `say` asks the API as the warden does."""

    property_id: str
    warden: str
    reader: str
    key: str
    installation: Installation
    aside: Background

    @property
    def products(self) -> str:
        return f"/p/{self.property_id}/products"

    def put(self, path: str, body: Any) -> Any:
        return self.aside.run(self._asked("put", path, body))

    def get(self, path: str) -> Any:
        return self.aside.run(self._asked("get", path))

    def furnish(self) -> None:
        """A dormitory of 15 and a room of four, open for two months, with prices."""
        self.aside.run(self._asked("furnish"))

    def book(self, persons: int) -> Any:
        """A stay in the dormitory, on the first night that tests book."""
        return self.aside.run(self._asked("book", persons))

    async def _asked(self, what: str, *said: Any) -> Any:
        async with gateway_client(self.installation.public_url, self.key) as client:
            return await getattr(HutDesk(client, self.property_id), what)(*said)


def new_hut(installation: Installation, aside: Background) -> HutOfATest:
    """A hut that says and sells nothing."""
    property_id = f"refuge-{secrets.token_hex(3)}"
    hut = HutOfATest(
        property_id,
        f"gardien@{property_id}.example",
        f"accueil@{property_id}.example",
        new_key(),
        installation,
        aside,
    )
    aside.run(_defined(hut))
    return hut


async def _defined(hut: HutOfATest) -> None:
    installation = hut.installation
    name = database_name(ChassisSettings(namespace=installation.namespace), "gateway")
    database = Database.connect(installation.engines.mongo, name)
    password = Secrets.of(installation.home.root).password
    at = hut.property_id
    try:
        people = People(database)
        await people.add_person(hut.warden, "Gardienne", password, {at: Role.WARDEN}, False)
        await people.add_person(hut.reader, "Accueil", password, {at: Role.RECEPTION}, False)
        await people.add_key(f"browser-{at}", hut.key, {at: Role.WARDEN}, True)
    finally:
        database.close()
    async with gateway_client(installation.public_url, hut.key) as client:
        desk = HutDesk(client, at)
        defined = await desk.answered("PUT", "", SHEET)
        assert defined.status_code in (200, 201), defined.text

        async def known() -> bool:
            return (await client.get(f"{desk.at}/selling")).status_code == 200

        await eventually(known, "the hut is known")


def part(page: Page, title: str) -> Locator:
    """A subject of a section, which is saved by itself."""
    heading = page.get_by_role("heading", name=title, level=2, exact=True)
    return page.locator("section").filter(has=heading).last


def saved(where: Locator) -> None:
    """Leave the field one is in; then the part says that it is saved."""
    where.page.keyboard.press("Tab")
    expect(where.get_by_text("Enregistré", exact=True)).to_be_visible()


def picture(width: int = 800, height: int = 600, *, noise: bool = False) -> bytes:
    """A photo as a browser uploads it; of noise, it is large."""
    made = (
        Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))
        if noise
        else Image.effect_mandelbrot((width, height), (-2, -1, 1, 1), 60).convert("RGB")
    )
    data = io.BytesIO()
    made.save(data, "JPEG", quality=90)
    return data.getvalue()
