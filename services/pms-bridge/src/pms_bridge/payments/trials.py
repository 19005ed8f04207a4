"""Trying a property's account at a payment provider: asked for by a person, answered with what was
found."""

from __future__ import annotations

from datetime import timedelta

from chassis.effects import Attempt, Done
from chassis.outcome import Context, Effect, Outcome, Work
from chassis.table import HandlerTable
from contracts.payment_trials import PaymentsTested, PaymentsTried, TryPayments
from contracts.selling import PaymentMeans
from pms_bridge.payments.carrier import Providers
from pms_bridge.payments.provider import ProviderSilent
from pms_bridge.properties.model import Property, properties
from pms_bridge.properties.refusals import unknown_property

table = HandlerTable("pms-bridge")
SPARE = timedelta(seconds=5)
_LONGEST_DETAIL = 500


class TryAccount(Work, kind="bridge.try-payment-account"):
    """Sign in and ask something that changes nothing, with the settings as they are now."""

    property_id: str
    request_id: str
    means: PaymentMeans


@table.on(TryPayments, document=properties)
def trial_requested(
    known: Property | None, message: TryPayments, context: Context
) -> Outcome[Property]:
    """No breaker stands before it: it tells how the account is, not how it was."""
    id = message.property_id
    if known is None:
        return Outcome(events=[unknown_property(id)])
    work = TryAccount(property_id=id, request_id=context.envelope.id, means=message.means)
    return Outcome(effects=[Effect(work, lane=f"payments-trial:{id}")])


@table.on(PaymentsTried, document=properties)
def payments_tried(
    known: Property | None, message: PaymentsTried, context: Context
) -> Outcome[Property]:
    said = {name: getattr(message, name) for name in PaymentsTested.model_fields}
    return Outcome(events=[PaymentsTested(**said)])


class AccountTrial:
    """The carrier of `TryAccount`, for every account."""

    def __init__(self, providers: Providers) -> None:
        self._providers = providers
        longest = max((each.timeout for each in providers.values()), default=timedelta())
        self.deadline = longest + SPARE

    async def carry(self, work: TryAccount, attempt: Attempt) -> Done:
        provider = self._providers.get((work.means, work.property_id))
        detail, works = "", provider is not None
        if provider is not None:
            try:
                await provider.try_it()
            except ProviderSilent as silent:
                detail, works = str(silent), False
        report = PaymentsTried(
            property_id=work.property_id,
            request_id=work.request_id,
            means=work.means,
            connected=provider is not None,
            works=works,
            detail=detail[:_LONGEST_DETAIL],
            tried_at=attempt.now,
        )
        return Done([report])
