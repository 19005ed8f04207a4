"""Accounts of the delivery partner's customers, their deliveries, and the webhooks sent."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from partners.journal import Record
from partners.uber.journey import Status


class _Loaded(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Mischief(_Loaded):
    """What goes wrong with webhooks; rates are shares of the events, drawn with seeded dice.

    `burst` holds events back until that many wait, then sends them all at once.
    """

    duplicate_rate: float = Field(default=0, ge=0, le=1)
    reorder_rate: float = Field(default=0, ge=0, le=1)
    wrong_signature_rate: float = Field(default=0, ge=0, le=1)
    lose_first_rate: float = Field(default=0, ge=0, le=1)
    delay_rate: float = Field(default=0, ge=0, le=1)
    delay_s: float = Field(default=5, ge=0, le=3600)
    burst: int = Field(default=0, ge=0, le=10_000)


class Account(_Loaded):
    """A customer: its credentials, and how its webhooks are sent.

    The first signing key signs. `speed` divides every wait of a courier's way; 0 means that
    nothing moves until it is told to.
    """

    name: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    customer_id: str
    client_id: str
    client_secret: str
    signing_keys: list[str] = Field(min_length=1)
    speed: float = Field(default=1, ge=0)
    courier_update_s: float = Field(default=20, ge=0)
    retry_base_s: float = Field(default=1, gt=0)
    timeout_s: float = Field(default=10, gt=0)
    mischief: Mischief = Mischief()


class UberSetup(_Loaded):
    """Everything the simulator is loaded with."""

    accounts: list[Account]


class NewDelivery(BaseModel):
    """The required part of a request to create a delivery; addresses are JSON strings."""

    model_config = ConfigDict(strict=True, extra="ignore")

    pickup_name: str = Field(min_length=1)
    pickup_address: str = Field(min_length=1)
    pickup_phone_number: str = Field(pattern=r"^\+[0-9]{6,15}$")
    dropoff_name: str = Field(min_length=1)
    dropoff_address: str = Field(min_length=1)
    dropoff_phone_number: str = Field(pattern=r"^\+[0-9]{6,15}$")
    manifest_items: list[dict[str, Any]] = Field(min_length=1)
    manifest_total_value: int = Field(default=0, ge=0)
    external_id: str | None = Field(default=None, max_length=255)
    dropoff_verification: dict[str, Any] = Field(default_factory=dict)


@dataclass
class Delivery:
    """A delivery; its journey changes it, and refunds do. `refunded` is what whoever sold the meal
    got back, in minor units."""

    id: str
    account: Account
    asked: NewDelivery
    created: datetime
    pincode: str | None
    courier: dict[str, Any]
    mischief: Mischief
    status: Status = Status.PENDING
    imminent: bool = False
    progress: float = 0.0
    eta: datetime | None = None
    pickup_eta: datetime | None = None
    told: int = 0
    refunded: int = 0
    updated: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.updated = self.created


@dataclass(frozen=True)
class Event:
    """A webhook to send: the same bytes and id at every attempt."""

    id: str
    kind: str
    body: bytes
    delivery: Delivery
    status: Status
    imminent: bool


class WebhookAttempt(Record):
    """One attempt to send an event. `answer` is the HTTP status got; None: no answer or lost."""

    at: datetime
    account: str
    event_id: str
    kind: str
    delivery_id: str
    external_id: str | None
    status: Status
    courier_imminent: bool
    attempt: int
    duplicate: bool
    signature: Literal["right", "wrong"]
    answer: int | None
    error: str | None
