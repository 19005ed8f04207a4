"""How long the gateway keeps what only grows.

Orders, their chats, tasks and reconciled days stay: they are what an order was. The rest are notes
about it. Nothing waits for a row to be gone; MongoDB removes each so long after its last change.
"""

from __future__ import annotations

from datetime import timedelta

from chassis.database import Database
from gateway.board.model import ACTIVITY
from gateway.notices.model import NOTICES
from gateway.requests.ledger import KEPT as REQUEST_KEPT
from gateway.requests.model import REQUESTS

KEPT: dict[str, timedelta] = {
    # A feed is for what is recent; an order's timeline keeps what happened to it.
    ACTIVITY.name: timedelta(days=90),
    # Somebody asks about a mail of last year's stay; texts hold guests' names, so no longer.
    NOTICES.name: timedelta(days=400),
    # Longer than the note of a request itself: as long as that stands, its outcome must.
    REQUESTS.name: REQUEST_KEPT + timedelta(days=1),
}


async def prepare(database: Database) -> None:
    """Create the indexes that remove old rows; a changed time takes the place of the old one."""
    for collection, kept in KEPT.items():
        await database.index(collection, [("at", 1)], expireAfterSeconds=int(kept.total_seconds()))
