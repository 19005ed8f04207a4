"""The work of asking one thing of a payment provider, stored until it is done."""

from __future__ import annotations

from chassis.outcome import Effect, Work
from contracts.payments import PaymentStep
from contracts.properties import Language
from contracts.selling import PaymentMeans
from pms_bridge.payments.model import Payment


class AskProvider(Work, kind="bridge.ask-payment-provider"):
    """One step of one payment. `refund` is how much is to be given back more than `refunded`, which
    was before; `keep` is how much is to be ours in the end; all in minor units."""

    order_id: str
    property_id: str
    payment_id: str
    means: PaymentMeans
    step: PaymentStep
    amount: int
    currency: str
    reference: str
    language: Language
    return_to: str
    provider_id: str | None
    captured: int
    refunded: int
    refund: int
    keep: int = 0


def asking(payment: Payment, step: PaymentStep) -> Effect:
    """The effect of a step. One at a time per payment; each account of a provider has a breaker."""
    work = AskProvider(
        order_id=payment.order_id,
        property_id=payment.property_id,
        payment_id=payment.payment_id,
        means=payment.means,
        step=step,
        amount=payment.amount,
        currency=payment.currency,
        reference=payment.reference,
        language=payment.language,
        return_to=payment.return_to,
        provider_id=payment.provider_id,
        captured=payment.captured,
        refunded=payment.refunded,
        keep=payment.keep or 0,
        refund=payment.ours - (payment.keep or 0) if step is PaymentStep.REFUND else 0,
    )
    partner = f"{payment.means}:{payment.property_id}"
    return Effect(work, lane=f"payment/{payment.payment_id}", partner=partner)
