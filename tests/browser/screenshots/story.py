"""The evening that the pictures show: meals at every stage, refunds, a chat, tasks for a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from comptoir_local.demo_hotel import SHEET
from contracts.envelope import format_instant
from partners.demo_data import Guest
from tests.browser.evening import Evening
from tests.browser.screenshots import past, season
from tests.support.desk import Ordered

# Of the demo hotel's PMS: a couple of one name, so that a person must choose who pays; and a guest
# who has left.
CHILD = Guest("Léa", "Castellane", "fr", "+33639987001", "501")
GONE = Guest("Ottoline", "Fairweather", "en", "+33639987003", "101")


@dataclass(frozen=True)
class Told:
    """The orders that pictures are taken of, by what happened to them."""

    orders: dict[str, Ordered]

    def __getitem__(self, name: str) -> Ordered:
        return self.orders[name]


def live_through(evening: Evening) -> Told:
    """Play the evening, oldest order first. About a minute."""
    past.live_through(evening.installation, evening.desk.hotel)
    season.live_through(evening)
    guests = _guests_with_a_room_of_their_own(evening)
    told: dict[str, Ordered] = {}
    for (name, minutes, happens), guest in zip(_COURSE, guests, strict=False):
        ordered = _ordered(evening, guest, minutes, cancel=happens is Evening.cancelled)
        happens(evening, ordered)
        told[name] = ordered
    for name, guest in (("ambiguous", CHILD), ("not_in_house", GONE)):
        told[name] = _ordered(evening, guest, 37)
        evening.delivered(told[name], folio="attention")
    return Told(told)


def _ordered(evening: Evening, guest: Guest, minutes: int, cancel: bool = False) -> Ordered:
    """An order of so many minutes ago, expected after its usual 38 minutes."""
    placed = datetime.now(UTC) - timedelta(minutes=minutes)
    times = {
        "placed_at": format_instant(placed),
        "expected_at": format_instant(placed + timedelta(minutes=38)),
    }
    return evening.order(guest, cancel=cancel, **times)


def _guests_with_a_room_of_their_own(evening: Evening) -> list[Guest]:
    guests = evening.desk.hotel.guests
    rooms = [guest.room for guest in guests]
    alone = [guest for guest in guests if rooms.count(guest.room) == 1]
    languages = SHEET["languages"]
    return [guest for guest in alone if guest.language in languages]


def _nothing(evening: Evening, ordered: Ordered) -> None:
    pass


def _chats(evening: Evening, ordered: Ordered) -> None:
    evening.assigned(ordered)
    evening.courier_says(ordered, "Bonsoir, la porte côté rue est fermée. Où est l’entrée ?")


def _chatted(evening: Evening, ordered: Ordered) -> None:
    evening.on_the_way(ordered)
    evening.courier_says(ordered, "Je suis là dans dix minutes.")
    answer: dict[str, Any] = {"text": "Parfait, la réception vous attend."}
    evening.ask("POST", f"/orders/{ordered.order_id}/messages", answer)


def _refunded_in_part(evening: Evening, ordered: Ordered) -> None:
    evening.delivered(ordered)
    evening.pay_back(ordered, ordered.body["total"] // 3)


def _refunded(evening: Evening, ordered: Ordered) -> None:
    evening.delivered(ordered)
    evening.pay_back(ordered, ordered.body["total"], status="refunded")


# What happens to which order, and how many minutes ago it was placed.
_COURSE: tuple[tuple[str, int, Callable[[Evening, Ordered], None]], ...] = (
    ("delivered", 38, Evening.delivered),
    ("refunded", 41, _refunded),
    ("cancelled", 27, Evening.cancelled),
    ("refunded_in_part", 43, _refunded_in_part),
    ("delivered_lately", 34, Evening.delivered),
    ("near", 33, Evening.near),
    ("near_too", 31, Evening.near),
    ("on_the_way", 26, Evening.on_the_way),
    ("chatted", 23, _chatted),
    ("on_the_way_too", 19, Evening.on_the_way),
    ("chat", 14, _chats),
    ("courier", 10, Evening.assigned),
    ("placed", 6, _nothing),
    ("placed_lately", 2, _nothing),
)
