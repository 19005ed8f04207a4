"""The calendar of closures: what is ticked there is closed, whatever else is said (R24)."""

from __future__ import annotations

import datetime as dt

from contracts.catalogue import SetClosures
from contracts.selling import HORIZON_DAYS, Night, Selling
from inventory.properties.model import Objection


def with_closures(selling: Selling, message: SetClosures, today: Night) -> Selling | Objection:
    """Close some nights and open others again. Those that are over are forgotten."""
    both = set(message.close) & set(message.reopen)
    if both:
        return Objection("reopen", f"{min(both)} is to be closed, too")
    last = today + dt.timedelta(days=HORIZON_DAYS - 1)
    if message.close and max(message.close) > last:
        return Objection("close", f"the planning ends on {last}")
    kept = {night for night in selling.closed if night >= today}
    wanted = kept - set(message.reopen) | {night for night in message.close if night >= today}
    if wanted == kept:
        return selling
    return selling.model_copy(update={"closed": tuple(sorted(wanted))})
