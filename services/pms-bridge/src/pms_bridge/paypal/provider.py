"""The steps of a payment at PayPal: authorised once its guest has approved it, captured or voided
as we are told, refunded when a stay is cancelled.

Each step looks at the order first, so a repeat whose first answer was lost finds what it did, also
after the hours for which PayPal remembers a request's key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from chassis.effects import Attempt
from contracts.payments import PaymentStep, StepEnd
from contracts.properties import Language
from pms_bridge.payments.provider import ProviderSilent, Standing, came_back
from pms_bridge.payments.work import AskProvider
from pms_bridge.paypal.platform import Json, PayPalPlatform, Refused
from pms_bridge.paypal.reading import PayPalOrder, value_of

_LOCALES = {
    Language.FR: "fr-FR",
    Language.EN: "en-GB",
    Language.IT: "it-IT",
    Language.DE: "de-DE",
    Language.ES: "es-ES",
}
# The order says already what these refusals say: somebody, perhaps we, did it before.
_DONE_BEFORE = frozenset(
    {
        "ORDER_ALREADY_AUTHORIZED",
        "ORDER_ALREADY_CAPTURED",
        "AUTHORIZATION_ALREADY_CAPTURED",
        "PREVIOUSLY_CAPTURED",
        "PREVIOUSLY_VOIDED",
        "AUTHORIZATION_VOIDED",
        "CAPTURE_FULLY_REFUNDED",
    }
)
_LONGEST_STEP_CALLS = 4


LeavingNow = Callable[[], None]


class PayPal:
    """One property's account."""

    def __init__(self, platform: PayPalPlatform) -> None:
        self._platform = platform

    @property
    def timeout(self) -> timedelta:
        return timedelta(seconds=self._platform.account.timeout_seconds * _LONGEST_STEP_CALLS)

    async def ask(self, work: AskProvider, attempt: Attempt) -> Standing:
        """Raises `ProviderSilent`."""
        leaving = attempt.ensure_time
        if work.provider_id is None:
            return await self._open(work, leaving)
        order = await self._order(work, work.provider_id)
        match work.step:
            case PaymentStep.AUTHORISE:
                return await self._authorise(work, order, leaving)
            case PaymentStep.CAPTURE if not order.captured:
                return await self._capture(work, order, leaving)
            case PaymentStep.VOID if order.authorization_id is not None:
                path = f"/v2/payments/authorizations/{order.authorization_id}/void"
                return await self._give_back(work, path, {}, None, leaving)
            case PaymentStep.REFUND:
                return await self._refund(work, order, leaving)
            case _:
                return _standing(order)

    async def try_it(self) -> None:
        """Raises `ProviderSilent`."""
        await self._platform.sign_in()

    async def _open(self, work: AskProvider, leaving: LeavingNow) -> Standing:
        key = f"{work.payment_id}-open"
        try:
            said = await self._platform.post(
                "/v2/checkout/orders", order_body(work), key=key, leaving=leaving
            )
        except Refused as refused:
            return Standing(StepEnd.REFUSED, str(refused))
        return _standing(PayPalOrder.of(said, work.currency))

    async def _authorise(
        self, work: AskProvider, order: PayPalOrder, leaving: LeavingNow
    ) -> Standing:
        """Once the guest has approved; the provider's word, not theirs, says so."""
        if order.status in ("CREATED", "SAVED", "PAYER_ACTION_REQUIRED"):
            return _standing(order, StepEnd.NOT_YET)
        if order.status == "APPROVED":
            path, key = f"/v2/checkout/orders/{order.id}/authorize", f"{work.payment_id}-authorise"
            try:
                await self._platform.post(path, {}, key=key, leaving=leaving)
            except Refused as refused:
                if refused.issue == "ORDER_NOT_APPROVED":
                    return _standing(order, StepEnd.NOT_YET)
                if refused.issue not in _DONE_BEFORE:
                    return _standing(order, StepEnd.DECLINED, str(refused))
            order = await self._order(work, order.id)
        if order.authorised:
            return _standing(order)
        declined = order.denied or order.status == "VOIDED"
        return _standing(order, StepEnd.DECLINED if declined else StepEnd.NOT_YET)

    async def _capture(
        self, work: AskProvider, order: PayPalOrder, leaving: LeavingNow
    ) -> Standing:
        if order.authorization_id is None:
            return _standing(order, StepEnd.DECLINED, "nothing is authorised any more")
        path = f"/v2/payments/authorizations/{order.authorization_id}/capture"
        body = {"amount": value_of(work.amount, work.currency), "final_capture": True}
        try:
            await self._platform.post(path, body, key=f"{work.payment_id}-capture", leaving=leaving)
        except Refused as refused:
            if refused.issue not in _DONE_BEFORE:
                return _standing(order, StepEnd.DECLINED, str(refused))
        order = await self._order(work, order.id)
        if not order.captured:
            raise ProviderSilent("the capture is pending", away=False)
        return _standing(order)

    async def _refund(self, work: AskProvider, order: PayPalOrder, leaving: LeavingNow) -> Standing:
        """What is still missing of it: an earlier try may have given back some or all."""
        missing = work.refund - (order.refunded - work.refunded)
        if missing <= 0 or order.capture_id is None:
            return _standing(order)
        path = f"/v2/payments/captures/{order.capture_id}/refund"
        body = {"amount": value_of(missing, work.currency)}
        key = f"{work.payment_id}-refund-{work.refunded}"
        return await self._give_back(work, path, body, key, leaving)

    async def _give_back(
        self, work: AskProvider, path: str, body: Json, key: str | None, leaving: LeavingNow
    ) -> Standing:
        """The guest's money is theirs: a refusal is tried again, until a person has mended it."""
        try:
            await self._platform.post(path, body, key=key, leaving=leaving)
        except Refused as refused:
            if refused.issue not in _DONE_BEFORE:
                raise ProviderSilent(
                    f"could not give back: {refused.issue or refused.status}", away=False
                ) from refused
        return _standing(await self._order(work, work.provider_id or ""))

    async def _order(self, work: AskProvider, provider_id: str) -> PayPalOrder:
        try:
            said = await self._platform.get(f"/v2/checkout/orders/{provider_id}")
        except Refused as refused:
            if refused.status != 404 or work.step is not PaymentStep.AUTHORISE:
                raise ProviderSilent(
                    f"could not look: {refused.issue or refused.status}", away=False
                ) from refused
            # PayPal forgets an order that nobody approved.
            said = {"id": provider_id, "status": "VOIDED"}
        return PayPalOrder.of(said, work.currency)


def order_body(work: AskProvider) -> Json:
    """`order_request`: authorised at first, for one unit, back to where the guest came from."""
    return {
        "intent": "AUTHORIZE",
        "purchase_units": [
            {
                "amount": value_of(work.amount, work.currency),
                "custom_id": f"{work.order_id}.{work.payment_id}",
                "invoice_id": work.payment_id,
                "description": work.reference,
            }
        ],
        "payment_source": {
            "paypal": {
                "experience_context": {
                    "locale": _LOCALES[work.language],
                    "shipping_preference": "NO_SHIPPING",
                    "user_action": "PAY_NOW",
                    "return_url": came_back(work.return_to, "back"),
                    "cancel_url": came_back(work.return_to, "given-up"),
                }
            }
        },
    }


def _standing(order: PayPalOrder, end: StepEnd = StepEnd.DONE, detail: str = "") -> Standing:
    return Standing(
        end=end,
        detail=detail,
        provider_id=order.id or None,
        pay_at=order.pay_at,
        authorised=order.authorised,
        captured=order.captured,
        refunded=order.refunded,
    )
