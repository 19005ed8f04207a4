"""What partners' reports make of an order, and what is told of it."""

from __future__ import annotations

import pytest

from contracts.billing import BillingTarget
from contracts.deliveries import (
    CourierAssigned,
    CourierNear,
    CourierSeen,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryPickedUp,
    DeliveryPlaced,
    DeliveryReturned,
    ExpectedTimeChanged,
)
from contracts.tracking import ReportedStatus
from orders.delivery.model import TIMELINE_LIMIT, TimelineKind
from orders.delivery.transitions import DeliveryStatus
from tests.orders.life import Life
from tests.support.deliveries import (
    INES,
    MARC,
    after,
    place,
    reported,
    seen,
)

R = ReportedStatus


def test_a_plain_delivery_is_told_step_by_step() -> None:
    life = Life().after(
        place(),
        reported(R.PENDING, 1),
        reported(R.TO_PICKUP, 3, courier=MARC),
        reported(R.PICKED_UP, 15, courier=MARC),
        reported(R.TO_DROPOFF, 16, courier=MARC),
        reported(R.NEAR, 30, courier=MARC),
        reported(R.DELIVERED, 34, courier=MARC),
    )
    assert life.events == [
        DeliveryPlaced,
        CourierAssigned,
        DeliveryPickedUp,
        CourierNear,
        DeliveryDelivered,
        BillingTarget,
    ]
    assert life.last(DeliveryPickedUp).occurred_at == after(15)
    assert life.last(DeliveryDelivered).occurred_at == after(34)
    assert [entry.kind for entry in life.known.timeline] == [
        TimelineKind.PLACED,
        TimelineKind.COURIER_ASSIGNED,
        TimelineKind.PICKED_UP,
        TimelineKind.NEAR,
        TimelineKind.DELIVERED,
    ]
    assert {entry.by for entry in life.known.timeline} == {"partner:uber"}


def test_a_repeated_report_tells_nothing_twice() -> None:
    life = Life().after(place(), reported(R.PICKED_UP, 15, courier=MARC))
    told = list(life.told)
    life.after(reported(R.PICKED_UP, 15, courier=MARC), reported(R.TO_DROPOFF, 17, courier=MARC))
    assert life.told == told


def test_a_late_report_of_the_road_moves_nothing_back() -> None:
    life = Life().after(place(), reported(R.NEAR, 30), reported(R.TO_PICKUP, 3))
    assert life.known.status is DeliveryStatus.NEAR
    assert life.events == [DeliveryPlaced, DeliveryPickedUp, CourierNear]


def test_a_courier_is_announced_near_once_and_has_then_picked_up() -> None:
    life = Life().after(place(), reported(R.NEAR, 30), reported(R.NEAR, 31), reported(R.NEAR, 32))
    assert life.events == [DeliveryPlaced, DeliveryPickedUp, CourierNear]
    assert life.last(DeliveryPickedUp).occurred_at == after(30)


def test_nothing_is_made_up_about_the_road_of_an_order_that_is_told_at_its_end() -> None:
    life = Life().after(place(), reported(R.DELIVERED, 34))
    assert life.events == [DeliveryPlaced, DeliveryDelivered, BillingTarget]


def test_after_the_end_late_reports_of_the_road_change_nothing() -> None:
    life = Life().after(place(), reported(R.DELIVERED, 34))
    told, order = list(life.told), life.order
    life.after(reported(R.NEAR, 30, courier=INES, expected_at=after(90)), seen(33))
    assert (life.told, life.order) == (told, order)


def test_a_cancelled_order_is_told_and_nobody_billed() -> None:
    life = Life().after(place(), reported(R.TO_PICKUP, 3), reported(R.CANCELLED, 9))
    assert life.events == [DeliveryPlaced, DeliveryCancelled]


def test_a_returned_order_is_told_and_nobody_billed() -> None:
    life = Life().after(place(), reported(R.PICKED_UP, 9), reported(R.RETURNED, 50))
    assert life.events == [DeliveryPlaced, DeliveryPickedUp, DeliveryReturned]


