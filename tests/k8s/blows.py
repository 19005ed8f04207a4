"""What happens to a cluster: pods die, machines are emptied, there are more pods and fewer, a
release follows another. Each blow proves that it hit, and says how long it took until all was well.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from chassis import rows
from comptoir_local.screen import say
from comptoir_local.trouble import Trouble
from contracts.topics import PARTITIONS
from tests.crash.blows import Blow
from tests.crash.flight import InFlight, Watch
from tests.crash.scene import patiently
from tests.k8s.cluster import SPACE, is_ready, kubectl, objects, pods, rolled_out, tag
from tests.k8s.installation import SERVICES

PATIENCE = 120.0
# A kubelet leaves even those two seconds; a successor needs longer to begin.
LAST_SECONDS = 3.0
# Whose pods own partitions, by the service whose database says so.
OWNERS = {name: name.removesuffix("-views") for name in SERVICES if name != "gateway"}

Struck = tuple[str, frozenset[str]]


@dataclass
class ClusterBlows:
    """Strikes one trial and keeps account."""

    watch: Watch
    done: list[Blow] = field(default_factory=list)

    async def _account(self, name: str, strike: Callable[[], Awaitable[Struck]]) -> None:
        started = time.monotonic()
        hit, in_hand = await strike()
        blow = Blow(name, hit, 0, time.monotonic() - started, in_hand)
        self.done.append(blow)
        say(f"  {name:38} hit {hit}; {blow.seconds:.0f} s")

    async def kill(self, name: str) -> None:
        """Delete a pod without grace while it has work in hand."""

        async def strike() -> Struck:
            service = OWNERS.get(name, "gateway")
            flight = await self._caught(service) if name in OWNERS else InFlight()
            (victim, *_) = await pods(name)
            which = victim["metadata"]["name"]
            now = ("--grace-period=0", "--force", "--wait=false")
            await kubectl("delete", "pod", which, "--namespace", SPACE, *now)
            hands = _in_hand(service, flight) | await self._last_hands(service)
            await self._well([name])
            return (str(flight) if name in OWNERS else "requests under way"), hands

        await self._account(f"kill a pod of {name}", strike)

    async def _last_hands(self, service: str) -> frozenset[str]:
        """What a pod that was deleted without grace takes into its hands before it is killed."""
        hands: frozenset[str] = frozenset()
        if service != "notifier":
            return hands
        ends = await self.watch.ends([service])
        until = time.monotonic() + LAST_SECONDS
        while time.monotonic() < until:
            hands |= _in_hand(service, await self.watch.in_flight(service, ends))
            await asyncio.sleep(0.2)
        return hands

    async def _caught(self, service: str) -> InFlight:
        """What a service has in flight, once it has anything."""
        found = InFlight()

        async def so() -> bool:
            nonlocal found
            found = await self.watch.in_flight(service, await self.watch.ends([service]))
            return bool(found)

        await patiently(so, f"{service} has work in flight", PATIENCE)
        return found

    async def drain(self) -> None:
        """Empty a machine that has pods of ours and no engine, and let it come back."""

        async def strike() -> Struck:
            machine, there = await _machine()
            say(f"  draining {machine} with {', '.join(there)} ...")
            try:
                flags = ("--ignore-daemonsets", "--delete-emptydir-data", "--timeout=240s")
                await kubectl("drain", machine, *flags)
                await self._well(SERVICES)
                left = await _on(machine)
            finally:
                await kubectl("uncordon", machine)
            if left:
                raise Trouble(f"{', '.join(left)} are still on {machine}.")
            return f"{len(there)} pods on {machine}", frozenset()

        await self._account("drain a machine", strike)

    async def scale(self, name: str, replicas: int) -> None:
        """Have more pods or fewer, each with a share of the partitions."""

        async def strike() -> Struck:
            before = len(await pods(name))
            number = f"--replicas={replicas}"
            await kubectl("scale", f"deployment/{name}", "--namespace", SPACE, number)
            await self._well([name])
            shares = await self._shares(name) if name in OWNERS else {}
            split = f", owning {sorted(shares.values(), reverse=True)}" if shares else ""
            return f"{before} -> {replicas} pods{split}", frozenset()

        await self._account(f"scale {name} to {replicas}", strike)

    async def roll(self, release: str) -> None:
        """Put another release in the place of the one that runs, pod by pod: for a while both work
        beside each other."""

        async def strike() -> Struck:
            watching = asyncio.create_task(_seen_together(release))
            for name in SERVICES:
                image = f"service=comptoir/{name.removesuffix('-views')}:{release}"
                await kubectl("set", "image", f"deployment/{name}", image, "--namespace", SPACE)
            await self._well(SERVICES)
            together = await watching
            if missing := [name for name in SERVICES if name not in together]:
                raise Trouble(f"Of {', '.join(missing)} both releases never ran together.")
            return f"both releases of {len(together)} Deployments at once", frozenset()

        await self._account(f"roll to release {release}", strike)

    async def _well(self, names: Sequence[str]) -> None:
        """Wait until Deployments have their pods, and these own all partitions."""
        await rolled_out(names)
        for name in names:
            if name in OWNERS:
                owned = partial(self._owned, name)
                await patiently(owned, f"{name} owns all partitions", PATIENCE)

    async def _owned(self, name: str) -> bool:
        living = {pod["metadata"]["name"] for pod in await pods(name) if is_ready(pod)}
        shares = await self._shares(name)
        return shares.keys() == living and sum(shares.values()) == PARTITIONS

    async def _shares(self, name: str) -> dict[str, int]:
        """How many partitions each pod owns, as the database has it."""
        shares: dict[str, int] = {}
        for row in await self.watch.databases[OWNERS[name]].find(rows.OWNERSHIP, {}):
            owner = str(row["owner"]).partition("/")[0]
            shares[owner] = shares.get(owner, 0) + 1
        return shares


def _in_hand(service: str, flight: InFlight) -> frozenset[str]:
    """The notices that were being sent."""
    if service != "notifier":
        return frozenset()
    return frozenset(row["work"]["notice_id"] for row in flight.leased)


async def _machine() -> tuple[str, list[str]]:
    """A machine to empty, and which of our pods are on it."""
    stays = await objects("pods", "--all-namespaces", "--selector", "comptoir.dev/stays=true")
    kept = {pod["spec"]["nodeName"] for pod in stays}
    for node in await objects("nodes"):
        machine = str(node["metadata"]["name"])
        if machine not in kept and (there := await _on(machine)):
            return machine, there
    raise Trouble("No machine has pods of ours and no engine: the cluster needs two machines.")


async def _on(machine: str) -> list[str]:
    found = await objects(
        *("pods", "--namespace", SPACE, "--field-selector"),
        f"spec.nodeName={machine},status.phase=Running",
    )
    staying = [pod["metadata"] for pod in found if "deletionTimestamp" not in pod["metadata"]]
    return sorted(str(pod["name"]) for pod in staying)


async def _seen_together(release: str) -> set[str]:
    """Of which Deployments a pod of each release was ready at once, until none runs the old one."""
    together: set[str] = set()
    while True:
        found = await objects("pods", "--namespace", SPACE, "--selector", "comptoir.dev/service")
        ready: dict[str, set[str]] = {}
        for pod in found:
            name = pod["metadata"]["labels"]["app.kubernetes.io/name"]
            if is_ready(pod):
                ready.setdefault(name, set()).add(tag(pod))
        together |= {name for name, tags in ready.items() if len(tags) > 1}
        if ready and all(tags == {release} for tags in ready.values()):
            return together
        await asyncio.sleep(0.5)
