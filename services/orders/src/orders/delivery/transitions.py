"""Which way an order may go, and the names of the ways it may not.

Partners report late, twice and out of order, so the states stand in one line and an order only
ever moves down it. Whatever the order of the reports, it ends where the furthest of them says.
"""

from __future__ import annotations

from enum import StrEnum

from contracts.tracking import ReportedStatus


class DeliveryStatus(StrEnum):
    """Where an order is, in the order in which states follow each other.

    Delivered, cancelled, failed and returned end it. An end may still be corrected downwards: a
    partner that cancels or takes back what it had called delivered does not bill the hotel, so the
    guest must not be billed either (O21). Going up again would bill for a meal that nobody charges.
    """

    PLACED = "placed"
    ACCEPTED = "accepted"
    PREPARING = "preparing"
    TO_PICKUP = "to_pickup"
    ON_THE_WAY = "on_the_way"
    NEAR = "near"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    FAILED = "failed"
    RETURNED = "returned"

    @property
    def ended(self) -> bool:
        return self in ENDS

    @property
    def rank(self) -> int:
        """How far down the line this state stands."""
        return _RANKS[self]


_S = DeliveryStatus
_RANKS = {status: rank for rank, status in enumerate(DeliveryStatus)}
ENDS = frozenset({_S.DELIVERED, _S.CANCELLED, _S.FAILED, _S.RETURNED})
# Ends after which nobody owes anything, whatever comes: the meal is not at the hotel.
WITHOUT_MEAL = ENDS - {_S.DELIVERED}
# What happens in the kitchen while the courier is on the road already, or said to be.
KITCHEN = frozenset({_S.ACCEPTED, _S.PREPARING})

REPORTED_AS: dict[ReportedStatus, DeliveryStatus] = {
    ReportedStatus.PENDING: _S.PLACED,
    ReportedStatus.ACCEPTED: _S.ACCEPTED,
    ReportedStatus.PREPARING: _S.PREPARING,
    ReportedStatus.TO_PICKUP: _S.TO_PICKUP,
    ReportedStatus.PICKED_UP: _S.ON_THE_WAY,
    ReportedStatus.TO_DROPOFF: _S.ON_THE_WAY,
    ReportedStatus.NEAR: _S.NEAR,
    ReportedStatus.DELIVERED: _S.DELIVERED,
    ReportedStatus.CANCELLED: _S.CANCELLED,
    ReportedStatus.FAILED: _S.FAILED,
    ReportedStatus.RETURNED: _S.RETURNED,
}
# What each state may move to. Steps between may be skipped: their reports may still be on the way.
ACCEPTS: dict[DeliveryStatus, frozenset[DeliveryStatus]] = {
    _S.PLACED: KITCHEN | {_S.TO_PICKUP, _S.ON_THE_WAY, _S.NEAR} | ENDS,
    _S.ACCEPTED: frozenset({_S.PREPARING, _S.TO_PICKUP, _S.ON_THE_WAY, _S.NEAR}) | ENDS,
    _S.PREPARING: frozenset({_S.TO_PICKUP, _S.ON_THE_WAY, _S.NEAR}) | ENDS,
    _S.TO_PICKUP: frozenset({_S.ON_THE_WAY, _S.NEAR}) | ENDS,
    _S.ON_THE_WAY: frozenset({_S.NEAR}) | ENDS,
    _S.NEAR: ENDS,
    _S.DELIVERED: WITHOUT_MEAL,
    _S.CANCELLED: frozenset({_S.FAILED, _S.RETURNED}),
    _S.FAILED: frozenset({_S.RETURNED}),
    _S.RETURNED: frozenset(),
}


class Hindrance(StrEnum):
    """Why a reported status moves nothing."""

    ALREADY_THERE = "already_there"  # the same report again
    BEHIND = "behind"  # a report of the kitchen or the road that others have overtaken
    ROAD_AFTER_END = "road_after_end"  # the same, when the order has ended meanwhile
    FAILED_BEFORE_RETURNED = "failed_before_returned"  # why the meal went back, told too late
    DELIVERED_AFTER_CANCELLED = "delivered_after_cancelled"
    DELIVERED_AFTER_FAILED = "delivered_after_failed"
    DELIVERED_AFTER_RETURNED = "delivered_after_returned"
    CANCELLED_AFTER_FAILED = "cancelled_after_failed"
    CANCELLED_AFTER_RETURNED = "cancelled_after_returned"


# Ends of which one is wrong where the second was said after the first. Any other hindered report is
# merely late.
CONTRADICTIONS: dict[tuple[DeliveryStatus, DeliveryStatus], Hindrance] = {
    (_S.CANCELLED, _S.DELIVERED): Hindrance.DELIVERED_AFTER_CANCELLED,
    (_S.FAILED, _S.DELIVERED): Hindrance.DELIVERED_AFTER_FAILED,
    (_S.RETURNED, _S.DELIVERED): Hindrance.DELIVERED_AFTER_RETURNED,
    (_S.FAILED, _S.CANCELLED): Hindrance.CANCELLED_AFTER_FAILED,
    (_S.RETURNED, _S.CANCELLED): Hindrance.CANCELLED_AFTER_RETURNED,
}


def hindrance(now: DeliveryStatus, reported: DeliveryStatus) -> Hindrance | None:
    """What stands in the way of moving from `now` to `reported`; None if nothing does."""
    if reported in ACCEPTS[now]:
        return None
    if reported is now:
        return Hindrance.ALREADY_THERE
    if not now.ended:
        return Hindrance.BEHIND
    if reported is _S.FAILED:
        return Hindrance.FAILED_BEFORE_RETURNED
    return CONTRADICTIONS.get((now, reported), Hindrance.ROAD_AFTER_END)
