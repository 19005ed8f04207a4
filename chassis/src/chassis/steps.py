"""The named points between which a process may die, so that a test can make it die there."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Step(StrEnum):
    BATCH_READ = "batch-read"
    BATCH_DECIDED = "batch-decided"
    BATCH_COMMITTED = "batch-committed"
    OUTBOX_SENT = "outbox-sent"
    OUTBOX_MARKED = "outbox-marked"
    RECOVERY_CLAIMED = "recovery-claimed"
    RECOVERY_PUBLISHED = "recovery-published"
    EFFECT_LEASED = "effect-leased"
    EFFECT_CARRIED_OUT = "effect-carried-out"
    EFFECT_RECORDED = "effect-recorded"


Reached = Callable[[Step], None]


def go_on(step: Step) -> None:
    """What a process in service does at each step: nothing."""
