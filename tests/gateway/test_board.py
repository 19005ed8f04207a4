"""What the board says of an order, as the events of several topics come in."""

from __future__ import annotations

import json

import pytest

from contracts.billing import FolioProblem
from contracts.deliveries import DeliveryRefused, RefusalReason
from contracts.live import LiveBoardChanged
from contracts.message import Message
from gateway.app import handlers
from gateway.board.billing import billing_of
from gateway.board.card import NotPlaced, TotalDue, card_of
from gateway.board.detail import detail_of
from gateway.board.ledger import FolioState
from gateway.board.model import ACTIVITY, DESK_TIME, ORDERS, OrderView
from gateway.board.moments import LONGEST_TIMELINE, MomentKind
from gateway.board.stages import OrderStatus, Stage
from tests.support.contexts import NOW
from tests.support.deliveries import AMOUNT, ORDER, PROPERTY, after, placed
from tests.support.order_events import (
    State,
    apply,
    cancelled,
    courier_assigned,
    delivered,
    expected_time_changed,
    failed,
    folio_attention,
    folio_posted,
    folio_settled,
    folio_unknown,
    mail_failed,
    mail_sent,
    near,
    picked_up,
    refunded,
    returned,
    told,
)


def view(documents: State) -> OrderView:
    found = documents[ORDERS.ref(ORDER)]
    assert isinstance(found, OrderView)
    return found


def view_after(*messages: Message) -> OrderView:
    return view(told(handlers, messages))


def test_a_running_order_shows_where_it_is_and_when_it_is_expected() -> None:
    card = card_of(view_after(placed(), courier_assigned(), picked_up(), expected_time_changed()))
    assert (card.room, card.guest, card.restaurant) == ("203", "Anaïs D'Hérouville", "Chez Lina")
    assert (card.status, card.stage) == (OrderStatus.IN_PROGRESS, Stage.ON_THE_WAY)
    assert card.expected_at == after(41)
    assert card.courier is not None
    assert card.courier.phone == "+33600000001"
    assert card.validation_code == "4821"


def test_a_near_courier_shows_as_near() -> None:
    assert view_after(placed(), picked_up(), near()).stage is Stage.NEAR


@pytest.mark.parametrize(
    "before_delivery",
    [
        (placed(),),
        (placed(), courier_assigned(), picked_up(), near()),
        (placed(), folio_attention()),
        (placed(), folio_posted(), folio_settled()),
        (placed(), refunded(AMOUNT, in_full=True)),
    ],
)
def test_no_amount_shows_before_delivery(before_delivery: tuple[Message, ...]) -> None:
    seen = view_after(*before_delivery)
    assert card_of(seen).total_due is TotalDue.AFTER_DELIVERY
    for shown in (card_of(seen), detail_of(seen, NOW), billing_of(seen, {})):
        said = shown.model_dump_json(exclude_none=True)
        figures = {"total", "tax_lines", "unit_amount", "to_post", "amount", "owed"}
        assert not figures & _names(json.loads(said))
        assert "2500" not in said
        assert "1250" not in said


