"""The guest's link to the page of their order: made by whoever writes to the guest, read by the
gateway (O22).

A link is `PUBLIC_URL` + `PATH` + token; the token is signed (see `chassis.links`) for `PURPOSE`
with the order's id as its payload.
"""

from __future__ import annotations

from datetime import datetime, timedelta

PURPOSE = "guest-order"
PATH = "/guest/orders/"
# A guest looks at the order of their stay; nobody needs the link of last month.
GOOD_FOR = timedelta(days=7)


def good_until(placed_at: datetime) -> datetime:
    """When the link of an order ends: reckoned from the order, so that each of its links is the
    same."""
    return placed_at + GOOD_FOR
