"""An order's life under test: messages go through the service's own table, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from contracts.billing import BillingTarget
from contracts.message import Message
from contracts.properties import PropertySheet
from orders.app import handlers
from orders.delivery.model import DeliveryOrder, deliveries
from orders.properties.model import Property, properties
from tests.support.contexts import context, envelope
from tests.support.deliveries import ORDER, PROPERTY, sheet

M = TypeVar("M", bound=Message)


@dataclass
class Life:
    """The document so far, and everything that was told of it, in order."""

    order: DeliveryOrder | None = None
    told: list[Message] = field(default_factory=list)
    home: PropertySheet | None = field(default_factory=sheet)

    def after(self, *messages: Message) -> Life:
        """This life after some more messages."""
        for message in messages:
            self._take(message)
        return self

    @property
    def events(self) -> list[type[Message]]:
        return [type(message) for message in self.told]

    @property
    def known(self) -> DeliveryOrder:
        assert self.order is not None
        return self.order

    def last(self, kind: type[M]) -> M:
        return next(message for message in reversed(self.told) if isinstance(message, kind))

    @property
    def target(self) -> BillingTarget | None:
        targets = [message for message in self.told if isinstance(message, BillingTarget)]
        return targets[-1] if targets else None

    def _take(self, message: Message) -> None:
        home = properties.ref(PROPERTY)
        known = {} if self.home is None else {home: Property(property_id=PROPERTY, sheet=self.home)}
        row = handlers.rows[message.TYPE]
        ref = deliveries.ref(ORDER)
        assert list(row.touches(message)) == [ref]
        changes = row.handle(
            {ref: self.order},
            message,
            context(envelope=envelope(message, actor="partner:uber"), documents=known),
        )
        changed = changes.documents.get(ref)
        if changed is not None:
            assert isinstance(changed, DeliveryOrder)
            self.order = DeliveryOrder.model_validate(changed.model_dump(mode="json"), strict=False)
        assert not changes.effects
        self.told.extend(changes.events)
