"""What an evening has left behind: the partners' books, the topics and the documents."""

from __future__ import annotations

from typing import Any

from chassis.documents import Collection, D, from_stored
from tests.simulation.folding import Sayings
from tests.simulation.world import World


class Books:
    """Each thing read once."""

    def __init__(self, world: World) -> None:
        self.stories = world.evening.stories
        self.season = world.season
        self.sayings = Sayings(world.broker, world.readings)
        self.journal, self.mailbox = world.journal, world.mailbox
        self.purses = world.purses
        self._contents = world.contents
        self._states: dict[tuple[str, str, str], Any] = {}

    def rows(self, service: str, collection: str) -> dict[str, Any]:
        return self._contents[service].collections[collection]

    def state(self, service: str, collection: Collection[D], id: str) -> D | None:
        place = (service, collection.name, id)
        if place not in self._states:
            # A row may count what was said of a document that does not exist.
            row = self.rows(service, collection.name).get(id)
            stored = row and row["state"]
            self._states[place] = stored and from_stored(collection.model, stored)
        state: D | None = self._states[place]
        return state
