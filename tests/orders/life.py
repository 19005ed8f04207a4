"""An order's life under test: messages go through the service's own table, one after the other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from chassis.outcome import Effect
from contracts.billing import BillingTarget
from contracts.message import Message
from contracts.properties import PropertySheet
from orders.app import handlers
from orders.delivery.model import DeliveryOrder, deliveries
from orders.properties.model import Property, properties
from tests.support.contexts import NOW, context, envelope
from tests.support.deliveries import ORDER, PROPERTY, sheet

M = TypeVar("M", bound=Message)


@dataclass
class Life:
    """The document so far, and everything that was told of it, in order. `now` is the service's
    clock and `actor` who sends; the same message twice is one message that is delivered twice."""

    order: DeliveryOrder | None = None
    told: list[Message] = field(default_factory=list)
    home: PropertySheet | None = field(default_factory=sheet)
    effects: list[Effect] = field(default_factory=list)
    now: datetime = NOW
    actor: str = "partner:uber"

    def after(self, *messages: Message) -> Life:
        """This life after some more messages."""
        for message in messages:
            self._take(message)
        return self

    def at(self, now: datetime, *messages: Message) -> Life:
        """This life after some more messages that come at that time."""
        self.now = now
        return self.after(*messages)

    @property
    def events(self) -> list[type[Message]]:
        return [type(message) for message in self.told]

    @property
    def known(self) -> DeliveryOrder:
        assert self.order is not None
        return self.order

    def last(self, kind: type[M]) -> M:
        return self.all(kind)[-1]

    def all(self, kind: type[M]) -> list[M]:
        return [message for message in self.told if isinstance(message, kind)]

    @property
    def target(self) -> BillingTarget | None:
        targets = self.all(BillingTarget)
        return targets[-1] if targets else None

    def _take(self, message: Message) -> None:
        home = properties.ref(PROPERTY)
        known = {} if self.home is None else {home: Property(property_id=PROPERTY, sheet=self.home)}
        row = handlers.rows[message.TYPE]
        ref = deliveries.ref(ORDER)
        assert list(row.touches(message)) == [ref]
        id = hashlib.sha256(message.TYPE.encode() + message.encode()).hexdigest()
        sent = envelope(message, id=id, actor=self.actor)
        changes = row.handle(
            {ref: self.order}, message, context(now=self.now, envelope=sent, documents=known)
        )
        changed = changes.documents.get(ref)
        if changed is not None:
            assert isinstance(changed, DeliveryOrder)
            self.order = DeliveryOrder.model_validate(changed.model_dump(mode="json"), strict=False)
        self.effects.extend(changes.effects)
        self.told.extend(changes.events)
