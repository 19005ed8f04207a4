"""A guest who moves to another room: the meal goes there, and a charge still to be posted."""

from __future__ import annotations

import pytest

from contracts.billing import BillingTarget
from contracts.deliveries import (
    DeliveryDelivered,
    DeliveryPlaced,
    DeliveryRefused,
    DeliveryRoomChanged,
    RefusalReason,
)
from contracts.tracking import ReportedStatus
from tests.orders.life import Life
from tests.support.chats import change_room
from tests.support.deliveries import after, place, reported

R = ReportedStatus


def test_a_change_before_delivery_is_told_and_the_charge_goes_there() -> None:
    life = Life().after(place()).at(after(10), change_room("305"))
    assert life.events == [DeliveryPlaced, DeliveryRoomChanged]
    assert (life.last(DeliveryRoomChanged).room, life.last(DeliveryRoomChanged).occurred_at) == (
        "305",
        after(10),
    )
    life.after(reported(R.DELIVERED, 34))
    assert life.target is not None
    assert (life.target.room, life.target.since) == ("305", after(34))


def test_a_change_after_delivery_tells_the_folio_the_new_room() -> None:
    life = Life().after(place(), reported(R.DELIVERED, 34)).at(after(50), change_room("305"))
    assert life.events[-2:] == [DeliveryRoomChanged, BillingTarget]
    assert life.target is not None
    assert (life.target.room, life.target.since) == ("305", after(50))
    assert life.target.amount.total == 2500


@pytest.mark.parametrize("room", ["203", "305"])
def test_the_room_that_it_is_already_is_said_again_and_nothing_else(room: str) -> None:
    life = Life().after(place(), reported(R.DELIVERED, 34), change_room(room))
    kept, told = life.order, len(life.told)
    life.at(after(70), change_room(room))
    assert life.events[told:] == [DeliveryRoomChanged]
    assert life.order == kept


@pytest.mark.parametrize("end", [R.CANCELLED, R.FAILED, R.RETURNED])
def test_an_order_that_ended_without_its_meal_goes_nowhere(end: R) -> None:
    life = Life().after(place(), reported(end, 20), change_room())
    refused = life.last(DeliveryRefused)
    assert (refused.reason, refused.field) == (RefusalReason.ORDER_OVER, "order_id")
    assert refused.external_id == "LUM-20261123-0042"
    assert life.known.move is None


@pytest.mark.parametrize("life", [Life(), Life().after(reported(R.NEAR, 5))])
def test_an_order_that_is_not_placed_is_unknown(life: Life) -> None:
    refused = life.after(change_room()).last(DeliveryRefused)
    assert (refused.reason, refused.external_id) == (RefusalReason.UNKNOWN_ORDER, "")


def test_another_property_s_people_do_not_find_the_order() -> None:
    life = Life().after(place(), change_room(property_id="hotel-other"))
    assert life.last(DeliveryRefused).reason is RefusalReason.UNKNOWN_ORDER


def test_an_order_that_has_moved_is_still_the_order_that_was_placed() -> None:
    life = Life().after(place(), change_room(), place())
    assert life.events == [DeliveryPlaced, DeliveryRoomChanged]


def test_delivery_and_change_in_either_order_come_to_the_same() -> None:
    changed_first = Life().after(place()).at(after(40), change_room(), reported(R.DELIVERED, 34))
    changed_last = Life().after(place()).at(after(40), reported(R.DELIVERED, 34), change_room())
    assert changed_first.order == changed_last.order
    assert changed_first.target == changed_last.target
    assert DeliveryDelivered in changed_first.events
