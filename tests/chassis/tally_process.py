"""The tally service as a process of its own: `python -m tests.chassis.tally_process`.

Its bell takes a second to ring, so that a stop finds work in hand; with TALLY_BROKEN every handler
fails.
"""

from __future__ import annotations

import asyncio
import os

from chassis.effects import Attempt, Done, Ending
from chassis.outcome import Effect
from chassis.run import run
from chassis.settings import ChassisSettings
from contracts.tracking import DeliveryStatusReported
from tests.chassis.tally import Ring, sending_done, tally_service


async def ring_slowly(work: Ring, attempt: Attempt) -> Ending:
    await asyncio.sleep(1)
    return Done(reports=[sending_done(work)])


def rings(message: DeliveryStatusReported) -> list[Effect]:
    return [Effect(Ring(order_id=message.order_id, note=message.delivery_id))]


if __name__ == "__main__":
    broken = "TALLY_BROKEN" in os.environ
    run(
        tally_service(broken=lambda note: broken, carry=ring_slowly, effects=rings),
        ChassisSettings(),
    )
