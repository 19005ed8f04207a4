"""Reports that cannot be squared with what is known: contradictions, missing orders, strangers."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.deliveries import DeliveryCancelled, DeliveryDelivered, DeliveryPlaced
from contracts.doubts import (
    Contradiction,
    DeliveryContradicted,
    DeliveryMissing,
    PlacementDeadlineCame,
    ReportRefusal,
    ReportRefused,
)
from contracts.message import Message
from contracts.tracking import ReportedStatus
from orders.delivery.deadlines import PLACED_WITHIN, AwaitPlacement
from orders.delivery.transitions import DeliveryStatus
from tests.orders.life import Life
from tests.support.chats import courier_wrote
from tests.support.claims import decided
from tests.support.contexts import NOW
from tests.support.deliveries import MARC, ORDER, PROPERTY, place, reported, seen
from tests.support.refunds import refund

R = ReportedStatus
OTHER = "hotel-other"


def deadline_came(property_id: str = PROPERTY) -> PlacementDeadlineCame:
    return PlacementDeadlineCame(property_id=property_id, order_id=ORDER)


def elsewhere(message: Message) -> Message:
    """The same report in another property's name."""
    return message.model_copy(update={"property_id": OTHER})


REPORTS: list[Message] = [
    reported(R.DELIVERED, 34, courier=MARC, validation_code="9999"),
    seen(12),
    refund(300),
    decided(),
    courier_wrote(15),
]


# -- contradictions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "then", "name"),
    [
        (R.CANCELLED, R.DELIVERED, Contradiction.DELIVERED_AFTER_CANCELLED),
        (R.FAILED, R.DELIVERED, Contradiction.DELIVERED_AFTER_FAILED),
        (R.RETURNED, R.DELIVERED, Contradiction.DELIVERED_AFTER_RETURNED),
        (R.FAILED, R.CANCELLED, Contradiction.CANCELLED_AFTER_FAILED),
        (R.RETURNED, R.CANCELLED, Contradiction.CANCELLED_AFTER_RETURNED),
    ],
)
def test_a_contradiction_is_told_once_in_whatever_order_it_arrives(
    end: R, then: R, name: Contradiction
) -> None:
    said: list[Message] = [place(), reported(end, 20), reported(then, 25), reported(then, 26)]
    for arrival in permutations(said):
        life = Life().after(*arrival, said[2])
        (told,) = life.all(DeliveryContradicted)
        assert told.contradiction is name
        assert life.known.status is DeliveryStatus(end.value)
        assert life.target is None or life.target.amount.total == 0


@pytest.mark.parametrize(("first", "then"), [(R.DELIVERED, R.CANCELLED), (R.FAILED, R.RETURNED)])
def test_an_end_that_is_corrected_later_is_no_contradiction(first: R, then: R) -> None:
    for arrival in permutations([place(), reported(first, 34), reported(then, 40)]):
        assert DeliveryContradicted not in Life().after(*arrival).events


ends = st.builds(
    reported,
    st.sampled_from([R.DELIVERED, R.CANCELLED, R.FAILED, R.RETURNED]),
    st.integers(20, 30),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ends, min_size=2, max_size=6))
def test_which_contradictions_are_told_does_not_depend_on_arrival(said: list[Message]) -> None:
    lives = (
        Life().after(place(), *said),
        Life().after(*reversed(said), place()),
        Life().after(*said, place(), *said),
    )
    told = [sorted(one.contradiction for one in life.all(DeliveryContradicted)) for life in lives]
    assert told[0] == told[1] == told[2]
    assert len(set(told[0])) == len(told[0])


# -- orders that nobody places -----------------------------------------------------------------


@pytest.mark.parametrize("report", REPORTS)
def test_the_first_report_of_an_unknown_order_sets_a_timer_and_the_next_ones_do_not(
    report: Message,
) -> None:
    life = Life().after(report, reported(R.ACCEPTED, 3))
    (timer,) = life.effects
    assert timer.work == AwaitPlacement(property_id=PROPERTY, order_id=ORDER)
    assert timer.due_at == NOW + PLACED_WITHIN == NOW + timedelta(minutes=30)


