"""However a delivery's reports arrive, its order ends the same."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.billing import BillingTarget
from contracts.deliveries import (
    CourierNear,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryPickedUp,
    DeliveryPlaced,
    DeliveryReturned,
    ReportedStatus,
)
from contracts.message import Message
from contracts.money import Amount
from orders.delivery.transitions import REPORTED_AS, DeliveryStatus
from tests.orders.life import Life
from tests.support.deliveries import AMOUNT, INES, MARC, after, place, reported, seen

R = ReportedStatus
LINE: list[type[Message]] = [
    DeliveryPlaced,
    DeliveryPickedUp,
    CourierNear,
    DeliveryDelivered,
    DeliveryCancelled,
    DeliveryReturned,
]

reports = st.one_of(
    st.builds(
        reported,
        st.sampled_from(R),
        st.integers(1, 60),
        courier=st.sampled_from([None, MARC, INES]),
        expected_at=st.one_of(st.none(), st.integers(20, 90).map(after)),
    ),
    st.builds(seen, st.integers(1, 60), expected_at=st.integers(20, 90).map(after)),
)


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[list[Message], list[Message]]:
    """Some reports and the placing in two orders, the second with repeats."""
    sent: list[Message] = [place(), *draw(st.lists(reports, max_size=10))]
    repeats = draw(st.lists(st.sampled_from(sent), max_size=6))
    return draw(st.permutations(sent)), draw(st.permutations([*sent, *repeats]))


def _due(life: Life) -> Amount:
    return Amount.nothing("EUR") if life.target is None else life.target.amount


@pytest.mark.feature("O14")
@pytest.mark.promise("billing converges")
@settings(max_examples=300, deadline=None)
@given(arrivals())
def test_any_order_of_arrival_with_repeats_ends_in_the_same_status_and_the_same_amount_due(
    both: tuple[list[Message], list[Message]],
) -> None:
    one, other = (Life().after(*messages) for messages in both)
    assert one.known.status is other.known.status
    assert _due(one) == _due(other)
    assert _due(one) == (AMOUNT if one.known.status is DeliveryStatus.DELIVERED else _NOTHING)


_NOTHING = Amount.nothing("EUR")


@settings(max_examples=300, deadline=None)
@given(arrivals())
def test_an_order_ends_where_the_furthest_report_says(
    both: tuple[list[Message], list[Message]],
) -> None:
    messages = both[1]
    said = [REPORTED_AS[status] for m in messages if (status := getattr(m, "status", None))]
    furthest = max(said, key=lambda status: status.rank, default=DeliveryStatus.PLACED)
    assert Life().after(*messages).known.status is furthest


@settings(max_examples=300, deadline=None)
@given(arrivals())
def test_milestones_are_told_once_each_and_never_backwards(
    both: tuple[list[Message], list[Message]],
) -> None:
    told = [LINE.index(kind) for kind in Life().after(*both[1]).events if kind in LINE]
    assert told[0] == LINE.index(DeliveryPlaced)
    assert all(earlier < later for earlier, later in pairwise(told))


@settings(max_examples=300, deadline=None)
@given(arrivals())
def test_nothing_is_due_before_the_delivery_was_told(
    both: tuple[list[Message], list[Message]],
) -> None:
    kinds = Life().after(*both[1]).events
    if BillingTarget in kinds:
        assert DeliveryDelivered in kinds[: kinds.index(BillingTarget)]
