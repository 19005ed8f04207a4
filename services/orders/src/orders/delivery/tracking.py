"""What a partner's report changes in an order: each fact counts if it is newer than the known one.

All functions take and give whole orders, and give the very same order where nothing is new.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from contracts.deliveries import Courier
from contracts.tracking import CourierPositionReported, DeliveryStatusReported
from orders.delivery.ends import with_end_said
from orders.delivery.model import (
    DeliveryOrder,
    Sighting,
    TimelineKind,
    Whereabouts,
)
from orders.delivery.transitions import (
    KITCHEN,
    REPORTED_AS,
    DeliveryStatus,
    Hindrance,
    hindrance,
)

# A partner's estimate moves by seconds with each report; less than this is nothing to tell.
JITTER = timedelta(seconds=60)
# Partners report a position every twenty seconds or so; nobody needs to hear of each.
BETWEEN_SIGHTS = timedelta(seconds=60)

_MILESTONES = {
    DeliveryStatus.ACCEPTED: TimelineKind.ACCEPTED,
    DeliveryStatus.PREPARING: TimelineKind.PREPARING,
    DeliveryStatus.ON_THE_WAY: TimelineKind.PICKED_UP,
    DeliveryStatus.NEAR: TimelineKind.NEAR,
    DeliveryStatus.DELIVERED: TimelineKind.DELIVERED,
    DeliveryStatus.CANCELLED: TimelineKind.CANCELLED,
    DeliveryStatus.FAILED: TimelineKind.FAILED,
    DeliveryStatus.RETURNED: TimelineKind.RETURNED,
}


def status_reported(order: DeliveryOrder, report: DeliveryStatusReported, by: str) -> DeliveryOrder:
    """The order after a status report: first with whom and when, then how far."""
    reached = REPORTED_AS[report.status]
    order = _with_courier(order, report.courier, report.reported_at, by)
    if not reached.ended:
        order = expecting(order, report.expected_at, report.reported_at)
        order = with_code(order, report.validation_code, report.reported_at)
    sighting = Sighting(status=reached, at=report.reported_at, by=by, reason=report.reason)
    order = with_end_said(order, sighting)
    return _remembering(order, sighting) if order.placement is None else moved(order, sighting)


def position_reported(order: DeliveryOrder, report: CourierPositionReported) -> DeliveryOrder:
    """The order after a position report."""
    last = order.whereabouts
    order = expecting(order, report.expected_at, report.reported_at)
    if order.status.ended or (last is not None and last.at >= report.reported_at):
        return order
    seen = Whereabouts(position=report.position, at=report.reported_at)
    return shown(order.changed(whereabouts=seen))


def shown(order: DeliveryOrder) -> DeliveryOrder:
    """The order with its courier's last position told, where that is due: he has moved, and a
    minute has passed by the partner's clock (O04)."""
    now, last = order.whereabouts, order.shown
    if now is None or order.placement is None or order.status.ended:
        return order
    if last is not None and (now.position == last.position or now.at - last.at < BETWEEN_SIGHTS):
        return order
    return order.changed(shown=now)


def moved(order: DeliveryOrder, sighting: Sighting) -> DeliveryOrder:
    """The order at the sighting's status, if that is further than where it is (O17, O18, O21)."""
    hindered = hindrance(order.status, sighting.status)
    if hindered is None:
        ahead = order.changed(
            status=sighting.status,
            status_at=sighting.at,
            was_delivered=order.was_delivered or sighting.status is DeliveryStatus.DELIVERED,
            ended_because=sighting.reason if sighting.status.ended else None,
        )
        return _noted(ahead, sighting)
    if hindered is Hindrance.BEHIND and sighting.status in KITCHEN:
        return _noted(order, sighting)
    return order


def expecting(order: DeliveryOrder, expected_at: datetime | None, as_of: datetime) -> DeliveryOrder:
    """The order with the expected time as told at `as_of` (O03), jitter left out."""
    known = order.expected_as_of
    if expected_at is None or order.status.ended or (known is not None and known >= as_of):
        return order
    if order.expected_at is not None and abs(expected_at - order.expected_at) < JITTER:
        return order.changed(expected_as_of=as_of)
    return order.changed(expected_at=expected_at, expected_as_of=as_of)


def with_code(order: DeliveryOrder, code: str | None, as_of: datetime) -> DeliveryOrder:
    """The order with the code to read out to the courier, as told at `as_of` (O05)."""
    known = order.code_as_of
    if code is None or order.status.ended or (known is not None and known >= as_of):
        return order
    return order.changed(validation_code=code, code_as_of=as_of)


def _noted(order: DeliveryOrder, sighting: Sighting) -> DeliveryOrder:
    """With the sighting's milestone in the timeline, once."""
    kind = _MILESTONES.get(sighting.status)
    if kind is None or any(entry.kind is kind for entry in order.timeline):
        return order
    return order.noting(kind, sighting.at, sighting.by)


def _with_courier(
    order: DeliveryOrder, courier: Courier | None, at: datetime, by: str
) -> DeliveryOrder:
    known = order.courier_at
    if courier is None or order.status.ended or (known is not None and known >= at):
        return order
    if courier == order.courier:
        return order.changed(courier_at=at)
    return order.changed(courier=courier, courier_at=at).noting(
        TimelineKind.COURIER_ASSIGNED, at, by
    )


def _remembering(order: DeliveryOrder, sighting: Sighting) -> DeliveryOrder:
    """One sighting per status, the earliest: as many as there are statuses, however many come."""
    same = next((early for early in order.early if early.status is sighting.status), None)
    if same is not None and same.at <= sighting.at:
        return order
    others = tuple(early for early in order.early if early is not same)
    return order.changed(early=(*others, sighting))
