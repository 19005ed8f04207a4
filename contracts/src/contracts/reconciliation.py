"""Reconciliation: the partner's statement, our ledger and the folio, compared day by day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Count, Instant, Message, OrderId, Part, Text
from contracts.money import Currency, MinorUnits

ExternalId = Annotated[str, Field(min_length=1, max_length=64)]


class StatementLine(Part):
    """What the partner bills the hotel for one order, refunds taken off: gross, minor units."""

    external_id: ExternalId
    charged: MinorUnits


class TakeStatement(
    Message,
    type="bridge.property.take-statement.v1",
    topic=topics.BRIDGE_PROPERTY_COMMANDS,
    key="property_id",
):
    """A partner's statement of the orders placed on one day, in the property's time zone. A later
    one of the same day takes the place of the earlier."""

    partner_id: str
    day: date
    currency: Currency
    lines: Annotated[tuple[StatementLine, ...], Field(max_length=2000)]
    issued_at: Instant


class StatementTaken(
    Message,
    type="bridge.property.statement-taken.v1",
    topic=topics.BRIDGE_PROPERTY_EVENTS,
    key="property_id",
):
    """A statement is kept for the day's reconciliation. An older one than is known is left out."""

    partner_id: str
    day: date
    lines: Count
    kept: bool


class ReconcileDay(
    Message,
    type="bridge.property.reconcile.v1",
    topic=topics.BRIDGE_PROPERTY_COMMANDS,
    key="property_id",
):
    """Compare a day now, whether or not it was compared before."""

    day: date


class MismatchReason(StrEnum):
    """Why two of the three amounts differ, as far as it can be told."""

    FOLIO_MISSING = "folio_missing"  # ours to post, and the PMS holds nothing
    FOLIO_DIFFERS = "folio_differs"  # the PMS holds another amount
    FOLIO_TWICE = "folio_twice"  # the PMS holds it more than once
    FOLIO_UNREADABLE = "folio_unreadable"  # the PMS did not say
    WAITS_FOR_A_PERSON = "waits_for_a_person"  # to be posted by hand, or to be decided
    STILL_POSTING = "still_posting"
    PARTNER_MISSING = "partner_missing"  # the statement does not name the order
    PARTNER_DIFFERS = "partner_differs"  # the statement names another amount
    NOT_OURS = "not_ours"  # the statement names an order that we do not know
    NO_STATEMENT = "no_statement"  # the partner sent none for the day


class Mismatch(Part):
    """One order whose amounts differ. Gross, minor units; absent where that side says nothing."""

    order_id: OrderId | None = None
    reference: str | None = None
    external_id: str | None = None
    partner: MinorUnits | None = None
    ledger: MinorUnits | None = None
    folio: MinorUnits | None = None
    reasons: Annotated[tuple[MismatchReason, ...], Field(min_length=1, max_length=10)]


class DayReconciled(
    Message,
    type="bridge.property.reconciled.v1",
    topic=topics.BRIDGE_PROPERTY_EVENTS,
    key="property_id",
):
    """What comparing a day found. The totals are of all orders of the day; `mismatches` are cut
    off at 500, `mismatch_count` is not. `request_id` is the id of the request, where a person asked
    for it."""

    day: date
    currency: Currency
    orders: Count
    partner_total: MinorUnits | None = None
    ledger_total: MinorUnits
    folio_total: MinorUnits
    mismatch_count: Count
    mismatches: Annotated[tuple[Mismatch, ...], Field(max_length=500)]
    compared_at: Instant
    request_id: str | None = None


class DayRead(
    Message,
    type="bridge.property.day-read.v1",
    topic=topics.BRIDGE_PROPERTY_REPORTS,
    key="property_id",
):
    """Report: a day was compared as far as its sides could be read."""

    day: date
    currency: Currency
    orders: Count
    partner_total: MinorUnits | None = None
    ledger_total: MinorUnits
    folio_total: MinorUnits
    mismatch_count: Count
    mismatches: Annotated[tuple[Mismatch, ...], Field(max_length=500)]
    compared_at: Instant
    request_id: str | None = None


class ReconciliationDue(
    Message,
    type="bridge.property.reconciliation-due.v1",
    topic=topics.BRIDGE_PROPERTY_REPORTS,
    key="property_id",
):
    """Report: the hour has come at which a property's day before is compared."""

    day: date


class PropertyRequestRefused(
    Message,
    type="bridge.property.refused.v1",
    topic=topics.BRIDGE_PROPERTY_EVENTS,
    key="property_id",
):
    """A request about a property's connections was not taken: which field, and why."""

    field: str
    reason: Text


class TestConnection(
    Message,
    type="bridge.property.test-connection.v1",
    topic=topics.BRIDGE_PROPERTY_COMMANDS,
    key="property_id",
):
    """Try the property's connection to its PMS: sign in, read, and check the settings."""


class Check(StrEnum):
    """What a test of a connection looks at, in this order; the first failure ends it."""

    REACHED = "reached"
    SIGNED_IN = "signed_in"
    HOTEL_READ = "hotel_read"
    CODES_KNOWN = "codes_known"  # every transaction code of the settings exists there


class CheckResult(Part):
    check: Check
    passed: bool
    detail: Annotated[str, Field(max_length=500)] = ""


class ConnectionTried(
    Message,
    type="bridge.property.connection-tried.v1",
    topic=topics.BRIDGE_PROPERTY_REPORTS,
    key="property_id",
):
    """Report: how a test of the connection went."""

    request_id: str
    checks: Annotated[tuple[CheckResult, ...], Field(min_length=1, max_length=10)]
    tried_at: Instant


class ConnectionTested(
    Message,
    type="bridge.property.connection-tested.v1",
    topic=topics.BRIDGE_PROPERTY_EVENTS,
    key="property_id",
):
    """How a test of the connection went. `request_id` is the request's own id, by which whoever
    asked knows the answer."""

    request_id: str
    works: bool
    checks: Annotated[tuple[CheckResult, ...], Field(min_length=1, max_length=10)]
    tried_at: Instant
