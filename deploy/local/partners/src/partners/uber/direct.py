"""The delivery partner itself: accounts, tokens, deliveries and the couriers that carry them."""

import asyncio
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from secrets import token_hex, token_urlsafe
from typing import Any
from uuid import uuid4

from partners.uber.dispatcher import WebhookDispatcher
from partners.uber.envelope import delivery_view, event, timestamp
from partners.uber.journey import TERMINAL, Ending, Status, Step, steps
from partners.uber.model import Account, Delivery, Mischief, NewDelivery, UberSetup

RUNNING_AT_ONCE = 5_000
KEPT = 20_000
TOKEN_SECONDS = 2_592_000

_COURIERS = (
    ("Malik", "bicycle", "Decathlon", "Riverside 500", "blue"),
    ("Inès", "scooter", "Piaggio", "Liberty", "red"),
    ("Jonas", "car", "Renault", "Zoe", "grey"),
    ("Chiara", "bicycle", "Btwin", "Elops", "green"),
)


class Full(Exception):
    """More deliveries under way than the simulator keeps."""


class Unknown(Exception):
    """No such delivery."""


class Settled(Exception):
    """The delivery has ended, or has no step left to take."""


class _Journey:
    def __init__(self, delivery: Delivery, way: Iterator[Step]) -> None:
        self.delivery = delivery
        self.upcoming: Step | None = next(way)
        self._way = way
        self.lock = asyncio.Lock()

    def take(self) -> Step:
        if self.upcoming is None:
            raise Settled
        step, self.upcoming = self.upcoming, next(self._way, None)
        return step

    def stop(self) -> None:
        self.upcoming = None


