"""The blows: kills, pauses and refusals, each of which proves that it hit work in flight.

A process is first stopped, then looked at through the engines: only what had come before the stop
and was not finished then counts. Where that is nothing, it goes on and is tried again.
"""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from chassis.breaker import FAILURES_TO_OPEN
from chassis.steps import Step
from comptoir_local.screen import say
from comptoir_local.trouble import Trouble
from contracts.topics import PARTITIONS
from partners.faults import Fault, Partner
from tests.crash.flight import Ends, InFlight, Watch
from tests.crash.load import SLOW_MAIL, bad_day
from tests.crash.scene import PROCESSES, Instance, Scene, patiently

PATIENCE = 90.0
# Whose effects are what a kill must interrupt.
WITH_EFFECTS = ("notifier", "pms-bridge")
# Past the sessions of all consumers and the deadlines of all producers.
BROKER_PAUSE = 20.0
# Past the sockets' deadline of all clients, and the lease of what the bridge has in hand.
DATABASE_PAUSE = 25.0
# The partner's breaker has opened, and its first probe was refused as well.
REFUSALS = FAILURES_TO_OPEN + 1


@dataclass(frozen=True)
class Blow:
    """One blow: what it hit, how often it had hit nothing before, how long until all was well
    again. `in_hand` are the notices whose mail may be doubled by it."""

    name: str
    hit: str
    again: int
    seconds: float
    in_hand: frozenset[str] = frozenset()


Struck = tuple[str, int, frozenset[str]]


