"""A payment under test: the bridge's own table, and its provider's steps done one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from chassis.effects import Attempt, Done
from chassis.outcome import Context
from contracts.message import Message
from contracts.payments import (
    CheckPayment,
    PaymentStepDone,
    SettlePayment,
    StartPayment,
)
from contracts.properties import Language
from contracts.selling import PaymentMeans
from pms_bridge.app import handlers
from pms_bridge.payments.carrier import PaymentCarrier
from pms_bridge.payments.model import Payment
from pms_bridge.payments.work import AskProvider
from tests.support.contexts import NOW, envelope

AIGLE = "refuge-aigle"
ORDER = "8d2b7a5e-3c41-5f0e-9a67-1be2c4d80f35"
PAYMENT = "3c1f7a2e-0000-8000-8000-000000000001"
ABOUT: dict[str, Any] = {"property_id": AIGLE, "order_id": ORDER, "payment_id": PAYMENT}


def start(**fields: Any) -> StartPayment:
    return StartPayment(
        **{
            **ABOUT,
            "means": PaymentMeans.PAYPAL,
            "amount": 5200,
            "currency": "EUR",
            "reference": "9K3TZ7",
            "language": Language.FR,
            "return_to": "https://comptoir.example/guest/stays/abc?lang=fr",
            **fields,
        }
    )


def check(**fields: Any) -> CheckPayment:
    return CheckPayment(**{**ABOUT, **fields})


def settle(keep: int, **fields: Any) -> SettlePayment:
    return SettlePayment(**{**ABOUT, "keep": keep, **fields})


class Till:
    """The bridge in memory. What it asks of the provider waits in `asked`, oldest first."""

    def __init__(self) -> None:
        self.payment: Payment | None = None
        self.asked: list[AskProvider] = []
        self.told: list[Message] = []
        self._count = 0

    def tell(self, *messages: Message) -> list[Message]:
        """Handle messages; what was said about them."""
        return [said for message in messages for said in self._handle(message)]

    def kinds(self) -> list[str]:
        return [type(event).__name__ for event in self.told]

    async def work(self, carrier: PaymentCarrier, tries: int = 20) -> None:
        """Have all that is asked done, each as often as it takes."""
        while self.asked:
            work = self.asked.pop(0)
            for number in range(1, tries + 1):
                ending = await carrier.carry(work, attempt(number))
                if isinstance(ending, Done):
                    self.tell(*ending.reports)
                    break
            else:
                raise AssertionError(f"{work.step} does not end: {ending}")

    def _handle(self, message: Message) -> Sequence[Message]:
        row = handlers.rows[message.TYPE]
        received = row.message.read(message.encode())
        (ref,) = row.touches(received)
        self._count += 1
        about = envelope(received, id=f"message-{self._count}")
        context = Context(NOW, about, "pms-bridge", row.name, lambda _: None)
        changes = row.handle({ref: self.payment}, received, context)
        for state in changes.documents.values():
            assert isinstance(state, Payment)
            stored = state.model_dump(mode="json")
            self.payment = Payment.model_validate(stored, strict=False)
        for effect in changes.effects:
            assert isinstance(effect.work, AskProvider)
            stored = effect.work.model_dump(mode="json")
            self.asked.append(AskProvider.model_validate(stored, strict=False))
        self.told.extend(changes.events)
        return changes.events


def attempt(number: int = 1) -> Attempt:
    """One a second."""
    now = NOW + timedelta(seconds=number - 1)
    return Attempt("effect-1", number, now, NOW, NOW if number > 1 else None, lambda: None)


def done(work: AskProvider, **fields: Any) -> PaymentStepDone:
    """The report of a step that went well, unless `fields` say otherwise."""
    stands = {"captured": work.captured, "refunded": work.refunded, "end": "done"}
    return PaymentStepDone.model_validate(
        {**ABOUT, "step": work.step, "provider_id": "5O190127TN364715T", **stands, **fields},
        strict=False,
    )
