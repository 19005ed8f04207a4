"""What somebody who watched the live topic all evening has been shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from contracts.live import LiveBoardChanged, LiveEntryAdded, LiveTaskChanged
from contracts.message import Message


@dataclass
class Watcher:
    """The newest card of each order, whether each task is still open, and the feed's lines."""

    cards: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, bool] = field(default_factory=dict)
    lines: set[str] = field(default_factory=set)

    def see(self, told: Iterable[Message]) -> None:
        for message in told:
            if isinstance(message, LiveBoardChanged):
                self.cards[message.order_id] = message.card
            if isinstance(message, LiveBoardChanged | LiveEntryAdded) and message.entry:
                self.lines.add(message.entry.entry_id)
            if isinstance(message, LiveTaskChanged):
                self.tasks[message.task_id] = message.open
