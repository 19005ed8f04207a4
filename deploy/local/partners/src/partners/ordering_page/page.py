"""The ordering page itself: sends orders to our intake until they are taken, books couriers."""

import asyncio
from collections.abc import Callable

import httpx

from partners.journal import Journal
from partners.ordering_page.courier_desk import CourierDesk
from partners.ordering_page.intake import Intake
from partners.ordering_page.model import (
    IntakeCall,
    PageSetup,
    PartnerAccess,
    Placed,
    PlaceOrder,
)
from partners.uber.direct import UberDirect

UNDER_WAY_AT_ONCE = 5_000


class UnknownPartner(Exception):
    """No ordering page with this id has been loaded."""


class Busy(Exception):
    """More orders under way than the simulator keeps."""


class OrderingPage:
    """Every ordering page there is; each order names its own."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        bridge_url: Callable[[], str],
        own_url: Callable[[], str],
        uber: UberDirect,
        journal: Journal[IntakeCall],
    ) -> None:
        self._intake = Intake(client, bridge_url, journal)
        self._couriers = CourierDesk(client, own_url)
        self._uber = uber
        self._partners: dict[str, PartnerAccess] = {}
        self._tasks: set[asyncio.Task[Placed]] = set()

    @property
    def under_way(self) -> int:
        """Orders whose intake has not been answered or whose courier is not booked yet."""
        return len(self._tasks)

    def load(self, setup: PageSetup) -> None:
        """Replaces the ordering pages."""
        self._partners = {access.partner_id: access for access in setup.partners}
        self._couriers.forget_tokens()

    async def place(self, command: PlaceOrder) -> Placed:
        """Places one order. Raises `UnknownPartner` or `Busy`."""
        access = self._partners.get(command.partner_id)
        if access is None:
            raise UnknownPartner(command.partner_id)
        if len(self._tasks) >= UNDER_WAY_AT_ONCE:
            raise Busy
        self._uber.plan(command.external_id, command.ending, command.mischief)
        task = asyncio.get_running_loop().create_task(self._carry_out(access, command))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if command.wait:
            return await asyncio.shield(task)
        return Placed(external_id=command.external_id, delivery_id=None, intake_answer=None)

    async def reset(self) -> None:
        """Gives up everything under way and forgets the pages."""
        self.load(PageSetup(partners=[]))
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _carry_out(self, access: PartnerAccess, command: PlaceOrder) -> Placed:
        late = command.intake.after_webhooks
        delivery_id: str | None = None
        if late and command.book_courier:
            delivery_id = await self._couriers.book(access, command.order)
            await self._uber.dispatcher.told(self._uber.delivery(delivery_id), late)
        answer = await self._intake.send(access, command)
        taken = answer is not None and answer < 300
        if taken and command.book_courier and delivery_id is None:
            delivery_id = await self._couriers.book(access, command.order)
        return Placed(
            external_id=command.external_id, delivery_id=delivery_id, intake_answer=answer
        )
