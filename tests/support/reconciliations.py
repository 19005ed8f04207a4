"""Days to compare: folios, statements and what the PMS shows, with ordinary values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from contracts.reconciliation import StatementLine, TakeStatement
from pms_bridge.folio.model import Folio
from pms_bridge.folio.posting import Posting, PostingState
from pms_bridge.reconciliation.statement import Statement
from tests.support.contexts import NOW
from tests.support.deliveries import PROPERTY
from tests.support.folios import euros, target

DAY = date(2026, 11, 23)
ISSUED = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def posting(number: int = 1, amount: int = 2200, **fields: Any) -> Posting:
    return Posting(
        **{
            "posting_id": f"p-{number}",
            "amount": euros(amount),
            "for_target": 1,
            "asked_at": NOW,
            "state": PostingState.POSTED,
            **fields,
        }
    )


def folio(
    *postings: Posting, number: int = 1, owed: int = 2200, currency: str = "EUR", **fields: Any
) -> Folio:
    """An order of the day that owes so many cents."""
    amount = euros(owed).model_copy(update={"currency": currency})
    aimed = target(
        amount, order_id=f"order-{number}", reference=f"R{number}", external_id=f"X{number}"
    )
    return Folio.opened(aimed).model_copy(update={"postings": postings, **fields})


def take_statement(*lines: tuple[str, int], **fields: Any) -> TakeStatement:
    return TakeStatement(
        **{
            "property_id": PROPERTY,
            "partner_id": "demo-page",
            "day": DAY,
            "currency": "EUR",
            "lines": tuple(StatementLine(external_id=id, charged=cents) for id, cents in lines),
            "issued_at": ISSUED,
            **fields,
        }
    )


def statement(*lines: tuple[str, int], **fields: Any) -> Statement:
    return Statement.of(take_statement(*lines, **fields))
