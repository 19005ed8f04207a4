"""What reports tell besides how far an order is: the kitchen, the code, the courier's place."""

from __future__ import annotations

import pytest

from contracts.deliveries import (
    CourierNear,
    CourierSeen,
    DeliveryAccepted,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryFailed,
    DeliveryPickedUp,
    DeliveryPlaced,
    DeliveryPreparing,
    DeliveryReturned,
    ValidationCodeChanged,
)
from contracts.doubts import DeliveryContradicted
from contracts.tracking import ReportedStatus
from orders.delivery.model import TimelineKind
from orders.delivery.transitions import DeliveryStatus
from tests.orders.life import Life
from tests.support.deliveries import GUEST, after, place, reported, seen

R = ReportedStatus


def test_the_kitchen_s_milestones_are_told_with_their_time() -> None:
    life = Life().after(place(), reported(R.ACCEPTED, 2), reported(R.PREPARING, 6))
    assert life.events == [DeliveryPlaced, DeliveryAccepted, DeliveryPreparing]
    assert life.last(DeliveryAccepted).occurred_at == after(2)
    assert life.last(DeliveryPreparing).occurred_at == after(6)
    assert life.known.status is DeliveryStatus.PREPARING


def test_a_milestone_of_the_kitchen_that_comes_late_is_told_once_and_moves_nothing_back() -> None:
    life = Life().after(place(), reported(R.NEAR, 30))
    life.after(reported(R.PREPARING, 6), reported(R.ACCEPTED, 2), reported(R.PREPARING, 6))
    assert life.events == [
        DeliveryPlaced,
        DeliveryPickedUp,
        CourierNear,
        DeliveryPreparing,
        DeliveryAccepted,
    ]
    assert (life.known.status, life.known.status_at) == (DeliveryStatus.NEAR, after(30))
    kinds = [entry.kind for entry in life.known.timeline]
    assert kinds[-2:] == [TimelineKind.PREPARING, TimelineKind.ACCEPTED]


def test_the_kitchen_is_over_when_the_order_is() -> None:
    life = Life().after(place(), reported(R.DELIVERED, 34))
    kept, told = life.order, list(life.told)
    life.after(reported(R.ACCEPTED, 2), reported(R.PREPARING, 6))
    assert (life.order, life.told) == (kept, told)


def test_nothing_is_made_up_about_the_kitchen() -> None:
    life = Life().after(place(), reported(R.PREPARING, 6), reported(R.PICKED_UP, 15))
    assert life.events == [DeliveryPlaced, DeliveryPreparing, DeliveryPickedUp]


def test_the_kitchen_is_told_before_the_road_where_both_came_before_the_order() -> None:
    life = Life().after(reported(R.NEAR, 30), reported(R.ACCEPTED, 2), place())
    assert life.events == [DeliveryPlaced, DeliveryAccepted, DeliveryPickedUp, CourierNear]


@pytest.mark.parametrize(
    ("end", "event"),
    [
        (R.CANCELLED, DeliveryCancelled),
        (R.FAILED, DeliveryFailed),
        (R.RETURNED, DeliveryReturned),
    ],
)
def test_an_end_without_meal_is_told_with_its_reason(
    end: R, event: type[DeliveryCancelled | DeliveryFailed | DeliveryReturned]
) -> None:
    life = Life().after(place(), reported(end, 20, reason="Nobody at the door"))
    told = life.last(event)
    assert (told.reason, told.occurred_at) == ("Nobody at the door", after(20))


def test_a_cancellation_names_the_guest_who_is_to_be_told() -> None:
    assert Life().after(place(), reported(R.CANCELLED)).last(DeliveryCancelled).guest_id == GUEST


def test_an_end_that_came_before_the_order_keeps_its_reason() -> None:
    life = Life().after(reported(R.FAILED, 20, reason="Closed"), place())
    assert life.last(DeliveryFailed).reason == "Closed"


def test_a_failed_delivery_that_goes_back_is_returned() -> None:
    life = Life().after(place(), reported(R.FAILED, 40), reported(R.RETURNED, 55))
    assert life.events == [DeliveryPlaced, DeliveryFailed, DeliveryReturned]
    late = Life().after(place(), reported(R.RETURNED, 55), reported(R.FAILED, 40))
    assert late.known.status is life.known.status
    assert DeliveryContradicted not in late.events


def test_a_new_code_is_told_and_an_older_word_of_another_is_not() -> None:
    life = Life().after(
        place(),
        reported(R.TO_PICKUP, 9, validation_code="7777"),
        reported(R.TO_PICKUP, 5, validation_code="1111"),
        reported(R.PICKED_UP, 15, validation_code="7777"),
    )
    (told,) = life.all(ValidationCodeChanged)
    assert (told.validation_code, told.occurred_at) == ("7777", after(9))


def test_the_code_of_the_order_itself_is_no_news() -> None:
    life = Life().after(place(), reported(R.TO_PICKUP, 9, validation_code="4821"))
    assert ValidationCodeChanged not in life.events


@pytest.mark.parametrize(("minutes", "code"), [(5, "7777"), (-5, "4821")])
def test_a_code_that_came_before_the_order_counts_if_it_is_newer(minutes: float, code: str) -> None:
    life = Life().after(reported(R.TO_PICKUP, minutes, validation_code="7777"), place())
    assert life.known.validation_code == code
    assert life.events.count(ValidationCodeChanged) == (code == "7777")


def test_the_courier_s_place_is_told_at_most_once_a_minute() -> None:
    life = Life().after(place(), *(seen(10 + n / 3, latitude=48 + n / 100) for n in range(10)))
    assert [told.occurred_at for told in life.all(CourierSeen)] == [
        after(10),
        after(11),
        after(12),
        after(13),
    ]
    assert life.known.whereabouts is not None
    assert life.known.whereabouts.position.latitude == 48.09


def test_a_courier_who_stands_still_is_told_once() -> None:
    life = Life().after(place(), seen(10), seen(15), seen(20), seen(25, latitude=48.9))
    assert [told.occurred_at for told in life.all(CourierSeen)] == [after(10), after(25)]


def test_an_older_place_is_neither_kept_nor_told() -> None:
    life = Life().after(place(), seen(20, latitude=48.1), seen(15, latitude=48.2))
    assert life.events.count(CourierSeen) == 1
    assert life.known.whereabouts is not None
    assert life.known.whereabouts.position.latitude == 48.1
    assert len(life.known.timeline) == 1


def test_places_are_not_told_of_an_order_that_is_over_or_not_placed() -> None:
    assert Life().after(place(), reported(R.DELIVERED, 34), seen(33)).events[-1] is not CourierSeen
    early = Life().after(seen(10), reported(R.DELIVERED, 34))
    assert early.events == []
    assert CourierSeen not in early.after(place()).events
    assert DeliveryDelivered in early.events
