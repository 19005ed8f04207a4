"""A property as inventory last told it."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict

from chassis.documents import Collection, Document
from contracts.message import Instant
from contracts.properties import PmsMode, PropertySheet


class SignInRefusal(BaseModel):
    """The PMS has not let us in between these two tries; `told` once people know of it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    since: Instant
    newest: Instant
    told: bool = False


class Property(Document):
    """Kept under the property's id. `next_day` is the day that is compared next, by the clock
    (`pms_bridge.reconciliation`); None where nothing is delivered and so nothing compared.
    `refused` is there while the PMS does not let us in; `let_in_at` is when we know that it did."""

    property_id: str
    sheet: PropertySheet
    next_day: date | None = None
    refused: SignInRefusal | None = None
    let_in_at: Instant | None = None

    @property
    def takes_charges(self) -> bool:
        """Whether its PMS is charged by us (C13), not by its staff (C12)."""
        return self.sheet.integrations.pms is PmsMode.TWO_WAY

    @property
    def time_zone(self) -> str:
        return self.sheet.time_zone

    def comparing_next(self, day: date | None) -> Self:
        return self.model_copy(update={"next_day": day})


properties = Collection("properties", Property)
