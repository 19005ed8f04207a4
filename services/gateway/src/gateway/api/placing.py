"""Placing an order with a partner on a guest's behalf."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from contracts.deliveries import (
    DeliveryContent,
    Guest,
    OrderLine,
    Origin,
    PlaceDeliveryOrder,
    Restaurant,
)
from contracts.money import Amount, Currency, Rate, TaxLine
from contracts.order_ids import guest_id_of, order_id_of
from contracts.personal import Personal
from contracts.properties import Language
from gateway.api.admission import Admitted, AtPlacing
from gateway.api.problems import Problem, invalid
from gateway.api.texts import Line
from gateway.api.workings import Use, Workings
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer

router = APIRouter(prefix="/api/v1/properties/{property}/orders", tags=["orders"])

# Ten million in most currencies: more than any meal, and far from where sums would overflow.
MOST = 10**9
EXAMPLE: JsonValue = {
    "room": "203",
    "guest": {"surname": "D'Hérouville", "given_name": "Anaïs", "language": "fr"},
    "restaurant": "Chez Lina",
    "lines": [{"name": "Pizza regina", "quantity": 2, "unit_amount": 1250}],
    "currency": "EUR",
    "tax_lines": [{"name": "TVA 10 %", "rate": "10.00", "net": 2273, "tax": 227}],
    "total": 2500,
}

Minor = Annotated[int, Field(strict=True, ge=-MOST, le=MOST, description="minor units, tax incl.")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class GuestBody(_Body):
    surname: Annotated[Line, Personal, Field(max_length=100)]
    given_name: Annotated[Line, Personal, Field(max_length=100)] | None = None
    phone: Annotated[Line, Personal, Field(max_length=40)] | None = None
    language: Language | None = None


class LineBody(_Body):
    """One dish; a discount is a line with a negative price."""

    name: Annotated[Line, Field(max_length=200)]
    quantity: Annotated[int, Field(strict=True, ge=1, le=999)]
    unit_amount: Minor


class TaxLineBody(_Body):
    name: Annotated[Line, Field(max_length=60)]
    rate: Rate
    net: Minor
    tax: Minor


class OrderBody(_Body):
    """An order for a guest. Amounts are whole minor units of `currency`, tax included. Without
    `partner_id`, it goes to the property's usual partner."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})
    room: Annotated[Line, Field(max_length=20)]
    guest: GuestBody
    restaurant: Annotated[Line, Field(max_length=200)]
    lines: Annotated[tuple[LineBody, ...], Field(min_length=1, max_length=200)]
    currency: Currency
    tax_lines: Annotated[tuple[TaxLineBody, ...], Field(min_length=1, max_length=20)]
    total: Annotated[Minor, Field(ge=0)]
    partner_id: Annotated[str, Field(max_length=64)] | None = None

    def contradictions(self) -> list[tuple[str, str]]:
        """What does not add up, by field (O16: what is collected is the sum of all tax lines)."""
        found = []
        taxed = sum(line.net + line.tax for line in self.tax_lines)
        if taxed != self.total:
            reason = f"net and tax add up to {taxed}, total is {self.total}"
            found.append(("tax_lines", reason))
        rates = {Decimal(line.rate) for line in self.tax_lines}
        if len(rates) != len(self.tax_lines):
            found.append(("tax_lines", "two tax lines have the same rate"))
        dishes = sum(line.quantity * line.unit_amount for line in self.lines)
        if dishes != self.total:
            reason = f"quantities times prices come to {dishes}, total is {self.total}"
            found.append(("lines", reason))
        return found


class PlacedAnswer(Answer):
    """The order is open; the partner is being told."""

    order_id: str
    reference: Annotated[str, Field(examples=["9K3TZ7"])]


@router.post(
    "",
    operation_id="placeOrder",
    summary="Place an order for a guest",
    status_code=201,
    responses=ASKS,
)
async def place_order(
    here: AtPlacing, body: OrderBody, write: Write, workings: Use
) -> PlacedAnswer | Accepted:
    """The partner takes it like one from its own page, and its news come under the same order."""
    if contradictions := body.contradictions():
        raise Problem(422, "invalid", "The order does not add up.", errors=contradictions)
    partner_id = _partner(here, body, workings)
    claim = await write.claim(here.caller, here.property_id, body)
    external_id = _external_id(here, claim.command_id, claim.at)
    message = PlaceDeliveryOrder(
        property_id=here.property_id,
        order_id=order_id_of(partner_id, external_id),
        guest_id=guest_id_of(partner_id, external_id),
        content=_content(body, partner_id, external_id, claim.at),
    )
    location = f"/api/v1/properties/{here.property_id}/orders/{message.order_id}"
    return await write.asked(message, claim, here.caller, PlacedAnswer, location)


def _partner(here: Admitted, body: OrderBody, workings: Workings) -> str:
    """The partner that takes the order. Raises a problem where there is none, or not this one."""
    partners = workings.settings.ordering_partners.get(here.property_id, ())
    if not partners:
        detail = "no partner takes orders for this property: see COMPTOIR_ORDERING_PARTNERS"
        raise Problem(409, "no-partner", detail)
    wanted = body.partner_id or partners[0]
    if wanted not in partners:
        raise invalid("partner_id", f"is none of {', '.join(partners)}")
    return wanted


def _external_id(here: Admitted, request_id: str, at: datetime) -> str:
    """What the partner will call the order: its day, and sixty bits that nobody guesses."""
    day = at.astimezone(ZoneInfo(here.place.sheet.time_zone)).strftime("%y%m%d")
    secret = base64.b32encode(hashlib.sha256(request_id.encode()).digest()).decode()
    return f"H{day}-{secret[:6]}-{secret[6:12]}"


def _content(
    body: OrderBody, partner_id: str, external_id: str, placed_at: datetime
) -> DeliveryContent:
    guest = body.guest
    return DeliveryContent(
        external_id=external_id,
        partner_id=partner_id,
        room=body.room,
        guest=Guest(
            surname=guest.surname,
            given_name=guest.given_name,
            phone=guest.phone,
            language=guest.language,
        ),
        restaurant=Restaurant(name=body.restaurant),
        lines=tuple(
            OrderLine(name=line.name, quantity=line.quantity, unit_amount=line.unit_amount)
            for line in body.lines
        ),
        amount=Amount(
            currency=body.currency,
            tax_lines=tuple(TaxLine(**dict(line)) for line in body.tax_lines),
        ),
        placed_at=placed_at,
        origin=Origin.HOTEL,
    )
