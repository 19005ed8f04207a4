"""Which refunds of an order count, and what each takes from its tax lines (O19, O20).

Everything here is reckoned from the set of all refunds that were reported, in the order of the
partner's own time, so that it comes to the same in whatever order the reports arrive. A report
that comes late may therefore restate a refund that was told before it.

A claim has one refund: its decision brings it, a refund that names the claim brings it, or both do.
It is told under the claim's id, every other refund under its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from contracts.claims import ClaimDecisionReported
from contracts.money import Amount
from contracts.refunds import RefundRefusal, RefundReported
from orders.delivery.model import DeliveryOrder, Refund
from orders.delivery.shares import TooMuch, UnknownRate, share_out, take_lines

# Different reports of refunds that one order keeps; more of them is a fault of the partner's.
REFUND_LIMIT = 50


class Refused(NamedTuple):
    """A refund that cannot be: why, and which field of its report says so."""

    refund: Refund
    reason: RefundRefusal
    field: str
    detail: str

    @property
    def told_by(self) -> tuple[object, ...]:
        """What tells it from another refusal; the figures in its detail do not."""
        return (_report(self.refund), self.reason)


class Counted(NamedTuple):
    """A refund that counts, and what it takes from each tax line."""

    refund: Refund
    amount: Amount


@dataclass(frozen=True, slots=True)
class Settlement:
    """What an order's refunds come to. `left` is the order's amount less all that count."""

    counted: tuple[Counted, ...]
    refused: tuple[Refused, ...]
    refunded: Amount
    left: Amount

    @property
    def in_full(self) -> bool:
        return not self.left.tax_lines


def told_as(refund: Refund) -> str:
    """The id under which a refund is told: its claim's, where it names one."""
    return refund.claim_id or refund.refund_id


def refund_of(report: RefundReported) -> Refund:
    return Refund(
        refund_id=report.refund_id,
        total=report.total,
        currency=report.currency,
        amount=report.amount,
        claim_id=report.claim_id,
        reason=report.reason,
        reported_at=report.reported_at,
    )


def refund_decided(report: ClaimDecisionReported) -> Refund | None:
    """The refund that a decision about a claim brings, under the claim's id; None if it is none."""
    if not report.refunded:
        return None
    return Refund(
        refund_id=report.claim_id,
        total=report.refunded,
        currency=report.currency,
        amount=report.amount,
        claim_id=report.claim_id,
        reason=report.note,
        reported_at=report.reported_at,
    )


def with_refund(order: DeliveryOrder, refund: Refund) -> DeliveryOrder:
    """The order with one more report, or the very same order where it is known or one too many.
    A repeat may bear another time; the earliest counts."""
    known = next((each for each in order.refunds if _report(each) == _report(refund)), None)
    if is_one_too_many(order, refund) or (known and _rank(known) <= _rank(refund)):
        return order
    others = [each for each in order.refunds if each is not known]
    return order.changed(refunds=tuple(sorted([*others, refund], key=_rank)))


def is_one_too_many(order: DeliveryOrder, refund: Refund) -> bool:
    """Whether an order has no room for one more report."""
    known = any(_report(each) == _report(refund) for each in order.refunds)
    return not known and len(order.refunds) >= REFUND_LIMIT


def settled(order: DeliveryOrder) -> Settlement:
    """What the refunds of a placed order come to.

    One that is refused takes nothing and stands in nobody's way, so that one more report never
    takes a refund away without another one that counts.
    """
    assert order.placement is not None  # noqa: S101 - callers ask of placed orders only
    left = whole = order.placement.content.amount
    counted: list[Counted] = []
    refused: list[Refused] = []
    for refund in order.refunds:
        first = next((one.refund for one in counted if _same_refund(one.refund, refund)), None)
        if first is not None:
            refused += _difference(first, refund)
            continue
        reckoned = _reckoned(refund, order.refunds, whole, left)
        if isinstance(reckoned, Refused):
            refused.append(reckoned)
        else:
            counted.append(reckoned)
            left = left.minus(reckoned.amount)
    return Settlement(tuple(counted), tuple(refused), whole.minus(left), left)


def _same_refund(one: Refund, other: Refund) -> bool:
    return one.refund_id == other.refund_id or told_as(one) == told_as(other)


def _difference(first: Refund, refund: Refund) -> list[Refused]:
    """The refusal of a second report of a refund that counts; none where it says the same."""
    field = _differing_field(first, refund)
    if field is None:
        return []
    detail = f"{first.refund_id} was reported before with {first.total} {first.currency}"
    return [Refused(refund, RefundRefusal.DIFFERS, field, detail)]


def _differing_field(first: Refund, refund: Refund) -> str | None:
    if first.total != refund.total:
        return "total"
    if first.currency != refund.currency:
        return "currency"
    if refund.amount is not None and refund.amount != first.amount:
        return "amount"
    decided = first.refund_id == first.claim_id or refund.refund_id == refund.claim_id
    return None if decided or first.refund_id == refund.refund_id else "refund_id"


def _reckoned(
    refund: Refund, all: Sequence[Refund], whole: Amount, left: Amount
) -> Counted | Refused:
    """A refund with what it takes of `left`."""
    for said in _with_lines(refund, all):
        taken = _taken(said, whole, left)
        if isinstance(taken, Amount):
            return Counted(said, taken)
    taken = _taken(refund, whole, left)
    return taken if isinstance(taken, Refused) else Counted(refund, taken)


def _with_lines(refund: Refund, all: Sequence[Refund]) -> Iterator[Refund]:
    """A refund that does not say on which tax lines it falls, as other reports of it do."""
    if refund.amount is not None:
        return
    for other in all:
        same_money = (other.total, other.currency) == (refund.total, refund.currency)
        if other.amount is not None and same_money and _same_refund(refund, other):
            yield refund.model_copy(update={"amount": other.amount})


def _taken(refund: Refund, whole: Amount, left: Amount) -> Amount | Refused:
    currencies = {refund.currency, refund.amount.currency if refund.amount else refund.currency}
    if currencies != {whole.currency}:
        detail = f"the order is in {whole.currency}"
        return Refused(refund, RefundRefusal.CURRENCY_MISMATCH, "currency", detail)
    asked = refund.amount
    if asked is not None and asked.total != refund.total:
        detail = f"its tax lines come to {asked.total}, its total is {refund.total}"
        return Refused(refund, RefundRefusal.DIFFERS, "amount", detail)
    try:
        return share_out(refund.total, left) if asked is None else take_lines(asked, whole, left)
    except UnknownRate as error:
        field = "amount.tax_lines"
        return Refused(refund, RefundRefusal.UNKNOWN_TAX_LINE, field, str(error))
    except TooMuch as error:
        field = "total" if asked is None else "amount.tax_lines"
        return Refused(refund, RefundRefusal.EXCEEDS_ORDER, field, str(error))


def _report(refund: Refund) -> tuple[object, ...]:
    """What makes two reports the same report."""
    amount = None if refund.amount is None else refund.amount.model_dump_json()
    return (refund.refund_id, refund.claim_id, refund.total, refund.currency, amount)


def _rank(refund: Refund) -> tuple[datetime, str, str]:
    """The order in which refunds count: by the partner's time, then by whatever they say."""
    return (refund.reported_at, refund.refund_id, refund.model_dump_json(exclude_none=True))
