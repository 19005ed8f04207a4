"""Merchants of PayPal, their orders, and what was done with their money."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from partners.journal import Record

Step = Literal["authorise", "capture", "void", "refund"]


class PayPalConduct(BaseModel):
    """How PayPal misbehaves beyond what its faults say, until told otherwise. A declined guest has
    approved, and their bank gives nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decline_authorise: bool = False
    decline_capture: bool = False
    webhooks: Literal["sent", "twice", "none", "forged"] = "sent"
    webhook_delay_s: float = Field(default=0, ge=0, le=600)


class PayPalMerchant(BaseModel):
    """An account. `property_id` is the last part of its webhooks' address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    property_id: str
    client_id: str
    client_secret: str
    webhook_id: str


class PayPalSetup(BaseModel):
    """All merchants."""

    model_config = ConfigDict(extra="forbid")

    merchants: list[PayPalMerchant]


class PayPalMove(Record):
    """One effect on somebody's money; `value` as PayPal writes it, as `12.50`."""

    at: datetime
    property_id: str
    order_id: str
    custom_id: str
    step: Step
    value: str
    currency: str


class PayPalWebhook(Record):
    """A webhook that was sent; `answer` is what it was told."""

    at: datetime
    property_id: str
    event_id: str
    event_type: str
    duplicate: bool
    answer: int | None


@dataclass
class Part:
    """An authorization, a capture or a refund."""

    id: str
    status: str
    value: str


@dataclass
class Order:
    """One order, of one purchase unit."""

    id: str
    merchant: PayPalMerchant
    intent: str
    unit: dict[str, object]
    value: str
    currency: str
    return_url: str
    cancel_url: str
    created_at: datetime
    status: str = "PAYER_ACTION_REQUIRED"
    authorizations: list[Part] = field(default_factory=list)
    captures: list[Part] = field(default_factory=list)
    refunds: list[Part] = field(default_factory=list)

    @property
    def custom_id(self) -> str:
        return str(self.unit.get("custom_id", ""))
