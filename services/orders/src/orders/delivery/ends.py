"""The ends that a partner reported, and which of them cannot both be.

A partner may correct an end later: a meal that it had called delivered was not. What it says of an
earlier end after a later one is no correction but a contradiction, by its own clock: a report that
is merely late contradicts nothing. So it is the same whatever the order of arrival.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from contracts.doubts import Contradiction, DeliveryContradicted
from orders.delivery.model import DeliveryOrder, End, Sighting
from orders.delivery.transitions import CONTRADICTIONS, DeliveryStatus


def with_end_said(order: DeliveryOrder, sighting: Sighting) -> DeliveryOrder:
    """The order with what a sighting says of an end; the very same order where that is known."""
    if not sighting.status.ended:
        return order
    known = _end(order, sighting.status)
    first = sighting.at if known is None else min(known.first_at, sighting.at)
    last = sighting.at if known is None else max(known.last_at, sighting.at)
    end = End(status=sighting.status, first_at=first, last_at=last)
    if end == known:
        return order
    others = [each for each in order.ends if each is not known]
    return order.changed(ends=tuple(sorted([*others, end], key=lambda each: each.status.rank)))


def contradictions(order: DeliveryOrder) -> dict[Contradiction, datetime]:
    """What was said that cannot be, and when it was said last."""
    found: dict[Contradiction, datetime] = {}
    for (stands, then), hindrance in CONTRADICTIONS.items():
        end, said = _end(order, stands), _end(order, then)
        if end is not None and said is not None and said.last_at > end.first_at:
            found[Contradiction(hindrance)] = said.last_at
    return found


def contradiction_news(
    before: DeliveryOrder, after: DeliveryOrder
) -> Iterator[DeliveryContradicted]:
    """The contradictions that are new. What was said stays said, so none ever ends."""
    if after.ends == before.ends:
        return
    known = contradictions(before)
    for contradiction, said_at in contradictions(after).items():
        if contradiction not in known:
            yield DeliveryContradicted(
                property_id=after.property_id,
                order_id=after.order_id,
                contradiction=contradiction,
                occurred_at=said_at,
            )


def _end(order: DeliveryOrder, status: DeliveryStatus) -> End | None:
    return next((each for each in order.ends if each.status is status), None)
