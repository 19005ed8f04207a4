"""One batch decided: in order, each record seeing what came before it, repeats dropped."""

from __future__ import annotations

import pytest

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts import topics
from contracts.control import ReleaseKey
from contracts.deliveries import (
    CourierNear,
    DeliveryCancelled,
    DeliveryPickedUp,
    DeliveryRefused,
    RefusalReason,
)
from contracts.notices import Channel, NoticeSent
from contracts.properties import PropertyState
from contracts.tracking import DeliveryStatusReported
from tests.chassis.memory import Memory, envelope_of, published
from tests.chassis.tally import (
    NOON,
    PROPERTY,
    Sheet,
    Tally,
    near,
    property_sheet,
    sheets,
    tallies,
    tally_service,
    told,
)

ORDER = tallies.ref("order-1")


@pytest.fixture
def memory() -> Memory:
    return Memory(tally_service().handlers)


def picked_up(order_id: str) -> DeliveryPickedUp:
    """A fact that the service has no handler for, of the same sequence as `near`."""
    return DeliveryPickedUp(property_id=PROPERTY, order_id=order_id, occurred_at=NOON)


# -- order -----------------------------------------------------------------------------------------


@pytest.mark.promise("in order")
def test_a_later_record_of_a_batch_sees_what_an_earlier_one_left(memory: Memory) -> None:
    memory.batch(*(memory.record(told("order-1", note)) for note in "abc"))
    assert memory.state(ORDER).entries == ("a", "b", "c")


@pytest.mark.promise("in order")
def test_events_of_one_subject_are_numbered_across_batches_without_a_gap(memory: Memory) -> None:
    plans = [
        memory.batch(memory.record(told("order-1", "a")), memory.record(told("order-2", "b"))),
        memory.batch(memory.record(told("order-1", "c")), memory.record(told("order-1", "d"))),
    ]
    found = [
        (envelope_of(record).subject, envelope_of(record).sequence)
        for plan in plans
        for record in published(plan, topics.NOTIFIER_NOTICE_EVENTS)
    ]
    assert found == [("order-1", 1), ("order-2", 1), ("order-1", 2), ("order-1", 3)]


def test_one_document_is_written_once_however_often_a_batch_changes_it(memory: Memory) -> None:
    plan = memory.batch(*(memory.record(told("order-1", note)) for note in "abc"))
    assert [slot.ref.id for slot in plan.slots] == ["order-1"]
    assert memory.stored[ORDER.place]["v"] == 1


def test_the_plan_holds_the_offset_after_the_last_record_of_each_topic(memory: Memory) -> None:
    records = [memory.record(told("order-1", "a")), memory.record(told("order-1", "b"))]
    plan = memory.batch(*records, memory.record(near("order-1"), sequence=1))
    assert plan.offsets == {
        records[0].partition: {
            topics.BRIDGE_DELIVERY_EVENTS.name: 2,
            topics.ORDERS_DELIVERY_EVENTS.name: 1,
        }
    }


# -- repeats ---------------------------------------------------------------------------------------


@pytest.mark.promise("nothing doubled")
def test_a_repeat_by_id_is_dropped_within_a_batch_and_later(memory: Memory) -> None:
    first = memory.batch(*(memory.record(told("order-1", "a"), id="same") for _ in range(2)))
    later = memory.batch(memory.record(told("order-1", "a"), id="same"))
    assert (first.handled, first.repeats) == (1, 1)
    assert (later.handled, later.repeats, later.outbox) == (0, 1, [])
    assert memory.state(ORDER).entries == ("a",)


def test_one_id_from_two_sources_is_two_messages(memory: Memory) -> None:
    memory.batch(
        memory.record(told("order-1", "a"), id="same"),
        memory.record(told("order-1", "b"), id="same", source="/other"),
    )
    assert memory.state(ORDER).entries == ("a", "b")


@pytest.mark.promise("nothing doubled")
def test_an_older_sequence_is_dropped_whatever_its_id(memory: Memory) -> None:
    memory.batch(*(memory.record(near("order-1"), sequence=n) for n in (1, 2, 1)))
    plan = memory.batch(memory.record(near("order-1"), sequence=2))
    assert plan.repeats == 1
    assert memory.state(ORDER).entries == ("near 1", "near 2")


