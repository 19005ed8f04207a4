"""What the ordering page is configured with, told to do, and has done."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from partners.journal import Record
from partners.uber.journey import Ending
from partners.uber.model import Mischief


class _Loaded(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PartnerAccess(_Loaded):
    """One ordering page: its key to our intake, and its account with the delivery partner."""

    partner_id: str = Field(min_length=1)
    secrets: list[str] = Field(min_length=1, max_length=2)
    uber_customer_id: str
    uber_client_id: str
    uber_client_secret: str
    retry_base_s: float = Field(default=1, gt=0)
    timeout_s: float = Field(default=10, gt=0)


class PageSetup(_Loaded):
    """Everything the simulator is loaded with."""

    partners: list[PartnerAccess]


class IntakeTwist(_Loaded):
    """How the intake is called; as it stands, once and before the courier is booked.

    `after_webhooks` waits until that many of the delivery's events have been attempted.
    `then_changed` sends the same external id again with these fields replaced.
    `signed_seconds_ago` signs with an old time; `bad_signature` with a wrong secret.
    """

    copies: int = Field(default=1, ge=1, le=20)
    together: bool = False
    after_webhooks: int = Field(default=0, ge=0)
    then_changed: dict[str, Any] | None = None
    bad_signature: bool = False
    signed_seconds_ago: int = 0


class PlaceOrder(_Loaded):
    """One order to place: `order` is the body of the intake, sent as it is, valid or not.

    With `wait`, the answer comes when the intake has been answered and the courier booked.
    """

    partner_id: str
    order: dict[str, Any]
    book_courier: bool = True
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
