"""Every pair of states: what may follow what, and what the rest is called."""

from __future__ import annotations

import pytest

from contracts.tracking import ReportedStatus
from orders.delivery.transitions import (
    ACCEPTS,
    CONTRADICTIONS,
    REPORTED_AS,
    DeliveryStatus,
    Hindrance,
    hindrance,
)

ROAD = [status for status in DeliveryStatus if not status.ended]
ENDS = [status for status in DeliveryStatus if status.ended]


def test_four_states_end_an_order() -> None:
    assert [end.value for end in ENDS] == ["delivered", "cancelled", "failed", "returned"]


def test_every_status_that_a_partner_may_report_is_known() -> None:
    assert set(REPORTED_AS) == set(ReportedStatus)


def test_an_order_moves_down_the_line_and_never_up() -> None:
    line = list(DeliveryStatus)
    assert {now: set(accepted) for now, accepted in ACCEPTS.items()} == {
        now: set(line[place + 1 :]) for place, now in enumerate(line)
    }


@pytest.mark.parametrize("status", DeliveryStatus)
def test_the_status_that_an_order_has_already_moves_nothing(status: DeliveryStatus) -> None:
    assert hindrance(status, status) is Hindrance.ALREADY_THERE


@pytest.mark.parametrize(
    ("now", "reported"),
    [(now, earlier) for place, now in enumerate(ROAD) for earlier in ROAD[:place]],
)
def test_an_overtaken_report_of_the_road_is_behind(
    now: DeliveryStatus, reported: DeliveryStatus
) -> None:
    assert hindrance(now, reported) is Hindrance.BEHIND


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("reported", ROAD)
def test_the_road_is_over_after_an_end(end: DeliveryStatus, reported: DeliveryStatus) -> None:
    assert hindrance(end, reported) is Hindrance.ROAD_AFTER_END


@pytest.mark.parametrize(
    ("now", "reported", "name"),
    [
        ("cancelled", "delivered", "delivered_after_cancelled"),
        ("failed", "delivered", "delivered_after_failed"),
        ("returned", "delivered", "delivered_after_returned"),
        ("failed", "cancelled", "cancelled_after_failed"),
        ("returned", "cancelled", "cancelled_after_returned"),
    ],
)
def test_an_end_that_another_excludes_is_a_contradiction(
    now: str, reported: str, name: str
) -> None:
    hindered = hindrance(DeliveryStatus(now), DeliveryStatus(reported))
    assert hindered is Hindrance(name)
    assert (now, reported) in CONTRADICTIONS


def test_a_failure_told_after_the_meal_went_back_is_late() -> None:
    late = hindrance(DeliveryStatus.RETURNED, DeliveryStatus.FAILED)
    assert late is Hindrance.FAILED_BEFORE_RETURNED


@pytest.mark.parametrize(
    "late",
    [
        Hindrance.ALREADY_THERE,
        Hindrance.BEHIND,
        Hindrance.ROAD_AFTER_END,
        Hindrance.FAILED_BEFORE_RETURNED,
    ],
)
def test_a_late_report_is_no_contradiction(late: Hindrance) -> None:
    assert late not in CONTRADICTIONS.values()
