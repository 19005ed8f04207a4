"""The guest's link to the page of their stay: made by whoever writes to the guest, read by the
gateway.

A link is `PUBLIC_URL` + `PATH` + token; the token is signed (see `chassis.links`) for `PURPOSE`
with the stay's order id as its payload. Whoever holds it sees the whole stay, at all its huts, and
may give back what is not firm yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from contracts.selling import Night

PURPOSE = "guest-stay"
PATH = "/guest/stays/"
# Bills are looked for when people are home again; nobody needs the link of last year.
GOOD_FOR = timedelta(days=60)


def good_until(nights: Iterable[Night]) -> datetime:
    """When the link of a stay of these nights ends: reckoned from its last one, so that each of its
    links is the same."""
    return datetime.combine(max(nights), time(), UTC) + GOOD_FOR
