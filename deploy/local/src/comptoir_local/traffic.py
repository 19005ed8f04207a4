"""`python -m comptoir_local.traffic`: a gentle stream of simulated guests who order a meal."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime

import httpx

from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID
from partners.client import PartnersClient
from partners.demo_data import house
from partners.evening import play

MEAN_GAP_SECONDS = float(os.environ.get("COMPTOIR_TRAFFIC_GAP", "40"))
FIRST_ORDERS = 3


async def stream() -> None:
    """Place orders until stopped: a few at once, so that the board is not empty, then one now and
    then. Simulators that do not answer are waited for."""
    guests = house(datetime.now(UTC).date())
    dice = random.Random()
    async with PartnersClient(os.environ["COMPTOIR_PARTNERS_URL"]) as partners:
        placed = 0
        while True:
            try:
                await play(
                    partners,
                    guests,
                    property_id=PROPERTY_ID,
                    partner_id=PARTNER_ID,
                    orders=1,
                    seed=dice.randrange(2**31),
                    # Numbers of this stream never meet those of an earlier one.
                    first_number=int(time.time() * 10) % 10**8,
                )
                placed += 1
                sys.stdout.write(f"orders placed: {placed}\n")
            except httpx.HTTPError as error:
                sys.stdout.write(f"waiting for the simulators: {type(error).__name__}\n")
            sys.stdout.flush()
            gap = 2.0 if placed < FIRST_ORDERS else dice.expovariate(1 / MEAN_GAP_SECONDS)
            await asyncio.sleep(gap)


async def main() -> None:
    task = asyncio.create_task(stream())
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        return


if __name__ == "__main__":
    asyncio.run(main())
