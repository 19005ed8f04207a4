"""Rebuilds the views of one service while it goes on, and swaps them in, or says how they differ.

The order of steps is what makes it exact. Where the topics end is noted, then owners are read: all
that lies before those ends is in what they tell. From there on the topics themselves are read, just
as far as the service in use has handled them; what was told twice is known. In the end the owners
of its partitions stand still for a moment, so that both have handled the very same records.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from chassis import rows
from chassis.clock import monotonic
from chassis.database import Database
from chassis.documents import Collection
from chassis.history import MOST
from chassis.rebuilding.comparing import Comparing, Found, missing_of, places_of
from chassis.rebuilding.fence import Fence
from chassis.rebuilding.filling import Filling
from chassis.rebuilding.folding import topics_of
from chassis.rebuilding.log import Offsets, TopicLog, distance, handled
from chassis.rebuilding.owners import (
    DoorHistory,
    Owner,
    OwnHistory,
    door_client,
    in_time,
    partitions_of,
)
from chassis.rebuilding.shelves import Shelves
from chassis.rebuilding.trouble import Lost, NotNow
from chassis.records import Incoming
from chassis.settings import ChassisSettings, database_name
from chassis.table import HandlerTable
from contracts.envelope import Envelope, EnvelopeError
from contracts.topics import Topic

# So near to the service in use it is caught up with while that stands still.
NEAR = 500
PAUSE_SECONDS = 0.3
# How long the service in use may stand still before what is to be handled.
PATIENCE_SECONDS = 60.0
# A difference that goes away by itself was a message on its way.
LOOKS = 3
TOLD_EVERY_SECONDS = 2.0


@dataclass(frozen=True)
class Orders:
    """Whose views, and what is to become of them. `addresses` says where each owner has its door
    for operators, which `secret` opens; `actor` is who asks, as `person:ID`."""

    table: HandlerTable
    views: Sequence[Collection[Any]]
    actor: str
    addresses: Mapping[str, str] = field(default_factory=dict)
    secret: SecretStr | None = None
    check: bool = False
    accept_loss: bool = False


@dataclass(frozen=True)
class Rebuilt:
    """`same` counts documents, by view. `fenced` is for how many seconds nobody committed."""

    found: Found
    same: Mapping[str, int]
    taken: int
    gaps: int
    fenced: float
    swapped: bool

    @property
    def clean(self) -> bool:
        return not self.gaps and all(one.none for one in self.found.values())


Say = Callable[[str], None]


async def rebuild(settings: ChassisSettings, orders: Orders, say: Say) -> Rebuilt:
    """Do it. Raises `NotNow`, with the views in use as they were; PyMongoError or KafkaError where
    an engine goes away meanwhile: then, too, unless that was among the last renames."""
    if not orders.views:
        raise NotNow(f"{orders.table.service} has no views: all that it keeps is its own")
    name = database_name(settings, orders.table.service)
    async with AsyncExitStack() as stack:
        database = Database.connect(settings.mongo, name, f"rebuild of {name}"[:128])
        stack.callback(database.close)
        fence = Fence(database)
        await fence.begin()
        stack.push_async_callback(fence.end)
        await _nothing_is_parked(database)
        work = _Rebuilding(settings, orders, say, database, fence, stack)
        return await work.run()


async def _nothing_is_parked(database: Database) -> None:
    """What is parked the views in use do not show, and the rebuilt would."""
    parked = await database.find(rows.PARKED_KEYS, {}, sort=[("parked_at", 1)], limit=6)
    if parked:
        keys = ", ".join(row["_id"] for row in parked[:5]) + (", ..." if len(parked) > 5 else "")
        raise NotNow(f"keys are parked; release or skip what waits under them first: {keys}")


class _Rebuilding:
    """One run."""

    def __init__(
        self,
        settings: ChassisSettings,
        orders: Orders,
        say: Say,
        database: Database,
        fence: Fence,
        stack: AsyncExitStack,
    ) -> None:
        self._orders, self._say, self._db, self._fence = orders, say, database, fence
        self._stack = stack
        views = [collection.name for collection in orders.views]
        self._shelves = Shelves(database, views)
        self._topics = topics_of(orders.table, frozenset(views))
        self._log = TopicLog(settings.kafka, settings.namespace, self._topics)
        self._done: Offsets = {}
        self._starts: Offsets = {}
        self._fenced = 0.0
        self._told_at = 0.0

    async def run(self) -> Rebuilt:
        owners = await self._owners()
        passed = await _passed_over(self._db)
        self._filling = Filling(self._db, self._orders.table, self._shelves, passed)
        self._stack.push_async_callback(self._shelves.remove)
        await self._shelves.clear()
        self._stack.push_async_callback(self._log.stop)
        await self._log.start()
        ends = await self._fold_the_past(owners)
        kept = await self._shelves.copy_indexes()
        await self._follow(ends)
        since = datetime.now(UTC)
        self._filling.watch()
        comparing = Comparing(self._db, self._shelves, kept)
        found = await comparing.all()
        gaps = self._filling.gaps
        if gaps and not self._orders.accept_loss and not self._orders.check:
            raise Lost(missing_of(found), gaps)
        return await self._ended(comparing, found, ends, since)

    # -- the past ------------------------------------------------------------------------------

    async def _owners(self) -> list[Owner]:
        """Everybody whose history is needed, each of whom was asked once. Raises `NotNow`."""
        topics: dict[str, set[str]] = {}
        for topic in self._topics:
            if topic.history:
                topics.setdefault(topic.owner, set()).add(topic.name)
        client = door_client()
        self._stack.push_async_callback(client.aclose)
        owners = [
            self._owner(name, frozenset(named), client) for name, named in sorted(topics.items())
        ]
        for owner in owners:
            await owner.page(0, 2**62)
        return owners

    def _owner(self, name: str, topics: frozenset[str], client: Any) -> Owner:
        orders = self._orders
        if name == orders.table.service:
            return OwnHistory(name, self._db, topics)
        address = orders.addresses.get(name)
        if address is None or orders.secret is None:
            raise NotNow(
                f"where {name} has its door for operators is not known: set "
                f"COMPTOIR_SERVICE_ADDRESSES and COMPTOIR_OPERATOR_SECRET"
            )
        return DoorHistory(name, address, orders.secret, orders.actor, topics, client)

    async def _fold_the_past(self, owners: Sequence[Owner]) -> Offsets:
        """All that was said before now; where the topics end once all of it is folded."""
        self._starts, self._done = await self._log.starts(), await self._log.ends()
        compacted = {topic.name for topic in self._topics if topic.compacted}
        since = {
            place: self._starts[place] if place[0] in compacted else end
            for place, end in self._done.items()
        }
        async for batch in self._log.between(since, self._done):
            await self._take(batch)
        async for batch in _batches(in_time(partitions_of(owners))):
            await self._take(batch)
        return await self._log.ends()

    async def _take(self, batch: Sequence[Incoming]) -> None:
        await self._filling.take(batch)
        if monotonic() > self._told_at + TOLD_EVERY_SECONDS:
            self._told_at = monotonic()
            self._say(f"{self._filling.taken} messages read, {self._filling.folded} folded")

    # -- beside the service in use -------------------------------------------------------------

    async def _follow(self, ends: Offsets) -> None:
        """Come near to what the service in use has handled, and that past all that owners may have
        told. Raises `NotNow` where it does not move."""
        before, waited = -1, 0.0
        while True:
            live, near = await self._round()
            behind = distance(live, ends)
            if near and not behind:
                return
            if behind != before:
                before, waited = behind, 0.0
            elif waited >= PATIENCE_SECONDS:
                raise NotNow(f"the service in use is {behind} messages behind and does not move")
            waited += PAUSE_SECONDS
            await asyncio.sleep(PAUSE_SECONDS if behind else 0)

    async def _round(self) -> tuple[Offsets, bool]:
        """Fold what the service in use has handled meanwhile; how far that is, and whether it was
        little."""
        live = await handled(self._db, self._starts)
        target = {place: max(at, live[place]) for place, at in self._done.items()}
        steps = distance(self._done, target)
        async for batch in self._log.between(self._done, target):
            await self._take(batch)
        self._done = target
        return live, steps <= NEAR

    # -- the end -------------------------------------------------------------------------------

    async def _ended(
        self, comparing: Comparing, found: Found, ends: Offsets, since: datetime
    ) -> Rebuilt:
        swap = not self._orders.check
        for look in range(LOOKS):
            await self._follow(ends)
            started = monotonic()
            try:
                await self._fence.put_up()
                await self._round()
                await _nothing_is_parked(self._db)
                places = places_of(found) | self._filling.touched
                found = await comparing.again(places, since)
                if swap:
                    await self._swap(found)
            finally:
                await self._fence.take_down()
                self._fenced = monotonic() - started
            if swap or all(one.none for one in found.values()):
                break
            await asyncio.sleep(PAUSE_SECONDS * (look + 1))
        filling = self._filling
        same = {} if swap else {name: await self._same(name, found) for name in found}
        return Rebuilt(found, same, filling.taken, filling.gaps, self._fenced, swap)

    async def _swap(self, found: Found) -> None:
        missing = missing_of(found)
        if missing and not self._orders.accept_loss:
            raise Lost(missing, self._filling.gaps)
        if not await self._fence.still_up():
            raise NotNow("somebody released the partitions meanwhile; begin again")
        await self._shelves.swap()

    async def _same(self, name: str, found: Found) -> int:
        count = await self._db.count(self._shelves.of(name), {})
        return count - len(found[name].differing) - len(found[name].new)


async def _passed_over(database: Database) -> frozenset[tuple[str, str]]:
    """What an operator skipped: its failing is known, and decided about."""
    skipped = await database.find(rows.DEAD_LETTERS, {"skipped": True})
    found = set()
    for row in skipped:
        try:
            envelope = Envelope.from_headers(rows.incoming_of(row).headers)
        except (EnvelopeError, KeyError):
            continue
        found.add((envelope.source, envelope.id))
    return frozenset(found)


async def _batches(messages: AsyncIterator[Incoming]) -> AsyncIterator[list[Incoming]]:
    batch: list[Incoming] = []
    async for message in messages:
        batch.append(message)
        if len(batch) >= MOST:
            yield batch
            batch = []
    yield batch


def topics_folded(table: HandlerTable, views: Sequence[Collection[Any]]) -> tuple[Topic, ...]:
    """The topics from which these views are folded."""
    return topics_of(table, frozenset(view.name for view in views))
