"""An order as an ordering page sends it: see docs/guides/partner-intake.md."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts.deliveries import DeliveryContent, Guest, OrderLine, PlaceDeliveryOrder, Restaurant
from contracts.message import PropertyId
from contracts.money import Amount, Currency
from contracts.order_ids import guest_id_of, order_id_of
from contracts.properties import Language
from pms_bridge.door.fields import (
    Body,
    ExternalId,
    Line,
    Minor,
    Moment,
    SentTaxLine,
    tax_contradictions,
)
from pms_bridge.door.problems import FieldError


class IntakeGuest(Body):
    surname: Annotated[Line, Field(min_length=1, max_length=100, examples=["D'Hérouville"])]
    given_name: Annotated[Line, Field(max_length=100, examples=["Anaïs"])] | None = None
    phone: Annotated[Line, Field(max_length=40, examples=["+33600000000"])] | None = None
    language: (
        Annotated[
            str, Field(max_length=35, examples=["fr"], description="BCP 47; ignored if not ours")
        ]
        | None
    ) = None


class IntakeRestaurant(Body):
    name: Annotated[Line, Field(min_length=1, max_length=200, examples=["Chez Lina"])]


class IntakeLine(Body):
    """One dish; a discount is a line with a negative price."""

    name: Annotated[Line, Field(min_length=1, max_length=200, examples=["Pizza regina"])]
    quantity: Annotated[int, Field(strict=True, ge=1, le=999, examples=[2])]
    unit_amount: Annotated[Minor, Field(examples=[1250])]


class IntakeOrder(Body):
    """An order placed by a guest. Amounts are whole minor units of `currency`, tax included."""

    external_id: ExternalId
    property_id: Annotated[PropertyId, Field(examples=["hotel-lumiere"])]
    room: Annotated[Line, Field(min_length=1, max_length=20, examples=["203"])]
    guest: IntakeGuest
    restaurant: IntakeRestaurant
    lines: Annotated[tuple[IntakeLine, ...], Field(min_length=1, max_length=200)]
    currency: Annotated[Currency, Field(examples=["EUR"])]
    tax_lines: Annotated[tuple[SentTaxLine, ...], Field(min_length=1, max_length=20)]
    total: Annotated[Minor, Field(ge=0, examples=[2500])]
    validation_code: Annotated[Line, Field(max_length=20, examples=["4821"])] | None = None
    placed_at: Annotated[Moment, Field(examples=["2026-11-23T19:40:00Z"])]
    expected_at: Annotated[Moment, Field(examples=["2026-11-23T20:15:00Z"])] | None = None

    def contradictions(self) -> list[FieldError]:
        """What does not add up, by field (O16: what is collected is the sum of all tax lines)."""
        found = tax_contradictions(self.tax_lines, self.total)
        dishes = sum(line.quantity * line.unit_amount for line in self.lines)
        if dishes != self.total:
            reason = f"quantities times prices come to {dishes}, total is {self.total}"
            found.append(FieldError(field="lines", reason=reason))
        return found

    def command(self, partner_id: str) -> PlaceDeliveryOrder:
        """The request to open the order, under the ids that its webhooks will have too."""
        return PlaceDeliveryOrder(
            property_id=self.property_id,
            order_id=order_id_of(partner_id, self.external_id),
            guest_id=guest_id_of(partner_id, self.external_id),
            content=self._content(partner_id),
        )

    def _content(self, partner_id: str) -> DeliveryContent:
        return DeliveryContent(
            external_id=self.external_id,
            partner_id=partner_id,
            room=self.room.strip(),
            guest=_guest(self.guest),
            restaurant=Restaurant(name=self.restaurant.name),
            lines=tuple(
                OrderLine(name=line.name, quantity=line.quantity, unit_amount=line.unit_amount)
                for line in self.lines
            ),
            amount=Amount(
                currency=self.currency,
                tax_lines=tuple(line.as_ours() for line in self.tax_lines),
            ),
            placed_at=self.placed_at,
            validation_code=self.validation_code,
            expected_at=self.expected_at,
        )


_LANGUAGES = {str(language): language for language in Language}


def _guest(guest: IntakeGuest) -> Guest:
    return Guest(
        surname=guest.surname,
        given_name=guest.given_name or None,
        phone=guest.phone or None,
        language=_language(guest.language),
    )


def _language(tag: str | None) -> Language | None:
    """The interface language of a BCP 47 tag such as `fr-CH`; None for one we do not speak."""
    primary = (tag or "").partition("-")[0].lower()
    return _LANGUAGES.get(primary)
