"""Which refunds of an order count, and what each takes from its tax lines (O19, O20).

Everything here is reckoned from the set of all refunds that were reported, in the order of the
partner's own time, so that it comes to the same in whatever order the reports arrive. A report
that comes late may therefore restate a refund that was told before it.

What is one refund in several reports counts once (see `one_refund`): as the earliest report that
can be says it. It is told under its claim's id, if it comes of a claim, else under its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from contracts.claims import ClaimDecisionReported
from contracts.money import Amount
from contracts.refunds import RefundRefusal, RefundReported
from orders.delivery.model import DeliveryOrder, Refund
from orders.delivery.one_refund import OneRefund, refunds_among, told_as
from orders.delivery.shares import TooMuch, UnknownRate, share_out, take_lines

# Different reports of refunds that one order keeps; more of them is a fault of the partner's.
REFUND_LIMIT = 50


class Refused(NamedTuple):
    """A report that does not count: why, and which of its fields says so. `stands`: the refund
    does, as another report has it. `detail` names no amount: it is shown before the order's amounts
    are (O14)."""

    refund: Refund
    reason: RefundRefusal
    field: str
    detail: str
    stands: bool = False

    @property
    def told_by(self) -> tuple[object, ...]:
        """What tells it from another refusal; its detail does not."""
        return (_report(self.refund), self.reason)


class Counted(NamedTuple):
    """A refund that counts, and what it takes from each tax line: as `refund` says, the report at
    `place`, with the tax lines that others of it name. `differing` are the ids under which later
    reports say something else."""

    one: OneRefund
    place: int
    refund: Refund
    amount: Amount
    differing: tuple[str, ...] = ()


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


def with_refund(order: DeliveryOrder, refund: Refund | None) -> DeliveryOrder:
    """The order with one more report, or the very same order where there is none, or it is known or
    one too many. A repeat may bear another time; the earliest counts."""
    if refund is None:
        return order
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
    refunds = refunds_among(order.refunds)
    counted: dict[str, Counted] = {}
    refused: list[Refused] = []
    for refund in order.refunds:
        one = next(one for one in refunds if refund in one.reports)
        if one.name in counted:
            continue
        reckoned = _reckoned(refund, one, whole, left)
        if isinstance(reckoned, Refused):
            refused.append(reckoned)
        else:
            counted[one.name] = reckoned
            left = left.minus(reckoned.amount)
    each = tuple(_with_differing(one) for one in counted.values())
    judged = [_judged(refusal, counted) for refusal in refused]
    judged += [differing for one in each for differing in _differing(one)]
    return Settlement(each, tuple(judged), whole.minus(left), left)


def _judged(refused: Refused, counted: dict[str, Counted]) -> Refused:
    """Whether its refund counts all the same, as another report has it."""
    stands = any(refused.refund in one.one.reports for one in counted.values())
    return refused._replace(stands=stands)


def _with_differing(counted: Counted) -> Counted:
    names = {told_as(refused.refund) for refused in _differing(counted)}
    return counted._replace(differing=tuple(sorted(names)))


def _differing(counted: Counted) -> Iterator[Refused]:
    """The refusals of later reports of a refund that counts, which say something else."""
    for refund in counted.one.reports[counted.place + 1 :]:
        field = _differing_field(counted, refund)
        if field is not None:
            detail = f"{counted.one.name} was reported before, and stands"
            yield Refused(refund, RefundRefusal.DIFFERS, field, detail, stands=True)


def _differing_field(counted: Counted, refund: Refund) -> str | None:
    first, own = counted.refund, counted.one.own_id
    if first.total != refund.total:
        return "total"
    if first.currency != refund.currency:
        return "currency"
    if refund.amount is not None and refund.amount != first.amount:
        return "amount"
    known = next(filter(None, map(own, (first, *counted.one.reports))), None)
    return None if own(refund) in {None, known} else "refund_id"


def _reckoned(refund: Refund, one: OneRefund, whole: Amount, left: Amount) -> Counted | Refused:
    """What a report of a refund takes of `left`."""
    place = one.reports.index(refund)
    for said in _with_lines(refund, one):
        taken = _taken(said, whole, left)
        if isinstance(taken, Amount):
            return Counted(one, place, said, taken)
    taken = _taken(refund, whole, left)
    return taken if isinstance(taken, Refused) else Counted(one, place, refund, taken)


def _with_lines(refund: Refund, one: OneRefund) -> Iterator[Refund]:
    """A report that does not say on which tax lines its refund falls, as others of it do."""
    if refund.amount is not None:
        return
    for other in one.reports:
        same_money = (other.total, other.currency) == (refund.total, refund.currency)
        if other.amount is not None and same_money:
            yield refund.model_copy(update={"amount": other.amount})


def _taken(refund: Refund, whole: Amount, left: Amount) -> Amount | Refused:
    currencies = {refund.currency, refund.amount.currency if refund.amount else refund.currency}
    if currencies != {whole.currency}:
        detail = f"the order is in {whole.currency}"
        return Refused(refund, RefundRefusal.CURRENCY_MISMATCH, "currency", detail)
    asked = refund.amount
    if asked is not None and asked.total != refund.total:
        detail = "its tax lines do not come to its total"
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
