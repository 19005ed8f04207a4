"""Virtual time: an event loop that never waits, and is in no hurry either."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Mapping
from typing import Any


class Standstill(Exception):
    """Everything waits and nothing is due: the simulation would stand still for ever."""


class _Timeline(selectors.BaseSelector):
    """Where a real selector sleeps until something happens, this one moves the clock on."""

    def __init__(self) -> None:
        self.now = 0.0
        self._keys: dict[Any, selectors.SelectorKey] = {}

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        key = selectors.SelectorKey(fileobj, int(fileobj), events, data)
        self._keys[fileobj] = key
        return key

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._keys.pop(fileobj)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Standstill
        if timeout > 0:
            self.now += timeout
        return []

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._keys


class VirtualLoop(asyncio.SelectorEventLoop):
    """An asyncio loop in virtual time, from 0 s. What is due at once runs first in, first out, so
    a run depends on nothing but what its tasks do."""

    def __init__(self) -> None:
        self._timeline = _Timeline()
        super().__init__(self._timeline)

    def time(self) -> float:
        return self._timeline.now
