"""The pages of the back office: where each is, and how one knows that it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from comptoir_local.demo_hotel import WARDEN
from comptoir_local.demo_huts.nerez import NEREZ
from tests.browser.evening import DIRECTION, HOUSE, OPERATIONS, RECEPTION

HUT = f"/p/{NEREZ.property_id}"

# What stands in for something else keeps its place; below the sheet, a list's end may.
NOTHING_TO_COME = """() =>
  [...document.querySelectorAll(".mantine-Skeleton-root, [aria-busy=true]")].every(
    (one) => one.getBoundingClientRect().top >= innerHeight)"""


# As `drawn`, asked once: a title stands, and nothing that is in sight is still to come.
STANDS = f"""() => document.querySelector("h1, h2") !== null && ({NOTHING_TO_COME})()"""


@dataclass(frozen=True)
class Place:
    """A page at its address, and somebody who may see it."""

    path: str
    seen_by: str | None

    def __str__(self) -> str:
        return self.path.removeprefix(HOUSE).removeprefix(HUT).strip("/")

    def drawn(self, page: Page) -> None:
        """Wait until something has a title, and nothing that is in sight is still to come."""
        expect(page.get_by_role("heading").first).to_be_visible()
        page.wait_for_function(NOTHING_TO_COME)


SIGN_IN = Place("/sign-in", None)
ACTIVITY = Place(f"{HOUSE}/activity", RECEPTION)
LIVE = Place(f"{HOUSE}/live", RECEPTION)
ORDERS = Place(f"{HOUSE}/orders", RECEPTION)
TASKS = Place(f"{HOUSE}/tasks", RECEPTION)
TASKS_CLOSED = Place(f"{HOUSE}/tasks?tab=closed", RECEPTION)
RECONCILIATION = Place(f"{HOUSE}/reconciliation", DIRECTION)
FIGURES = Place(f"{HOUSE}/figures", DIRECTION)
OPERATION = Place("/operations", OPERATIONS)
PLANNING = Place(f"{HUT}/planning", WARDEN)
SETTINGS = tuple(
    Place(f"{HOUSE}/settings/{section}", DIRECTION)
    for section in ("account", "notifications", "people", "keys", "integrations", "deliveries")
)
# What a hut says and sells, section by section; the demo's warden enters it.
PRODUCTS = tuple(
    Place(f"{HUT}/products/{section}", WARDEN)
    for section in (
        *("readiness", "sheet", "media", "stock", "openings", "rates"),
        *("supplements", "closures", "rules", "terms", "mails"),
    )
)
EVERYWHERE = (
    SIGN_IN,
    ACTIVITY,
    LIVE,
    ORDERS,
    TASKS,
    TASKS_CLOSED,
    RECONCILIATION,
    FIGURES,
    OPERATION,
    PLANNING,
    *SETTINGS,
    *PRODUCTS,
)

# Who finds which pages in the menu.
OF_THE_DESK = ("Activité", "Direct", "Commandes", "Tâches")
OF_THE_DIRECTION = (*OF_THE_DESK, "Rapprochement", "Chiffres")
MENU = {
    RECEPTION: OF_THE_DESK,
    DIRECTION: OF_THE_DIRECTION,
    OPERATIONS: (*OF_THE_DIRECTION, "Exploitation"),
}