@dataclass
class Blows:
    """Strikes one scene and keeps account."""

    scene: Scene
    watch: Watch
    dice: random.Random
    done: list[Blow] = field(default_factory=list)

    async def _account(self, name: str, strike: Callable[[], Awaitable[Struck]]) -> None:
        started = time.monotonic()
        hit, again, in_hand = await strike()
        blow = Blow(name, hit, again, time.monotonic() - started, in_hand)
        self.done.append(blow)
        missed = f", the {again + 1}. time" if again else ""
        say(f"  {name:40} hit {hit}{missed}; {blow.seconds:.0f} s")

    # -- services ------------------------------------------------------------------------------

    async def kill(self, service: str) -> None:
        """kill -9 with work in flight, then a new start."""

        async def strike() -> Struck:
            instance = self.scene.instance(service)
            flight, again, _ = await self._catch(instance)
            instance.signal(signal.SIGKILL)
            await self.scene.restart(service)
            await self.scene.owns(instance, PARTITIONS)
            return str(flight), again, _in_hand(service, flight)

        await self._account(f"kill {service}", strike)

    async def pause(self, service: str) -> None:
        """Stand still past every lease, while another instance finishes what was in hand; then
        go on as if nothing had been."""

        async def strike() -> Struck:
            instance = self.scene.instance(service)
            second = self.scene.second(service, f"second-{service}")
            await self.scene.ready(second)
            await self.scene.owns(second, 1)
            flight, again, ends = await self._catch(instance)
            await self._taken_over(service, flight, ends)
            instance.signal(signal.SIGCONT)
            await self._leave_alone(second, instance)
            return str(flight), again, _in_hand(service, flight)

        await self._account(f"pause {service}", strike)

    async def pause_at(self, service: str, step: Step) -> None:
        """A second instance stops itself at a step of the chassis; the first takes over from it;
        then the former owner goes on where it stood."""

        async def strike() -> Struck:
            again = 0
            while True:
                second = await self._stopped_at(service, step)
                ends = await self.watch.ends([service])
                flight = await self.watch.in_flight(service, ends)
                if _hit_at(step, flight):
                    break
                await second.daemon.stop(grace=10)
                again += 1
            await self._taken_over(service, flight, ends)
            second.signal(signal.SIGCONT)
            await self._leave_alone(second, self.scene.instance(service))
            return str(flight), again, _in_hand(service, flight)

        await self._account(f"pause {service} at {step}", strike)

    async def _stopped_at(self, service: str, step: Step) -> Instance:
        steps = {"STEPPING_AT": step.value, "STEPPING_THEN": "stop", "STEPPING_AFTER": "2"}
        second = self.scene.second(service, f"second-{service}-{step}", steps)

        async def stopped() -> bool:
            return second.stopped()

        await patiently(stopped, f"{service} stops itself at {step}", PATIENCE)
        return second

    async def _catch(self, instance: Instance) -> tuple[InFlight, int, Ends]:
        """Stop a process while it has work in flight: what, after how many vain tries, and where
        its topics ended right before."""
        needs_effects = instance.service in WITH_EFFECTS
        deadline = time.monotonic() + PATIENCE
        again = 0
        while time.monotonic() < deadline:
            ends = await self.watch.ends([instance.service])
            instance.signal(signal.SIGSTOP)
            flight = await self.watch.in_flight(instance.service, ends)
            if flight.leased if needs_effects else flight:
                return flight, again, ends
            instance.signal(signal.SIGCONT)
            again += 1
            await asyncio.sleep(self.dice.uniform(0, 0.1))
        raise Trouble(f"{instance.service} was never caught with work in flight.")

    async def _taken_over(self, service: str, flight: InFlight, ends: Ends) -> None:
        """Wait until somebody else has finished what was in flight, or has it in hand."""
        held = {row["_id"]: row["lease"] for row in flight.leased}

        async def so() -> bool:
            now = await self.watch.in_flight(service, ends)
            still = [row for row in now.leased if held.get(row["_id"]) == row["lease"]]
            return now.lag == 0 and not still

        await patiently(so, f"{service}'s work is taken over", PATIENCE)

    async def _leave_alone(self, second: Instance, instance: Instance) -> None:
        """Have both own something again, then the second leave in order."""
        for one in (instance, second):
            await self.scene.ready(one)
            await self.scene.owns(one, 1)
        await second.daemon.stop()
        await self.scene.owns(instance, PARTITIONS)

    # -- engines -------------------------------------------------------------------------------

    async def kill_broker(self) -> None:
        async def strike() -> Struck:
            hit, again = await self._catch_broker()
            kafka = self.scene.engines.kafka
            kafka.kill()
            kafka.launch()
            await kafka.ready()
            await self.scene.all_ready()
            return hit, again, frozenset()

        await self._account("kill the broker", strike)

    async def pause_broker(self) -> None:
        async def strike() -> Struck:
            hit, again = await self._catch_broker()
            await asyncio.sleep(BROKER_PAUSE)
            self.scene.engines.kafka.kill(signal.SIGCONT)
            await self.scene.all_ready()
            return hit, again, frozenset()

        await self._account("pause the broker", strike)

    async def kill_database(self) -> None:
        async def strike() -> Struck:
            hit, again = await self._catch_database()
            mongo = self.scene.engines.mongo
            mongo.kill()
            mongo.launch()
            await mongo.ready()
            await self.scene.all_ready()
            return hit, again, frozenset()

        await self._account("kill the database", strike)

    async def pause_database(self) -> None:
        async def strike() -> Struck:
            hit, again = await self._catch_database()
            await asyncio.sleep(DATABASE_PAUSE)
            self.scene.engines.mongo.kill(signal.SIGCONT)
            await self.scene.all_ready()
            return hit, again, frozenset()

        await self._account("pause the database", strike)

    async def _catch_broker(self) -> tuple[str, int]:
        """Stop the broker while a service has something to read from it or to publish there."""
        kafka = self.scene.engines.kafka
        deadline = time.monotonic() + PATIENCE
        again = 0
        while time.monotonic() < deadline:
            ends = await self.watch.ends()
            kafka.kill(signal.SIGSTOP)
            flights = {name: await self.watch.in_flight(name, ends) for name in PROCESSES}
            lag = sum(flight.lag for flight in flights.values())
            unpublished = sum(flight.unpublished for flight in flights.values())
            if lag or unpublished:
                return f"{lag} unread, {unpublished} unpublished", again
            kafka.kill(signal.SIGCONT)
            again += 1
            await asyncio.sleep(self.dice.uniform(0, 0.1))
        raise Trouble("The broker was never caught with work in flight.")

    async def _catch_database(self) -> tuple[str, int]:
        """Stop the database, and wait until somebody waits for it: what was read is not committed,
        or what was committed is not marked. It is not asked itself."""
        self.scene.engines.mongo.kill(signal.SIGSTOP)
        waiting: list[str] = []

        async def somebody_waits() -> bool:
            waiting[:] = [name for name in PROCESSES if await self._waits(name)]
            return bool(waiting)

        await patiently(somebody_waits, "a service waits for the database", 10)
        return f"{' and '.join(waiting)} waiting for it", 0

    async def _waits(self, service: str) -> bool:
        instance = self.scene.instance(service)
        figures = ("comptoir_consumer_lag", "comptoir_outbox_oldest_seconds")
        return any([await self.scene.figure(instance, name) > 0 for name in figures])

    # -- partners ------------------------------------------------------------------------------

    async def refuse_mail(self) -> None:
        async def strike() -> Struck:
            before = len(await self.scene.partners.mail_refusals())
            await self.scene.partners.set_faults(Partner.MAIL, Fault(status=451))

            async def refused() -> bool:
                return len(await self.scene.partners.mail_refusals()) >= before + REFUSALS

            await patiently(refused, "mails are refused", PATIENCE)
            await self.scene.partners.set_faults(Partner.MAIL, SLOW_MAIL)
            count = len(await self.scene.partners.mail_refusals()) - before
            return f"{count} mails refused", 0, frozenset()

        await self._account("refuse mails", strike)

    async def refuse_charges(self) -> None:
        async def strike() -> Struck:
            before = await self._refused_by_pms()
            await self.scene.partners.set_faults(Partner.OPERA, Fault(status=503))

            async def refused() -> bool:
                return await self._refused_by_pms() >= before + REFUSALS

            await patiently(refused, "the PMS refuses", PATIENCE)
            count = await self._refused_by_pms() - before
            await bad_day(self.scene.partners)
            return f"{count} requests refused", 0, frozenset()

        await self._account("refuse all of the PMS", strike)

    async def _refused_by_pms(self) -> int:
        calls = await self.scene.partners.calls(Partner.OPERA)
        return sum(call.fault == "refused" for call in calls)


def _hit_at(step: Step, flight: InFlight) -> bool:
    """Whether the process that stopped itself at a step left there what the step is about."""
    about: Mapping[Step, object] = {
        Step.BATCH_DECIDED: flight.lag,
        Step.BATCH_COMMITTED: flight.unpublished,
        Step.EFFECT_CARRIED_OUT: flight.leased,
    }
    return bool(about[step])


def _in_hand(service: str, flight: InFlight) -> frozenset[str]:
    """The notices that were being sent."""
    if service != "notifier":
        return frozenset()
    return frozenset(row["work"]["notice_id"] for row in flight.leased)
