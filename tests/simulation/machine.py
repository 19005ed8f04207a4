"""One simulated process as the operating system sees it: it runs, stands still, or is dead."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from chassis.steps import Step
from tests.simulation.faults import CRASH_AT, PAUSE_AT, Dice, Fault
from tests.simulation.timeline import pause

# How long one call to an engine takes, in virtual seconds.
CALL = (0.001, 0.01)
PAUSE = (2.0, 30.0)


def _nobody() -> None:
    """Nobody asked to know when a process stands still."""


class Crashed(BaseException):
    """The process is dead. No `except Exception` may catch that, as nothing runs after a kill."""


def died(error: BaseException | None) -> bool:
    """Whether a task ended by its process's death and by nothing else."""
    if isinstance(error, BaseExceptionGroup):
        return error.split(Crashed)[1] is None
    return isinstance(error, Crashed)


class Machine:
    """Every call to the outside goes through `gate`: so a process that stands still or is dead
    does nothing that anybody could see."""

    def __init__(self, name: str, dice: Dice) -> None:
        self.name = name
        self._dice = dice
        self.dead = False
        self.died: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.resumes_at = 0.0
        self.on_pause: Callable[[], None] = _nobody

    @property
    def paused(self) -> bool:
        # Most processes never stand still.
        return self.resumes_at > 0 and self.resumes_at > asyncio.get_running_loop().time()

    async def gate(self) -> None:
        """Wait while the process stands still. Raises `Crashed` if it is dead."""
        if not self.dead and self.paused:
            await pause(self.resumes_at - asyncio.get_running_loop().time())
        if self.dead:
            raise Crashed(self.name)

    async def turn(self) -> None:
        """A call that takes its time, in which others have theirs."""
        await pause(self._dice.between(*CALL))
        await self.gate()

    def reached(self, step: Step) -> None:
        """The chassis' steps: here a process may die, or stand still from here on."""
        if self.dead:
            raise Crashed(self.name)
        if self._dice.hits(CRASH_AT[step], self.name):
            self.crash()
        standstill = PAUSE_AT.get(step)
        if standstill is not None and self._dice.hits(standstill, self.name):
            self.resumes_at = asyncio.get_running_loop().time() + self._dice.between(*PAUSE)
            self.on_pause()

    def may_crash(self, fault: Fault) -> None:
        if self._dice.hits(fault, self.name):
            self.crash()

    def crash(self) -> None:
        """Raises `Crashed`."""
        self.dead = True
        if not self.died.done():
            self.died.set_result(None)
        raise Crashed(self.name)
