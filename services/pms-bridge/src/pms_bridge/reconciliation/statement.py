"""A partner's statement of one day, the newest that came."""

from __future__ import annotations

from datetime import date
from typing import Self

from chassis.documents import Collection, Document, Index, Ref
from contracts.message import Instant
from contracts.reconciliation import StatementLine, TakeStatement


class Statement(Document):
    """Kept under property, partner and day. Amounts are gross, in minor units of `currency`."""

    property_id: str
    partner_id: str
    day: date
    currency: str
    lines: tuple[StatementLine, ...]
    issued_at: Instant

    @classmethod
    def of(cls, message: TakeStatement) -> Self:
        return cls(
            property_id=message.property_id,
            partner_id=message.partner_id,
            day=message.day,
            currency=message.currency,
            lines=message.lines,
            issued_at=message.issued_at,
        )

    def charged(self) -> dict[str, int]:
        """What is billed for each order; an order named twice is billed for both."""
        sums: dict[str, int] = {}
        for line in self.lines:
            sums[line.external_id] = sums.get(line.external_id, 0) + line.charged
        return sums


statements = Collection("statements", Statement, (Index((("property_id", 1), ("day", 1))),))


def statement_of(message: TakeStatement) -> Ref[Statement]:
    """Where the statement of that partner and day is kept."""
    return statements.ref(f"{message.property_id}/{message.partner_id}/{message.day.isoformat()}")
