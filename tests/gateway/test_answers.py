"""Which message answers which request, and that it is written down with the view it changes."""

from __future__ import annotations

from itertools import permutations

from chassis.outcome import Changes
from contracts.chats import ChatRefusal, CourierMessageRefused, CourierMessageSent
from contracts.claims import ClaimEnded, ClaimOutcome
from contracts.deliveries import DeliveryPlaced, Origin
from contracts.message import Message
from gateway.app import handlers
from gateway.board.model import ORDERS
from gateway.requests.answers import ANSWERS, answer_in
from gateway.requests.model import KEPT, REQUESTS, Refusal, RequestOutcome, Requests
from tests.support.contexts import context, envelope
from tests.support.deliveries import EVENING, GUEST, ORDER, PROPERTY, placed
from tests.support.order_events import State

SENT = CourierMessageSent(
    property_id=PROPERTY,
    order_id=ORDER,
    guest_id=GUEST,
    message_id="m-1",
    text="Bonsoir",
    author="person:anna",
    partner_id="demo-page",
    external_id="LUM-1",
    occurred_at=EVENING,
)
REFUSED = CourierMessageRefused(
    property_id=PROPERTY,
    order_id=ORDER,
    reason=ChatRefusal.NO_COURIER,
    field="order_id",
    detail="no courier is assigned yet",
)


def handled(
    message: Message,
    known: State | None = None,
    *,
    actor: str = "person:anna",
    cause: str | None = "c-1",
    correlation: str = "c-1",
) -> Changes:
    row = handlers.rows[message.TYPE]
    state = known or {}
    about = envelope(message, actor=actor, causation_id=cause, correlation_id=correlation)
    documents = {ref: state.get(ref) for ref in row.touches(message)}
    return row.handle(documents, message, context(envelope=about))


def noted(changes: Changes) -> tuple[RequestOutcome, ...]:
    found = changes.documents.get(REQUESTS.ref(ORDER))
    return found.outcomes if isinstance(found, Requests) else ()


def test_an_answer_is_noted_together_with_the_view_it_changes() -> None:
    changes = handled(SENT)
    assert noted(changes) == (
        RequestOutcome(
            request_id="c-1",
            result={"message_id": "m-1", "occurred_at": "2026-11-23T19:40:00.000Z"},
        ),
    )
    assert ORDERS.ref(ORDER) in changes.documents
    assert changes.events == handled(SENT, cause="x").events


def test_a_refusal_is_noted_with_field_and_reason() -> None:
    refusal = Refusal(field="order_id", reason="no_courier", detail="no courier is assigned yet")
    assert noted(handled(REFUSED)) == (RequestOutcome(request_id="c-1", refusal=refusal),)


def test_what_a_partner_or_a_rule_brought_about_answers_nobody() -> None:
    for actor in ("partner:demo-page", "rule:claim-deadline"):
        assert noted(handled(SENT, actor=actor)) == ()


def test_what_only_goes_back_to_a_request_does_not_answer_it() -> None:
    unanswered = ClaimEnded(
        property_id=PROPERTY,
        order_id=ORDER,
        claim_id="c-1",
        outcome=ClaimOutcome.UNANSWERED,
        occurred_at=EVENING,
    )
    assert noted(handled(unanswered, cause="a-timers-report", correlation="c-1")) == ()


def test_a_guests_own_order_is_nobodys_request_and_takes_the_short_way() -> None:
    row = handlers.rows[DeliveryPlaced.TYPE]
    assert REQUESTS.ref(ORDER) not in row.touches(placed())
    assert REQUESTS.ref(ORDER) in row.touches(placed(origin=Origin.HOTEL))


def test_the_first_answer_stands_and_a_repeat_changes_nothing() -> None:
    ends = []
    for order in permutations([SENT, SENT.model_copy(update={"message_id": "m-2"})]):
        known: State = {}
        for message in order:
            known.update(handled(message, known).documents)
        ends.append((order[0].message_id, noted(Changes(known))))
    for first, outcomes in ends:
        assert [outcome.result["message_id"] for outcome in outcomes] == [first]


def test_outcomes_are_bounded_and_the_newest_stay() -> None:
    requests = Requests()
    for n in range(KEPT + 5):
        requests = requests.having(RequestOutcome(request_id=f"r-{n}"))
    assert len(requests.outcomes) == KEPT
    assert requests.outcome_of("r-4") is None
    assert requests.outcome_of(f"r-{KEPT + 4}") is not None


def test_a_tail_hears_the_same_as_the_table_notes() -> None:
    assert answer_in(SENT.TYPE, SENT.encode(), "c-1") == noted(handled(SENT))[0]
    assert answer_in(placed().TYPE, placed().encode(), None) is None
    assert answer_in("orders.of.a-newer-version", b"{}", "c-1") is None


def test_every_answer_has_a_row_of_the_table() -> None:
    assert {message.TYPE for message in ANSWERS} <= set(handlers.rows)
