"""What the API answers, by example: one evening at one hotel and one stay in a hut, told by the
names of the models."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from gateway.api.examples.booking import BOOKING
from gateway.api.examples.books import BOOKS
from gateway.api.examples.figures import FIGURES
from gateway.api.examples.huts import HUTS
from gateway.api.examples.operations import OPERATIONS
from gateway.api.examples.orders import ORDERS
from gateway.api.examples.people import PEOPLE

EXAMPLES: Mapping[str, JsonValue] = {
    **ORDERS,
    **HUTS,
    **BOOKING,
    **BOOKS,
    **FIGURES,
    **PEOPLE,
    **OPERATIONS,
}
