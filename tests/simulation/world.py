"""All services, two processes each, through one evening of orders and faults."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chassis import rows
from chassis.effects import EffectTable
from chassis.metrics import Metrics
from chassis.rows import offset_field
from chassis.runtime import DocumentReader
from contracts.selling import PaymentMeans
from contracts.topics import control_topic
from gateway.app import handlers as gateway
from inventory.app import handlers as inventory
from notifier.app import handlers as notifier
from orders.app import carriers
from orders.app import handlers as orders
from orders.properties.model import properties as known_to_orders
from orders.selling.model import sellings as sold_through_orders
from pms_bridge.app import handlers as bridge
from pms_bridge.folio.charge import PostCharge
from pms_bridge.opera.carrier import ChargeCarrier
from pms_bridge.payments.carrier import PaymentCarrier
from pms_bridge.payments.work import AskProvider
from tests.simulation.broker import Broker, Group
from tests.simulation.contents import Contents
from tests.simulation.evening import BEGIN, BY_HAND, CHARGED, Evening, definitions, plan
from tests.simulation.faults import Dice, Fault
from tests.simulation.guards import EVERY_GUARD, Guards
from tests.simulation.hotel import Journal, SimulatedHotel
from tests.simulation.machine import Machine, died
from tests.simulation.process import Part, Process, Surroundings
from tests.simulation.readings import Readings
from tests.simulation.relay import Mailbox, SimulatedPost
from tests.simulation.season import (
    HUTS,
    LATER,
    Season,
    hut_definitions,
    hut_sellings,
    plan_season,
)
from tests.simulation.till import Purses, SimulatedTill
from tests.simulation.timeline import VirtualLoop, pause
from tests.support.sign_ins import nothing_to_tell

PROCESSES = 2
# Virtual seconds: until a crashed process is missed and until it is back, how long one is away
# from its group, and how long a calm system may take until nothing is pending.
MISSED_AFTER = (0.5, 10.0)
BACK_AFTER = (0.2, 6.0)
AWAY = (1.0, 12.0)
PATIENCE = 400.0
# In one evening of so many, two huts take bookings besides; and for how many virtual seconds faults
# go on once the options' time has come.
STAYS_IN_ONE_OF = 3
AFTERWARDS = 10.0
# Making one takes longer than many messages do, and nothing here reads them.
METRICS = Metrics()


@dataclass
class World:
    """One run. `failures` are those of running it; what it came to is judged elsewhere."""

    seed: int
    guards: Guards = EVERY_GUARD
    likelier: frozenset[Fault] = frozenset()
    failures: list[str] = field(default_factory=list)
    settled: bool = False
    still_pending: Counter[str] = field(default_factory=Counter)
    evening: Evening = field(default_factory=Evening)
    season: Season = field(default_factory=Season)
    _ahead: timedelta = timedelta()
    _milliseconds: int = 0
    _now: datetime = BEGIN

    def run(self) -> None:
        """Live through the evening until nothing is pending, or patience is at its end."""
        before = random.getstate()
        random.seed(self.seed)  # the chassis' backoff plays dice of its own
        try:
            with asyncio.Runner(loop_factory=VirtualLoop) as runner:
                runner.run(self._live())
        finally:
            random.setstate(before)

    async def _live(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._unexpected)
        self.dice = Dice(self.seed, loop.time, self.likelier)
        self.broker, self.journal, self.mailbox = Broker(), Journal(), Mailbox()
        self.purses = Purses()
        self.readings = Readings()
        self.contents = {
            part.name: Contents(self.guards, self._clock_of(part.name)) for part in self.parts()
        }
        self._running: dict[str, Process] = {}
        self._groups = {name: Group(self.dice) for name in self.contents}
        keepers = [
            asyncio.create_task(self._keep(part, place))
            for part in self.parts()
            for place in range(PROCESSES)
        ]
        await self._play()
        self.dice.calm = True
        await self._until_quiet()
        if self.settled and self.season.orders:
            await self._let_options_lapse()
        self.virtual_seconds = loop.time()
        for keeper in keepers:
            keeper.cancel()

    def forget(self) -> None:
        """Let go of all that was said and stored, without waiting for a collection: it hangs
        together in rings."""
        self.evening, self.season = Evening(), Season()
        self.broker.forget()
        self.readings.forget()
        for contents in self.contents.values():
            contents.forget()

    def now(self) -> datetime:
        """The engines' clock; instants in a database have no more than milliseconds."""
        milliseconds = int(asyncio.get_running_loop().time() * 1000)
        if milliseconds != self._milliseconds:
            self._milliseconds = milliseconds
            self._now = BEGIN + timedelta(milliseconds=milliseconds)
        return self._now

    def _clock_of(self, service: str) -> Callable[[], datetime]:
        """Orders' clock alone is ever put forward: of its timers all have their carriers here."""
        return (lambda: self.now() + self._ahead) if service == "orders" else self.now

    def _unexpected(self, loop: asyncio.AbstractEventLoop, about: dict[str, Any]) -> None:
        if not died(about.get("exception")):
            self.failures.append(f"{about['message']}: {about.get('exception')!r}")

    # -- processes -----------------------------------------------------------------------------

    def parts(self) -> tuple[Part, ...]:
        def nothing(_: Any, __: Machine) -> EffectTable:
            return EffectTable()

        def deadlines(_: Any, __: Machine) -> EffectTable:
            return carriers()

        def charges(database: Any, machine: Machine) -> EffectTable:
            hotel = SimulatedHotel(self.journal, machine, self.dice, self.guards)
            carrier = ChargeCarrier({CHARGED: hotel}, DocumentReader(database), nothing_to_tell)
            table = EffectTable()
            table.on(PostCharge, deadline=carrier.deadline)(carrier.carry)
            till = SimulatedTill(self.purses, machine, self.dice)
            steps = PaymentCarrier({(PaymentMeans.PAYPAL, id): till for id in HUTS})
            table.on(AskProvider, deadline=steps.deadline)(steps.carry)
            return table

        def mails(database: Any, machine: Machine) -> EffectTable:
            reader = DocumentReader(database)
            return SimulatedPost(self.mailbox, reader, machine, self.dice).effects()

        return (
            Part("inventory", inventory, nothing),
            Part("orders", orders, deadlines),
            Part("pms-bridge", bridge, charges),
            Part("notifier", notifier, mails),
            Part("gateway", gateway, nothing),
        )

    async def _keep(self, part: Part, place: int) -> None:
        """Start a process, and another one in its place each time it dies."""
        around = Surroundings(
            part,
            self.contents[part.name],
            self.broker,
            self._groups[part.name],
            self.dice,
            METRICS,
            self.readings,
            self._clock_of(part.name),
            self.failures.append,
        )
        lives = 0
        while True:
            lives += 1
            process = Process(around, f"{part.name}-{place}.{lives}")
            self._running[f"{part.name}-{place}"] = process
            process.start()
            await process.machine.died
            process.drop()
            missed = self.dice.between(*MISSED_AFTER)
            name = process.machine.name
            asyncio.get_running_loop().call_later(missed, around.group.leave, name)
            await pause(self.dice.between(*BACK_AFTER))

    # -- the evening ---------------------------------------------------------------------------

    async def _play(self) -> None:
        await self._set_up()
        self.evening = plan(self.dice)
        loop = asyncio.get_running_loop()
        started = loop.time()
        moving = asyncio.create_task(self._move_members())
        script = sorted([*self.evening.script, *self.season.script], key=lambda entry: entry[0])
        for at, record in script:
            await pause(started + at - loop.time())
            self.broker.append(record)
        moving.cancel()

    async def _set_up(self) -> None:
        """The properties, and in some evenings two huts; nothing is asked before they are known."""
        with_stays = self.seed % STAYS_IN_ONE_OF == 0
        for record in (*definitions(), *(hut_definitions() if with_stays else ())):
            self.broker.append(record)
        wanted = {CHARGED, BY_HAND, *(HUTS if with_stays else ())}
        await self._until(lambda: wanted <= self._orders_has(known_to_orders.name).keys())
        if with_stays:
            for record in hut_sellings():
                self.broker.append(record)
            await self._until(self._orders_knows_the_prices)
            self.season = plan_season(self.dice)

    def _orders_has(self, collection: str) -> dict[str, Any]:
        return self.contents["orders"].collections[collection]

    def _orders_knows_the_prices(self) -> bool:
        known = self._orders_has(sold_through_orders.name)
        return all(id in known and known[id]["state"]["selling"]["rates"] for id in HUTS)

    async def _until(self, known: Callable[[], bool]) -> None:
        for _ in range(int(PATIENCE)):
            if known():
                return
            await pause(0.5)
        self.failures.append("orders never heard of the properties")

    async def _let_options_lapse(self) -> None:
        """Days later by orders' clock: every timer rings, those too that nobody waits for now."""
        self._ahead, self.settled, self.dice.calm = LATER, False, False
        await pause(AFTERWARDS)
        self.dice.calm = True
        await self._until_quiet()

    async def _move_members(self) -> None:
        while True:
            await pause(1)
            for name, process in self._running.items():
                if not process.machine.dead and self.dice.hits(Fault.REBALANCE, name):
                    process.stay_away(self.dice.between(*AWAY))

    async def _until_quiet(self) -> None:
        loop = asyncio.get_running_loop()
        patience = loop.time() + PATIENCE
        while loop.time() < patience and not self.failures:
            self.still_pending = self._pending()
            if not self.still_pending:
                self.settled = True
                return
            await pause(1)

    # -- what is not done yet ------------------------------------------------------------------

    def _pending(self) -> Counter[str]:
        """What still has to happen, by what and where."""
        found: Counter[str] = Counter()
        found["records on their way"] = self.broker.on_the_way
        found["processes standing still"] = sum(p.machine.paused for p in self._running.values())
        for part in self.parts():
            contents = self.contents[part.name]
            found[f"{part.name}: unpublished"] = len(list(contents.unpublished()))
            for collection in (rows.PARKED_KEYS, rows.PARKED_RECORDS):
                found[f"{part.name}: {collection}"] = len(contents.collections[collection])
            # A timer is nothing to wait for before its hour: it may be for tomorrow.
            now, effects = contents.now(), contents.collections[rows.EFFECTS].values()
            open_now = [row for row in effects if not row["timer"] or row["due_at"] <= now]
            found[f"{part.name}: effects"] = len(open_now)
            found[f"{part.name}: unread"] = self._unread(part, contents)
        return +found

    def _unread(self, part: Part, contents: Contents) -> int:
        owned = contents.collections[rows.OWNERSHIP]
        left = 0
        for topic in (*part.handlers.topics, control_topic(part.name)):
            for partition, end in self.broker.ends(topic.name).items():
                offsets = owned[partition]["offsets"] if partition in owned else {}
                left += end - offsets.get(offset_field(topic.name), 0)
        return left