def _names(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(_names(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(_names(inner) for inner in value))
    return set()


def test_the_total_after_delivery_is_the_sum_of_all_tax_lines() -> None:
    detail = detail_of(view_after(placed(), delivered()), NOW)
    assert detail.total_due is TotalDue.NOW
    assert detail.tax_lines is not None
    assert [line.gross for line in detail.tax_lines] == [2200, 300]
    assert detail.total is not None
    assert detail.total.amount == sum(line.gross for line in detail.tax_lines) == 2500
    assert detail.lines[0].unit_amount == 1250


@pytest.mark.parametrize("ending", [cancelled(), failed(), returned()])
def test_nobody_owes_what_does_not_come(ending: Message) -> None:
    card = card_of(view_after(placed(), ending))
    assert card.total_due is TotalDue.NOTHING
    assert card.total is None
    assert not card.running


def test_a_meal_taken_back_after_delivery_is_owed_no_more() -> None:
    card = card_of(view_after(placed(), delivered(), returned()))
    assert (card.status, card.total_due) == (OrderStatus.RETURNED, TotalDue.NOTHING)


def test_a_delivered_meal_waits_at_the_desk_and_a_cancelled_one_leaves_the_board() -> None:
    assert card_of(view_after(placed())).leaves_board_at is None
    assert card_of(view_after(placed(), delivered())).leaves_board_at == after(33) + DESK_TIME
    assert card_of(view_after(placed(), cancelled())).leaves_board_at == after(8) + DESK_TIME


def test_an_order_is_in_no_list_until_it_is_placed() -> None:
    documents: State = {}
    told = apply(handlers, documents, folio_settled())
    assert not any(isinstance(one, LiveBoardChanged) for one in told)
    assert view(documents).position is None
    assert view(documents).board_until is None
    with pytest.raises(NotPlaced):
        card_of(view(documents))


def test_every_change_of_a_placed_order_tells_those_who_watch_exactly_its_card() -> None:
    documents: State = {}
    for message in (
        placed(),
        courier_assigned(),
        expected_time_changed(),
        mail_sent(),
        delivered(),
    ):
        (news,) = apply(handlers, documents, message)
        assert isinstance(news, LiveBoardChanged)
        assert (news.key, news.subject) == (PROPERTY, ORDER)
        said = card_of(view(documents)).model_dump(mode="json", exclude_none=True)
        assert json.loads(news.card) == said
        assert "\n" not in news.card


def test_a_card_counts_its_changes() -> None:
    assert view_after(placed()).revision == 1
    assert view_after(placed(), courier_assigned(), mail_sent()).revision == 3


def test_the_folio_shows_what_a_person_must_do() -> None:
    card = card_of(view_after(placed(), delivered(), folio_attention()))
    assert card.folio.state is FolioState.ATTENTION
    assert card.folio.problem is FolioProblem.NOT_FOUND
    assert card.folio.to_post is not None
    assert card.folio.to_post.amount == AMOUNT.total


def test_an_unanswered_posting_shows_as_unknown_until_it_is_settled() -> None:
    unknown = view_after(placed(), delivered(), folio_unknown())
    assert unknown.folio.state is FolioState.UNKNOWN
    settled = view_after(placed(), delivered(), folio_unknown(), folio_posted(), folio_settled())
    assert settled.folio.state is FolioState.SETTLED


def test_the_feed_has_a_line_for_what_matters_and_none_for_the_rest() -> None:
    documents = told(
        handlers,
        [
            placed(),
            mail_sent(),
            courier_assigned(),
            picked_up(),
            expected_time_changed(),
            near(),
            delivered(),
            folio_posted(),
            folio_settled(),
            mail_failed(),
        ],
    )
    entries = [doc for ref, doc in documents.items() if ref.collection is ACTIVITY]
    assert sorted(str(entry.model_dump()["kind"]) for entry in entries) == [
        "courier_assigned",
        "delivered",
        "folio_settled",
        "near",
        "notice_failed",
        "picked_up",
        "placed",
    ]


def test_a_refused_request_is_a_line_in_the_feed_and_leaves_the_order_alone() -> None:
    refused = DeliveryRefused(
        property_id=PROPERTY,
        order_id=ORDER,
        external_id="LUM-1",
        reason=RefusalReason.ALREADY_PLACED_DIFFERENTLY,
        field="content.room",
        detail="room differs",
    )
    before = told(handlers, [placed()])
    documents = dict(before)
    apply(handlers, documents, refused, "person:p-7")
    assert view(documents) == view(before)
    (entry,) = [ref for ref in set(documents) - set(before) if ref.collection is ACTIVITY]
    assert documents[entry].model_dump()["kind"] is MomentKind.REFUSED
    by_partner = view(told(handlers, [refused], before))
    since = {"open_tasks": (), "has_task": False, "revision": 1, "updated_at": NOW}
    assert by_partner.has_task
    assert by_partner.but(**since) == view(before).but(**since)


def test_the_timeline_is_in_order_of_time_and_bounded() -> None:
    changes = [expected_time_changed(n / 10, n) for n in range(LONGEST_TIMELINE + 50)]
    timeline = view_after(placed(), *reversed(changes)).timeline
    assert len(timeline) == LONGEST_TIMELINE
    assert list(timeline) == sorted(timeline, key=lambda moment: moment.at)


def test_what_is_stored_reads_back_as_it_was() -> None:
    stored = view_after(placed(), courier_assigned(), delivered(), folio_attention(), mail_sent())
    row = stored.model_dump(mode="json")
    assert OrderView.model_validate(row, strict=False) == stored
    assert row["board_until"] > row["ended_at"]
