"""Requests over HTTP that wait for their answer on this replica's own tail of the topics."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from chassis.service import Tailed
from contracts.control import RequestFailed
from gateway.requests.answers import NAMING, answer_in
from gateway.requests.model import RequestOutcome


class Faulted(Exception):
    """The service that was asked ran into a fault of its own; nothing was changed."""


class Waiting:
    """Wakes who waits for the answer to a request, by the request's id."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[asyncio.Future[RequestOutcome]]] = {}

    def receive(self, tailed: Tailed) -> None:
        """Take one record of a topic of answers."""
        if not self._waiting:
            return
        if tailed.type == RequestFailed.TYPE:
            for future in self._open(tailed.causation_id):
                future.set_exception(Faulted())
            return
        if tailed.causation_id not in self._waiting and tailed.type not in NAMING:
            return
        answer = answer_in(tailed.type, tailed.value, tailed.causation_id)
        if answer is not None:
            for future in self._open(answer.request_id):
                future.set_result(answer)

    def _open(self, request_id: str | None) -> list[asyncio.Future[RequestOutcome]]:
        group = self._waiting.get(request_id or "", ())
        return [future for future in group if not future.done()]

    @contextmanager
    def expect(self, request_id: str) -> Iterator[asyncio.Future[RequestOutcome]]:
        """A future of how the request ended, or of `Faulted`. Enter before the command is
        published, or the answer may be missed."""
        future: asyncio.Future[RequestOutcome] = asyncio.get_running_loop().create_future()
        group = self._waiting.setdefault(request_id, [])
        group.append(future)
        try:
            yield future
        finally:
            group.remove(future)
            if not future.cancel() and not future.cancelled():
                future.exception()  # seen, even where nobody waits for it any more
            if not group:
                self._waiting.pop(request_id, None)
