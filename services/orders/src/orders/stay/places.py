"""What the huts of a stay are asked to hold, and to give back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from contracts.carts import LineKind
from contracts.message import PropertyId
from contracts.planning import HoldPlaces, Place, ReleasePlaces
from contracts.selling import Night
from orders.stay.model import Asking, Holding


def places_at(holding: Holding, property_id: PropertyId) -> tuple[Place, ...]:
    """The places that a cart takes at one hut: per night and stock type all persons together,
    whatever their rates."""
    persons: Counter[tuple[Night, str]] = Counter()
    for line in holding.price.lines:
        if line.property_id == property_id and line.kind is LineKind.NIGHT:
            assert line.night is not None  # noqa: S101 - a night's line has one
            assert line.stock_type_id is not None  # noqa: S101 - and so it has a stock type
            persons[line.night, line.stock_type_id] += line.quantity
    return tuple(
        Place(night=night, stock_type_id=stock_type_id, persons=count)
        for (night, stock_type_id), count in persons.items()
    )


def holds(order_id: str, asking: Asking, *, local: bool) -> list[HoldPlaces]:
    """One request to each hut of the cart."""
    return [
        HoldPlaces(
            property_id=property_id,
            order_id=order_id,
            attempt=asking.attempt,
            places=places_at(asking, property_id),
            local=local,
        )
        for property_id in asking.properties
    ]


def releases(
    order_id: str, holding: Holding, properties: Sequence[PropertyId] | None = None
) -> list[ReleasePlaces]:
    """One request to each hut of the cart, or to some of them, to give back what it holds under
    the cart's attempt."""
    return [
        ReleasePlaces(
            property_id=property_id,
            order_id=order_id,
            attempt=holding.attempt,
            nights=_nights(places_at(holding, property_id)),
        )
        for property_id in (holding.properties if properties is None else properties)
    ]


def _nights(places: Iterable[Place]) -> tuple[Night, ...]:
    return tuple(dict.fromkeys(place.night for place in places))
