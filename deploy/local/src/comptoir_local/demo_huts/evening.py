"""An evening at three huts: every path, on nights of its own, so that its end is known."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx

from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from comptoir_local.demo_huts.check import HutRecords, gather_hut
from comptoir_local.demo_huts.desk import HutDesk
from comptoir_local.demo_huts.furnishing import HUT_IDS
from comptoir_local.demo_huts.season import Season

# Beyond the hours until which a hut takes bookings; nights that are closed come later.
FIRST_NIGHT = 3


def desks_of(client: httpx.AsyncClient) -> dict[str, HutDesk]:
    return {property_id: HutDesk(client, property_id) for property_id in HUT_IDS}


@asynccontextmanager
async def orders_database(mongo: str, namespace: str) -> AsyncIterator[Database]:
    """Where stays and their timers are kept."""
    name = database_name(ChassisSettings(namespace=namespace), "orders")
    database = Database.connect(mongo, name)
    try:
        yield database
    finally:
        database.close()


def season_of(client: httpx.AsyncClient, orders: Database, dice: random.Random) -> Season:
    return Season(desks_of(client), orders, dice, datetime.now(UTC).date())


async def play_stays(season: Season) -> None:
    """Each path at each hut, and tours from one to another. Raises Trouble."""
    for property_id in HUT_IDS:
        await asyncio.gather(
            season.option(property_id, FIRST_NIGHT),
            season.firm(property_id, FIRST_NIGHT + 1),
            season.confirmed(property_id, FIRST_NIGHT + 3),
            season.changed(property_id, FIRST_NIGHT + 4),
            season.cancelled(property_id, FIRST_NIGHT + 6),
            season.expired(property_id, FIRST_NIGHT + 8),
            season.refused(property_id, FIRST_NIGHT + 9),
        )
    await asyncio.gather(season.tour(FIRST_NIGHT + 11), season.shortened(FIRST_NIGHT + 13))


async def gather_huts(client: httpx.AsyncClient) -> list[HutRecords]:
    return [await gather_hut(desk) for desk in desks_of(client).values()]
