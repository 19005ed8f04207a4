"""One refund that a partner reports in several ways is taken off once, and shown once."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.claims import ClaimVerdict
from contracts.deliveries import DeliveryDelivered, DeliveryPlaced
from contracts.message import Message
from contracts.refunds import DeliveryRefunded, RefundRefusal, RefundRefused
from contracts.tracking import ReportedStatus
from gateway.app import handlers as gateway
from gateway.board.model import ORDERS, OrderView
from gateway.board.stages import OrderStatus
from orders.delivery.refunds import settled
from tests.orders.life import Life
from tests.support.claims import CLAIM, decided
from tests.support.deliveries import ORDER, place, reported
from tests.support.order_events import told
from tests.support.refunds import refund

V = ClaimVerdict
DELIVERED: list[Message] = [place(), reported(ReportedStatus.DELIVERED, 34)]
SHOWN = (DeliveryPlaced, DeliveryDelivered, DeliveryRefunded, RefundRefused)


def life(*messages: Message) -> Life:
    return Life().after(*DELIVERED, *messages)


def shown(life: Life) -> OrderView:
    """The order as the gateway shows it after all that was told of its refunds."""
    view = told(gateway, [one for one in life.told if isinstance(one, SHOWN)])[ORDERS.ref(ORDER)]
    assert isinstance(view, OrderView)
    return view


def in_all_orders(*messages: Message) -> list[Life]:
    """A delivered order to which these are reported, in every order of arrival."""
    return [life(*arrival) for arrival in permutations(messages)]


def screen(view: OrderView) -> tuple[object, ...]:
    """What of the view depends on refunds, and must not on the order of arrival."""
    return (view.status, view.left(), view.refunds, view.open_tasks)


def left_of(life: Life) -> tuple[int, int]:
    """What is left of the order on the folio, and on the screen."""
    on_screen = shown(life).left()
    assert life.target is not None
    assert on_screen is not None
    return (life.target.amount.total, on_screen.total)


BY_WEBHOOK = refund(300, 65, refund_id="rf1")
WITH_CLAIM = refund(300, 66, refund_id="rf1", claim_id=CLAIM)
DECISION = decided(V.PARTIALLY_ACCEPTED, 300, 67)


def test_webhook_page_and_decision_tell_of_one_refund_in_any_order() -> None:
    for one in in_all_orders(BY_WEBHOOK, WITH_CLAIM, DECISION):
        assert left_of(one) == (2200, 2200)
        assert len(settled(one.known).counted) == 1
        (refunded,) = shown(one).refunds
        assert (refunded.refund_id, refunded.claim_id) == (CLAIM, CLAIM)
        assert shown(one).open_tasks == ()
        assert RefundRefused not in one.events


def test_a_link_of_an_earlier_time_takes_the_refund_s_first_name_off_the_screen() -> None:
    earlier = refund(300, 60, refund_id="rf1", claim_id=CLAIM)
    for one in in_all_orders(BY_WEBHOOK, earlier):
        assert left_of(one) == (2200, 2200)
        (refunded,) = shown(one).refunds
        assert refunded.refund_id == CLAIM
        assert shown(one).status is OrderStatus.PARTIALLY_REFUNDED


def test_a_refund_that_gets_another_name_says_which_names_it_had() -> None:
    named = life(BY_WEBHOOK, WITH_CLAIM).last(DeliveryRefunded)
    assert (named.refund_id, named.same_as) == (CLAIM, ("rf1",))
    assert (named.amount.total, named.refunded.total) == (300, 300)


def test_two_claims_that_share_a_refund_are_refunded_once() -> None:
    other = refund(300, 68, refund_id="rf1", claim_id="claim-2")
    for one in in_all_orders(DECISION, other, WITH_CLAIM):
        assert left_of(one) == (2200, 2200)
        assert len(shown(one).refunds) == 1


def test_two_refunds_of_one_claim_are_asked_about_whether_or_not_it_is_decided() -> None:
    second = refund(300, 68, refund_id="rf2", claim_id=CLAIM)
    for one in [*in_all_orders(WITH_CLAIM, second), *in_all_orders(WITH_CLAIM, second, DECISION)]:
        assert one.last(RefundRefused).reason is RefundRefusal.DIFFERS
        assert shown(one).open_tasks == (f"refund:{ORDER}:{CLAIM}:differs",)
        assert left_of(one) == (2200, 2200)


def test_a_question_about_an_amount_ends_when_nothing_differs_from_what_counts() -> None:
    """The second amount differs until neither can be: then both are too much, and nothing more."""
    reports = (
        refund(500, 64, refund_id="rf1"),
        refund(700, 65, refund_id="rf1"),
        refund(2400, 63, refund_id="rf0"),
    )
    for one in in_all_orders(*reports):
        assert shown(one).open_tasks == (f"refund:{ORDER}:rf1",)
        assert left_of(one) == (100, 100)


ids = st.sampled_from(["rf1", "rf2", CLAIM])
claims = st.sampled_from([None, CLAIM, "claim-2"])
sums = st.sampled_from([300, 500, 2400])
reports = st.one_of(
    st.builds(
        lambda id, claim, total, at: refund(total, at, refund_id=id, claim_id=claim),
        *(ids, claims, sums, st.integers(60, 90)),
    ),
    st.builds(
        lambda claim, total, at: decided(V.ACCEPTED, total, at, claim_id=claim),
        *(st.sampled_from([CLAIM, "claim-2"]), sums, st.integers(60, 90)),
    ),
)


@pytest.mark.promise("billing converges")
@settings(max_examples=150, deadline=None)
@given(st.lists(reports, min_size=2, max_size=6).flatmap(lambda sent: st.permutations(sent * 2)))
def test_folio_screen_and_tasks_are_the_same_however_reports_arrive(sent: list[Message]) -> None:
    one, other = life(*sent), life(*reversed(sent))
    assert screen(shown(one)) == screen(shown(other))
    assert left_of(one) == left_of(other)
    folio, on_screen = left_of(one)
    assert folio == on_screen
