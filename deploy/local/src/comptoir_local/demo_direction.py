"""What the demo hotel's direction does: says how it is told, and closes the evening's books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from comptoir_local.demo_hotel import DIRECTION_PHONE, PARTNER_ID, PROPERTY_ID, SHEET
from comptoir_local.demo_reception import HOTEL, Reception
from comptoir_local.trouble import Trouble
from partners.mishaps import Mishap, SentOrder
from partners.ordering_page.model import IssueStatement

WISHES = {
    "refunded": ["mail"],
    "claim_ended": ["mail"],
    "task": ["mail"],
    "cancelled": ["sms"],
    "delivered": ["push"],
}
NOT_OURS = "LUM-OF-ANOTHER-HOTEL"


async def wish_to_be_told(manager: Reception) -> None:
    """By mail, text message and pop-up, each of something else (O24, O25)."""
    key = (await manager.read("/api/v1/push-key"))["key"]
    browser = await manager.partners.subscribe_browser(key)
    preferences = {
        "language": "fr",
        "phone": DIRECTION_PHONE,
        "browsers": [browser.model_dump()],
        "wishes": {PROPERTY_ID: WISHES},
    }
    await manager.ask("PUT", "/api/v1/me/notifications", preferences)


async def close_the_books(
    manager: Reception, sent: Sequence[SentOrder]
) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The page's statements, right and then with three mistakes, and what comparing finds.

    Returns the mistakes by external id, and the days as compared. Raises Trouble.
    """
    mistakes = _mistakes(sent)
    days = sorted({_day(order) for order in sent})
    for restated in ({}, mistakes):
        for day in days:
            await _statement(manager, day, restated if day == days[-1] else {})
    compared = []
    for day in days:
        path = f"{HOTEL}/reconciliation/{day.isoformat()}"
        await manager.ask("POST", path)
        compared.append(await manager.read(path))
    reasons = ("partner_differs", "partner_missing", "not_ours")
    return dict(zip(mistakes, reasons, strict=True)), compared


def _mistakes(sent: Sequence[SentOrder]) -> dict[str, int | None]:
    """One order too dear, one left out, one of somebody else; all on the evening's last day."""
    last = max(map(_day, sent))
    plain = [one for one in sent if one.mishap is Mishap.NONE and _day(one) == last]
    if len(plain) < 2:
        raise Trouble("The evening has too few plain orders on its last day.", "Play it again.")
    dear, left_out = plain[:2]
    return {
        dear.external_id: dear.order["total"] + 150,
        left_out.external_id: None,
        NOT_OURS: 990,
    }


async def _statement(manager: Reception, day: date, restated: dict[str, int | None]) -> None:
    command = IssueStatement(
        partner_id=PARTNER_ID, property_id=PROPERTY_ID, day=day, restated=restated
    )
    answered = await manager.partners.issue_statement(command)
    if answered.answer != 202:
        raise Trouble(f"The statement of {day} was not taken.", str(answered.body))


def _day(order: SentOrder) -> date:
    """The day on which it was placed, in the hotel's time zone."""
    placed = datetime.fromisoformat(order.order["placed_at"])
    return placed.astimezone(ZoneInfo(SHEET["time_zone"])).date()
