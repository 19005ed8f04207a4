"""What the ordering page is configured with, told to do, and has done."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from partners.journal import Record
from partners.uber.journey import Ending
from partners.uber.model import Mischief


class _Loaded(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PartnerAccess(_Loaded):
    """One ordering page: its key to our intake, and its account with the delivery partner.

    What we send to `/ordering-page/{partner_id}/callbacks` it takes when it is signed with
    `callback_secret`. Its days, for statements, are those of `time_zone`.
    """

    partner_id: str = Field(min_length=1)
    secrets: list[str] = Field(min_length=1, max_length=2)
    uber_customer_id: str
    uber_client_id: str
    uber_client_secret: str
    callback_secret: str | None = None
    time_zone: str = "Europe/Paris"
    retry_base_s: float = Field(default=1, gt=0)
    timeout_s: float = Field(default=10, gt=0)


class PageSetup(_Loaded):
    """Everything the simulator is loaded with."""

    partners: list[PartnerAccess]


class Signing(_Loaded):
    """How a call is signed: `signed_seconds_ago` with an old time, `bad_signature` with a wrong
    secret."""

    bad_signature: bool = False
    signed_seconds_ago: int = 0


class IntakeTwist(Signing):
    """How the intake is called; as it stands, once and before the courier is booked.

    `after_webhooks` waits until that many of the delivery's events have been attempted.
    `then_changed` sends the same external id again with these fields replaced.
    """

    copies: int = Field(default=1, ge=1, le=20)
    together: bool = False
    after_webhooks: int = Field(default=0, ge=0)
    then_changed: dict[str, Any] | None = None


class PlaceOrder(_Loaded):
    """One order to place: `order` is the body of the intake, sent as it is, valid or not.

    With `kitchen`, the page tells that the restaurant took the order and cooks, before the courier
    is booked. With `wait`, the answer comes when the intake has been answered and the courier
    booked.
    """

    partner_id: str
    order: dict[str, Any]
    book_courier: bool = True
    kitchen: bool = False
    ending: Ending = Ending()
    mischief: Mischief | None = None
    intake: IntakeTwist = IntakeTwist()
    wait: bool = True

    @property
    def external_id(self) -> str:
        """The page's own reference, empty when the order lacks one on purpose."""
        return str(self.order.get("external_id", ""))


class Placed(BaseModel):
    """What became of an order; `intake_answer` is the last status of the first copy."""

    external_id: str
    delivery_id: str | None
    intake_answer: int | None


Sending = Literal["first", "repeat", "changed"]


class IntakeCall(Record):
    """One call of our intake; without an answer, `answer` is None and `error` says why."""

    at: datetime
    partner_id: str
    external_id: str
    sending: Sending
    attempt: int
    bad_signature: bool
    signed_seconds_ago: int
    answer: int | None
    error: str | None
    answer_body: Any


class SendEvents(_Loaded):
    """Events to send to our bridge, as they are, valid or not, `copies` times."""

    partner_id: str
    events: list[Any]
    copies: int = Field(default=1, ge=1, le=20)
    signing: Signing = Signing()


class CourierWrites(_Loaded):
    """The courier of an order writes to the hotel; with `message_id`, under that id again."""

    partner_id: str
    external_id: str
    text: str
    message_id: str | None = None


class ClaimDecision(_Loaded):
    """What the page decides about a claim; unless said, it refunds all that was asked for, half of
    it, or nothing, as the verdict is."""

    verdict: Literal["accepted", "partially_accepted", "rejected"]
    refunded: int | None = None
    tax_lines: list[dict[str, Any]] | None = None
    note: str | None = None


class IssueStatement(_Loaded):
    """A statement of the page's orders of a day. `restated` says other amounts than its records, by
    external id: None leaves an order out, an id it does not know adds one."""

    partner_id: str
    property_id: str
    day: date
    currency: str = "EUR"
    restated: dict[str, int | None] = Field(default_factory=dict)


class Conduct(_Loaded):
    """How a page treats what we send to it. `refuse` holds, by type of callback, what it says when
    it refuses. Orders of the hotel get a courier unless told otherwise."""

    refuse: dict[str, str] = Field(default_factory=dict)
    book_couriers: bool = True


class Answered(BaseModel):
    """What our bridge answered in the end; without an answer, `answer` is None."""

    answer: int | None
    body: Any


class BridgeCall(Record):
    """One call of our bridge beside the intake; without an answer, `error` says why."""

    at: datetime
    partner_id: str
    path: str
    attempt: int
    bad_signature: bool
    signed_seconds_ago: int
    body: Any
    answer: int | None
    error: str | None
    answer_body: Any


class Callback(Record):
    """One callback that reached the page. `repeat`: one of that id was taken before."""

    at: datetime
    partner_id: str
    id: str
    type: str
    external_id: str
    body: Any
    signature: Literal["right", "wrong", "stale"]
    repeat: bool
    answer: int
