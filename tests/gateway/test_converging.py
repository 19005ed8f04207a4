"""Whatever the order between topics, a view ends the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.billing import AttentionEnd
from contracts.claims import ClaimOutcome
from contracts.handovers import HandoverKind
from contracts.message import Message
from contracts.refunds import RefundRefusal
from gateway.app import handlers
from gateway.board.model import ORDERS, OrderView
from gateway.board.stages import Stage
from tests.support.deliveries import ORDER, placed
from tests.support.folios import euros
from tests.support.order_events import (
    accepted,
    attention_ended,
    cancelled,
    claim_ended,
    claim_opened,
    code_changed,
    courier_assigned,
    courier_wrote,
    delivered,
    expected_time_changed,
    failed,
    folio_attention,
    folio_posted,
    folio_settled,
    folio_unknown,
    hotel_wrote,
    mail_failed,
    mail_sent,
    near,
    partner_not_told,
    partner_told,
    picked_up,
    preparing,
    refund_refused,
    refunded,
    returned,
    room_changed,
    seen_at,
    told,
)

ORDERS_SAY: list[Message] = [
    placed(),
    courier_assigned(),
    code_changed(),
    picked_up(),
    accepted(),
    preparing(),
    room_changed(),
    expected_time_changed(),
    seen_at(20),
    courier_wrote(),
    hotel_wrote(),
    near(),
    delivered(),
    claim_opened(),
    refund_refused("r-9"),
    claim_ended(ClaimOutcome.UNANSWERED, 80),
    refunded(euros(food=500)),
    claim_ended(ClaimOutcome.ACCEPTED, 95),
]
FOLIO_SAYS: list[Message] = [
    folio_unknown(),
    folio_attention(),
    attention_ended(AttentionEnd.TRYING),
    folio_attention(),
    attention_ended(AttentionEnd.SUPERSEDED),
    folio_posted("p-2"),
    folio_settled(),
]
BRIDGE_SAYS: list[Message] = [
    partner_not_told("m-2"),
    partner_told("m-2"),
    partner_told("c-1", HandoverKind.CLAIM),
    partner_not_told("c-1", HandoverKind.CLAIM_WITHDRAWAL),
]
NOTIFIER_SAYS: list[Message] = [mail_sent(), mail_failed(), mail_sent("n-2")]
TOPICS = [ORDERS_SAY, FOLIO_SAYS, BRIDGE_SAYS, NOTIFIER_SAYS]
TURNS = [number for number, topic in enumerate(TOPICS) for _ in topic]


@pytest.mark.promise("a view converges whatever the order between topics")
@given(st.permutations(TURNS))
def test_all_views_converge_in_any_order_between_topics(turns: list[int]) -> None:
    queues = [iter(topic) for topic in TOPICS]
    mixed = told(handlers, [next(queues[turn]) for turn in turns])
    in_turn = told(handlers, [message for topic in TOPICS for message in topic])
    assert mixed == in_turn


ROAD: list[Message] = [
    accepted(),
    preparing(),
    picked_up(),
    near(),
    delivered(),
    cancelled(),
    failed(),
    returned(),
]


@given(st.permutations(ROAD), st.integers(1, len(ROAD)))
def test_a_stage_only_moves_on(road: list[Message], count: int) -> None:
    """Even where one topic's messages came in another order than they were said."""
    known = told(handlers, [placed()])
    ranks = []
    for message in road[:count]:
        known = told(handlers, [message], known)
        view = known[ORDERS.ref(ORDER)]
        assert isinstance(view, OrderView)
        ranks.append(view.stage.rank)
    assert ranks == sorted(ranks)


@given(st.permutations(ROAD))
def test_stage_status_and_timeline_are_the_same_in_any_order(road: list[Message]) -> None:
    mixed, in_turn = (
        told(handlers, [placed(), *messages])[ORDERS.ref(ORDER)] for messages in (road, ROAD)
    )
    assert mixed == in_turn
    assert isinstance(mixed, OrderView)
    assert mixed.stage is Stage.RETURNED


def test_a_late_milestone_stands_in_the_timeline_where_it_belongs() -> None:
    view = told(handlers, [placed(), picked_up(12), accepted(2)])[ORDERS.ref(ORDER)]
    assert isinstance(view, OrderView)
    assert view.stage is Stage.ON_THE_WAY
    assert [moment.kind for moment in view.timeline] == ["placed", "accepted", "picked_up"]


def test_what_was_told_of_a_refund_last_stands() -> None:
    """A refund that comes late may restate another; the first amount under an id stands."""
    first = refunded(euros(food=500))
    differs = refund_refused(reason=RefundRefusal.DIFFERS)
    for messages, left in (
        ([first], 2000),
        ([first, first], 2000),
        ([first, refund_refused()], 2500),
        ([refund_refused(), first], 2000),
        ([first, differs, first], 2000),
        ([first, refunded(euros(food=700))], 1800),
    ):
        view = told(handlers, [placed(), delivered(), *messages])[ORDERS.ref(ORDER)]
        assert isinstance(view, OrderView)
        amount = view.left()
        assert amount is not None
        assert amount.total == left
