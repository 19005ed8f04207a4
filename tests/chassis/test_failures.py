"""What becomes of one record that cannot be handled, and that it touches nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from chassis.documents import Collection, Document
from chassis.emit import MAX_VALUE_BYTES
from chassis.outcome import Changes, Context, Effect, Outcome
from chassis.table import Documents, HandlerTable
from contracts import topics
from contracts.control import ReleaseKey, Republish, RequestFailed
from contracts.notices import Channel, NoticeFailed, NoticeSent
from contracts.topics import control_topic, dead_letter_topic
from contracts.tracking import DeliveryStatusReported
from tests.chassis.memory import Memory, envelope_of, published
from tests.chassis.tally import (
    PROPERTY,
    Ring,
    Tally,
    define,
    near,
    sheets,
    tallies,
    tally_service,
    told,
)

ORDER = tallies.ref("order-1")
OTHER = tallies.ref("order-2")
DEAD = dead_letter_topic("tally")


@pytest.fixture
def memory() -> Memory:
    return Memory(tally_service(broken=lambda note: note == "bad").handlers)


def sent(order_id: str, notice_id: str = "n") -> NoticeSent:
    return NoticeSent(
        property_id=PROPERTY,
        order_id=order_id,
        guest_id="guest-1",
        notice_id=notice_id,
        channel=Channel.MAIL,
    )


def failed(order_id: str, reason: str) -> NoticeFailed:
    return NoticeFailed(
        property_id=PROPERTY, order_id=order_id, notice_id="n", channel=Channel.MAIL, reason=reason
    )


# -- requests --------------------------------------------------------------------------------------


def test_a_request_that_fails_is_answered_and_set_aside_alone(memory: Memory) -> None:
    record = memory.record(define("bad"), id="request-1")
    plan = memory.batch(record, memory.record(define("good")))
    answer, defined = published(plan, topics.INVENTORY_PROPERTY_EVENTS)
    said = RequestFailed.model_validate_json(answer.value)
    assert (said.request_id, said.request_type) == ("request-1", define("bad").TYPE)
    assert "cannot define bad" in said.detail
    assert (answer.key, envelope_of(answer).causation_id) == (PROPERTY.encode(), "request-1")
    assert envelope_of(defined).sequence == 1
    assert [letter.id for letter in plan.dead_letters] == [record.position]
    assert plan.parked_keys == []
    assert memory.state(sheets.ref(PROPERTY)).sheet.name == "good"


def test_a_failed_request_may_be_asked_again_and_is_answered_again(memory: Memory) -> None:
    plans = [memory.batch(memory.record(define("bad"), id="request-1")) for _ in range(2)]
    answers = [published(plan, topics.INVENTORY_PROPERTY_EVENTS)[0].id for plan in plans]
    assert answers[0] != answers[1]


def test_a_request_that_cannot_be_read_is_answered_too(memory: Memory) -> None:
    good = memory.record(define("good"), id="request-1")
    plan = memory.batch(memory.raw(good.topic, good.key, b'{"property_id": 7}', good.headers))
    (answer,) = published(plan, topics.INVENTORY_PROPERTY_EVENTS)
    assert RequestFailed.model_validate_json(answer.value).request_id == "request-1"
    assert (len(plan.dead_letters), plan.parked_keys) == (1, [])


def test_a_request_without_readable_headers_is_set_aside_unanswered(memory: Memory) -> None:
    plan = memory.batch(memory.raw(topics.INVENTORY_PROPERTY_COMMANDS, b"hotel", b"{}", []))
    assert [record.topic for _, record in plan.outbox] == [DEAD.name]
    assert plan.parked_keys == []


# -- dead letters ----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [None, b"", b"\xff\xfe"])
@pytest.mark.promise("no silent skip")
def test_a_record_without_a_readable_key_keeps_its_bytes_headers_reason_and_position(
    memory: Memory, key: bytes | None
) -> None:
    record = memory.raw(topics.BRIDGE_DELIVERY_EVENTS, key, b"\x00\xff", [("x", b"\xfe")])
    plan = memory.batch(record)
    (letter,) = published(plan, DEAD)
    assert (letter.key, letter.value) == (key, b"\x00\xff")
    assert dict(letter.headers) == {
        "x": b"\xfe",
        "comptoir-reason": b"the record has no readable key",
        "comptoir-position": record.position.encode(),
    }
    assert [one.incoming for one in plan.dead_letters] == [record]


@pytest.mark.parametrize(
    ("key", "size", "header"), [(None, 990_000, 1), (b"\xff" * 60_000, 9, 1), (None, 9, 990_000)]
)
def test_a_dead_letter_that_filled_its_record_is_cut_to_fit_and_says_so(
    memory: Memory, key: bytes | None, size: int, header: int
) -> None:
    headers = [("x", b"h" * header)]
    record = memory.raw(topics.BRIDGE_DELIVERY_EVENTS, key, b"v" * size, headers)
    plan = memory.batch(record)
    (letter,) = published(plan, DEAD)
    length = len(letter.key or b"") + len(letter.value) + sum(len(v) for _, v in letter.headers)
    assert length <= MAX_VALUE_BYTES + 1_000
    if len(key or b"") + size + header > MAX_VALUE_BYTES:
        total = len(key or b"") + size + 1 + header
        assert ("comptoir-cut-from", str(total).encode()) in letter.headers
    assert plan.dead_letters[0].incoming.value == b"v" * size


def test_an_order_that_cannot_be_read_is_set_aside_and_parks_nothing(memory: Memory) -> None:
    order = memory.order("order-1", ReleaseKey())
    garbage = memory.raw(control_topic("tally"), b"order-1", b"[", order.headers)
    plan = memory.batch(garbage)
    assert (len(plan.dead_letters), plan.parked_keys) == (1, [])


def test_reasons_name_fields_and_never_hold_what_was_in_them(memory: Memory) -> None:
    good = memory.record(told("order-1", "a"))
    secret = b'{"property_id": "hotel-lumiere", "order_id": {"Mrs Example": 1}, "status": "Meier"}'
    memory.batch(memory.raw(good.topic, good.key, secret, good.headers))
    reason = memory.parked_keys["order-1"]["reason"]
    assert "order_id" in reason
    assert "Example" not in reason
    assert "Meier" not in reason


# -- within the handler's guard --------------------------------------------------------------------


def test_an_unreadable_document_is_the_failure_of_who_touches_it_alone(memory: Memory) -> None:
    memory.store(ORDER, {"entries": 7})
    plan = memory.batch(memory.record(told("order-1", "a")), memory.record(told("order-2", "b")))
    assert [parked.key for parked in plan.parked_keys] == ["order-1"]
    assert plan.parked_keys[0].handler == "note"
    assert memory.state(OTHER).entries == ("b",)


def test_a_state_that_cannot_be_written_is_the_failure_of_who_made_it_alone() -> None:
    def unwritable(message: DeliveryStatusReported) -> Tally:
        # What a handler copies into a document is not validated; this has no form in JSON.
        bad = message.order_id == "order-1"
        return Tally().model_copy(update={"ballast": object() if bad else "as it should be"})

    table = HandlerTable("tally")

    @table.on(DeliveryStatusReported, document=tallies)
    def note(
        tally: Tally | None, message: DeliveryStatusReported, context: Context
    ) -> Outcome[Tally]:
        return Outcome(unwritable(message), events=[sent(message.order_id)])

    memory = Memory(table)
    plan = memory.batch(memory.record(told("order-1", "a")), memory.record(told("order-2", "b")))
    assert [parked.key for parked in plan.parked_keys] == ["order-1"]
    assert [one.key for one in published(plan, topics.NOTIFIER_NOTICE_EVENTS)] == [b"order-2"]
    assert memory.state(OTHER).ballast == "as it should be"


@pytest.mark.promise("no silent skip")
def test_saying_an_unreadable_document_again_is_that_orders_failure_alone(memory: Memory) -> None:
    memory.store(sheets.ref(PROPERTY), {"sheet": 7})
    memory.stored[sheets.ref(PROPERTY).place]["seq"] = {topics.INVENTORY_PROPERTY_STATE.source: 3}
    plan = memory.batch(memory.order(PROPERTY, Republish()), memory.record(told("order-1", "a")))
    assert len(plan.dead_letters) == 1
    assert memory.state(ORDER).entries == ("a",)


def test_a_state_about_something_else_is_never_said_again(memory: Memory) -> None:
    memory.batch(memory.record(define("one")))
    memory.stored[sheets.ref(PROPERTY).place]["state"]["property_id"] = "another"
    plan = memory.batch(memory.order(PROPERTY, Republish()))
    assert published(plan, topics.INVENTORY_PROPERTY_STATE) == []
    assert "is about another" in plan.dead_letters[0].reason


def many(say: Any, touches: Any = lambda m: [ORDER, OTHER], reads: Any = None) -> Memory:
    """A service whose only handler touches two orders and says what the test says."""
    table = HandlerTable("tally")

    @table.on_many(DeliveryStatusReported, touches=touches, reads=reads)
    def both(documents: Documents, message: DeliveryStatusReported, context: Context) -> Changes:
        changes: Changes = say(documents, context)
        return changes

    return Memory(table)


def refused(memory: Memory) -> str:
    """Why the next message fails, after it was made sure that nothing of it was written."""
    plan = memory.batch(memory.record(told("order-1", "a")))
    assert (plan.handled, plan.slots, plan.outbox, plan.effects, plan.inbox) == (0, [], [], [], [])
    return plan.parked_keys[0].reason


def test_several_documents_change_together() -> None:
    changed = {ORDER: Tally(entries=("1",)), OTHER: Tally(entries=("2",))}
    memory = many(lambda documents, context: Changes(changed, [sent("order-2"), sent("order-1")]))
    plan = memory.batch(memory.record(told("order-1", "a")))
    assert (memory.state(ORDER).entries, memory.state(OTHER).entries) == (("1",), ("2",))
    assert [envelope_of(record).sequence for _, record in plan.outbox] == [1, 1]


def test_all_or_nothing_of_several_documents_when_one_event_is_too_large() -> None:
    changed = {ORDER: Tally(entries=("1",)), OTHER: Tally(entries=("2",))}
    events = [sent("order-1"), failed("order-2", "x" * MAX_VALUE_BYTES)]
    effect = Effect(Ring(order_id="order-1", note="n"))
    memory = many(lambda documents, context: Changes(changed, events, [effect]))
    assert "TooLarge" in refused(memory)
    assert (memory.state(ORDER), memory.state(OTHER)) == (None, None)


def test_an_event_about_an_aggregate_that_is_not_touched_fails_the_message() -> None:
    memory = many(lambda documents, context: Changes({}, [sent("order-3")]))
    assert "about order-3, which its handler does not touch" in refused(memory)


def test_a_document_that_was_not_declared_cannot_be_changed() -> None:
    memory = many(lambda documents, context: Changes({tallies.ref("order-3"): Tally()}))
    assert "without declaring it" in refused(memory)


def test_a_document_that_was_not_declared_cannot_be_read() -> None:
    memory = many(lambda documents, context: context.read(tallies.ref("order-3")) or Changes())
    assert "without declaring it" in refused(memory)


def test_a_document_that_is_only_read_is_seen_as_of_this_batch_and_never_written() -> None:
    found: list[Any] = []
    table = HandlerTable("tally")

    def reads(message: DeliveryStatusReported) -> Sequence[Any]:
        return [ORDER]

    @table.on(DeliveryStatusReported, document=tallies, reads=reads)
    def note(
        tally: Tally | None, message: DeliveryStatusReported, context: Context
    ) -> Outcome[Tally]:
        found.append(context.read(ORDER))
        return Outcome((tally or Tally()).with_entry(message.delivery_id))

    memory = Memory(table)
    plan = memory.batch(memory.record(told("order-1", "a")), memory.record(told("order-2", "b")))
    assert found == [None, Tally(entries=("a",))]
    assert {slot.ref.id for slot in plan.slots} == {"order-1", "order-2"}
    assert memory.stored[ORDER.place]["v"] == 1


def test_an_event_without_a_change_still_counts_in_its_document() -> None:
    memory = many(lambda documents, context: Changes({}, [sent("order-1")]))
    for sequence in (1, 2):
        plan = memory.batch(memory.record(told("order-1", "a")))
        assert envelope_of(plan.outbox[0][1]).sequence == sequence
    assert memory.state(ORDER) is None


def test_a_failure_after_others_of_its_key_takes_nothing_of_them_back(memory: Memory) -> None:
    plan = memory.batch(memory.record(told("order-1", "a")), memory.record(told("order-1", "bad")))
    assert memory.state(ORDER).entries == ("a",)
    assert [envelope_of(record).sequence for _, record in plan.outbox] == [1]


def test_a_poisoned_record_fails_without_being_tried(memory: Memory) -> None:
    record = memory.record(told("order-1", "a"))
    plan = memory.batch(record, poisoned={record.position: "the database refuses it"})
    assert plan.slots == []
    assert "the database refuses it" in memory.parked_keys["order-1"]["reason"]


def test_keys_parked_for_a_gap_or_for_their_bytes_are_no_sign_of_a_bad_release(
    memory: Memory,
) -> None:
    plan = memory.batch(
        memory.record(near("order-1"), sequence=2),
        memory.raw(topics.BRIDGE_DELIVERY_EVENTS, b"order-2", b"{}", []),
        memory.record(told("order-3", "bad")),
    )
    assert plan.keys_parked_by_handler() == {"note": {"order-3"}}


# -- what is kept and said again -------------------------------------------------------------------


def test_a_stored_field_that_this_version_does_not_know_is_kept(memory: Memory) -> None:
    memory.store(ORDER, {"entries": ["a"], "ballast": "", "newer": {"x": 1}})
    memory.batch(memory.record(told("order-1", "b")))
    assert memory.stored[ORDER.place]["state"]["newer"] == {"x": 1}


def test_a_state_is_said_again_under_the_sequence_it_has(memory: Memory) -> None:
    first = memory.batch(memory.record(define("one")), memory.record(define("two")))
    plan = memory.batch(memory.order(PROPERTY, Republish()))
    (again,) = published(plan, topics.INVENTORY_PROPERTY_STATE)
    newest = published(first, topics.INVENTORY_PROPERTY_STATE)[-1]
    assert again.value == newest.value
    assert (envelope_of(again).sequence, envelope_of(newest).sequence) == (2, 2)
    assert again.id != newest.id
    assert plan.slots == []


def test_nothing_is_said_again_of_a_key_that_never_said_anything(memory: Memory) -> None:
    assert memory.batch(memory.order("nobody", Republish())).outbox == []


def test_one_message_type_has_one_handler() -> None:
    table = HandlerTable("tally")
    other: Collection[Document] = Collection("others", Document)

    def handle(state: Any, message: Any, context: Context) -> Outcome[Any]:
        return Outcome()

    table.on(DeliveryStatusReported, document=tallies)(handle)
    with pytest.raises(ValueError, match="twice"):
        table.on(DeliveryStatusReported, document=other)(handle)