def test_a_sequence_counts_per_source_and_subject(memory: Memory) -> None:
    plan = memory.batch(
        memory.record(near("order-1"), sequence=1),
        memory.record(near("order-2"), sequence=1),
        memory.record(near("order-1"), sequence=1, source="/other"),
    )
    assert (plan.handled, plan.parked_keys) == (3, [])


@pytest.mark.promise("nothing lost")
def test_a_message_whose_handler_failed_is_not_remembered_as_handled() -> None:
    broken = {"a"}
    memory = Memory(tally_service(broken=broken.__contains__).handlers)
    plan = memory.batch(memory.record(told("order-1", "a"), id="one"))
    assert plan.inbox == []


# -- gaps ------------------------------------------------------------------------------------------


@pytest.mark.promise("no silent skip")
def test_a_gap_parks_its_key_and_the_missing_message_heals_it_in_order(memory: Memory) -> None:
    memory.batch(memory.record(near("order-1"), sequence=1))
    memory.batch(
        memory.record(near("order-1"), sequence=3), memory.record(near("order-1"), sequence=4)
    )
    assert memory.state(ORDER).entries == ("near 1",)
    assert "sequence 2 of order-1" in memory.parked_keys["order-1"]["reason"]
    memory.batch(memory.record(near("order-1"), sequence=2))
    assert memory.state(ORDER).entries == ("near 1", "near 2", "near 3", "near 4")
    assert (memory.parked_keys, memory.parked_records) == ({}, {})


def test_a_gap_may_open_and_heal_within_one_batch(memory: Memory) -> None:
    plan = memory.batch(*(memory.record(near("order-1"), sequence=n) for n in (2, 3, 1)))
    assert memory.state(ORDER).entries == ("near 1", "near 2", "near 3")
    assert (plan.parked_keys, plan.parked_records, plan.unparked_ids) == ([], {}, [])


def test_two_gaps_of_a_key_heal_one_after_the_other(memory: Memory) -> None:
    for n in (2, 4, 1):
        memory.batch(memory.record(near("order-1"), sequence=n))
    assert memory.state(ORDER).entries == ("near 1", "near 2")
    assert "sequence 3 " in memory.parked_keys["order-1"]["reason"]
    memory.batch(memory.record(near("order-1"), sequence=3))
    assert memory.state(ORDER).entries == ("near 1", "near 2", "near 3", "near 4")


def test_the_missing_message_may_be_of_a_type_without_a_handler_here(memory: Memory) -> None:
    memory.batch(memory.record(near("order-1"), sequence=2))
    plan = memory.batch(memory.record(picked_up("order-1"), sequence=1))
    assert plan.skipped == {DeliveryPickedUp.TYPE: 1}
    assert memory.state(ORDER).entries == ("near 2",)
    assert memory.parked_keys == {}


def test_a_type_without_a_handler_is_counted_and_keeps_the_sequence(memory: Memory) -> None:
    plan = memory.batch(
        memory.record(near("order-1"), sequence=1),
        memory.record(picked_up("order-1"), sequence=2),
        memory.record(near("order-1"), sequence=3),
    )
    assert (plan.handled, plan.skipped) == (2, {DeliveryPickedUp.TYPE: 1})
    assert memory.state(ORDER).entries == ("near 1", "near 3")


def test_an_event_that_says_why_something_was_not_done_is_counted_by_its_reason() -> None:
    table = HandlerTable("tally")

    @table.on(CourierNear, document=tallies)
    def refuse(known: Tally | None, message: CourierNear, context: Context) -> Outcome[Tally]:
        about = {"property_id": message.property_id, "order_id": message.order_id}
        refused = DeliveryRefused(
            **about,
            external_id="LUM-1",
            reason=RefusalReason.ORDER_OVER,
            field="order_id",
            detail="over",
        )
        return Outcome(events=[refused, DeliveryCancelled(**about, reason="Hm", occurred_at=NOON)])

    memory = Memory(table)
    plan = memory.batch(*(memory.record(near("order-1"), sequence=n) for n in (1, 2)))
    assert plan.refused == {(DeliveryRefused.TYPE, "order_over"): 2}


def test_a_gap_before_a_type_without_a_handler_parks_too(memory: Memory) -> None:
    memory.batch(memory.record(picked_up("order-1"), sequence=2))
    assert "sequence 1 " in memory.parked_keys["order-1"]["reason"]


