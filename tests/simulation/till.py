"""A payment provider in memory: guests pay in their own time or never, and answers are lost."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from chassis.effects import Attempt
from contracts.payments import PaymentStep, StepEnd
from pms_bridge.payments.provider import ProviderSilent, Standing
from pms_bridge.payments.work import AskProvider
from tests.simulation.faults import Dice, Fault
from tests.simulation.machine import Machine
from tests.simulation.timeline import pause

TIMEOUT = 3.0
# Within so many seconds of being led there a guest pays, if they do at all.
PAYS_WITHIN = 10.0
NEVER_PAYS = 0.25


@dataclass(slots=True)
class Purse:
    """One payment as the provider has it, in minor units. `pays_at` is when its guest approves."""

    pays_at: float | None
    amount: int
    held: int = 0
    captured: int = 0
    refunded: int = 0
    captures: int = 0

    @property
    def ours(self) -> int:
        return self.captured - self.refunded


class Purses:
    """The provider's books, whichever process asks: by our payment's id."""

    def __init__(self) -> None:
        self.known: dict[str, Purse] = {}


class SimulatedTill:
    """A provider as one process of the bridge calls it."""

    timeout = timedelta(seconds=TIMEOUT)

    def __init__(self, purses: Purses, machine: Machine, dice: Dice) -> None:
        self._purses = purses
        self._machine = machine
        self._dice = dice

    async def try_it(self) -> None:
        """It is always there."""

    async def ask(self, work: AskProvider, attempt: Attempt) -> Standing:
        """Looks first, as every connector does: what was done before is not done again."""
        await self._machine.turn()
        who = self._machine.name
        if self._dice.hits(Fault.PAYMENTS_AWAY, who):
            raise ProviderSilent("answered 503")
        attempt.ensure_time()
        end = self._done(work)
        if self._dice.hits(Fault.PAYMENT_ANSWER_LOST, who):
            await pause(TIMEOUT)
            await self._machine.gate()
            raise ProviderSilent("no answer: ReadTimeout")
        await pause(self._dice.between(0.02, 0.2))
        await self._machine.gate()
        return self._standing(work, end)

    def _done(self, work: AskProvider) -> StepEnd:
        purse = self._purse(work)
        match work.step:
            case PaymentStep.AUTHORISE if not (purse.held or purse.captured):
                now = asyncio.get_running_loop().time()
                if purse.pays_at is None or now < purse.pays_at:
                    return StepEnd.NOT_YET
                purse.held = purse.amount
            case PaymentStep.CAPTURE if purse.held:
                purse.held, purse.captured = 0, purse.amount
                purse.captures += 1
            case PaymentStep.VOID:
                purse.held = 0
            case PaymentStep.REFUND:
                purse.refunded = max(purse.refunded, work.refunded + work.refund)
            case _:
                pass
        return StepEnd.DONE

    def _purse(self, work: AskProvider) -> Purse:
        known = self._purses.known.get(work.payment_id)
        if known is None:
            now, dice = asyncio.get_running_loop().time(), self._dice.random
            pays = dice.random() >= NEVER_PAYS
            pays_at = now + dice.uniform(0, PAYS_WITHIN) if pays else None
            known = self._purses.known[work.payment_id] = Purse(pays_at, work.amount)
        return known

    def _standing(self, work: AskProvider, end: StepEnd) -> Standing:
        purse = self._purse(work)
        return Standing(
            end=end,
            provider_id=f"order-of-{work.payment_id}",
            pay_at="https://pay.example/there" if work.step is PaymentStep.OPEN else None,
            authorised=purse.held or purse.captured,
            captured=purse.captured,
            refunded=purse.refunded,
        )
