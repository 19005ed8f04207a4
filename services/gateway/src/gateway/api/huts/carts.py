"""What is wanted of a stay, as a desk sends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from contracts.carts import Cart, NightWanted, SupplementWanted
from contracts.message import PropertyId
from contracts.selling import Night, PartId
from gateway.access.roles import Permission
from gateway.api.from_json import FromJson
from gateway.api.huts.admission import AdmittedToHut
from gateway.api.problems import Problem

HutId = Annotated[
    PropertyId | None, Field(description="Another hut where the caller books; here by default")
]
# As a text of JSON, read strictly.
NightBody = Annotated[Night, FromJson()]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")
    property_id: HutId = None


class NightWantedBody(_Line):
    """So many persons on one night at one rate."""

    night: NightBody
    rate_id: PartId
    persons: Annotated[int, Field(strict=True, ge=1, le=500)]


class SupplementWantedBody(_Line):
    """So many of one supplement; for one night, or once for the stay."""

    supplement_id: PartId
    quantity: Annotated[int, Field(strict=True, ge=1, le=500)]
    night: NightBody | None = None


class CartBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    nights: Annotated[tuple[NightWantedBody, ...], Field(min_length=1, max_length=500)]
    supplements: Annotated[tuple[SupplementWantedBody, ...], Field(max_length=200)] = ()


def cart_of(here: AdmittedToHut, body: CartBody) -> Cart:
    """The cart, every line with its hut. Raises the 422 problem of a hut where the caller books
    nothing, or that is none."""
    wrong = (
        *_foreign(here, "nights", body.nights),
        *_foreign(here, "supplements", body.supplements),
    )
    if wrong:
        raise Problem(422, "invalid", errors=wrong)
    return cart_at(here.property_id, body)


def cart_at(property_id: str, body: CartBody) -> Cart:
    """The cart, every line with its hut: this one where it names none."""
    return Cart(
        nights=tuple(
            NightWanted(
                property_id=line.property_id or property_id,
                night=line.night,
                rate_id=line.rate_id,
                persons=line.persons,
            )
            for line in body.nights
        ),
        supplements=tuple(
            SupplementWanted(
                property_id=line.property_id or property_id,
                supplement_id=line.supplement_id,
                quantity=line.quantity,
                night=line.night,
            )
            for line in body.supplements
        ),
    )


def _foreign(here: AdmittedToHut, name: str, lines: Sequence[_Line]) -> Iterator[tuple[str, str]]:
    """The lines with a hut where the caller books nothing."""
    for n, line in enumerate(lines):
        if line.property_id and not here.caller.may(Permission.BOOK_STAYS, line.property_id):
            yield f"cart.{name}.{n}.property_id", "is no hut where you may book"
