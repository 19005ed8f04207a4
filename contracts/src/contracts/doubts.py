"""Reports of partners that cannot be squared with what is known of an order."""

from __future__ import annotations

from enum import StrEnum

from contracts import topics
from contracts.deliveries import AboutOrder
from contracts.message import ExternalId, Instant


class Contradiction(StrEnum):
    """Two things that a partner said of one order, the second after the first by its own time, of
    which one is wrong."""

    DELIVERED_AFTER_CANCELLED = "delivered_after_cancelled"
    DELIVERED_AFTER_FAILED = "delivered_after_failed"
    DELIVERED_AFTER_RETURNED = "delivered_after_returned"
    CANCELLED_AFTER_FAILED = "cancelled_after_failed"
    CANCELLED_AFTER_RETURNED = "cancelled_after_returned"

    @property
    def about_money(self) -> bool:
        """Whether it leaves open if a meal is owed: the order stays as it ended first, unbilled."""
        return self.value.startswith("delivered")


class DeliveryContradicted(
    AboutOrder,
    type="orders.delivery.contradicted.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The partner said of an order that has ended what excludes that end. Told once of each; the
    order stays as it is, and a person asks the partner. `occurred_at` is when it said so."""

    contradiction: Contradiction
    occurred_at: Instant


class DeliveryMissing(
    AboutOrder,
    type="orders.delivery.missing.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """A partner has reported on an order for half an hour that nobody has placed. What it reports
    is kept for when it is. `external_id` is the partner's reference, where the reports have named
    it; `reported_by` the actor, `occurred_at` when the first report came."""

    external_id: ExternalId | None = None
    reported_by: str
    occurred_at: Instant


class PlacementDeadlineCame(
    AboutOrder,
    type="orders.delivery.placement-deadline.v1",
    topic=topics.ORDERS_DELIVERY_REPORTS,
    key="order_id",
):
    """Report: an order that was first heard of by a report should have been placed by now."""


class ReportRefusal(StrEnum):
    FOREIGN_PROPERTY = "foreign_property"  # the order is another property's


class ReportRefused(
    AboutOrder,
    type="orders.delivery.report-refused.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """What a partner reported of an order does not count: which field, and why. `property_id` is
    the report's own, which is not the order's."""

    reason: ReportRefusal
    field: str
    detail: str
