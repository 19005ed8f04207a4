"""A day's reconciliation, and the newest test of a property's connection."""

from __future__ import annotations

from datetime import date

from chassis.documents import Collection, Document, Index
from contracts.message import Instant
from contracts.money import Currency, MinorUnits
from contracts.reconciliation import CheckResult, DayReconciled, Mismatch


class DayView(Document):
    """What comparing a day found last. Kept under property and day."""

    property_id: str
    day: date
    currency: Currency
    orders: int
    partner_total: MinorUnits | None = None
    ledger_total: MinorUnits
    folio_total: MinorUnits
    mismatch_count: int
    mismatches: tuple[Mismatch, ...]
    compared_at: Instant


class ConnectionView(Document):
    """How the newest test of a property's connection to its PMS went. Kept under the property."""

    property_id: str
    works: bool
    checks: tuple[CheckResult, ...]
    tried_at: Instant


def day_id(message: DayReconciled) -> str:
    return f"{message.property_id}/{message.day.isoformat()}"


DAYS = Collection("reconciled_days", DayView, indexes=(Index((("property_id", 1), ("day", -1))),))
CONNECTIONS = Collection("connections", ConnectionView)
