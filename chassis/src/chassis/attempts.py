"""What a carrier is told of the try that it is asked for."""

from __future__ import annotations

from datetime import timedelta

from chassis.clock import monotonic
from chassis.effect_store import Leased
from chassis.effects import Attempt, Carrier, LeaseTooShort, Unseen

# For so long after a restore all work is looked for before it is done: what was done meanwhile, and
# what comes of messages that were taken in meanwhile and are taken in again.
LOOK_FIRST = timedelta(days=1)


def attempt_at(effect: Leased, carrier: Carrier, started: float, unseen: Unseen | None) -> Attempt:
    """This try, leased at `started` (monotonic seconds)."""
    latest = started + carrier.deadline.total_seconds()

    def ensure_time() -> None:
        if monotonic() > latest:
            raise LeaseTooShort

    if unseen is not None and effect.leased_at - unseen.until > LOOK_FIRST:
        unseen = None
    return Attempt(
        effect_id=effect.id,
        number=effect.attempts,
        now=effect.leased_at,
        first_at=effect.first_at,
        last_at=effect.before_at,
        ensure_time=ensure_time,
        unseen=unseen,
    )
