"""Guarantees that a card vault keeps, and what was done with each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from partners.journal import Record

Step = Literal["keep", "charge", "release", "refund"]


class VaultConduct(BaseModel):
    """How the vault misbehaves beyond what its faults say, until told otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    refuse_cards: bool = False
    decline_charges: bool = False
    webhooks: Literal["sent", "twice", "none", "forged"] = "sent"
    keeps_days: int = Field(default=240, ge=0, le=2000)


class VaultMerchant(BaseModel):
    """An account."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    property_id: str
    key: str
    webhook_secret: str


class VaultSetup(BaseModel):
    """All merchants."""

    model_config = ConfigDict(extra="forbid")

    merchants: list[VaultMerchant]


class VaultMove(Record):
    """One thing done with somebody's card; `amount` in minor units."""

    at: datetime
    property_id: str
    reference: str
    step: Step
    amount: int


@dataclass
class Guarantee:
    """One card of one guest, or the place for it."""

    id: str
    merchant: VaultMerchant
    reference: str
    most: int
    currency: str
    kept_url: str
    refused_url: str
    left_url: str
    status: str = "waiting"
    kept_until: str | None = None
    charged: int = 0
    refunded: int = 0
