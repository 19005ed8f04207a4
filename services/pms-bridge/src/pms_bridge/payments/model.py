"""One payment: what is wanted of it, how it stands at the provider, and what is being done."""

from __future__ import annotations

from typing import Any, Self

from chassis.documents import Collection, Document
from contracts.payments import PaymentStep, PaymentStepDone, StartPayment, StepEnd
from contracts.properties import Language
from contracts.selling import PaymentMeans

# On PayPal's page the guest agrees, and only we have the money held. On these they hold it
# themselves, before anybody looks: what comes of them late is found and let go.
_HELD_BY_PAGE = frozenset({PaymentMeans.PAYBOX, PaymentMeans.CARD_CAPTURE})


class Payment(Document):
    """Kept under `payment_id`, which is the provider's key for everything about it, too.

    `keep` is how much is to be ours of it, None while nobody has said. `authorised`, `captured` and
    `refunded` are how it stands at the provider, in minor units. `doing` is the one step that is
    asked of it now; `look` says that word came while it was done, and to look again after it.
    """

    order_id: str
    property_id: str
    payment_id: str
    means: PaymentMeans
    amount: int
    currency: str
    reference: str
    language: Language
    return_to: str
    provider_id: str | None = None
    pay_at: str | None = None
    keep: int | None = None
    authorised: int = 0
    captured: int = 0
    refunded: int = 0
    doing: PaymentStep | None = None
    look: bool = False
    failed: bool = False
    told: int | None = None

    @classmethod
    def started(cls, message: StartPayment) -> Self:
        fields = {name: value for name, value in message if name in cls.model_fields}
        return cls(**fields)

    def changed(self, **fields: Any) -> Self:
        return self.model_copy(update=fields)

    def after(self, report: PaymentStepDone) -> Self:
        """As the provider says that it stands."""
        return self.changed(
            doing=None,
            provider_id=report.provider_id or self.provider_id,
            pay_at=report.pay_at or self.pay_at,
            authorised=report.authorised,
            captured=report.captured,
            refunded=report.refunded,
            failed=self.failed or report.end not in (StepEnd.DONE, StepEnd.NOT_YET),
        )

    @property
    def held_by_page(self) -> bool:
        """Whether money may be held of it without our having asked for that."""
        return self.means in _HELD_BY_PAGE

    @property
    def is_card(self) -> bool:
        """Whether a card is kept instead of money."""
        return self.means is PaymentMeans.CARD_CAPTURE

    @property
    def ours(self) -> int:
        return self.captured - self.refunded

    @property
    def is_settled(self) -> bool:
        """Whether it is as it is wanted: nobody's money hangs in between."""
        if self.keep is None or self.doing is not None:
            return False
        held = self.authorised > 0 and self.captured == 0
        return self.ours == self.keep and not held

    @property
    def due_step(self) -> PaymentStep | None:
        """What is to be asked of the provider next, if anything. A payment that failed has nothing
        that could be taken, voided or refunded, unless the provider says otherwise."""
        if self.doing is not None:
            return None
        if self.provider_id is None:
            return None if self.failed or self.keep == 0 else PaymentStep.OPEN
        if self.captured:
            over = self.keep is not None and self.ours > self.keep
            return PaymentStep.REFUND if over else None
        if self.authorised:
            return self._step_of_held
        wanted = self.keep != 0 or self.held_by_page
        waiting = self.look and not self.failed and wanted
        return PaymentStep.AUTHORISE if waiting else None

    @property
    def _step_of_held(self) -> PaymentStep | None:
        """What was declined once is not captured again: whoever wants it kept is told."""
        if self.keep is None or (self.keep and self.failed):
            return None
        return PaymentStep.CAPTURE if self.keep else PaymentStep.VOID


payments = Collection("payments", Payment)