class UberDirect:
    """Deliveries of every account, each with a courier of its own."""

    def __init__(self, dispatcher: WebhookDispatcher, dice: random.Random) -> None:
        self.dispatcher = dispatcher
        self._dice = dice
        self._accounts: dict[str, Account] = {}
        self._tokens: dict[str, tuple[str, float]] = {}
        self._deliveries: dict[str, Delivery] = {}
        self._journeys: dict[str, _Journey] = {}
        self._plans: dict[str, tuple[Ending, Mischief | None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def running(self) -> int:
        """Deliveries that have not ended."""
        return len(self._journeys)

    def load(self, setup: UberSetup) -> None:
        """Replaces the accounts; deliveries under way keep the account they began with."""
        self._accounts = {account.customer_id: account for account in setup.accounts}

    def account(self, customer_id: str) -> Account | None:
        """The customer's account, if it is loaded."""
        return self._accounts.get(customer_id)

    def issue_token(self, client_id: str, client_secret: str) -> str | None:
        """A token for the account with these credentials, or None."""
        for account in self._accounts.values():
            if (account.client_id, account.client_secret) == (client_id, client_secret):
                token = token_urlsafe(32)
                self._tokens[token] = (account.customer_id, time.monotonic() + TOKEN_SECONDS)
                _forget_oldest(self._tokens, KEPT)
                return token
        return None

    def token_is_valid(self, token: str, customer_id: str) -> bool:
        """Whether the token was issued to this customer."""
        owner, until = self._tokens.get(token, ("", 0.0))
        return owner == customer_id and until > time.monotonic()

    def plan(self, external_id: str, ending: Ending, mischief: Mischief | None) -> None:
        """Says beforehand how the delivery with this external id will go."""
        self._plans[external_id] = (ending, mischief)
        _forget_oldest(self._plans, KEPT)

    def create(self, account: Account, asked: NewDelivery) -> Delivery:
        """Takes a delivery and, unless the account is moved by hand, sends a courier."""
        if len(self._journeys) >= RUNNING_AT_ONCE:
            raise Full
        ending, mischief = self._plans.pop(asked.external_id or "", (Ending(), None))
        delivery = Delivery(
            id=f"del_{token_hex(11)}",
            account=account,
            asked=asked,
            created=datetime.now(UTC),
            pincode=self._pincode(asked),
            courier=self._courier(),
            mischief=mischief or account.mischief,
        )
        self._deliveries[delivery.id] = delivery
        _forget_oldest(self._deliveries, KEPT)
        journey = _Journey(delivery, steps(ending, account.courier_update_s))
        self._journeys[delivery.id] = journey
        if account.speed:
            task = asyncio.get_running_loop().create_task(self._drive(journey))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return delivery

    def delivery(self, delivery_id: str) -> Delivery:
        """Raises `Unknown`."""
        try:
            return self._deliveries[delivery_id]
        except KeyError as error:
            raise Unknown(delivery_id) from error

    async def advance(self, delivery_id: str, to: Status | None) -> Delivery:
        """Takes the next step, or all steps up to the first with that status.

        Returns when the first attempts of their webhooks are over. Raises `Settled` at the end.
        """
        journey = self._journeys.get(delivery_id)
        if journey is None:
            raise Settled
        async with journey.lock:
            await self._step(journey)
            while to is not None and journey.delivery.status != to:
                await self._step(journey)
        return journey.delivery

    async def cancel(self, delivery_id: str) -> Delivery:
        """Cancels a delivery under way and tells so. Raises `Settled` when it has ended."""
        journey = self._journeys.get(delivery_id)
        if journey is None:
            raise Settled
        async with journey.lock:
            if journey.upcoming is None:
                raise Settled
            journey.stop()
            last = Step("event.delivery_status", Status.CANCELED, False, 0, 0, 0)
            await self._tell(journey, last)
        return journey.delivery

    async def refund(self, delivery_id: str, data: dict[str, Any]) -> None:
        """Refunds part or all of a delivery and tells so. Raises `Unknown`."""
        delivery = self.delivery(delivery_id)
        back = data.get("total_partner_refund")
        delivery.refunded += back if isinstance(back, int) else 0
        now = timestamp(datetime.now(UTC))
        refund = {"id": str(uuid4()), "created_at": now} | data
        await self.send(delivery, "event.refund_request", refund)

    def carried(self, delivery_id: str) -> tuple[str, int]:
        """The status of a delivery and what was refunded of it; nothing of one it has forgotten."""
        delivery = self._deliveries.get(delivery_id)
        return ("", 0) if delivery is None else (str(delivery.status), delivery.refunded)

    async def send(self, delivery: Delivery, kind: str, data: dict[str, Any]) -> None:
        """Sends an event of any kind about a delivery."""
        await self.dispatcher.emit(event(delivery, kind, _event_id(), datetime.now(UTC), data))

    async def reset(self) -> None:
        """Sends the couriers home, ends all webhooks and forgets accounts and deliveries."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.dispatcher.reset()
        self.load(UberSetup(accounts=[]))
        for kept in (self._tokens, self._deliveries, self._journeys, self._plans):
            kept.clear()

    async def _drive(self, journey: _Journey) -> None:
        while (upcoming := journey.upcoming) is not None:
            await asyncio.sleep(upcoming.after_s / journey.delivery.account.speed)
            async with journey.lock:
                if journey.upcoming is upcoming:
                    await self._step(journey)

    async def _step(self, journey: _Journey) -> None:
        await self._tell(journey, journey.take())

    async def _tell(self, journey: _Journey, step: Step) -> None:
        delivery, now = journey.delivery, datetime.now(UTC)
        speed = delivery.account.speed or 1
        delivery.status, delivery.imminent = step.status, step.imminent
        delivery.progress, delivery.updated = step.progress, now
        delivery.eta = now + timedelta(seconds=step.remaining_s / speed)
        if step.status in {Status.PENDING, Status.PICKUP}:
            delivery.pickup_eta = now + timedelta(seconds=step.remaining_s / speed / 2)
        if step.status in TERMINAL:
            journey.stop()
        try:
            await self.send(delivery, step.kind, delivery_view(delivery))
        finally:
            if step.status in TERMINAL:
                del self._journeys[delivery.id]

    def _pincode(self, asked: NewDelivery) -> str | None:
        wanted = asked.dropoff_verification.get("pincode")
        enabled = isinstance(wanted, dict) and wanted.get("enabled") is True
        return f"{self._dice.randrange(10_000):04}" if enabled else None

    def _courier(self) -> dict[str, Any]:
        name, vehicle, make, model, color = self._dice.choice(_COURIERS)
        phone = f"+3363998{self._dice.randrange(10_000):04}"
        return {
            "name": name,
            "phone_number": phone,
            "rating": f"4.{self._dice.randrange(10)}",
            "vehicle_type": vehicle,
            "vehicle_make": make,
            "vehicle_model": model,
            "vehicle_color": color,
            "img_href": "https://couriers.invalid/portrait.jpg",
            "public_phone_info": {"phone_number": phone, "pin_code": "77 13 04"},
        }


def _event_id() -> str:
    return f"evt_{token_hex(11)}"


def _forget_oldest(kept: dict[str, Any], limit: int) -> None:
    if len(kept) > limit:
        del kept[next(iter(kept))]
