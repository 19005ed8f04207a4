"""The steps of a payment at Paybox: its page holds the money, we have it taken, let go or given
back.

Each step looks first, so that a repeat whose first answer was lost finds what it did.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from chassis.effects import Attempt
from contracts.payments import PaymentStep, StepEnd
from pms_bridge.paybox.direct import NOT_LET_IN, Frame, Numbers, PayboxDirect, Refused
from pms_bridge.paybox.form import CURRENCIES, payment_form, reference_of
from pms_bridge.payments.provider import ProviderSilent, Standing
from pms_bridge.payments.work import AskProvider

# What `STATUS` says of a transaction.
_HELD = "Autorisé"
_TAKEN = frozenset({"Capturé", "Remboursé"})
_OVER = frozenset({"Annulé", "Refusé"})
_LONGEST_STEP_CALLS = 3


class Paybox:
    """One property's account."""

    def __init__(
        self,
        direct: PayboxDirect,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._direct = direct
        self._clock = clock
        self._now = now
        # When a refund was last sent off whose answer never came.
        self._unanswered: dict[str, float] = {}

    @property
    def timeout(self) -> timedelta:
        return timedelta(seconds=self._direct.account.timeout_seconds * _LONGEST_STEP_CALLS)

    async def ask(self, work: AskProvider, attempt: Attempt) -> Standing:
        """Raises `ProviderSilent`."""
        if work.step is PaymentStep.OPEN:
            return self._open(work)
        numbers = Numbers.read(work.provider_id or "") or await self._find(work)
        if numbers is None:
            return _nothing(work)
        status = await self._status(work, numbers)
        match work.step:
            case PaymentStep.CAPTURE if status == _HELD:
                return await self._take(work, numbers, attempt)
            case PaymentStep.VOID if status == _HELD:
                return await self._let_go(work, numbers, attempt)
            case PaymentStep.REFUND if status in _TAKEN:
                return await self._give_back(work, numbers, attempt)
            case _:
                return _standing(work, numbers, status)

    async def try_it(self) -> None:
        """Asks for a payment that there is not. Raises `ProviderSilent`."""
        try:
            await self._direct.ask(Frame.FIND, amount=100, currency="EUR", reference="trial")
        except Refused as refused:
            if refused.code in NOT_LET_IN:
                raise ProviderSilent(f"not let in: {refused}", away=False) from refused

    def _open(self, work: AskProvider) -> Standing:
        """Nothing is asked of Paybox: the guest brings it the form."""
        if work.currency not in CURRENCIES:
            return Standing(StepEnd.REFUSED, f"Paybox is not asked for {work.currency}")
        return Standing(
            StepEnd.DONE,
            provider_id=work.payment_id,
            pay_at=str(self._direct.account.page),
            form=payment_form(self._direct.account, work, self._now()),
        )

    async def _find(self, work: AskProvider) -> Numbers | None:
        """The numbers of what was held for this very sum under our reference; None where nothing
        was."""
        return await self._by_reference(work, reference_of(work), work.amount)

    async def _by_reference(self, work: AskProvider, reference: str, amount: int) -> Numbers | None:
        try:
            said = await self._direct.ask(
                Frame.FIND, amount=amount, currency=work.currency, reference=reference
            )
        except Refused as refused:
            if refused.code in NOT_LET_IN:
                raise ProviderSilent(f"could not look: {refused}", away=False) from refused
            return None
        return Numbers.read(f"{said.get('NUMAPPEL', '')}.{said.get('NUMTRANS', '')}")

    async def _status(self, work: AskProvider, numbers: Numbers) -> str:
        try:
            said = await self._about(Frame.LOOK, work, numbers)
        except Refused as refused:
            raise ProviderSilent(f"could not look: {refused}", away=False) from refused
        return said.get("STATUS", "")

    async def _take(self, work: AskProvider, numbers: Numbers, attempt: Attempt) -> Standing:
        try:
            await self._about(Frame.CAPTURE, work, numbers, attempt)
        except Refused as refused:
            if not refused.by_bank:
                raise ProviderSilent(f"could not take: {refused}", away=False) from refused
            return _standing(work, numbers, _HELD, StepEnd.DECLINED, str(refused))
        return _standing(work, numbers, "Capturé")

    async def _let_go(self, work: AskProvider, numbers: Numbers, attempt: Attempt) -> Standing:
        """The guest's money is theirs: a refusal is tried again, until a person has mended it."""
        try:
            await self._about(Frame.CANCEL, work, numbers, attempt)
        except Refused as refused:
            raise ProviderSilent(f"could not let go: {refused}", away=False) from refused
        return _standing(work, numbers, "Annulé")

    async def _give_back(self, work: AskProvider, numbers: Numbers, attempt: Attempt) -> Standing:
        """Each refund is a transaction of its own, under a reference of its own. Paybox would carry
        out a second one: whatever may still be under way is waited for before one is sent again."""
        reference = f"{reference_of(work)}-r{work.refunded}"
        if await self._by_reference(work, reference, work.refund) is None:
            self._ensure_settled(reference, attempt)
            self._unanswered[reference] = self._clock()
            try:
                await self._direct.ask(
                    Frame.REFUND,
                    amount=work.refund,
                    currency=work.currency,
                    reference=reference,
                    numbers=numbers,
                    leaving=attempt.ensure_time,
                )
            except Refused as refused:
                del self._unanswered[reference]
                raise ProviderSilent(f"could not give back: {refused}", away=False) from refused
        self._unanswered.pop(reference, None)
        given = work.model_copy(update={"refunded": work.refunded + work.refund})
        return _standing(given, numbers, "Remboursé")

    def _ensure_settled(self, reference: str, attempt: Attempt) -> None:
        """Raises `ProviderSilent` while an earlier request may still be carried out: one of this
        process, or one of a process that died, of which only the first try's time is known."""
        settle = self._direct.account.settle_seconds + self._direct.account.timeout_seconds
        sent = self._unanswered.get(reference)
        since = (attempt.now - attempt.first_at).total_seconds() if attempt.number > 1 else settle
        if sent is not None:
            since = self._clock() - sent
        if since < settle:
            raise ProviderSilent("an earlier refund may still be under way", away=False)

    async def _about(
        self, frame: Frame, work: AskProvider, numbers: Numbers, attempt: Attempt | None = None
    ) -> dict[str, str]:
        said = await self._direct.ask(
            frame,
            amount=work.amount,
            currency=work.currency,
            reference=reference_of(work),
            numbers=numbers,
            leaving=attempt.ensure_time if attempt else None,
        )
        return dict(said)


def _nothing(work: AskProvider) -> Standing:
    """Nobody has paid so far; or, of what was held, Paybox knows nothing any more."""
    end = StepEnd.NOT_YET if work.step is PaymentStep.AUTHORISE else StepEnd.DONE
    if work.step is PaymentStep.CAPTURE:
        end = StepEnd.DECLINED
    return Standing(end, provider_id=work.provider_id)


def _standing(
    work: AskProvider,
    numbers: Numbers,
    status: str,
    end: StepEnd = StepEnd.DONE,
    detail: str = "",
) -> Standing:
    taken = work.amount if status in _TAKEN else 0
    if status in _OVER and work.step in (PaymentStep.AUTHORISE, PaymentStep.CAPTURE):
        end, detail = StepEnd.DECLINED, detail or status
    return Standing(
        end=end,
        detail=detail,
        provider_id=str(numbers),
        authorised=work.amount if status == _HELD or taken else 0,
        captured=taken,
        refunded=work.refunded if taken else 0,
    )