def test_another_courier_is_told_and_a_late_word_of_the_former_is_not() -> None:
    life = Life().after(
        place(),
        reported(R.TO_PICKUP, 5, courier=MARC),
        reported(R.TO_PICKUP, 9, courier=INES),
        reported(R.TO_PICKUP, 7, courier=MARC),
    )
    assert life.events == [DeliveryPlaced, CourierAssigned, CourierAssigned]
    assert life.last(CourierAssigned).courier == INES
    assert life.known.courier == INES


def test_a_report_without_a_courier_keeps_the_known_one() -> None:
    life = Life().after(place(), reported(R.TO_PICKUP, 5, courier=MARC), reported(R.PICKED_UP, 9))
    assert life.known.courier == MARC


def test_another_expected_time_is_told() -> None:
    life = Life().after(place(), reported(R.TO_PICKUP, 5, expected_at=after(50)))
    assert life.events == [DeliveryPlaced, ExpectedTimeChanged]
    told = life.last(ExpectedTimeChanged)
    assert (told.expected_at, told.occurred_at) == (after(50), after(5))


def test_an_expected_time_is_told_where_none_was_known() -> None:
    life = Life().after(place(expected_at=None), reported(R.TO_PICKUP, 5, expected_at=after(40)))
    assert life.events == [DeliveryPlaced, ExpectedTimeChanged]


@pytest.mark.parametrize(("seconds", "told"), [(-59, 0), (59, 0), (60, 1), (-60, 1)])
def test_seconds_of_jitter_in_the_expected_time_are_not_news(seconds: int, told: int) -> None:
    life = Life().after(place(), seen(12, expected_at=after(35 + seconds / 60)))
    assert life.events.count(ExpectedTimeChanged) == told


def test_an_expected_time_that_is_older_than_the_known_one_is_not_taken() -> None:
    life = Life().after(place(), seen(20, expected_at=after(50)), seen(15, expected_at=after(80)))
    assert life.known.expected_at == after(50)
    assert life.events.count(ExpectedTimeChanged) == 1


def test_reports_before_the_order_are_remembered_and_told_in_their_order_when_it_is_placed() -> (
    None
):
    life = Life().after(
        reported(R.NEAR, 30, courier=MARC, expected_at=after(45)),
        reported(R.PICKED_UP, 15),
        reported(R.PICKED_UP, 16),
        seen(29),
    )
    assert life.events == []
    assert life.known.placement is None
    life.after(place())
    assert life.events == [
        DeliveryPlaced,
        CourierAssigned,
        ExpectedTimeChanged,
        DeliveryPickedUp,
        CourierNear,
        CourierSeen,
    ]
    assert life.last(DeliveryPickedUp).occurred_at == after(15)
    assert life.last(CourierNear).occurred_at == after(30)
    assert life.known.early == ()


def test_an_order_that_was_delivered_before_it_was_placed_is_billed_when_it_is_placed() -> None:
    life = Life().after(reported(R.DELIVERED, 34), place())
    assert life.events == [DeliveryPlaced, DeliveryDelivered, BillingTarget]


def test_an_order_whose_early_reports_end_in_a_cancellation_is_never_billed_meanwhile() -> None:
    life = Life().after(reported(R.CANCELLED, 36), reported(R.DELIVERED, 34), place())
    assert life.events == [DeliveryPlaced, DeliveryDelivered, DeliveryCancelled, BillingTarget]
    assert life.target is not None
    assert life.target.amount.total == 0


def test_early_reports_take_no_more_room_than_there_are_statuses() -> None:
    life = Life()
    for minute in range(50):
        life.after(*(reported(status, minute) for status in R), seen(minute))
    assert len(life.known.early) <= len(DeliveryStatus)


def test_an_early_expected_time_older_than_the_order_is_not_taken() -> None:
    life = Life().after(seen(-5, expected_at=after(90)), place())
    assert life.known.expected_at == after(35)


def test_the_timeline_does_not_grow_with_couriers_but_holds_every_milestone() -> None:
    life = Life().after(place())
    for minute in range(1, TIMELINE_LIMIT + 20):
        life.after(reported(R.TO_PICKUP, minute, courier=MARC if minute % 2 else INES))
    life.after(reported(R.PICKED_UP, 500), reported(R.NEAR, 501), reported(R.DELIVERED, 502))
    assert len(life.known.timeline) == TIMELINE_LIMIT + 3
    assert life.known.timeline[-1].kind is TimelineKind.DELIVERED
