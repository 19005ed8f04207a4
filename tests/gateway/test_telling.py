"""What those who watch a property are told beside its cards, and that an open order can follow its
own revision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from contracts.claims import ClaimOutcome
from contracts.deliveries import DeliveryRefused, RefusalReason
from contracts.doubts import DeliveryMissing
from contracts.handovers import HandoverKind
from contracts.live import LiveBoardChanged, LiveEntryAdded, LiveTaskChanged
from contracts.message import Message
from contracts.notices import Audience, Channel, HeldBackReason, NoticeDelivered, NoticeHeldBack
from contracts.sign_in import SignInAccepted, SignInRefused
from gateway.app import handlers, untold
from gateway.board.billing import billing_of
from gateway.board.detail import detail_of
from gateway.board.model import ACTIVITY, ORDERS, OrderView
from gateway.chat.model import CHATS, ChatView
from gateway.notices.model import NOTICES, NoticeView
from gateway.tasks.model import TASKS, TaskView
from tests.support.deliveries import EVENING, ORDER, PROPERTY, after, placed
from tests.support.folios import euros
from tests.support.order_events import (
    ABOUT,
    State,
    accepted,
    apply,
    attention_ended,
    cancelled,
    claim_ended,
    claim_opened,
    code_changed,
    courier_assigned,
    courier_wrote,
    delivered,
    expected_time_changed,
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
    room_changed,
    seen_at,
)


def sms_delivered() -> NoticeDelivered:
    return NoticeDelivered(
        **ABOUT,
        notice_id="n-1",
        channel=Channel.SMS,
        audience=Audience.GUEST,
        delivered_at=after(40),
    )


def held_back() -> NoticeHeldBack:
    return NoticeHeldBack(
        **ABOUT,
        notice_id="n-2",
        channel=Channel.PUSH,
        reason=HeldBackReason.QUIET_HOURS,
    )


# An order with everything that its page shows, in an order that could be.
STORY: list[Message] = [
    placed(),
    mail_sent(),
    sms_delivered(),
    held_back(),
    accepted(),
    preparing(),
    courier_assigned(),
    code_changed(),
    room_changed(),
    picked_up(),
    expected_time_changed(),
    seen_at(),
    courier_wrote(),
    hotel_wrote(),
    partner_not_told("m-2"),
    partner_told("m-2"),
    near(),
    delivered(),
    folio_unknown(),
    folio_attention(),
    attention_ended(),
    folio_posted(),
    folio_settled(),
    claim_opened(),
    partner_told("c-1", HandoverKind.CLAIM),
    claim_ended(ClaimOutcome.UNANSWERED),
    claim_ended(),
    refund_refused(),
    refunded(euros(food=1100)),
    mail_failed(),
]


def shown(documents: State) -> Any:
    """The page of the order, but for what counts its changes."""
    view, chat = documents[ORDERS.ref(ORDER)], documents.get(CHATS.ref(ORDER))
    assert isinstance(view, OrderView)
    notices = [one for one in documents.values() if isinstance(one, NoticeView)]
    detail = detail_of(view, EVENING, chat if isinstance(chat, ChatView) else None, notices)
    return (
        view.revision,
        detail.model_dump(exclude={"revision", "updated_at"}),
        billing_of(view, {}),
    )


def test_whatever_an_orders_page_shows_changes_with_its_revision_and_a_card() -> None:
    documents: State = {}
    apply(handlers, documents, STORY[0])
    for message in STORY[1:]:
        revision, *before = shown(documents)
        told = apply(handlers, documents, message)
        now, *after_it = shown(documents)
        assert after_it != before, f"{message.TYPE} shows nowhere: take it out of the story"
        assert now == revision + 1, message.TYPE
        assert sum(isinstance(one, LiveBoardChanged) for one in told) == 1, message.TYPE


def changed(before: State, documents: State, collection: Any) -> list[Any]:
    return [
        state
        for ref, state in documents.items()
        if ref.collection is collection and before.get(ref) != state
    ]


def entries_told(told: Sequence[Message]) -> list[str]:
    cards = [one.entry for one in told if isinstance(one, LiveBoardChanged)]
    alone = [one.entry for one in told if isinstance(one, LiveEntryAdded)]
    return [entry.entry_id for entry in (*cards, *alone) if entry is not None]


REFUSED = DeliveryRefused(
    **ABOUT,
    external_id="LUM-20261123-0042",
    reason=RefusalReason.CURRENCY_MISMATCH,
    field="content.amount.currency",
    detail="the property's currency is EUR, not CHF",
)
DOUBTS: list[Message] = [
    DeliveryMissing(**ABOUT, reported_by="partner:demo-page", occurred_at=after(3)),
    REFUSED,
    placed(),
    cancelled(),
]


@pytest.mark.parametrize("story", [STORY, DOUBTS], ids=["an evening", "doubts"])
def test_each_line_of_the_feed_and_each_task_is_told_once(story: list[Message]) -> None:
    documents: State = {}
    lines, tasks = 0, 0
    for message in story:
        before = dict(documents)
        told = apply(handlers, documents, message)
        new = [entry.position for entry in changed(before, documents, ACTIVITY)]
        assert entries_told(told) == new, message.TYPE
        moved: list[TaskView] = changed(before, documents, TASKS)
        said = [one for one in told if isinstance(one, LiveTaskChanged)]
        assert sorted((one.task_id, one.kind, one.open) for one in said) == sorted(
            (task.task_id, task.kind, task.open) for task in moved
        ), message.TYPE
        lines, tasks = lines + len(new), tasks + len(moved)
    assert lines > 2
    assert tasks > 2


def test_an_order_that_was_refused_to_its_asker_is_a_line_without_a_card() -> None:
    told = apply(handlers, {}, REFUSED, actor="person:p-7")
    assert [type(one) for one in told] == [LiveEntryAdded]


def test_a_task_of_the_whole_property_is_told_without_an_order() -> None:
    documents: State = {}
    refused = SignInRefused(property_id=PROPERTY, detail="wrong secret", since=EVENING)
    (opened,) = apply(handlers, documents, refused)
    again = apply(handlers, documents, refused)
    assert isinstance(opened, LiveTaskChanged)
    assert (opened.kind, opened.open, opened.order_id) == ("pms_sign_in", True, None)
    assert list(again) == []
    (ended,) = apply(handlers, documents, SignInAccepted(property_id=PROPERTY, at=after(5)))
    assert isinstance(ended, LiveTaskChanged)
    assert not ended.open


def test_no_row_of_the_table_tells_on_its_own() -> None:
    """One place does it for all of them, so that none can forget."""
    for message in STORY:
        documents: State = {}
        told = apply(untold, documents, message)
        assert entries_told(told) == []
        assert not any(isinstance(one, LiveTaskChanged | LiveEntryAdded) for one in told)


def test_notices_of_an_order_are_found_with_it() -> None:
    documents: State = {}
    for message in (placed(), mail_sent(), sms_delivered(), held_back()):
        apply(handlers, documents, message)
    states = {one.notice_id: one.state for one in changed({}, documents, NOTICES)}
    assert states == {"n-1": "delivered", "n-2": "held_back"}
