"""Keys set aside: in order, released in order, never overtaken."""

from __future__ import annotations

import pytest

from chassis.loading import RELEASE_AT_ONCE
from contracts.control import ReleaseKey, SkipParked
from contracts.topics import BRIDGE_DELIVERY_EVENTS, control_topic, dead_letter_topic
from tests.chassis.memory import Memory, published
from tests.chassis.tally import near, tallies, tally_service, told

ORDER = tallies.ref("order-1")


class Shop:
    """A service whose handler fails for the notes that are `broken` now."""

    def __init__(self, *broken: str) -> None:
        self.broken = set(broken)
        self.memory = Memory(tally_service(broken=self.broken.__contains__).handlers)

    def tell(self, *notes: str, order: str = "order-1") -> None:
        self.memory.batch(*(self.memory.record(told(order, note)) for note in notes))

    def release(self, *, accept_gap: bool = False) -> None:
        self.memory.batch(self.memory.order("order-1", ReleaseKey(accept_gap=accept_gap)))

    def entries(self) -> tuple[str, ...]:
        tally = self.memory.state(ORDER)
        return tally.entries if tally else ()

    @property
    def waiting(self) -> list[str]:
        return [
            record.incoming.value.decode().split('delivery_id":"')[1].split('"')[0]
            for record in self.memory.queue("order-1")
            if record.incoming.value
        ]


@pytest.mark.promise("in order")
def test_what_comes_after_a_failed_message_of_its_key_waits_behind_it() -> None:
    shop = Shop("b")
    shop.tell("a", "b", "c")
    shop.tell("d")
    assert shop.entries() == ("a",)
    assert shop.waiting == ["b", "c", "d"]


def test_other_keys_go_on() -> None:
    shop = Shop("b")
    shop.memory.batch(
        shop.memory.record(told("order-1", "b")), shop.memory.record(told("order-2", "x"))
    )
    assert shop.memory.state(tallies.ref("order-2")).entries == ("x",)
    assert list(shop.memory.parked_keys) == ["order-1"]


@pytest.mark.promise("in order")
def test_a_release_handles_what_waits_in_order_before_anything_newer() -> None:
    shop = Shop("b")
    shop.tell("a", "b", "c")
    shop.broken.clear()
    memory = shop.memory
    memory.batch(
        memory.order("order-1", ReleaseKey()),
        memory.record(told("order-1", "d")),
    )
    assert shop.entries() == ("a", "b", "c", "d")
    assert (memory.parked_keys, memory.parked_records) == ({}, {})


def test_a_release_stops_at_what_fails_again_and_says_why_now() -> None:
    shop = Shop("b", "d")
    shop.tell("a", "b", "c", "d", "e")
    shop.broken.remove("b")
    shop.release()
    assert shop.entries() == ("a", "b", "c")
    assert shop.waiting == ["d", "e"]
    assert "cannot note d" in shop.memory.parked_keys["order-1"]["reason"]


def test_a_key_that_fails_and_is_released_in_one_batch_leaves_no_trace() -> None:
    shop = Shop("a")
    memory = shop.memory
    record = memory.record(told("order-1", "a"))
    shop.tell("a")
    shop.broken.clear()
    plan = memory.batch(memory.order("order-1", ReleaseKey()), memory.record(told("order-1", "b")))
    assert shop.entries() == ("a", "b")
    assert plan.unparked_ids == [f"{record.topic.name}/{record.partition}/1"]


def test_a_key_released_and_parked_again_in_one_batch_keeps_only_the_new_queue() -> None:
    shop = Shop("a", "c")
    shop.tell("a", "b")
    shop.broken.remove("a")
    memory = shop.memory
    memory.batch(
        memory.order("order-1", ReleaseKey()),
        memory.record(told("order-1", "c")),
        memory.record(told("order-1", "d")),
    )
    assert shop.entries() == ("a", "b")
    assert shop.waiting == ["c", "d"]
    shop.broken.clear()
    shop.release()
    assert shop.entries() == ("a", "b", "c", "d")


def test_the_same_release_order_twice_is_a_repeat() -> None:
    shop = Shop("a", "b")
    shop.tell("a")
    memory = shop.memory
    memory.batch(memory.order("order-1", ReleaseKey(), id="once"))
    shop.broken.clear()
    plan = memory.batch(memory.order("order-1", ReleaseKey(), id="once"))
    assert (plan.repeats, shop.entries()) == (1, ())


def test_an_order_for_a_key_that_is_not_parked_does_nothing() -> None:
    shop = Shop()
    memory = shop.memory
    plan = memory.batch(
        memory.order("order-1", ReleaseKey()), memory.order("order-1", SkipParked(parked_id="x"))
    )
    assert (plan.parked_keys, plan.dead_letters, plan.outbox) == ([], [], [])


