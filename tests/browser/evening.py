"""What happens around the desk while a browser looks on: guests order, couriers come, pages pay
back. Each call returns once the gateway's API shows what it did; what the browser shows by then is
the test's to ask."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comptoir_local.demo_hotel import (
    DIRECTION,
    PARTNER_ID,
    PROPERTY_ID,
    Secrets,
    gateway_client,
    load_partners,
)
from comptoir_local.demo_reception import Reception
from comptoir_local.processes import Installation
from partners.aftermath import refund, tell
from partners.client import PartnersClient
from partners.demo_data import Guest
from partners.ordering_page.model import ClaimDecision, CourierWrites
from partners.uber.journey import Ending, Status
from tests.browser.background import Background
from tests.support.bench import eventually
from tests.support.desk import HOTEL, Desk, Ordered

HOUSE = f"/p/{PROPERTY_ID}"
RECEPTION = "reception@lumiere.example"
OPERATIONS = "operations@lumiere.example"


@dataclass(frozen=True)
class Evening:
    """The hotel of the tests, with whoever is outside of it."""

    installation: Installation
    aside: Background
    desk: Desk

    @property
    def partners(self) -> PartnersClient:
        return self.desk.partners

    @property
    def password(self) -> str:
        return Secrets.of(self.installation.home.root).password

    @property
    def reception(self) -> Reception:
        """The back-office API, by the loader's key."""
        return Reception(self.desk.api, self.partners)

    def order(self, guest: Guest | None = None, *, cancel: bool = False, **changes: Any) -> Ordered:
        """A guest orders. With `cancel`, the delivery may only end cancelled."""
        ending = Ending(end="canceled") if cancel else Ending()
        ordered = self.aside.run(self.desk.place(guest=guest, ending=ending, **changes))
        self.shown(ordered, stage="placed")
        return ordered

    def move(self, ordered: Ordered, to: Status, **shown: Any) -> None:
        """The courier comes as far as `to`; then the order shows what is said of it."""
        self.aside.run(self.desk.move(ordered, to))
        self.shown(ordered, **shown)

    def assigned(self, ordered: Ordered) -> None:
        """A courier takes the order."""
        self.move(ordered, Status.PICKUP, chat_open=True)

    def on_the_way(self, ordered: Ordered) -> None:
        self.move(ordered, Status.DROPOFF, stage="on_the_way")

    def near(self, ordered: Ordered) -> None:
        """The courier is about to arrive."""

        async def until_imminent() -> None:
            await self.desk.move(ordered, Status.DROPOFF)
            while not (await self.partners.advance_delivery(ordered.delivery_id))[
                "courier_imminent"
            ]:
                pass  # one more position on the way

        self.aside.run(until_imminent())
        self.shown(ordered, stage="near")

    def delivered(self, ordered: Ordered, folio: str = "settled") -> None:
        self.move(ordered, Status.DELIVERED, status="delivered", folio=folio)

    def cancelled(self, ordered: Ordered) -> None:
        """The restaurant calls off an order that was placed with `cancel`."""
        self.move(ordered, Status.CANCELED, status="cancelled")

    def courier_says(self, ordered: Ordered, text: str) -> None:
        command = CourierWrites(partner_id=PARTNER_ID, external_id=ordered.external_id, text=text)
        answered = self.aside.run(self.partners.courier_writes(command))
        assert answered.body["events"][0]["taken"] is True

    def heard_by_courier(self, ordered: Ordered, text: str) -> None:
        """Wait until the courier has what the hotel wrote."""

        async def heard() -> bool:
            callbacks = await self.partners.callbacks()
            mine = [one for one in callbacks if one.external_id == ordered.external_id]
            return any(one.body.get("text") == text for one in mine)

        self.aside.run(eventually(heard, f"the courier has {text!r}"))

    def pay_back(self, ordered: Ordered, amount: int, status: str = "partially_refunded") -> None:
        """The ordering page refunds so many cents more; the folio follows."""
        told = refund(ordered.body, secrets.randbelow(10**6), amount)
        self.aside.run(tell(self.partners, PARTNER_ID, ordered.body, told))
        self.shown(ordered, status=status, folio="settled")

    def claim_granted(self, ordered: Ordered) -> None:
        """The ordering page grants the order's claim in full, once it has it."""

        async def handed_over() -> str | None:
            callbacks = await self.partners.callbacks()
            mine = [one for one in callbacks if one.external_id == ordered.external_id]
            return next((one.body["claim_id"] for one in mine if "claim_id" in one.body), None)

        async def granted() -> None:
            claim_id = await eventually(handed_over, "the page has the claim")
            await self.partners.decide_claim(claim_id, ClaimDecision(verdict="accepted"))

        self.aside.run(granted())
        self.shown(ordered, status="refunded", folio="settled")

    def shown(self, ordered: Ordered, **wanted: Any) -> dict[str, Any]:
        return self.aside.run(self.desk.shown(ordered, **wanted))

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """A write of the reception through the API; `path` below the property."""
        return self.aside.run(self.reception.ask(method, f"{HOTEL}{path}", body))

    def read(self, path: str, **query: str) -> dict[str, Any]:
        return self.aside.run(self.reception.read(f"{HOTEL}{path}", **query))

    def guest_link(self, ordered: Ordered) -> str:
        """The signed link by which the guest follows the order."""
        url: str = self.ask("POST", f"/orders/{ordered.order_id}/guest-link")["url"]
        return url

    def mailed_link(self, ordered: Ordered) -> str:
        """Where the button of the mail about the new order leads."""
        (mail, *_) = self.aside.run(self.desk.mailed(ordered))
        start = f"{self.installation.public_url}/board?order="
        words = (mail.text or "").split()
        return next(word for word in words if word.startswith(start))


@contextmanager
def evening_at(installation: Installation, aside: Background) -> Iterator[Evening]:
    """The demo hotel, whose couriers move only when they are told to."""
    known = json.loads(Path(installation.connections).read_text())
    bridge = f"http://127.0.0.1:{installation.ports.pms_bridge}"
    key = Secrets.of(installation.home.root).key
    with (
        aside.entered(PartnersClient(installation.partners_url)) as partners,
        aside.entered(gateway_client(installation.public_url, key)) as api,
    ):
        hotel = aside.run(load_partners(partners, known, bridge, courier_speed=0))
        yield Evening(installation, aside, Desk(api, partners, hotel))


__all__ = ["DIRECTION", "HOUSE", "OPERATIONS", "RECEPTION", "Evening", "evening_at"]
