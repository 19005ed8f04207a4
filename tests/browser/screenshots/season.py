"""Stays at the demo's huts: of this evening over every path, and bookings of the months before."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import MongoClient

from comptoir_local.demo_huts.evening import orders_database, play_stays, season_of
from comptoir_local.processes import Installation
from contracts.envelope import format_instant
from tests.browser.evening import Evening
from tests.support.bench import eventually

# How far back bookings lie, in days.
BACK = 420


def live_through(evening: Evening) -> None:
    """Play the stays, and let most of them be booked earlier. Seconds."""
    evening.aside.run(_stays(evening))
    _earlier(evening.installation)


async def _stays(evening: Evening) -> None:
    to = evening.installation
    async with orders_database(to.engines.mongo, to.namespace) as orders:
        season = season_of(evening.desk.api, orders, random.Random(11))
        await play_stays(season)

        async def expired() -> bool:
            path = "/api/v1/properties/refuge-nerez/sales"
            answer = await evening.desk.api.get(path, params={"state": "expired"})
            return bool(answer.raise_for_status().json()["stays"])

        await eventually(expired, "an option has expired")


def _earlier(to: Installation) -> None:
    """Two of three stays were booked some months ago, as far as the sales know."""
    dice, now = random.Random(13), datetime.now(UTC)
    with MongoClient[dict[str, Any]](to.engines.mongo) as client:
        stays = client[f"{to.namespace}comptoir-gateway"].stays
        for n, row in enumerate(list(stays.find({}).sort("_id"))):
            if n % 3 == 0:
                continue
            ago = timedelta(days=dice.randrange(1, BACK), minutes=dice.randrange(600))
            at = format_instant(now - ago)
            state = row["state"]
            moved = {f"state.history.{step}.at": at for step in range(len(state["history"]))}
            moved |= {"state.booked_at": at, "state.position": f"{at}/{state['order_id']}"}
            stays.update_one({"_id": row["_id"]}, {"$set": moved})
