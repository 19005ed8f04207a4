"""The small service that dies at every step: it notes what it is told, and rings for each note.

The outside world that it rings in is a file, which outlives its process.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from chassis.effects import Attempt, Done, Ending
from chassis.outcome import Effect
from chassis.service import Service
from chassis.settings import ChassisSettings
from contracts.tracking import DeliveryStatusReported
from tests.chassis.tally import Ring, sending_done, tally_service

DEADLINE = timedelta(seconds=0.5)


class Settings(ChassisSettings):
    """`COMPTOIR_RINGS`: the file that each ring is appended to."""

    rings: Path


def build(settings: Settings) -> Service:
    """The tally, each of whose notes rings once, with no lane."""

    async def ring(work: Ring, attempt: Attempt) -> Ending:
        append(settings.rings, work, attempt)
        return Done(reports=[sending_done(work)])

    def once(message: DeliveryStatusReported) -> list[Effect]:
        return [Effect(Ring(order_id=message.order_id, note=message.delivery_id))]

    return tally_service(carry=ring, effects=once, deadline=DEADLINE)


def append(path: Path, work: Ring, attempt: Attempt) -> None:
    line = json.dumps([work.order_id, work.note, attempt.number]) + "\n"
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(file, line.encode())
    finally:
        os.close(file)


def rung(path: Path) -> dict[tuple[str, str], list[int]]:
    """For each order and note, the numbers of the tries that rang, in order."""
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for line in path.read_text().splitlines() if path.exists() else ():
        order_id, note, number = json.loads(line)
        found[order_id, note].append(number)
    return dict(found)