def test_a_placed_order_waits_for_nobody() -> None:
    assert Life().after(place(), *REPORTS).effects == []


def test_an_order_that_is_not_placed_in_time_is_told_once_with_the_partner_s_reference() -> None:
    life = Life().after(reported(R.ACCEPTED, 3), refund(300, external_id="LUM-42"), seen(4))
    life.after(deadline_came(), deadline_came())
    (missing,) = life.all(DeliveryMissing)
    assert (missing.external_id, missing.reported_by) == ("LUM-42", "partner:uber")
    assert missing.occurred_at == NOW
    assert life.events == [DeliveryMissing]


def test_an_order_that_is_placed_before_or_after_its_deadline_ends_the_same() -> None:
    messages = [reported(R.DELIVERED, 34), place(), deadline_came()]
    lives = [Life().after(*arrival) for arrival in permutations(messages)]
    assert all(life.order == lives[0].order for life in lives)
    for life in lives:
        assert DeliveryMissing not in life.events[life.events.index(DeliveryPlaced) :]


def test_a_deadline_of_an_order_that_nobody_spoke_of_says_nothing() -> None:
    life = Life().after(deadline_came())
    assert (life.order, life.told) == (None, [])


# -- reports in another property's name --------------------------------------------------------


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_in_another_property_s_name_changes_nothing_and_is_refused(
    report: Message,
) -> None:
    life = Life().after(place())
    kept = life.order
    life.after(elsewhere(report))
    (refused,) = life.all(ReportRefused)
    assert (refused.reason, refused.field) == (ReportRefusal.FOREIGN_PROPERTY, "property_id")
    assert refused.property_id == OTHER
    assert life.order == kept
    assert life.events == [DeliveryPlaced, ReportRefused]


@pytest.mark.parametrize("report", REPORTS)
def test_such_a_report_counts_no_more_where_it_came_before_the_order(report: Message) -> None:
    late = Life().after(place(), elsewhere(report), reported(R.CANCELLED, 40))
    for arrival in permutations([place(), elsewhere(report), reported(R.CANCELLED, 40)]):
        life = Life().after(*arrival)
        assert life.order == late.order
        assert {type(one) for one in life.told} - {ReportRefused} == {
            DeliveryPlaced,
            DeliveryCancelled,
        }
        assert {one.property_id for one in life.told} <= {PROPERTY, OTHER}
        assert DeliveryDelivered not in life.events


def test_an_early_report_that_is_left_out_at_the_placing_is_told_as_refused() -> None:
    life = Life().after(elsewhere(seen(12)), reported(R.PICKED_UP, 14), place())
    assert life.events[:2] == [DeliveryPlaced, ReportRefused]
    assert life.last(ReportRefused).property_id == OTHER
    assert life.known.property_id == PROPERTY


def test_each_property_that_is_told_of_a_missing_order_asks_for_itself() -> None:
    life = Life().after(reported(R.ACCEPTED, 3), elsewhere(reported(R.ACCEPTED, 3)))
    assert [timer.work.property_id for timer in life.effects] == [PROPERTY, OTHER]  # type: ignore[attr-defined]
    life.after(deadline_came(OTHER), deadline_came())
    assert [one.property_id for one in life.all(DeliveryMissing)] == [OTHER, PROPERTY]


def test_reports_in_many_properties_names_are_not_all_kept() -> None:
    life = Life()
    for number in range(20):
        report = reported(R.ACCEPTED, 3).model_copy(update={"property_id": f"hotel-{number}"})
        life.after(report)
    assert len(life.known.elsewhere) == 2
    assert len(life.all(ReportRefused)) == 17
    assert len(life.effects) == 3
