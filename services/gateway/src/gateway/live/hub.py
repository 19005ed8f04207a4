"""Hands all news of a property to those who watch it: encoded once, one bounded queue each."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from chassis.service import Tailed
from gateway.live.frames import news_in

# How many changes of one partition are kept for those who reconnect.
REMEMBERED = 500
# A listener this far behind is told to load the list again.
QUEUE = 256

RESYNC = b"event: resync\ndata: {}\n\n"


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream. `behind` is set when its queue overflowed: it must load the list again."""

    property_id: str
    queue: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    behind: bool = False

    def offer(self, data: bytes) -> None:
        if self.behind:
            return
        try:
            self.queue.put_nowait(data)
        except asyncio.QueueFull:
            self._give_up()

    def _give_up(self) -> None:
        """What waits is of no use any more: the resync that follows replaces it all."""
        while not self.queue.empty():
            self.queue.get_nowait()
        self.behind = True
        self.queue.put_nowait(RESYNC)


@dataclass(frozen=True, slots=True)
class Kept:
    offset: int
    property_id: str
    data: bytes


class LiveHub:
    """All listeners of this process, and the newest changes of each partition.

    `partition_of` finds a property's partition; `end_offset` says, for a partition, after which
    record this process continues to listen.
    """

    def __init__(
        self, partition_of: Callable[[str], int], end_offset: Callable[[int], int]
    ) -> None:
        self._partition_of = partition_of
        self._end_offset = end_offset
        self._listeners: dict[str, set[Listener]] = {}
        self._kept: dict[int, deque[Kept]] = {}
        # From which offset on everything that is kept at all is known here, by partition.
        self._known_from: dict[int, int] = {}

    def receive(self, tailed: Tailed) -> None:
        """Take one record of the live topic; a kind that is not known here is ignored."""
        self._known_from.setdefault(tailed.partition, tailed.offset)
        news = news_in(tailed)
        if news is None:
            return
        if news.kept:
            self._keep(tailed.partition, Kept(tailed.offset, news.property_id, news.data))
        for listener in self._listeners.get(news.property_id, ()):
            listener.offer(news.data)

    def _keep(self, partition: int, kept: Kept) -> None:
        ring = self._kept.setdefault(partition, deque(maxlen=REMEMBERED))
        if len(ring) == REMEMBERED:
            self._known_from[partition] = ring[0].offset + 1
        ring.append(kept)

    def position(self, property_id: str) -> int:
        """The offset from which a stream continues what a query made after this call returns.

        Raises `chassis.service.Unavailable` while this process does not listen yet.
        """
        return self._end_offset(self._partition_of(property_id))

    def listen(self, property_id: str, start: int | None) -> Listener:
        """A listener that gets every change from offset `start` on (None: from now on), or is told
        to resync at once where that is no longer known here."""
        listener = Listener(property_id)
        if start is not None:
            self._catch_up(listener, start)
        self._listeners.setdefault(property_id, set()).add(listener)
        return listener

    def _catch_up(self, listener: Listener, start: int) -> None:
        partition = self._partition_of(listener.property_id)
        known_from, end = self._known_from.get(partition), self._end_offset(partition)
        # What lies after the end was told by topics that are no more: a backup was restored.
        if start < (end if known_from is None else known_from) or start > end:
            listener.offer(RESYNC)
            return
        for kept in self._kept.get(partition, ()):
            if kept.offset >= start and kept.property_id == listener.property_id:
                listener.offer(kept.data)

    def leave(self, listener: Listener) -> None:
        group = self._listeners.get(listener.property_id)
        if group is not None:
            group.discard(listener)
            if not group:
                del self._listeners[listener.property_id]

    def listeners(self) -> int:
        return sum(len(group) for group in self._listeners.values())
