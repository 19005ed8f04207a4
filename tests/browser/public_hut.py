"""A hut that guests book in a browser, and its desk beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page

from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from comptoir_local.demo_hotel import gateway_client
from comptoir_local.processes import Installation
from gateway.access.people import People, new_key
from gateway.access.roles import Role
from partners.client import PartnersClient
from tests.browser.background import Background
from tests.support.bench import eventually
from tests.support.huts import RATES, SUPPLEMENTS, HutDesk, cart, night

HUT, NEXT = "refuge-merlet", "refuge-plan"
NAME, NEXT_NAME = "Refuge de Merlet", "Refuge du Plan"
# The one that has an account with the simulated PayPal.
PAID, PAID_NAME = "refuge-des-bans", "Refuge des Bans"
NAMES = {HUT: NAME, NEXT: NEXT_NAME, PAID: PAID_NAME}
SHEET: dict[str, Any] = {
    "kind": "hut",
    "languages": ["fr", "en"],
    "currency": "EUR",
    "time_zone": "Europe/Paris",
}
GUEST = {
    "Prénom": "Martin",
    "Nom": "Dupont",
    "Téléphone": "+33 6 12 34 56 78",
    "E-mail": "martin.dupont@mail.example",
}
ABOUT = {"fr": {"summary": "Trente places face aux aiguilles."}}


@dataclass(frozen=True)
class BookedHut:
    """The hut's desk, asked from the test's own thread."""

    aside: Background
    desk: HutDesk

    def put(self, path: str, body: Any) -> None:
        self.aside.run(self.desk.put(path, body))

    def ruled(self, due_now: int, **rules: Any) -> None:
        """Set the rules, and wait until guests see them and are to pay `due_now` for two in the
        dormitory: who shows a hut and who prices a stay hear of it each by themselves."""
        self.put("/rules", {"rules": rules})

        async def known() -> bool:
            shown = await self.desk.client.get(f"/guest/v1/huts/{self.desk.id}")
            priced = await self.desk.post("/stays/price", {"cart": cart()})
            means = sorted(shown.json()["payment_means"])
            return (means, priced["price"]["due_now"]) == (
                sorted(rules["payment_means"]),
                due_now,
            )

        self.aside.run(eventually(known, f"guests see {rules}"))

    def get(self, path: str, **query: Any) -> Any:
        return self.aside.run(self.desk.get(path, **query))

    def post(self, path: str, body: Any) -> Any:
        return self.aside.run(self.desk.post(path, body))

    def mailed(self, installation: Installation, reference: str) -> None:
        """Wait until the guest's mail server has a mail that names the stay."""

        async def there() -> bool:
            async with PartnersClient(installation.partners_url) as partners:
                mails = await partners.messages()
            mine = [one for one in mails if GUEST["E-mail"] in one.envelope_to]
            return any(reference in (one.text or "") for one in mine)

        self.aside.run(eventually(there, f"the guest of {reference} has a mail"))

    def book(self, persons: int, *nights: int) -> Any:
        return self.aside.run(self.desk.book(persons, *nights))

    def shows(self, n: int, left: int) -> None:
        """The planning shows so many places left in the dormitory, in a moment."""

        async def so() -> bool:
            return await self.desk.left(n=n) == left

        self.aside.run(eventually(so, f"{left} places left on night {n}"))


@asynccontextmanager
async def hut_for_guests(installation: Installation, id: str = HUT) -> AsyncIterator[HutDesk]:
    """The hut once everybody knows it: who prices, and who shows what is left."""
    keys = {"operations": new_key(), id: new_key()}
    name = database_name(ChassisSettings(namespace=installation.namespace), "gateway")
    database = Database.connect(installation.engines.mongo, name)
    try:
        await People(database).add_key(f"{id}-operations", keys["operations"], {}, True)
        await People(database).add_key(f"{id}-warden", keys[id], {id: Role.WARDEN}, False)
    finally:
        database.close()
    url = installation.public_url
    async with gateway_client(url, keys["operations"]) as operations:
        defined = await HutDesk(operations, id).answered("PUT", "", {**SHEET, "name": NAMES[id]})
        assert defined.status_code in (200, 201), defined.text
    async with gateway_client(url, keys[id]) as warden:
        desk = HutDesk(warden, id)
        await furnish(desk, NAMES[id])

        async def ready() -> bool:
            priced = await desk.answered("POST", "/stays/price", {"cart": cart()})
            public = await warden.get(f"/guest/v1/huts/{id}")
            return priced.status_code == 200 and public.json().get("bookable") is True

        await eventually(ready, "guests may book the hut")
        yield desk


async def furnish(desk: HutDesk, name: str) -> None:
    await desk.furnish()
    children = {**RATES["rates"][0], "id": "enfant", "name": {"fr": "Enfant"}, "unit_amount": 1300}
    told = {"description": {"fr": "Jusqu’à douze ans."}}
    await desk.put("/rates", {"rates": [*RATES["rates"], {**children, **told}]})
    picnic = {**SUPPLEMENTS["supplements"][0], "description": {"fr": "Tarte et fruit."}}
    await desk.put("/supplements", {"supplements": [picnic]})
    await desk.open_to_guests()
    contact = {"name": name, "mail": "gardien@merlet.example", "phone": "+33 4 50 00 00 00"}
    await desk.put("/hut/contact", {"contact": {**contact, "warden": "Élodie"}})
    position = {"latitude": 45.9, "longitude": 6.9, "altitude": 1562}
    await desk.put("/hut/position", {"position": position})
    for language, texts in ABOUT.items():
        await desk.put(f"/hut/texts/{language}", {"texts": texts})


def chosen(page: Page, n: int, nights: int = 1, adults: int = 2) -> None:
    """The dates and the persons, in French."""
    night_of(page, n).click()
    for _ in range(nights - 1):
        page.get_by_role("button", name="Une nuit de plus").click()
    on(page)
    for _ in range(adults):
        page.get_by_role("button", name="Une de plus : Adulte").click()
    on(page)


def introduced(page: Page) -> None:
    """Who books."""
    for label, said in GUEST.items():
        page.get_by_label(label, exact=True).fill(said)
    on(page)


def on(page: Page) -> None:
    page.get_by_role("button", name="Continuer").click()


def night_of(page: Page, n: int, later: str = "Mois suivant") -> Locator:
    """The n-th night's day in the calendar, once its month is turned to."""
    day = page.locator(f"[data-night='{night(n)}']")
    page.locator("[data-night]").first.wait_for()
    while day.count() == 0:
        page.get_by_role("button", name=later).click()
    return day
