"""How far a partner's clock may be from ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pms_bridge.door.problems import FieldError

# What says that it comes from further ahead would count as the newest of all until its hour has
# come, and everything that really follows it as old.
AHEAD = timedelta(minutes=5)
# Webhooks are repeats by their event id for longer than this. A partner tries again for hours, and
# this lets a weekend's outage pass; an older one is a recording, or is of no use any more.
STALE_AFTER = timedelta(hours=72)


def ahead(field: str, instant: datetime, now: float) -> FieldError | None:
    """What is wrong with an instant that lies ahead of `now` (Unix seconds), if it does."""
    ours = datetime.fromtimestamp(now, UTC)
    if instant <= ours + AHEAD:
        return None
    return FieldError(field=field, reason=f"lies ahead of our clock, which shows {ours:%H:%M} UTC")


def stale(field: str, instant: datetime, now: float) -> FieldError | None:
    """What is wrong with an instant that lies too long before `now` (Unix seconds), if it does."""
    hours = STALE_AFTER.total_seconds() / 3600
    if instant >= datetime.fromtimestamp(now, UTC) - STALE_AFTER:
        return None
    return FieldError(field=field, reason=f"lies more than {hours:.0f} hours back")
