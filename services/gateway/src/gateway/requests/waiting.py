"""Requests over HTTP that wait for their answer on this replica's own tail of the topics."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from chassis.service import Tailed


class Waiting:
    """Wakes who waits for the answer to a command, by the command's id."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[asyncio.Future[Tailed]]] = {}

    def receive(self, tailed: Tailed) -> None:
        """Take one record of a topic of answers."""
        for future in self._waiting.get(tailed.causation_id or "", ()):
            if not future.done():
                future.set_result(tailed)

    @contextmanager
    def expect(self, command_id: str) -> Iterator[asyncio.Future[Tailed]]:
        """A future of the answer. Enter before the command is published, or it may be missed."""
        future: asyncio.Future[Tailed] = asyncio.get_running_loop().create_future()
        group = self._waiting.setdefault(command_id, [])
        group.append(future)
        try:
            yield future
        finally:
            future.cancel()
            group.remove(future)
            if not group:
                self._waiting.pop(command_id, None)
