"""Merchants of Paybox, their transactions, and what was done with their guests' money."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from partners.journal import Record

Step = Literal["authorise", "capture", "cancel", "refund"]
HELD, TAKEN, CANCELLED, REFUNDED = "Autorisé", "Capturé", "Annulé", "Remboursé"


class PayboxConduct(BaseModel):
    """How Paybox misbehaves beyond what its faults say, until told otherwise. A `forged` answer is
    signed by somebody else, a `wrong_sum` one is rightly signed and names another sum."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    refuse_cards: bool = False
    decline_capture: bool = False
    answers: Literal["sent", "twice", "none", "forged", "wrong_sum"] = "sent"
    answer_delay_s: float = Field(default=0, ge=0, le=600)


class PayboxMerchant(BaseModel):
    """An account: who may bring guests to the page, and who may ask Paybox Direct."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    property_id: str
    site: str
    rang: str
    identifiant: str
    hmac_key: str
    direct_key: str


class PayboxSetup(BaseModel):
    """All merchants."""

    model_config = ConfigDict(extra="forbid")

    merchants: list[PayboxMerchant]


class PayboxMove(Record):
    """One effect on somebody's money; `amount` in minor units."""

    at: datetime
    property_id: str
    reference: str
    step: Step
    amount: int
    currency: str


class PayboxAnswerSent(Record):
    """An answer that was sent to a merchant's system; `answer` is what it was told."""

    at: datetime
    property_id: str
    reference: str
    code: str
    duplicate: bool
    answer: int | None


@dataclass
class Visit:
    """A guest on the page, with the fields that they came with."""

    id: str
    merchant: PayboxMerchant
    fields: dict[str, str]

    @property
    def reference(self) -> str:
        return self.fields["PBX_CMD"]

    @property
    def amount(self) -> int:
        return int(self.fields["PBX_TOTAL"])


@dataclass
class Transaction:
    """What was held, or given back, under a reference."""

    merchant: PayboxMerchant
    reference: str
    amount: int
    currency: str
    call: str
    number: str
    status: str = HELD
    refunds: list[int] = field(default_factory=list)