@pytest.mark.promise("nothing lost")
def test_a_long_queue_is_released_by_a_chain_of_orders_and_nothing_overtakes() -> None:
    shop = Shop("0")
    notes = [str(n) for n in range(2 * RELEASE_AT_ONCE + 5)]
    shop.tell(*notes)
    shop.broken.clear()
    memory = shop.memory
    plan = memory.batch(memory.order("order-1", ReleaseKey()), memory.record(told("order-1", "x")))
    rounds = 1
    while orders := published(plan, control_topic("tally")):
        assert len(orders) == 1
        plan = memory.batch(memory.again(orders[0]), memory.record(told("order-1", f"y{rounds}")))
        rounds += 1
    assert rounds == 3
    assert shop.entries() == (*notes, "x", "y1", "y2")
    assert (memory.parked_keys, memory.parked_records) == ({}, {})


# -- skip and accept -------------------------------------------------------------------------------


def test_a_skipped_record_becomes_a_dead_letter_and_the_rest_is_released() -> None:
    shop = Shop("b")
    shop.tell("a", "b", "c")
    memory = shop.memory
    parked_id = memory.queue("order-1")[0].id
    plan = memory.batch(memory.order("order-1", SkipParked(parked_id=parked_id)))
    assert shop.entries() == ("a", "c")
    (letter,) = plan.dead_letters
    assert letter.id == parked_id
    assert letter.reason.startswith("skipped by rule:test: RuntimeError")
    assert len(published(plan, dead_letter_topic("tally"))) == 1


def test_a_skipped_record_counts_in_its_sequence() -> None:
    memory = Memory(tally_service().handlers)
    garbage = memory.record(near("order-1"), sequence=1)
    garbage = memory.raw(garbage.topic, garbage.key, b"{", garbage.headers)
    memory.batch(garbage, memory.record(near("order-1"), sequence=2))
    parked_id = memory.queue("order-1")[0].id
    memory.batch(memory.order("order-1", SkipParked(parked_id=parked_id)))
    assert memory.state(ORDER).entries == ("near 2",)
    assert memory.parked_keys == {}


def test_skipping_a_record_that_is_not_there_leaves_the_key_parked() -> None:
    shop = Shop("a")
    shop.tell("a")
    shop.broken.clear()
    shop.memory.batch(shop.memory.order("order-1", SkipParked(parked_id="nowhere/0/0")))
    assert shop.waiting == ["a"]


def test_a_gap_stays_until_it_is_accepted() -> None:
    shop = Shop()
    memory = shop.memory
    memory.batch(*(memory.record(near("order-1"), sequence=n) for n in (1, 3, 4, 6)))
    shop.release()
    assert shop.entries() == ("near 1",)
    shop.release(accept_gap=True)
    assert shop.entries() == ("near 1", "near 3", "near 4")
    assert "sequence 5 " in memory.parked_keys["order-1"]["reason"]


# -- what cannot be read ---------------------------------------------------------------------------


def test_an_unreadable_record_with_a_key_parks_it_and_a_fixed_reader_takes_it() -> None:
    memory = Memory(tally_service().handlers)
    good = memory.record(told("order-1", "a"))
    memory.batch(memory.raw(good.topic, good.key, b"\xff{", good.headers))
    assert memory.queue("order-1")[0].incoming.value == b"\xff{"
    memory.batch(memory.record(told("order-1", "b")))
    assert [record.n for record in memory.queue("order-1")] == [0, 1]


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ([], "ce_specversion is missing"),
        ([("ce_specversion", None)], "ce_specversion is null"),
        ([("ce_specversion", b"\xff")], "ce_specversion is not UTF-8"),
        ([("ce_specversion", b"2.0")], "not 1.0"),
    ],
)
@pytest.mark.promise("no silent skip")
def test_headers_that_cannot_be_read_park_the_key_and_say_why(
    headers: list[tuple[str, bytes | None]], reason: str
) -> None:
    memory = Memory(tally_service().handlers)
    memory.batch(memory.raw(BRIDGE_DELIVERY_EVENTS, b"order-1", b"{}", headers))
    assert reason in memory.parked_keys["order-1"]["reason"]


@pytest.mark.promise("no silent skip")
def test_a_record_without_a_value_is_no_message_and_parks_its_key() -> None:
    memory = Memory(tally_service().handlers)
    good = memory.record(told("order-1", "a"))
    plan = memory.batch(memory.raw(good.topic, good.key, None, good.headers))
    assert plan.skipped == {}
    assert "order-1" in memory.parked_keys


def test_strangers_headers_are_none_of_our_business() -> None:
    memory = Memory(tally_service().handlers)
    good = memory.record(told("order-1", "a"))
    strange = [*good.headers, ("x-null", None), ("x-bytes", b"\xff\xfe")]
    plan = memory.batch(memory.raw(good.topic, good.key, good.value, strange))
    assert plan.handled == 1
