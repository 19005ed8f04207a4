"""The services that answer, played by their own tables in memory: what they decide is real, only
the road between is not."""

from __future__ import annotations

from collections import defaultdict

from chassis.table import HandlerTable
from contracts.deliveries import PlaceDeliveryOrder
from contracts.message import Message
from contracts.properties import PropertyState
from contracts.tracking import ReportedStatus
from gateway.app import handlers as gateway
from orders.app import handlers as orders
from tests.gateway.conftest import Hotel
from tests.support.deliveries import MARC, PROPERTY, place, reported, sheet
from tests.support.order_events import State, apply
from tests.support.runtime import Published


class Services:
    """Answers every command that the gateway publishes with what the owning table says of it."""

    def __init__(self, hotel: Hotel, *tables: HandlerTable) -> None:
        self._hotel = hotel
        self._tables = tables
        self.documents: dict[str, State] = defaultdict(dict)
        hotel.runtime.on_publish = self.answer

    async def answer(self, published: Published) -> None:
        message = published.message
        if message.TYPE in gateway.rows:
            await self._hotel.happens(message, actor=published.actor, id=published.id)
        for table in self._tables:
            if message.TYPE in table.rows:
                await self.tell(table, message, actor=published.actor, id=published.id)

    async def tell(
        self,
        table: HandlerTable,
        *messages: Message,
        actor: str = "partner:demo-page",
        id: str = "message-1",
    ) -> None:
        """Have a service take messages; what it says of them reaches the gateway."""
        for message in messages:
            known = self.documents[table.service]
            for event in apply(table, known, message, actor, id=id):
                if event.TYPE in gateway.rows:
                    await self._hotel.happens(event, actor=actor, answers=id)
                self._hotel.runtime.hand_over(event, causation_id=id)


async def evening(hotel: Hotel, *statuses: ReportedStatus) -> Services:
    """A property that is known, one order placed and reported on; `orders` answers from now on."""
    services = Services(hotel, orders)
    state = PropertyState(property_id=PROPERTY, sheet=sheet())
    await hotel.happens(state)
    await services.tell(orders, state)
    placing: PlaceDeliveryOrder = place()
    await services.tell(orders, placing)
    for minutes, status in enumerate(statuses, start=5):
        await services.tell(orders, reported(status, minutes, courier=MARC))
    return services
