"""What a payment provider is asked, and how that may end; a connector is one of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlencode

from chassis.effects import Attempt
from contracts.payments import FormField, KeptCard, StepEnd
from pms_bridge.payments.work import AskProvider


@dataclass(frozen=True, slots=True)
class Standing:
    """How a payment stands at the provider after a step, in minor units. `form` goes with the guest
    to `pay_at`, where the provider wants one; `card` is kept as a guarantee of `authorised`."""

    end: StepEnd
    detail: str = ""
    provider_id: str | None = None
    pay_at: str | None = None
    form: tuple[FormField, ...] = ()
    card: KeptCard | None = None
    authorised: int = 0
    captured: int = 0
    refunded: int = 0


class ProviderSilent(Exception):
    """The provider did not answer, or cannot now. A step may have been carried out all the same:
    it is asked again under its key, after a look at how the payment stands. `away` counts against
    its breaker; without, it is this one step that it cannot do yet."""

    def __init__(self, reason: str, *, away: bool = True) -> None:
        super().__init__(reason)
        self.away = away


class Provider(Protocol):
    """One account at one provider. Every step may be repeated: it looks first, and goes under a key
    that is the same each time."""

    @property
    def timeout(self) -> timedelta:
        """How long one step may take."""

    async def ask(self, work: AskProvider, attempt: Attempt) -> Standing:
        """Carry out one step. The attempt's time is ensured before each request that changes
        something. Raises `ProviderSilent`."""

    async def try_it(self) -> None:
        """Sign in and ask what changes nothing. Raises `ProviderSilent`, saying what is wrong."""


def came_back(address: str, how: str) -> str:
    """Where a guest comes back to from the provider's page, and how: `back`, `refused` or
    `given-up`."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'payment': how})}"
