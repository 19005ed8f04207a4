"""`python -m comptoir_local.traffic`: a gentle stream of simulated guests, of meals and of huts."""

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
from comptoir_local.demo_huts.traffic import stream_of_stays
from partners.aftermath import NotTaken, afterwards
from partners.client import PartnersClient
from partners.demo_data import House, house
from partners.evening import play
from partners.mishaps import SentOrder
from partners.ordering_page.model import CourierWrites

MEAN_GAP_SECONDS = float(os.environ.get("COMPTOIR_TRAFFIC_GAP", "40"))
FIRST_ORDERS = 3
# A courier of the demo has the meal after half a minute and is there after two.
COURIER_WRITES_AFTER, DELIVERED_AFTER = 45.0, 150.0
# So many couriers have a question.
ASKING = 0.3
QUESTIONS = (
    "Bonsoir, je suis devant l'hôtel, où est l'entrée ?",
    "Le code de la porte ne marche pas.",
    "Puis-je laisser la commande à la réception ?",
)


class Traffic:
    """Places orders, and goes on telling of them as long as there is something to tell."""

    def __init__(self, partners: PartnersClient, guests: House) -> None:
        self._partners = partners
        self._guests = guests
        self._dice = random.Random()
        self._told: set[asyncio.Task[None]] = set()

    async def place(self) -> None:
        """One order; what its courier writes and its page refunds comes by itself later."""
        (sent,) = await play(
            self._partners,
            self._guests,
            property_id=PROPERTY_ID,
            partner_id=PARTNER_ID,
            orders=1,
            seed=self._dice.randrange(2**31),
            # Numbers of this stream never meet those of an earlier one.
            first_number=int(time.time() * 10) % 10**8,
        )
        task = asyncio.create_task(self._tell(sent))
        self._told.add(task)
        task.add_done_callback(self._told.discard)

    async def _tell(self, sent: SentOrder) -> None:
        try:
            await asyncio.sleep(COURIER_WRITES_AFTER)
            if sent.end == "delivered" and self._dice.random() < ASKING:
                await self._partners.courier_writes(
                    CourierWrites(
                        partner_id=PARTNER_ID,
                        external_id=sent.external_id,
                        text=self._dice.choice(QUESTIONS),
                    )
                )
            await asyncio.sleep(DELIVERED_AFTER - COURIER_WRITES_AFTER)
            await afterwards(self._partners, PARTNER_ID, sent)
        except (httpx.HTTPError, NotTaken) as error:
            note(f"nothing more about {sent.external_id}: {type(error).__name__}")


def note(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def stream() -> None:
    """Place orders until stopped: a few at once, so that the board is not empty, then one now and
    then. Simulators that do not answer are waited for."""
    dice = random.Random()
    async with PartnersClient(os.environ["COMPTOIR_PARTNERS_URL"]) as partners:
        traffic = Traffic(partners, house(datetime.now(UTC).date()))
        placed = 0
        while True:
            try:
                await traffic.place()
                placed += 1
                note(f"orders placed: {placed}")
            except (httpx.HTTPError, NotTaken) as error:
                note(f"waiting for the simulators: {type(error).__name__}")
            gap = 2.0 if placed < FIRST_ORDERS else dice.expovariate(1 / MEAN_GAP_SECONDS)
            await asyncio.sleep(gap)


async def both() -> None:
    async with asyncio.TaskGroup() as streams:
        streams.create_task(stream())
        streams.create_task(stream_of_stays(note))


async def main() -> None:
    task = asyncio.create_task(both())
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        return


if __name__ == "__main__":
    asyncio.run(main())
