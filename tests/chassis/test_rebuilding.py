"""Views folded again beside those in use: refusals, the fence, and what is carried over."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from chassis import rows
from chassis.database import Database
from chassis.operate import Operator
from chassis.publisher import Producer
from chassis.rebuilding.comparing import Comparing
from chassis.rebuilding.fence import Fence, release
from chassis.rebuilding.rebuild import Orders, Rebuilt, rebuild
from chassis.rebuilding.shelves import Shelves
from chassis.rebuilding.trouble import HandlerFailed, Lost, NotNow
from chassis.service import Service
from chassis.settings import database_name
from chassis.steps import Step
from contracts.envelope import Envelope
from contracts.properties import PropertyState
from contracts.topics import PARTITIONS
from tests.chassis.ledger import VIEWS, Own, accounts, ledger_service, owns, places
from tests.chassis.looking import until_rows
from tests.chassis.tally import PROPERTY, define, property_sheet, tally_service, told
from tests.chassis.test_operator_door import SECRET, door_of
from tests.support.bench import Bench, eventually
from tests.support.serving import serving

ORDERS = ("order-1", "order-2", "order-3")
Say = Callable[[str], None]


@dataclass
class Scene:
    """A tally service that tells, a ledger that keeps views of it, and the rebuilding of these."""

    bench: Bench
    tally: Service
    ledger: Service
    address: str

    async def rebuild(self, service: Service | None = None, **orders: Any) -> Rebuilt:
        return await rebuild(
            self.bench.settings(), self.orders(service, **orders), lambda text: None
        )

    def orders(self, service: Service | None = None, **orders: Any) -> Orders:
        told = {
            "table": (service or self.ledger).handlers,
            "views": VIEWS,
            "actor": "person:op",
            "addresses": {"notifier": self.address},
            "secret": SecretStr(SECRET),
        }
        return Orders(**{**told, **orders})

    async def tell(self, order: str, *notes: str) -> None:
        for note in notes:
            await self.bench.send(told(order, note))

    async def until_kept(self, order: str, *notes: str) -> None:
        async def kept() -> bool:
            state = await self.bench.state(self.ledger, accounts.ref(order))
            return bool(state) and state["notes"] == list(notes)

        await eventually(kept, f"the ledger holds {notes} of {order}")

    async def leave_a_fence(self, beat_at: datetime) -> None:
        """As a rebuild does that died between two steps."""
        fenced = {"$inc": {"epoch": 1}, "$set": {"swapping": "dead"}}
        await self.database.update(rows.OWNERSHIP, {}, fenced, many=True)
        last = {"$set": {"token": "dead", "beat_at": beat_at}}
        await self.database.update(rows.REBUILDS, {"_id": "rebuild"}, last, upsert=True)

    @property
    def database(self) -> Database:
        return self.bench.database(self.ledger)


@asynccontextmanager
async def scene(
    bench: Bench, ledger: Service | None = None, *, running: bool = True
) -> AsyncIterator[Scene]:
    """Three orders with three notes each are told of, and a property; the ledger has all of it."""
    tally, keeper = tally_service(), ledger or ledger_service()
    await bench.create_topics(tally)
    await bench.create_topics(keeper)
    async with bench.running(tally) as engine, serving(door_of(engine)) as address:
        made = Scene(bench, tally, keeper, address)
        for order in ORDERS:
            await made.tell(order, *notes_of(order))
        await bench.send(define("Hôtel"), id="request-1", actor="person:p")
        async with bench.running(keeper):
            for order in ORDERS:
                await made.until_kept(order, *notes_of(order))
            await until_rows(bench, keeper, places.name, {"_id": PROPERTY}, 1)
            if running:
                yield made
        if not running:
            yield made


def notes_of(order: str) -> list[str]:
    return [f"{order}/{n}" for n in range(3)]


async def stored(scene: Scene) -> dict[str, Any]:
    found = await scene.database.find(accounts.name, {})
    return {row["_id"]: row["state"]["notes"] for row in found}


async def test_views_that_are_what_they_were_told_are_found_so(bench: Bench) -> None:
    async with scene(bench) as here:
        done = await here.rebuild(check=True)
        names = await here.database.with_driver(lambda driver: driver.list_collection_names())
    assert done.clean
    assert done.same == {accounts.name: 3, places.name: 1}
    assert not any(name.startswith("rebuilt_") for name in names)


async def test_what_is_spoilt_is_told_and_mended_and_what_is_its_own_is_left(bench: Bench) -> None:
    async with scene(bench) as here:
        database = here.database
        spoilt = {"$set": {"state.notes": ["x"]}}
        await database.update(accounts.name, {"_id": "order-1"}, spoilt)
        await database.delete(accounts.name, {"_id": "order-2"})
        (like,) = await database.find(accounts.name, {"_id": "order-3"})
        await database.insert(accounts.name, [{**like, "_id": "stray"}])
        own = await database.find(owns.name, {})
        before = await indexes(here)

        found = (await here.rebuild(check=True)).found[accounts.name]
        assert found.differing == {"order-1": ("notes",)}
        assert (found.missing, found.new) == ({"stray"}, {"order-2"})
        with pytest.raises(Lost, match="stray"):
            await here.rebuild()
        assert (await stored(here))["order-1"] == ["x"]

        assert (await here.rebuild(accept_loss=True)).swapped
        assert await stored(here) == {order: notes_of(order) for order in ORDERS}
        assert await database.find(owns.name, {}) == own
        assert await indexes(here) == before
        await here.tell("order-1", "later")
        await here.until_kept("order-1", *notes_of("order-1"), "later")
        assert (await here.rebuild(check=True)).clean
    assert Own(count=3).model_dump() in [row["state"] for row in own]


async def indexes(scene: Scene) -> Any:
    return await scene.database.with_driver(
        lambda driver: sorted(
            (index["name"], dict(index["key"])) for index in driver[accounts.name].list_indexes()
        )
    )


async def test_what_comes_meanwhile_is_neither_lost_nor_doubled(bench: Bench) -> None:
    told_now: list[str] = []

    async with scene(bench) as here:

        async def go_on_telling() -> None:
            while True:
                note = f"meanwhile/{len(told_now)}"
                await here.tell("order-1", note)
                told_now.append(note)

        telling = asyncio.create_task(go_on_telling())
        try:
            for _ in range(3):
                await here.rebuild()
        finally:
            telling.cancel()
            await asyncio.wait([telling])
        await here.tell("order-1", "last")

        async def last() -> bool:
            return bool((await stored(here))["order-1"][-1] == "last")

        await eventually(last, "the last note is kept")
        notes = (await stored(here))["order-1"]
        # The note under way when the telling ended may have been sent.
        extra = [f"meanwhile/{len(told_now)}"] if f"meanwhile/{len(told_now)}" in notes else []
        assert notes == [*notes_of("order-1"), *told_now, *extra, "last"]
        assert len(told_now) > 10
        assert (await here.rebuild(check=True)).clean


@pytest.mark.parametrize("fenced", [True, False])
async def test_a_writer_that_stands_still_across_the_swap_commits_nothing(
    bench: Bench, fenced: bool
) -> None:
    """It goes on from what was swapped in; without the fence it would write what it made of the
    view that is no more."""
    reached: list[Step] = []
    name = database_name(bench.settings(), "ledger")

    async def swap() -> None:
        database = Database.connect(bench.engines.mongo, name)
        shelves, fence = Shelves(database, [accounts.name]), Fence(database)
        await fence.begin()
        await shelves.clear()
        (row,) = await database.find(accounts.name, {"_id": "order-1"})
        await shelves.put({accounts.name: [{**row, "state": {"notes": ["rebuilt"]}}]})
        if fenced:
            await fence.put_up()
        await shelves.swap()
        await fence.end()
        database.close()

    def overtake(step: Step) -> None:
        if armed:
            reached.append(step)
            if reached.count(Step.BATCH_DECIDED) == 1 and step is Step.BATCH_DECIDED:
                thread = threading.Thread(target=lambda: asyncio.run(swap()))
                thread.start()
                thread.join()

    armed = False
    async with scene(bench, running=False) as here:
        async with bench.running(here.ledger, reached=overtake):
            armed = True
            await here.tell("order-1", "after")
            await eventually(
                lambda: here.bench.database(here.ledger).count(
                    accounts.name, {"state.notes": "after"}
                ),
                "the note is kept",
            )
        notes = (await stored(here))["order-1"]
    if fenced:
        assert notes == ["rebuilt", "after"]
        assert reached.count(Step.BATCH_DECIDED) == 2
    else:
        assert notes == [*notes_of("order-1"), "after"]
        assert reached.count(Step.BATCH_DECIDED) == 1
    assert reached.count(Step.BATCH_COMMITTED) == 1


async def test_who_reads_while_it_is_swapped_gets_the_old_or_the_new(bench: Bench) -> None:
    """A long answer comes in pieces, between which its collection may be gone."""
    database = bench.database(ledger_service())
    shelves = Shelves(database, [accounts.name])
    rows_of_one = [{"_id": f"order-{n}", "state": {"notes": []}} for n in range(1000)]
    await shelves.clear()
    await shelves.put({accounts.name: rows_of_one})
    await shelves.swap()
    lengths: list[int] = []

    async def read() -> None:
        while True:
            lengths.append(len(await database.find(accounts.name, {}, sort=[("_id", 1)])))

    reading = [asyncio.create_task(read()) for _ in range(2)]
    for _ in range(20):
        await shelves.clear()
        await shelves.put({accounts.name: rows_of_one})
        await shelves.swap()
    for task in reading:
        task.cancel()
    ended = await asyncio.gather(*reading, return_exceptions=True)
    assert [one for one in ended if not isinstance(one, asyncio.CancelledError)] == []
    assert set(lengths) == {1000}
    assert len(lengths) > 20


async def test_nobody_owns_what_is_being_swapped_and_it_is_said_why(bench: Bench) -> None:
    async with scene(bench, running=False) as here:
        fence = Fence(here.database)
        await fence.begin()
        await fence.put_up()
        async with bench.running(here.ledger, wait=False) as engine:

            async def waits() -> bool:
                problem = (await engine.standing.ready()).get("assignment") or ""
                return "swapped" in problem

            await eventually(waits, "it says that it waits")
            await here.tell("order-1", "while fenced")
            with pytest.raises(NotNow, match="at work"):
                await release(here.database)
            assert (await stored(here))["order-1"] == notes_of("order-1")
            await fence.take_down()
            await here.until_kept("order-1", *notes_of("order-1"), "while fenced")
        await fence.end()


async def test_a_dead_rebuild_s_fence_is_released(bench: Bench) -> None:
    async with scene(bench) as here:
        await here.leave_a_fence(datetime.now(UTC))
        with pytest.raises(NotNow, match="another rebuild"):
            await here.rebuild(check=True)
        with pytest.raises(NotNow, match="at work"):
            await release(here.database)
        long_ago = datetime.now(UTC) - timedelta(minutes=5)
        await here.leave_a_fence(long_ago)
        assert await release(here.database) == PARTITIONS
        await here.tell("order-1", "on")
        await here.until_kept("order-1", *notes_of("order-1"), "on")

        await here.leave_a_fence(long_ago)
        assert (await here.rebuild(check=True)).clean  # one that follows takes it down, too
        assert await here.database.count(rows.OWNERSHIP, {"swapping": {"$ne": None}}) == 0


async def test_with_parked_keys_nothing_is_rebuilt(bench: Bench) -> None:
    broken = ledger_service(broken={"bad"}.__contains__)
    async with scene(bench, broken) as here:
        await here.tell("order-2", "bad")
        await until_rows(bench, here.ledger, rows.PARKED_KEYS, {}, 1)
        with pytest.raises(NotNow, match="order-2"):
            await here.rebuild()


async def test_a_handler_that_fails_is_told_with_its_message_and_the_old_view_stays(
    bench: Bench,
) -> None:
    async with scene(bench) as here:
        before = await stored(here)
        other = ledger_service(broken={"order-2/1"}.__contains__)
        with pytest.raises(HandlerFailed, match="enter cannot take") as failed:
            await here.rebuild(other)
        said = await bench.database(here.tally).find_one(rows.OUTBOX, {"_id": failed.value.id})
        assert said is not None
        assert b"order-2/1" in said["value"]
        assert failed.value.type in str(failed.value)
        assert await stored(here) == before
        await here.tell("order-2", "on")
        await here.until_kept("order-2", *notes_of("order-2"), "on")


async def test_what_an_operator_had_skipped_is_passed_over(bench: Bench) -> None:
    broken = ledger_service(broken={"bad"}.__contains__)
    async with scene(bench, broken) as here:
        await here.tell("order-2", "bad", "good")
        (record,) = await until_rows(bench, here.ledger, rows.PARKED_RECORDS, {"n": 0}, 1)
        producer = Producer(bench.engines.kafka, bench.namespace, "operator", 10.0)
        await Operator("ledger", here.database, producer, "person:op").skip(record["_id"])
        await producer.stop()
        await here.until_kept("order-2", *notes_of("order-2"), "good")
        assert (await here.rebuild(check=True)).clean


async def test_a_history_that_begins_late_is_refused_unless_the_loss_is_accepted(
    bench: Bench,
) -> None:
    async with scene(bench) as here:
        outbox = bench.database(here.tally)
        await outbox.delete(rows.OUTBOX, {"key": b"order-1"})
        first = await outbox.find(rows.OUTBOX, {"key": b"order-2"}, sort=[("n", 1)], limit=1)
        await outbox.delete(rows.OUTBOX, {"_id": first[0]["_id"]})
        with pytest.raises(Lost) as lost:
            await here.rebuild()
        assert (lost.value.missing, lost.value.gaps) == ({accounts.name: ["order-1"]}, 1)
        assert not (await here.rebuild(check=True)).clean
        assert len(await stored(here)) == 3
        await here.rebuild(accept_loss=True)
        assert await stored(here) == {
            "order-2": notes_of("order-2")[1:],
            "order-3": notes_of("order-3"),
        }


@pytest.mark.parametrize(
    ("addresses", "why"),
    [({}, "COMPTOIR_SERVICE_ADDRESSES"), ({"notifier": "http://127.0.0.1:9"}, "out of reach")],
)
async def test_an_owner_out_of_reach_is_named(
    bench: Bench, addresses: dict[str, str], why: str
) -> None:
    async with scene(bench) as here:
        with pytest.raises(NotNow, match=f"notifier.*{why}"):
            await here.rebuild(addresses=addresses)
        with pytest.raises(NotNow, match="401"):
            await here.rebuild(secret=SecretStr("another"))
        assert len(await stored(here)) == 3


async def test_a_document_goes_on_counting_what_it_says_where_the_old_one_stopped(
    bench: Bench,
) -> None:
    database = bench.database(ledger_service())
    row = {"v": 7, "p": 1, "by": "", "at": datetime.now(UTC), "state": {"notes": []}}
    await database.insert(accounts.name, [{**row, "_id": "a", "seq": {"/x": 5, "/y": 1}}])
    shelves = Shelves(database, [accounts.name])
    await shelves.clear()
    await shelves.put({accounts.name: [{**row, "_id": "a", "seq": {"/y": 3, "/z": 2}}]})
    assert (await Comparing(database, shelves, {}).all())[accounts.name].none
    await shelves.swap()
    found = await database.find_one(accounts.name, {"_id": "a"})
    assert found is not None
    assert found["seq"] == {"/x": 5, "/y": 3, "/z": 2}


async def test_rows_keep_the_time_at_which_they_were_said(bench: Bench) -> None:
    """Old rows are removed by it: an old one does not live again."""
    async with scene(bench) as here:
        said = await events_of(here, "order-1")
        await here.rebuild()
        row = await here.database.find_one(accounts.name, {"_id": "order-1"})
    assert row is not None
    assert row["at"] == max(envelope.time for envelope in said)


async def events_of(scene: Scene, order: str) -> Sequence[Envelope]:
    found = await scene.bench.database(scene.tally).find(rows.OUTBOX, {"key": order.encode()})
    return [Envelope.from_headers(rows.outgoing_of(row).headers) for row in found]


async def test_a_compacted_topic_is_read_from_its_beginning(bench: Bench) -> None:
    async with scene(bench) as here:
        state = PropertyState(property_id="hotel-b", sheet=property_sheet("B"))
        await bench.send(state, source=state.TOPIC.source, sequence=4)
        await until_rows(bench, here.ledger, places.name, {"_id": "hotel-b"}, 1)
        await here.database.delete(places.name, {})
        await here.rebuild()
        assert await here.database.count(places.name, {}) == 2
