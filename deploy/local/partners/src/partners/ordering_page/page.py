"""The ordering page itself: sends orders to our intake until they are taken, books couriers."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import httpx

from partners.journal import Journal
from partners.ordering_page.bridge import BridgeCaller
from partners.ordering_page.courier_desk import CourierDesk
from partners.ordering_page.intake import Intake
from partners.ordering_page.model import (
    BridgeCall,
    Conduct,
    IntakeCall,
    PageSetup,
    PartnerAccess,
    Placed,
    PlaceOrder,
)
from partners.ordering_page.order_book import OrderBook, PageOrder
from partners.ordering_page.reports import Reports
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
        intake_calls: Journal[IntakeCall],
        bridge_calls: Journal[BridgeCall],
    ) -> None:
        bridge = BridgeCaller(client, bridge_url)
        self.book = OrderBook(uber.carried)
        self.reports = Reports(bridge, self.book, bridge_calls)
        self._intake = Intake(bridge, intake_calls)
        self._couriers = CourierDesk(client, own_url)
        self._uber = uber
        self._partners: dict[str, PartnerAccess] = {}
        self._conduct: dict[str, Conduct] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def under_way(self) -> int:
        """Orders whose intake has not been answered or whose courier is not booked yet."""
        return len(self._tasks)

    def load(self, setup: PageSetup) -> None:
        """Replaces the ordering pages."""
        self._partners = {access.partner_id: access for access in setup.partners}
        self._conduct.clear()
        self._couriers.forget_tokens()

    def access(self, partner_id: str) -> PartnerAccess | None:
        return self._partners.get(partner_id)

    def known(self, partner_id: str) -> PartnerAccess:
        """Raises `UnknownPartner`."""
        access = self._partners.get(partner_id)
        if access is None:
            raise UnknownPartner(partner_id)
        return access

    def behave(self, partner_id: str, conduct: Conduct) -> None:
        """How a page treats callbacks from now on. Raises `UnknownPartner`."""
        self._conduct[self.known(partner_id).partner_id] = conduct

    def conduct(self, partner_id: str) -> Conduct:
        return self._conduct.get(partner_id, Conduct())

    async def place(self, command: PlaceOrder) -> Placed:
        """Places one order. Raises `UnknownPartner` or `Busy`."""
        access = self.known(command.partner_id)
        if len(self._tasks) >= UNDER_WAY_AT_ONCE:
            raise Busy
        self._uber.plan(command.external_id, command.ending, command.mischief)
        task = self._spawn(self._carry_out(access, command))
        if command.wait:
            return await asyncio.shield(task)
        return Placed(external_id=command.external_id, delivery_id=None, intake_answer=None)

    def take_order(self, access: PartnerAccess, order: dict[str, Any]) -> None:
        """Carries out an order that the hotel placed, as if a guest had."""
        entered = self.book.enter(access.partner_id, order)
        if entered is not None:
            self._spawn(self._cook(access, entered, order))

    async def reset(self) -> None:
        """Gives up everything under way and forgets the pages."""
        self.load(PageSetup(partners=[]))
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.book.clear()

    async def _carry_out(self, access: PartnerAccess, command: PlaceOrder) -> Placed:
        late = command.intake.after_webhooks
        delivery_id: str | None = None
        if late and command.book_courier:
            delivery_id = await self._couriers.book(access, command.order)
            await self._uber.dispatcher.told(self._uber.delivery(delivery_id), late)
        answer = await self._intake.send(access, command)
        if answer is not None and answer < 300:
            entered = self.book.enter(access.partner_id, command.order)
            if command.kitchen and entered is not None:
                await self.reports.status(access, entered, "accepted", "preparing")
            if command.book_courier and delivery_id is None:
                delivery_id = await self._couriers.book(access, command.order)
            if entered is not None:
                entered.delivery_id = delivery_id
        return Placed(
            external_id=command.external_id, delivery_id=delivery_id, intake_answer=answer
        )

    async def _cook(self, access: PartnerAccess, entered: PageOrder, order: dict[str, Any]) -> None:
        await self.reports.status(access, entered, "accepted", "preparing")
        if self.conduct(access.partner_id).book_couriers:
            entered.delivery_id = await self._couriers.book(access, order)

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
