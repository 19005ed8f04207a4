"""However a delivery's reports arrive, its order ends the same."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.billing import BillingTarget
from contracts.claims import ClaimVerdict
from contracts.deliveries import (
    CourierNear,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryFailed,
    DeliveryPickedUp,
    DeliveryPlaced,
    DeliveryReturned,
)
from contracts.message import Message
from contracts.money import Amount
from contracts.refunds import DeliveryRefunded, RefundRefused
from contracts.tracking import ReportedStatus
from orders.delivery.refunds import settled
from orders.delivery.transitions import REPORTED_AS, DeliveryStatus
from tests.orders.life import Life
from tests.support.chats import courier_wrote
from tests.support.claims import CLAIM, decided
from tests.support.deliveries import AMOUNT, INES, MARC, after, place, reported, seen
from tests.support.refunds import lines, refund, refund_of_lines

R = ReportedStatus
LINE: list[type[Message]] = [
    DeliveryPlaced,
    DeliveryPickedUp,
    CourierNear,
    DeliveryDelivered,
    DeliveryCancelled,
    DeliveryFailed,
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


refunds = st.one_of(
    st.builds(
        refund,
        st.integers(1, 2600),
        st.integers(35, 60),
        refund_id=st.sampled_from(["ref-1", "ref-2", "ref-3", CLAIM]),
        claim_id=st.sampled_from([None, None, CLAIM]),
    ),
    st.builds(
        refund_of_lines,
        st.builds(
            lines,
            r10=st.tuples(st.integers(0, 2000), st.integers(0, 200)),
            r20=st.tuples(st.integers(0, 250), st.integers(0, 50)),
        ).filter(lambda amount: amount.total > 0),
        st.integers(35, 60),
        refund_id=st.sampled_from(["ref-1", "ref-2", "ref-3"]),
    ),
    st.builds(
        decided,
        st.sampled_from(ClaimVerdict),
        st.integers(0, 2600),
        st.integers(35, 60),
    ),
)
words = st.integers(1, 40).map(lambda n: courier_wrote(n, message_id=f"msg-{n}"))


@st.composite
def paid_arrivals(draw: st.DrawFn) -> tuple[list[Message], list[Message]]:
    """A delivered order's refunds, decisions and messages in two orders, one with repeats."""
    sent: list[Message] = [
        place(),
        reported(R.DELIVERED, 34),
        *draw(st.lists(st.one_of(refunds, words, reports), max_size=8)),
    ]
    repeats = draw(st.lists(st.sampled_from(sent), max_size=6))
    return draw(st.permutations(sent)), draw(st.permutations([*sent, *repeats]))


@pytest.mark.promise("billing converges")
@settings(max_examples=250, deadline=None)
@given(paid_arrivals())
def test_refunds_in_any_order_of_arrival_come_to_the_same_money(
    both: tuple[list[Message], list[Message]],
) -> None:
    one, other = (Life().after(*messages) for messages in both)
    assert one.known.refunds == other.known.refunds
    assert one.known.heard == other.known.heard
    assert _due(one) == _due(other)
    assert settled(one.known) == settled(other.known)


@settings(max_examples=250, deadline=None)
@given(paid_arrivals())
def test_what_was_told_last_of_each_refund_is_what_counts(
    both: tuple[list[Message], list[Message]],
) -> None:
    life = Life().after(*both[1])
    standing: dict[str, DeliveryRefunded | RefundRefused] = {}
    for message in life.told:
        if isinstance(message, DeliveryRefunded):
            standing = {id: one for id, one in standing.items() if id not in message.same_as}
        if isinstance(message, DeliveryRefunded | RefundRefused):
            standing[message.refund_id] = message
    told = {id: last.amount for id, last in standing.items() if isinstance(last, DeliveryRefunded)}
    now = settled(life.known)
    assert told == {each.one.name: each.amount for each in now.counted}
    refunded = [message.refunded for message in life.all(DeliveryRefunded)]
    assert not refunded or refunded[-1] == now.refunded
    assert AMOUNT.minus(now.refunded).minus(now.left) == _NOTHING
    if life.known.status is DeliveryStatus.DELIVERED:
        assert _due(life) == now.left


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[list[Message], list[Message]]:
    """Some reports and the placing in two orders, the second with repeats."""
    sent: list[Message] = [place(), *draw(st.lists(reports, max_size=10))]
    repeats = draw(st.lists(st.sampled_from(sent), max_size=6))
    return draw(st.permutations(sent)), draw(st.permutations([*sent, *repeats]))


def _due(life: Life) -> Amount:
    return Amount.nothing("EUR") if life.target is None else life.target.amount


@pytest.mark.promise("billing converges")
@settings(max_examples=200, deadline=None)
@given(arrivals())
def test_any_order_of_arrival_with_repeats_ends_in_the_same_status_and_the_same_amount_due(
    both: tuple[list[Message], list[Message]],
) -> None:
    one, other = (Life().after(*messages) for messages in both)
    assert one.known.status is other.known.status
    assert _due(one) == _due(other)
    assert _due(one) == (AMOUNT if one.known.status is DeliveryStatus.DELIVERED else _NOTHING)


_NOTHING = Amount.nothing("EUR")


@settings(max_examples=200, deadline=None)
@given(arrivals())
def test_an_order_ends_where_the_furthest_report_says(
    both: tuple[list[Message], list[Message]],
) -> None:
    messages = both[1]
    said = [REPORTED_AS[status] for m in messages if (status := getattr(m, "status", None))]
    furthest = max(said, key=lambda status: status.rank, default=DeliveryStatus.PLACED)
    assert Life().after(*messages).known.status is furthest


@settings(max_examples=200, deadline=None)
@given(arrivals())
def test_milestones_are_told_once_each_and_never_backwards(
    both: tuple[list[Message], list[Message]],
) -> None:
    told = [LINE.index(kind) for kind in Life().after(*both[1]).events if kind in LINE]
    assert told[0] == LINE.index(DeliveryPlaced)
    assert all(earlier < later for earlier, later in pairwise(told))


@settings(max_examples=200, deadline=None)
@given(arrivals())
def test_nothing_is_due_before_the_delivery_was_told(
    both: tuple[list[Message], list[Message]],
) -> None:
    kinds = Life().after(*both[1]).events
    if BillingTarget in kinds:
        assert DeliveryDelivered in kinds[: kinds.index(BillingTarget)]
