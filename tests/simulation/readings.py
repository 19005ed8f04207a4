"""Records as the services' processes have read them, each once: reading one is pure, so whoever
reads it again gets what came of it before."""

from __future__ import annotations

from chassis.records import Incoming, Read, Readable, read
from chassis.table import HandlerTable

Place = tuple[str, int, int]


class Readings:
    """What was read in one evening."""

    def __init__(self) -> None:
        self._by_service: dict[tuple[str, Place], Read] = {}
        self._messages: dict[Place, Readable] = {}

    def read(self, incoming: Incoming, table: HandlerTable) -> Read:
        """What the chassis' own `read` makes of a record."""
        place = (incoming.topic.name, incoming.partition, incoming.offset)
        known = self._by_service.get((table.service, place))
        if known is None:
            known = self._by_service[table.service, place] = read(incoming, table)
            if isinstance(known, Readable):
                self._messages[place] = known
        return known

    def forget(self) -> None:
        self._by_service.clear()
        self._messages.clear()

    def message_at(self, place: Place) -> Readable | None:
        """A record of the topics as a service has read it, if one has."""
        return self._messages.get(place)
