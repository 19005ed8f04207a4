"""What a person looks at on the pages: a card of the board, an order's detail, its chat."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.evening import HOUSE
from tests.support.desk import Ordered


def card(page: Page, ordered: Ordered) -> Locator:
    """The order's card on the live board."""
    return page.get_by_role("article").filter(has_text=ordered.reference)


def column(page: Page, name: str) -> Locator:
    """A column of the live board, with its cards."""
    return page.get_by_role("region", name=re.compile(f"^{name}"))


def row(page: Page, ordered: Ordered) -> Locator:
    """The order's row in the list."""
    return page.get_by_role("row").filter(has_text=ordered.reference)


def panel(page: Page, ordered: Ordered) -> Locator:
    """The order's detail beside the page, once it is drawn."""
    found = page.get_by_role("complementary").filter(has_text=ordered.reference)
    expect(found).to_be_visible()
    expect(found.locator(".mantine-Skeleton-root")).to_have_count(0)
    return found


def log(place: Page | Locator) -> Locator:
    """What was written between the reception and the courier."""
    return place.get_by_role("log", name="Messages")


def write(place: Page | Locator, text: str) -> None:
    """Write to the courier, and send it with Enter."""
    field = place.get_by_label("Message au livreur")
    field.fill(text)
    field.press("Enter")


def at_order(page_name: str, ordered: Ordered) -> str:
    """The address of a page with the order's detail open."""
    return f"{HOUSE}/{page_name}?order={ordered.order_id}"
