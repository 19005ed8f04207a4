"""Why an order comes to what it comes to: every line, refund and posting (O11, O13 to O16)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.billing import FolioProblem
from contracts.deliveries import OrderLine
from contracts.message import Instant
from contracts.money import Amount
from gateway.board.card import (
    Answer,
    FolioAnswer,
    Sum,
    TotalDue,
    card_of,
    content_of,
    owed,
    shows_amounts,
    sum_of,
    total_due,
)
from gateway.board.ledger import PostingState, PostingView, RefundView
from gateway.board.model import OrderView
from gateway.board.moments import Names, named
from gateway.board.stages import OrderStatus


class TaxLineAnswer(Answer):
    """One tax line, in minor units of the total's currency."""

    name: Annotated[str, Field(examples=["TVA 10 %"])]
    rate: Annotated[str, Field(examples=["10.00"])]
    net: Annotated[int, Field(examples=[2000])]
    tax: Annotated[int, Field(examples=[200])]
    gross: Annotated[int, Field(examples=[2200])]


class Shares(Answer):
    """An amount as its tax lines, whose gross amounts come to `total`; all in minor units."""

    currency: str
    total: int
    tax_lines: tuple[TaxLineAnswer, ...]


class LineAnswer(Answer):
    """One dish; its price is shown only once the order's amounts are."""

    name: Annotated[str, Field(examples=["Pizza regina"])]
    quantity: int
    unit_amount: Annotated[int | None, Field(examples=[1250])] = None


class RefundAnswer(Answer):
    """What the partner took off; the amount shows once the order's amounts do."""

    refund_id: str
    at: Instant
    reason: str | None = None
    claim_id: str | None = None
    amount: Shares | None = None


class PostingAnswer(Answer):
    """One charge to the folio; negative takes an earlier one back. `by` is who decided about it."""

    posting_id: str
    state: PostingState
    at: Instant
    amount: Shares | None = None
    transaction_numbers: tuple[str, ...] = ()
    problem: FolioProblem | None = None
    detail: str | None = None
    by: str | None = None
    note: str | None = None


class StepCode(StrEnum):
    """The steps from what was ordered to what is owed, in words that a page translates."""

    NOT_DELIVERED_YET = "not_delivered_yet"  # no amount shows before delivery (O14)
    NEVER_CAME = "never_came"  # and never will
    ORDERED = "ordered"  # the sum of all tax lines (O16)
    REFUNDED = "refunded"  # one refund of the partner (O19, O20)
    CANCELLED = "cancelled"  # after it was called delivered: nobody is billed (O21)
    FAILED = "failed"
    RETURNED = "returned"


class Step(Answer):
    """One step; all `amount`s together are what is owed."""

    code: StepCode
    amount: Annotated[
        int | None, Field(description="Minor units, with its sign", examples=[-1100])
    ] = None
    at: Instant | None = None
    refund_id: str | None = None


class Billing(Answer):
    """An order's money. Before delivery there is no amount in it (O14).

    `ordered` less all refunds is `owed`, which is what the folio should hold; `posted` is what it
    holds as far as was said, and `settled` what it held when it last was as it should be.
    """

    order_id: str
    reference: str
    status: OrderStatus
    total_due: TotalDue
    lines: tuple[LineAnswer, ...]
    ordered: Shares | None = None
    refunds: tuple[RefundAnswer, ...]
    owed: Shares | None = None
    postings: tuple[PostingAnswer, ...]
    posted: Sum | None = None
    settled: Sum | None = None
    folio: FolioAnswer
    explanation: tuple[Step, ...]


def billing_of(view: OrderView, names: Names) -> Billing:
    """Raises `NotPlaced`."""
    content, card, shown = content_of(view), card_of(view), shows_amounts(view)
    return Billing(
        order_id=view.order_id,
        reference=card.reference,
        status=view.status,
        total_due=card.total_due,
        lines=lines_of(view),
        ordered=shares_of(content.amount) if shown else None,
        refunds=tuple(_refund(one, shown=shown) for one in view.refunds),
        owed=shares_of(owed(view)) if shown else None,
        postings=tuple(_posting(one, names, shown=shown) for one in view.postings),
        posted=sum_of(_posted(view)) if shown else None,
        settled=sum_of(view.settled) if shown and view.settled else None,
        folio=card.folio,
        explanation=tuple(_steps(view)),
    )


def lines_of(view: OrderView) -> tuple[LineAnswer, ...]:
    """Without prices until amounts show: they would add up to the total (O14)."""
    shown = shows_amounts(view)
    return tuple(_line(line, priced=shown) for line in content_of(view).lines)


def shares_of(amount: Amount) -> Shares:
    lines = tuple(
        TaxLineAnswer(name=line.name, rate=line.rate, net=line.net, tax=line.tax, gross=line.gross)
        for line in amount.tax_lines
    )
    return Shares(currency=amount.currency, total=amount.total, tax_lines=lines)


def _line(line: OrderLine, *, priced: bool) -> LineAnswer:
    price = line.unit_amount if priced else None
    return LineAnswer(name=line.name, quantity=line.quantity, unit_amount=price)


def _refund(refund: RefundView, *, shown: bool) -> RefundAnswer:
    return RefundAnswer(
        refund_id=refund.refund_id,
        at=refund.at,
        reason=refund.reason,
        claim_id=refund.claim_id,
        amount=shares_of(refund.amount) if shown else None,
    )


def _posting(posting: PostingView, names: Names, *, shown: bool) -> PostingAnswer:
    amount = shares_of(posting.amount) if shown and posting.amount else None
    known = {**dict(posting), "amount": amount, "by": named(posting.by, names)}
    return PostingAnswer.model_validate(known)


def _posted(view: OrderView) -> Amount:
    held = Amount.nothing(content_of(view).amount.currency)
    for posting in view.postings:
        if posting.state.held and posting.amount is not None:
            held = held.plus(posting.amount)
    return held


def _steps(view: OrderView) -> Iterator[Step]:
    if not shows_amounts(view):
        never = not view.running
        yield Step(code=StepCode.NEVER_CAME if never else StepCode.NOT_DELIVERED_YET)
        return
    left = content_of(view).amount.total
    yield Step(code=StepCode.ORDERED, amount=left, at=view.delivered_at)
    for refund in view.refunds:
        left -= refund.amount.total
        yield Step(
            code=StepCode.REFUNDED,
            amount=-refund.amount.total,
            at=refund.at,
            refund_id=refund.refund_id,
        )
    if total_due(view) is TotalDue.NOTHING and view.status is not OrderStatus.REFUNDED:
        yield Step(code=StepCode(view.status.value), amount=-left, at=view.ended_at)
