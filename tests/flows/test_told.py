"""Who is told and how, guests' pages, lists, and the page itself, through real processes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID
from comptoir_local.demo_reception import Reception
from comptoir_local.processes import Installation
from partners.aftermath import refund, tell
from partners.client import PartnersClient
from partners.sms.model import TextMessage
from partners.uber.journey import Ending, Status
from tests.support.bench import eventually
from tests.support.desk import HOTEL, Desk, Ordered

# One per channel, so that no test counts another's messages.
PHONES = {"mail": "+33639987191", "push": "+33639987192", "sms": "+33639987193"}


@pytest.mark.feature("O01")
async def test_the_back_office_opens_in_a_browser_at_any_bookmark(
    installation: Installation,
) -> None:
    async with httpx.AsyncClient(base_url=installation.public_url, trust_env=False) as browser:
        for bookmark in ("/", "/board", "/board?order=1"):
            answer = await browser.get(bookmark)
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/html")
        closed = await browser.get(f"{HOTEL}/orders")
        assert closed.status_code == 401


@pytest.mark.feature("O01", "O25")
async def test_whoever_signs_in_gets_the_key_that_a_browser_needs_for_pop_ups(
    direction: Reception,
) -> None:
    assert (await direction.read("/api/v1/me"))["mail"] == "direction@lumiere.example"
    assert len((await direction.read("/api/v1/push-key"))["key"]) > 80


@pytest.mark.feature("O02", "O10", "O11")
async def test_an_order_is_in_the_feed_in_the_list_and_behind_its_number(
    desk: Desk, reception: Reception
) -> None:
    ordered = await desk.delivered()
    feed = (await reception.read(f"{HOTEL}/activity"))["entries"]
    kinds = [one["kind"] for one in feed if one.get("order_id") == ordered.order_id]
    assert kinds.index("delivered") < kinds.index("placed")
    detail = await desk.shown(ordered, reference=ordered.reference)
    assert detail["lines"][0]["name"] == ordered.body["lines"][0]["name"]


@pytest.mark.feature("O12")
async def test_the_list_is_narrowed_by_every_filter_and_leaves_out_what_does_not_fit(
    desk: Desk, reception: Reception
) -> None:
    ordered = await desk.delivered()
    room, guest = ordered.body["room"], ordered.body["guest"]["surname"]
    restaurant = ordered.body["restaurant"]["name"]
    placed = datetime.fromisoformat(ordered.body["placed_at"])
    today = placed.astimezone(ZoneInfo("Europe/Paris")).date()
    day_before, day_after = (str(today + timedelta(days=days)) for days in (-1, 1))

    async def found(**asked: str) -> bool:
        page = (await reception.read(f"{HOTEL}/orders", limit="100", **asked))["orders"]
        return ordered.order_id in [one["order_id"] for one in page]

    for asked in (
        {"reference": ordered.reference},
        {"room": room, "status": "delivered"},
        {"guest": guest, "kind": "delivery"},
        {"from": str(today), "to": str(today), "room": room},
        {"q": f"{room} {restaurant}"},
        {"q": ordered.external_id},
    ):
        assert await found(**asked), asked
    for asked in (
        {"status": "in_progress"},
        {"kind": "stay"},
        {"from": day_after},
        {"to": day_before, "room": room},
        {"q": f"{room} nobody"},
    ):
        assert not await found(**asked), asked


@pytest.mark.feature("O21", "O22")
async def test_a_guest_whose_order_is_cancelled_is_told_by_text_message_and_on_their_page(
    desk: Desk, partners: PartnersClient, installation: Installation
) -> None:
    ordered = await desk.place(ending=Ending(end="canceled"))
    await desk.move(ordered, Status.CANCELED)

    async def texted() -> list[TextMessage]:
        return [one for one in await partners.text_messages() if ordered.reference in one.body]

    (text,) = await eventually(texted, "the guest's text message")
    assert text.to == ordered.body["guest"]["phone"]
    link = re.search(r"http://\S+", text.body)
    assert link is not None
    async with httpx.AsyncClient(trust_env=False) as phone:
        page = await phone.get(link.group())
        token = link.group().rpartition("/")[2]

        async def cancelled() -> dict[str, Any] | None:
            # The page follows the order by itself, and the text may overtake it.
            url = f"{installation.public_url}/guest/v1/orders/{token}"
            told: dict[str, Any] = (await phone.get(url)).json()
            return told if told["status"] == "cancelled" else None

        said = await eventually(cancelled, "the page says so, too")
    assert page.status_code == 200
    assert ordered.reference in page.text
    assert said["reference"] == ordered.reference
    assert "total" not in said
    assert len(await texted()) == 1


async def wish(direction: Reception, channel: str) -> None:
    """The direction saves that it is told so of deliveries; it has a phone and a browser."""
    key = (await direction.read("/api/v1/push-key"))["key"]
    browser = await direction.partners.subscribe_browser(key)
    body = {
        "language": "fr",
        "phone": PHONES[channel],
        "browsers": [browser.model_dump()],
        "wishes": {PROPERTY_ID: {"delivered": [channel]}},
    }
    saved = await direction.ask("PUT", "/api/v1/me/notifications", body)
    assert saved["wishes"][PROPERTY_ID] == {"delivered": [channel]}


async def told_of(partners: PartnersClient, ordered: Ordered, phone: str) -> dict[str, int]:
    """How often the direction was told by each channel that the order was delivered."""
    mails = [m for m in await partners.messages() if ordered.reference in (m.text or "")]
    pop_ups = [one.payload or {} for one in await partners.pop_ups()]
    return {
        "mail": sum("livrée" in (mail.subject or "") for mail in mails),
        "sms": sum(one.to == phone for one in await partners.text_messages()),
        "push": sum(
            (one.get("order_id"), one.get("occasion")) == (ordered.order_id, "delivered")
            for one in pop_ups
        ),
    }


@pytest.mark.feature("O24", "O25")
@pytest.mark.parametrize("channel", ["mail", "push", "sms"])
async def test_a_person_is_told_by_the_channel_they_saved_and_no_other(
    desk: Desk, partners: PartnersClient, direction: Reception, channel: str
) -> None:
    await wish(direction, channel)
    ordered = await desk.delivered()

    async def told() -> dict[str, int] | None:
        times = await told_of(partners, ordered, PHONES[channel])
        return times if times[channel] else None

    times = await eventually(told, f"told by {channel}")
    assert times == {"mail": 0, "sms": 0, "push": 0} | {channel: 1}


@pytest.mark.feature("O10")
async def test_an_order_of_the_reception_reaches_the_partner_and_is_followed_like_any_other(
    desk: Desk, partners: PartnersClient, reception: Reception
) -> None:
    body = desk.an_order()
    asked = {
        "room": body["room"],
        "guest": body["guest"],
        "restaurant": body["restaurant"]["name"],
        **{name: body[name] for name in ("lines", "currency", "tax_lines", "total")},
    }
    made = await reception.ask("POST", f"{HOTEL}/orders", asked)
    detail = await reception.shown(made["order_id"], lambda card: card["stage"] == "preparing")
    assert (detail["origin"], detail["partner_id"]) == ("hotel", PARTNER_ID)
    (callback,) = [
        one for one in await partners.callbacks() if one.external_id == detail["external_id"]
    ]
    assert (callback.type, callback.signature) == ("order", "right")
    assert callback.body["reference"] == made["reference"]
    assert callback.body["total"] == body["total"]


@pytest.mark.feature("O14")
async def test_a_refund_is_told_without_its_amount_until_the_meal_is_there(
    desk: Desk, partners: PartnersClient, direction: Reception
) -> None:
    wishes = {PROPERTY_ID: {"refunded": ["mail"]}}
    await direction.ask("PUT", "/api/v1/me/notifications", {"language": "fr", "wishes": wishes})
    ordered = await desk.place()

    async def told(times: int) -> list[str]:
        texts = [
            mail.text or ""
            for mail in await desk.mails(ordered)
            if "Remboursement" in (mail.subject or "")
        ]
        return texts if len(texts) == times else []

    await tell(partners, PARTNER_ID, ordered.body, refund(ordered.body, 1, 110))
    (early,) = await eventually(lambda: told(1), "the mail about the first refund")
    assert "EUR" not in early
    assert "avant la livraison" in early
    await desk.move(ordered, Status.DELIVERED)
    await desk.shown(ordered, status="partially_refunded")
    await tell(partners, PARTNER_ID, ordered.body, refund(ordered.body, 2, 120))
    mails = await eventually(lambda: told(2), "the mail about the second refund")
    assert ["1,20\u00a0EUR" in mail for mail in mails] == [False, True]
