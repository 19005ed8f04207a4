"""From what an order was and is to what a handler answers."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.outcome import Outcome
from contracts.message import Message
from orders.delivery.billing import billing_news
from orders.delivery.model import DeliveryOrder
from orders.delivery.news import news


def told(
    before: DeliveryOrder, after: DeliveryOrder, first: Sequence[Message] = ()
) -> Outcome[DeliveryOrder]:
    """The outcome of a change: what the handler itself has to say, then all that is new, then what
    is due. Nothing is stored where nothing is new."""
    if after is before:
        return Outcome(events=first)
    return Outcome(after, [*first, *news(before, after), *billing_news(before, after)])


def refusing(refusal: Message | None) -> Outcome[DeliveryOrder]:
    """The outcome of a request that is not taken."""
    return Outcome(events=() if refusal is None else (refusal,))
