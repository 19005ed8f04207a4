"""The crash run's counts find what they are there to find."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from contracts import topics
from contracts.deliveries import CourierNear
from contracts.envelope import Envelope
from contracts.message import Message as Event
from contracts.properties import PropertyState
from gateway.app import handlers
from partners.mail.model import Message
from tests.chassis.tally import NOON, PROPERTY, property_sheet
from tests.crash import counting
from tests.support.bench import Published


def record(event: Event, sequence: int, *, id: str = "") -> Published:
    envelope = Envelope(
        id=id or f"id-{sequence}",
        source=event.TOPIC.source,
        type=event.TYPE,
        subject=event.subject,
        time=NOON,
        property_id=event.property_id,
        actor="rule:test",
        correlation_id="test",
        sequence=sequence,
    )
    headers = {name: value.decode() for name, value in envelope.headers()}
    return Published(event.TOPIC.name, 0, sequence, event.key, headers, event.encode())


def near(sequence: int, order_id: str = "a") -> Published:
    event = CourierNear(property_id=PROPERTY, order_id=order_id, occurred_at=NOON)
    return record(event, sequence)


def state(sequence: int, name: str = "Lumière") -> Published:
    sheet = property_sheet(name)
    return record(PropertyState(property_id=PROPERTY, sheet=sheet), sequence)


def mail(message_id: str) -> Message:
    return Message(
        received_at=datetime.now(UTC),
        envelope_from="a@example.org",
        envelope_to=["b@example.org"],
        message_id=message_id,
        sender=None,
        to=[],
        reply_to=None,
        subject=None,
        headers=[],
        text=None,
        html=None,
        size=0,
        answer_lost=False,
    )


def test_a_sequence_with_copies_in_order_is_right() -> None:
    assert counting.sequences_wrong([near(1), near(2), near(1), near(3), near(1, "b")]) == []


def test_a_gap_and_a_swap_in_a_sequence_are_found() -> None:
    assert len(counting.sequences_wrong([near(1), near(3)])) == 1
    assert len(counting.sequences_wrong([near(2), near(1)])) == 1
    assert len(counting.sequences_wrong([near(2), near(3)])) == 1


def test_two_events_under_one_sequence_are_found() -> None:
    other = replace(near(1), value=near(1, "b").value)
    assert len(counting.sequences_wrong([near(1), other])) == 1


def test_an_older_state_behind_a_newer_one_is_found() -> None:
    assert counting.compacted_wrong([state(1), state(2), near(1)]) == []
    assert counting.compacted_wrong([state(1), state(2), state(1), state(2)]) == []
    assert len(counting.compacted_wrong([state(1), state(2), state(1)])) == 1


def test_a_double_mail_needs_a_blow_while_it_was_being_sent() -> None:
    twice = [mail("<n1@localhost>"), mail("<n1@localhost>"), mail("<n2@localhost>")]
    assert counting.doubles_wrong(twice, [frozenset({"n1"})]) == []
    assert len(counting.doubles_wrong(twice, [frozenset({"n2"})])) == 1
    assert len(counting.doubles_wrong([*twice, twice[0]], [frozenset({"n1"})])) == 1
    assert counting.doubles_wrong([*twice, twice[0]], [frozenset({"n1"})] * 2) == []


def test_a_view_that_is_missing_invented_or_different_is_found() -> None:
    folded, wrong = counting.fold(handlers, [state(1), state(1), state(2, "Le Refuge")])
    assert wrong == []
    assert counting.views_wrong(folded, folded) == []
    (place,) = folded
    assert folded[place]["sheet"]["name"] == "Le Refuge"
    assert len(counting.views_wrong(folded, {})) == 1
    assert len(counting.views_wrong({}, folded)) == 1
    older, _ = counting.fold(handlers, [state(1)])
    assert counting.views_wrong(older, folded) == [
        f"view {place} differs from the fold of its events in ['sheet']"
    ]


def test_the_fold_says_what_it_cannot_handle() -> None:
    _, gap = counting.fold(handlers, [near(2)])
    assert len(gap) == 1
    assert topics.ORDERS_DELIVERY_EVENTS.source in gap[0]