@pytest.mark.promise("nothing lost")
def test_a_missing_message_that_then_fails_keeps_its_place_before_those_that_wait() -> None:
    broken = {1}
    table = HandlerTable("tally")

    @table.on(CourierNear, document=tallies)
    def count(tally: Tally | None, message: CourierNear, context: Context) -> Outcome[Tally]:
        if context.envelope.sequence in broken:
            raise RuntimeError("cannot count")
        return Outcome((tally or Tally()).with_entry(f"near {context.envelope.sequence}"))

    memory = Memory(table)
    for n in (2, 3, 1, 4):
        memory.batch(memory.record(near("order-1"), sequence=n))
    assert [record.n for record in memory.queue("order-1")] == [-1, 0, 1, 2]
    assert "cannot count" in memory.parked_keys["order-1"]["reason"]
    broken.clear()
    memory.batch(memory.order("order-1", ReleaseKey()))
    assert memory.state(ORDER).entries == ("near 1", "near 2", "near 3", "near 4")


# -- compacted topics ------------------------------------------------------------------------------


def test_a_compacted_topic_may_have_gaps_and_older_states_are_dropped() -> None:
    table = HandlerTable("tally")

    @table.on(PropertyState, document=sheets)
    def keep(sheet: Sheet | None, message: PropertyState, context: Context) -> Outcome[Sheet]:
        return Outcome(Sheet(sheet=message.sheet))

    memory = Memory(table)
    for name, sequence in (("first", 1), ("fifth", 5), ("third", 3), ("fifth again", 5)):
        state = PropertyState(property_id=PROPERTY, sheet=property_sheet(name))
        memory.batch(memory.record(state, sequence=sequence))
    assert memory.state(sheets.ref(PROPERTY)).sheet.name == "fifth"
    assert memory.parked_keys == {}


def test_a_tombstone_of_a_compacted_topic_is_counted_and_nothing_else(memory: Memory) -> None:
    plan = memory.batch(memory.raw(topics.INVENTORY_PROPERTY_STATE, b"hotel", None))
    assert (plan.skipped, plan.dead_letters, plan.parked_keys) == ({"tombstone": 1}, [], [])


# -- identities ------------------------------------------------------------------------------------


def test_the_same_batch_decided_again_says_exactly_the_same(memory: Memory) -> None:
    records = [memory.record(told("order-1", note)) for note in "ab"]
    first, again = memory.decide(*records), memory.decide(*records)
    assert first.outbox == again.outbox
    assert len({record.id for _, record in first.outbox}) == 2


def test_two_services_and_two_handlers_never_make_the_same_ids() -> None:
    def ids(service: str, name: str) -> tuple[str, str]:
        table = HandlerTable(service)
        made: list[str] = []

        def handle(
            tally: Tally | None, message: DeliveryStatusReported, context: Context
        ) -> Outcome[Tally]:
            made.append(context.new_id())
            return Outcome(Tally(), events=[notice(message)])

        handle.__name__ = name
        table.on(DeliveryStatusReported, document=tallies)(handle)
        memory = Memory(table)
        plan = memory.batch(memory.record(told("order-1", "a"), id="same"))
        return made[0], plan.outbox[0][1].id

    found = [*ids("tally", "note"), *ids("other", "note"), *ids("tally", "count")]
    assert len(set(found)) == 6
    assert ids("tally", "note") == ids("tally", "note")


def test_an_event_goes_out_in_the_trace_and_under_the_actor_of_its_cause(memory: Memory) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    record = memory.record(
        told("order-1", "a"), traceparent=f"00-{trace}-00f067aa0ba902b7-01", actor="person:anna"
    )
    plan = memory.batch(record)
    (event,) = published(plan, topics.NOTIFIER_NOTICE_EVENTS)
    envelope = envelope_of(event)
    assert envelope.traceparent is not None
    version, trace_id, span, flags = envelope.traceparent.split("-")
    assert (version, trace_id, flags) == ("00", trace, "01")
    assert span != "00f067aa0ba902b7"
    assert (envelope.actor, envelope.causation_id) == ("person:anna", "id-1")


def notice(message: DeliveryStatusReported) -> NoticeSent:
    return NoticeSent(
        property_id=message.property_id,
        order_id=message.order_id,
        guest_id=message.guest_id,
        notice_id=message.delivery_id,
        channel=Channel.MAIL,
    )
