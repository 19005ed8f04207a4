"""Billing targets, folios and how postings end, with ordinary values."""

from __future__ import annotations

from typing import Any

from chassis.outcome import Outcome
from chassis.table import HandlerTable
from contracts.billing import (
    BillingReason,
    BillingTarget,
    Candidate,
    FolioNeedsAttention,
    FolioProblem,
    PostingConfirmed,
    PostingRejected,
    PostingUnknown,
)
from contracts.deliveries import Guest
from contracts.folio_requests import ChooseReservation, RetryPosting, TickOffPosting
from contracts.message import Message
from contracts.money import Amount, TaxLine
from contracts.properties import Integrations, PmsMode
from pms_bridge.folio.charge import PostCharge
from pms_bridge.folio.decisions import table as decisions
from pms_bridge.folio.handlers import table as reports
from pms_bridge.folio.model import Folio, folios
from pms_bridge.properties.model import Property, properties
from tests.support.contexts import NOW, context, envelope
from tests.support.deliveries import EVENING, GUEST, ORDER, PROPERTY, sheet

table = HandlerTable("pms-bridge")
table.include(reports)
table.include(decisions)

NOTHING = Amount.nothing("EUR")


def euros(food: int = 0, alcohol: int = 0) -> Amount:
    """Gross cents of the two rates, a tenth and a sixth of which are tax, about."""
    rates = (("TVA 10 %", "10.00", food, food // 11), ("TVA 20 %", "20.00", alcohol, alcohol // 6))
    lines = [
        TaxLine(name=name, rate=rate, net=gross - tax, tax=tax)
        for name, rate, gross, tax in rates
        if gross
    ]
    return Amount(currency="EUR", tax_lines=tuple(lines))


def target(amount: Amount, **fields: Any) -> BillingTarget:
    return BillingTarget(
        **{
            "property_id": PROPERTY,
            "order_id": ORDER,
            "guest_id": GUEST,
            "reference": "9K3TZ7",
            "room": "203",
            "guest": Guest(surname="D'Hérouville", given_name="Anaïs"),
            "description": "Chez Lina",
            "amount": amount,
            "reason": BillingReason.DELIVERED,
            "since": NOW,
            "partner_id": "demo-page",
            "external_id": "LUM-20261123-0042",
            "placed_at": EVENING,
            **fields,
        }
    )


def confirmed(posting_id: str, **fields: Any) -> PostingConfirmed:
    return PostingConfirmed(
        **{
            "property_id": PROPERTY,
            "order_id": ORDER,
            "posting_id": posting_id,
            "reservation_id": "934171",
            "transaction_numbers": ("7000001",),
            **fields,
        }
    )


def rejected(
    posting_id: str,
    problem: FolioProblem = FolioProblem.NOT_FOUND,
    candidates: tuple[Candidate, ...] = (),
) -> PostingRejected:
    return PostingRejected(
        property_id=PROPERTY,
        order_id=ORDER,
        guest_id=GUEST,
        posting_id=posting_id,
        problem=problem,
        detail="nobody of that name is in room 203",
        candidates=candidates,
    )


def unknown(posting_id: str) -> PostingUnknown:
    return PostingUnknown(
        property_id=PROPERTY, order_id=ORDER, posting_id=posting_id, detail="no answer"
    )


def tick_off(posting_id: str, **fields: Any) -> TickOffPosting:
    about = {"property_id": PROPERTY, "order_id": ORDER, "posting_id": posting_id}
    return TickOffPosting(**{**about, **fields})


def choose(posting_id: str, reservation_id: str = "934172", **fields: Any) -> ChooseReservation:
    about = {"property_id": PROPERTY, "order_id": ORDER, "posting_id": posting_id}
    return ChooseReservation(**{**about, "reservation_id": reservation_id, **fields})


def retry(posting_id: str, **fields: Any) -> RetryPosting:
    about = {"property_id": PROPERTY, "order_id": ORDER, "posting_id": posting_id}
    return RetryPosting(**{**about, **fields})


def a_property(pms: PmsMode = PmsMode.TWO_WAY) -> Property:
    integrations = Integrations(pms=pms, delivery=True)
    return Property(property_id=PROPERTY, sheet=sheet(integrations=integrations))


class FolioRun:
    """Handles one message after another with the real table, keeping state and what was said."""

    def __init__(self, of: Property | None = None, handlers: HandlerTable = table) -> None:
        self.of = a_property() if of is None else of
        self.folio: Folio | None = None
        self.told: list[Message] = []
        self.work: list[PostCharge] = []
        self._handlers = handlers
        self._count = 0

    def handle(self, message: Message, actor: str = "partner:demo-page") -> Outcome[Folio]:
        """Returns what this message alone brought about."""
        self._count += 1
        row = self._handlers.rows[message.TYPE]
        ref = folios.ref(ORDER)
        given = context(
            envelope=envelope(message, id=f"message-{self._count}", actor=actor),
            documents={properties.ref(PROPERTY): self.of},
            service="pms-bridge",
            handler=row.name,
        )
        changes = row.handle({ref: self.folio}, message, given)
        state = changes.documents.get(ref)
        self.folio = state if isinstance(state, Folio) else self.folio
        self.told += changes.events
        works = [effect.work for effect in changes.effects]
        self.work += [work for work in works if isinstance(work, PostCharge)]
        return Outcome(self.folio, changes.events, changes.effects)

    def messages(self, kind: type[Message]) -> list[Any]:
        """All that was said of one type."""
        return [message for message in self.told if isinstance(message, kind)]

    @property
    def asked(self) -> str:
        """The id of the posting that the PMS was asked for last."""
        return self.work[-1].posting_id

    @property
    def task(self) -> FolioNeedsAttention:
        """What a person was asked last."""
        task = self.messages(FolioNeedsAttention)[-1]
        assert isinstance(task, FolioNeedsAttention)
        return task

    @property
    def now(self) -> Folio:
        assert self.folio is not None
        return self.folio
