"""What the hotel's PMS holds: hotels, their guests, their transaction codes, their postings."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from partners.journal import Record


class ReservationStatus(StrEnum):
    """`pMS_ResStatusType` of the published specification."""

    RESERVED = "Reserved"
    REQUESTED = "Requested"
    NO_SHOW = "NoShow"
    CANCELLED = "Cancelled"
    IN_HOUSE = "InHouse"
    CHECKED_OUT = "CheckedOut"
    WAITLISTED = "Waitlisted"
    DUE_IN = "DueIn"
    DUE_OUT = "DueOut"
    WALK_IN = "Walkin"
    PENDING_CHECKOUT = "PendingCheckout"


STAYING = frozenset(
    {
        ReservationStatus.IN_HOUSE,
        ReservationStatus.DUE_OUT,
        ReservationStatus.WALK_IN,
        ReservationStatus.PENDING_CHECKOUT,
    }
)
"""Statuses of a guest who has checked in and not yet out."""


class _Loaded(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Environment(_Loaded):
    """The credentials one OPERA Cloud environment has given to an integration."""

    client_id: str
    client_secret: str
    app_key: str = Field(
        pattern=r"^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89aAbB][a-f0-9]{3}-[a-f0-9]{12}$"
    )
    username: str
    password: str
    scope: str
    token_seconds: int = Field(default=3600, ge=1)


class TransactionCode(_Loaded):
    """A code that charges are posted under; the hotel's accounts hang on it."""

    code: str = Field(min_length=1, max_length=20)
    description: str = Field(max_length=2000)
    group: str = Field(default="FB", max_length=20)
    subgroup: str = Field(default="RS", max_length=20)


class Reservation(_Loaded):
    """A guest's stay in one room; sharers of a room have a reservation each."""

    reservation_id: str = Field(min_length=1, max_length=80)
    confirmation: str = Field(min_length=1, max_length=80)
    profile_id: str = Field(min_length=1, max_length=80)
    room: str = Field(max_length=20)
    room_type: str = Field(default="STD", max_length=20)
    given_name: str = Field(max_length=40)
    surname: str = Field(max_length=80)
    language: str | None = None
    phone: str | None = None
    arrival: date
    departure: date
    status: ReservationStatus = ReservationStatus.IN_HOUSE
    no_post: bool = False


class ReservationChange(_Loaded):
    """What reception can change during a stay; what is left out stays."""

    room: str | None = None
    status: ReservationStatus | None = None
    no_post: bool | None = None


class Hotel(_Loaded):
    """One hotel of the environment; a missing business date is today's, in UTC."""

    hotel_id: str = Field(min_length=1, max_length=20)
    name: str = Field(max_length=80)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    business_date: date | None = None
    transaction_codes: list[TransactionCode]
    reservations: list[Reservation]


class OperaSetup(_Loaded):
    """Everything the simulator is loaded with; it starts empty."""

    environment: Environment
    hotels: list[Hotel]


class Posting(Record):
    """One line on a guest's folio. `amount` and `price` are minor units; a credit is negative."""

    transaction_no: int
    hotel_id: str
    reservation_id: str
    room: str
    guest_name: str
    transaction_code: str
    description: str
    amount: int
    price: int
    quantity: int
    currency: str
    reference: str | None
    check_number: str | None
    remark: str | None
    folio_window: int
    cashier_id: int | None
    external_ids: list[dict[str, str]]
    business_date: date
    posted_at: datetime


class Charge(Record):
    """A charge as asked for: `unit_price` in the currency's main unit, as on the wire."""

    transaction_code: str
    unit_price: Decimal
    currency: str
    quantity: int
    reference: str | None
    check_number: str | None
    remark: str | None
    folio_window: int
    cashier_id: int | None
    external_ids: list[dict[str, str]]
