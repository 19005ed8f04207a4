"""Carries the steps of payments to the provider whose account the property has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from chassis.effects import Again, Attempt, Done, Ending
from contracts.message import PropertyId
from contracts.payments import PaymentStepDone, StepEnd
from contracts.selling import PaymentMeans
from pms_bridge.payments.provider import Provider, ProviderSilent, Standing
from pms_bridge.payments.work import AskProvider

SPARE = timedelta(seconds=5)
_LONGEST_DETAIL = 500

Providers = Mapping[tuple[PaymentMeans, PropertyId], Provider]


class PaymentCarrier:
    """A step is tried until the provider has answered it: money is never left in between."""

    def __init__(self, providers: Providers) -> None:
        self._providers = providers
        longest = max((each.timeout for each in providers.values()), default=timedelta())
        self.deadline = longest + SPARE

    async def carry(self, work: AskProvider, attempt: Attempt) -> Ending:
        provider = self._providers.get((work.means, work.property_id))
        if provider is None:
            if work.captured or work.provider_id is not None:
                # Somebody took the account out of the settings while money hangs on it.
                return Again(f"{work.property_id} has no account for {work.means} any more")
            detail = f"no account for {work.means} in the connections file"
            return _done(work, Standing(StepEnd.NOT_CONNECTED, detail))
        try:
            return _done(work, await provider.ask(work, attempt))
        except ProviderSilent as silent:
            return Again(str(silent), unavailable=silent.away)


def _done(work: AskProvider, standing: Standing) -> Done:
    report = PaymentStepDone(
        property_id=work.property_id,
        order_id=work.order_id,
        payment_id=work.payment_id,
        step=work.step,
        end=standing.end,
        detail=standing.detail[:_LONGEST_DETAIL],
        provider_id=standing.provider_id,
        pay_at=standing.pay_at,
        form=standing.form,
        card=standing.card,
        authorised=standing.authorised,
        captured=standing.captured,
        refunded=standing.refunded,
    )
    return Done([report])
