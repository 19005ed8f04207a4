"""What the folio should hold, and when it is said."""

from __future__ import annotations

import pytest

from contracts.billing import BillingReason, BillingTarget
from contracts.deliveries import DeliveryCancelled, DeliveryReturned, Restaurant
from contracts.money import Amount
from contracts.tracking import ReportedStatus
from orders.app import handlers
from orders.delivery.model import deliveries
from tests.orders.life import Life
from tests.support.deliveries import AMOUNT, after, content, place, reported, seen

R = ReportedStatus


def test_nothing_is_due_before_delivery() -> None:
    life = Life().after(
        place(), *(reported(status) for status in R if status not in (R.DELIVERED,))
    )
    assert BillingTarget not in life.events


def test_a_delivered_order_is_due_with_all_its_tax_lines() -> None:
    target = Life().after(place(), reported(R.DELIVERED, 34)).target
    assert target is not None
    assert target.amount == AMOUNT
    assert target.amount.total == 2500
    assert (target.reason, target.since) == (BillingReason.DELIVERED, after(34))
    assert (target.room, target.guest) == ("203", content().guest)
    assert target.description == f"Chez Lina {target.reference}"


def test_a_delivery_that_is_reported_twice_is_due_once() -> None:
    life = Life().after(place(), reported(R.DELIVERED, 34), reported(R.DELIVERED, 35))
    assert life.events.count(BillingTarget) == 1


@pytest.mark.parametrize(
    ("correction", "event", "reason"),
    [
        (R.CANCELLED, DeliveryCancelled, BillingReason.CANCELLED),
        (R.RETURNED, DeliveryReturned, BillingReason.RETURNED),
    ],
)
def test_a_delivery_that_is_taken_back_is_due_no_more(
    correction: R,
    event: type[DeliveryCancelled | DeliveryReturned],
    reason: BillingReason,
) -> None:
    life = Life().after(place(), reported(R.DELIVERED, 34), reported(correction, 40))
    assert life.events[-2:] == [event, BillingTarget]
    assert life.target is not None
    assert life.target.amount == Amount.nothing("EUR")
    assert (life.target.reason, life.target.since) == (reason, after(40))


def test_a_delivery_that_is_cancelled_and_then_returned_stays_not_due() -> None:
    life = Life().after(
        place(), reported(R.DELIVERED, 34), reported(R.CANCELLED, 40), reported(R.RETURNED, 60)
    )
    assert life.target is not None
    assert life.target.reason is BillingReason.RETURNED
    assert life.target.amount.total == 0


def test_a_long_restaurant_name_fits_the_folio_with_the_reference() -> None:
    name = Restaurant(name="Auberge " * 25)
    target = Life().after(place(restaurant=name), reported(R.DELIVERED)).target
    assert target is not None
    assert target.description.endswith(f" {target.reference}")


def test_the_target_can_be_said_again_from_the_document_alone() -> None:
    (row,) = [row for row in handlers.states if row.collection is deliveries]
    life = Life().after(place())
    assert row.message(life.order) is None
    life.after(reported(R.NEAR), seen())
    assert row.message(life.order) is None
    life.after(reported(R.DELIVERED, 34))
    assert row.message(life.order) == life.target
    life.after(reported(R.RETURNED, 60))
    assert row.message(life.order) == life.target


def test_a_cancelled_order_that_was_never_due_has_no_target_to_say_again() -> None:
    (row,) = handlers.states
    life = Life().after(place(), reported(R.CANCELLED), reported(R.DELIVERED))
    assert row.message(life.order) is None
