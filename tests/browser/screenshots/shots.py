"""Which pictures are taken: of which page, in which state, seen by whom."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, Route, expect

from comptoir_local.demo_hotel import WARDEN
from comptoir_local.demo_huts.furnishing import HUT_IDS
from tests.browser.board import log
from tests.browser.evening import DIRECTION, HOUSE, RECEPTION, Evening
from tests.browser.places import ACTIVITY, EVERYWHERE, LIVE, ORDERS, TASKS, Place
from tests.browser.screenshots.story import Told
from tests.support.desk import Ordered
from tests.support.proxy import Proxy

Do = Callable[[Page], None]
OUT_OF_ORDER = {"type": "unavailable", "title": "MongoDB does not answer", "status": 503}
LOST = "Connexion perdue, reconnexion en cours"
DETAILS = ("placed", "chatted", "delivered", "refunded_in_part", "cancelled", "ambiguous")


def _nothing(page: Page) -> None:
    pass


@dataclass(frozen=True)
class Shot:
    """A picture `name`; `before` is done before the page is opened, `after` once it is drawn."""

    name: str
    place: Place
    before: Do = _nothing
    after: Do = _nothing
    drawn: bool = True


def name_of(place: Place) -> str:
    return str(place).replace("/", "-").replace("?tab=", "-")


def empty() -> Iterator[Shot]:
    """Every page of a house in which nothing has happened yet."""
    for place in EVERYWHERE:
        yield Shot(f"{name_of(place)}-empty", place)


def filled(evening: Evening, told: Told) -> Iterator[Shot]:
    """Every page in the middle of the evening, and what opens beside and over it."""
    for place in EVERYWHERE:
        yield Shot(name_of(place), place)
    for name in DETAILS:
        yield _with_order(f"detail-{name}", ORDERS, told[name])
    yield _with_order("live-detail", LIVE, told["near"])
    chat = Place(f"{HOUSE}/live?chat={told['chat'].order_id}", RECEPTION)
    yield Shot("live-chat", chat, after=_chatting)
    nothing_found = Place(f"{HOUSE}/orders?q=nobody", RECEPTION)
    yield Shot("orders-nothing-found", nothing_found)
    for name, asked in (("sales", ""), ("sales-archive", "?view=archive")):
        yield Shot(name, Place(f"/p/{HUT_IDS[0]}/sales{asked}", WARDEN))
    yield Shot("offer", LIVE, before=_not_offered_yet)
    yield Shot("palette", Place(f"{HOUSE}/activity", DIRECTION), after=_palette)
    yield Shot("keys", ACTIVITY, after=_keys)
    yield Shot("nowhere", Place("/p/hotel-voisin/orders", RECEPTION))
    for name in ("near", "delivered", "cancelled"):
        link = evening.guest_link(told[name])
        yield Shot(f"guest-{name}", Place(link, None))
    yield Shot("guest-link-over", Place(evening.guest_link(told["near"])[:-3], None))


def troubled() -> Iterator[Shot]:
    """Pages that cannot be read; one's own account needs nothing read, the sign-in neither."""
    for place in EVERYWHERE[1:]:
        if place.path.endswith("/account"):
            continue
        refused = _not_joined if place is LIVE else _refused
        name = f"{name_of(place)}-error"
        yield Shot(name, place, before=_out_of_order, drawn=False, after=refused)


def cut_off(evening: Evening, line: Proxy) -> Iterator[Shot]:
    """Pages that lost their connection, which runs through `line`."""

    def restore(page: Page) -> None:
        evening.aside.call(line.restore)

    def cut(page: Page) -> None:
        evening.aside.call(line.cut)
        expect(page.get_by_text(LOST)).to_be_attached()

    for place in (ACTIVITY, ORDERS, TASKS, LIVE):
        through = Place(f"http://{line.address}{place.path}", place.seen_by)
        yield Shot(f"{name_of(place)}-offline", through, before=restore, after=cut)


def _with_order(name: str, place: Place, ordered: Ordered) -> Shot:
    """An order's detail beside the page, or over it on a phone."""

    def opened(page: Page) -> None:
        beside = page.get_by_role("complementary").or_(page.get_by_role("dialog"))
        detail = beside.filter(has_text=ordered.reference)
        expect(detail).to_be_visible()
        expect(detail.locator(".mantine-Skeleton-root")).to_have_count(0)

    at = Place(f"{place.path}?order={ordered.order_id}", place.seen_by)
    return Shot(name, at, after=opened)


def _chatting(page: Page) -> None:
    expect(log(page)).to_be_visible()


def _not_offered_yet(page: Page) -> None:
    """On other pictures the offer of notifications was answered before (`offered`)."""
    page.context.add_init_script("localStorage.clear()")


def _palette(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-keys", "heard")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()


def _keys(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-keys", "heard")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def _out_of_order(page: Page) -> None:
    """Whoever one is, is known; all else is out of order."""

    def answer(route: Route) -> None:
        body = json.dumps(OUT_OF_ORDER)
        route.fulfill(status=503, content_type="application/problem+json", body=body)

    page.route("**/api/v1/properties/*/**", answer)
    page.route("**/api/v1/operations/**", answer)
    page.route("**/api/v1/me/*", answer)


def _refused(page: Page) -> None:
    expect(page.get_by_role("alert").first).to_be_visible()


def _not_joined(page: Page) -> None:
    """The board goes on trying."""
    expect(page.get_by_text(LOST)).to_be_attached()
