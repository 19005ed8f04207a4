"""What the system takes while nobody asks for anything: memory, processor, time to start."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType

import psutil

from comptoir_local.processes import SERVICES
from comptoir_local.screen import say
from tests.bench.figures import Figures, Size
from tests.bench.house import ENGINES, House, comptoir

MEGABYTE = 2**20
SETTLING = 10.0


class Peak:
    """The largest resident size of each service, looked at twice a second."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._looking: asyncio.Task[None] | None = None
        self.megabytes: dict[str, float] = {}

    async def __aenter__(self) -> Peak:
        self._looking = asyncio.create_task(self._look())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])

    async def _look(self) -> None:
        while True:
            for name, size in sizes(self._house).items():
                self.megabytes[name] = max(size, self.megabytes.get(name, 0.0))
            await asyncio.sleep(0.5)


def sizes(house: House) -> dict[str, float]:
    """Resident megabytes of each running service and engine."""
    found = {}
    for name, process in house.processes().items():
        with contextlib.suppress(psutil.NoSuchProcess):
            found[name] = process.memory_info().rss / MEGABYTE
    return found


async def standing(house: House, size: Size, figures: Figures) -> None:
    """Memory and processor time of the whole house with nobody asking for anything."""
    say(f"  {size.calm} s of calm ...")
    await asyncio.sleep(min(SETTLING, size.calm))
    before = processor_seconds(house)
    await asyncio.sleep(size.calm)
    after = processor_seconds(house)
    shares = {name: (after[name] - before[name]) / size.calm * 100 for name in before}
    services = sum(share for name, share in shares.items() if name not in ENGINES)
    whole = sum(shares.values())
    megabytes = sizes(house)
    figures.raw["idle"] = {"mb": megabytes, "processor_percent": shares}
    told = ", ".join(f"{name} {share:.1f}" for name, share in shares.items())
    figures.below("idle: processor, engines too", whole, "% of one core", 15, told)
    figures.plain("idle: processor, services alone", services, "% of one core")
    for process in SERVICES:
        figures.below(f"idle: memory of {process.name}", megabytes[process.name], "MB", 150)
    for name in ENGINES:
        figures.plain(f"idle: memory of {name}", megabytes[name], "MB")


def processor_seconds(house: House) -> dict[str, float]:
    """What each running service and engine has taken of a processor so far."""
    found = {}
    for name, process in house.processes().items():
        spent = process.cpu_times()
        found[name] = spent.user + spent.system
    return found


async def starting(house: House, figures: Figures) -> None:
    """Seconds of `comptoir up`: on an empty home, and on one that has data."""
    await comptoir(house.folder, "down")
    again = await comptoir(house.folder, "up", "--no-traffic")
    figures.plain("up, first time once installed", house.first_up, "s", "demo hotel loaded too")
    figures.plain("up, again with its data", again, "s")
    figures.raw["up"] = {"first": house.first_up, "again": again}


def under_load(figures: Figures) -> None:
    """The largest sizes seen while orders were taken and shown."""
    peaks: dict[str, float] = {}
    for name, raw in figures.raw.items():
        if name.startswith("processed"):
            for process, size in raw["peak_mb"].items():
                peaks[process] = max(size, peaks.get(process, 0.0))
    for name, size in peaks.items():
        figures.plain(f"under load: memory of {name}", size, "MB")
