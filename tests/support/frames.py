"""The server-sent events that wait for a listener, as a page reads them."""

from __future__ import annotations

import json
from typing import Any

from gateway.live.hub import Listener


def events_of(listener: Listener) -> list[tuple[str, Any]]:
    """All of them, oldest first: the name of each, and its data."""
    found: list[tuple[str, Any]] = []
    while not listener.queue.empty():
        for block in listener.queue.get_nowait().decode().split("\n\n"):
            if block:
                fields = dict(line.split(": ", 1) for line in block.split("\n"))
                found.append((fields["event"], json.loads(fields["data"])))
    return found


def cards_of(listener: Listener) -> list[Any]:
    """Those of them that are cards."""
    return [data for name, data in events_of(listener) if name == "card"]
