"""Virtual time: an event loop that never waits, and is in no hurry either."""

from __future__ import annotations

import asyncio
import contextvars
from collections import deque
from collections.abc import Callable
from contextvars import Context
from heapq import heappop, heappush
from itertools import count
from typing import Any, TypeVarTuple, Unpack

Ts = TypeVarTuple("Ts")


class Standstill(Exception):
    """Everything waits and nothing is due: the simulation would stand still for ever."""


class _Call(asyncio.TimerHandle):
    """One call that is due, made without the looks around that a real loop's takes."""

    __slots__ = ()
    _context: Context
    _callback: Callable[..., object]
    _args: tuple[Any, ...]

    def __init__(
        self,
        when: float,
        callback: Callable[..., object],
        args: tuple[Any, ...],
        context: Context | None,
    ) -> None:
        self._when = when
        self._callback = callback
        self._args = args
        self._context = contextvars.copy_context() if context is None else context
        self._cancelled = False

    def cancel(self) -> None:
        self._cancelled = True


class VirtualLoop(asyncio.BaseEventLoop):
    """An asyncio loop in virtual time, from 0 s. What is due at once runs first in, first out, so
    a run depends on nothing but what its tasks do."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        self._order = count()
        self._due: deque[_Call] = deque()
        self._later: list[tuple[float, int, _Call | asyncio.Future[None]]] = []

    def time(self) -> float:
        return self._now

    def pause(self, seconds: float) -> asyncio.Future[None]:
        """What `asyncio.sleep` waits for, at half the cost."""
        future: asyncio.Future[None] = asyncio.Future(loop=self)
        heappush(self._later, (self._now + seconds, next(self._order), future))
        return future

    def call_soon(
        self,
        callback: Callable[[Unpack[Ts]], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.Handle:
        call = _Call(self._now, callback, args, context)
        self._due.append(call)
        return call

    def call_later(
        self,
        delay: float,
        callback: Callable[[Unpack[Ts]], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        return self.call_at(self._now + delay, callback, *args, context=context)

    def call_at(
        self,
        when: float,
        callback: Callable[[Unpack[Ts]], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        call = _Call(when, callback, args, context)
        heappush(self._later, (when, next(self._order), call))
        return call

    def _run_once(self) -> None:
        """All that is due now; if that is nothing, the clock moves on to what is due next."""
        if not self._due:
            self._move_on()
        for _ in range(len(self._due)):
            call = self._due.popleft()
            if call._cancelled:
                continue
            try:
                call._context.run(call._callback, *call._args)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                self.call_exception_handler({"message": f"in {call!r}", "exception": error})

    def _move_on(self) -> None:
        while self._later:
            when, _, what = heappop(self._later)
            if isinstance(what, _Call):
                if what.cancelled():
                    continue
                self._due.append(what)
            elif what.done():
                continue
            else:
                what.set_result(None)
            self._now = max(self._now, when)
            return
        raise Standstill

    def close(self) -> None:
        self._due.clear()
        self._later.clear()
        super().close()


async def pause(seconds: float) -> None:
    """Wait so long in virtual time."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    await loop.pause(seconds)
