"""A gentle stream of guests of the huts, for the traffic of `comptoir up`."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

import httpx
from pymongo.errors import PyMongoError

from chassis.database import Database
from comptoir_local.demo_hotel import WARDEN, Secrets, gateway_client
from comptoir_local.demo_huts.evening import desks_of, orders_database, season_of
from comptoir_local.demo_huts.season import Season, huts_in_turn
from comptoir_local.demo_reception import signed_in
from comptoir_local.home import Home
from comptoir_local.trouble import Trouble

MEAN_GAP_SECONDS = float(os.environ.get("COMPTOIR_STAYS_GAP", "30"))
# So many at once at the first start, so that planning and sales are not empty.
FIRST_STAYS = 60
# How far ahead people book, in days.
AHEAD = 100
# The warden signs in anew after so long: no session lasts for ever.
SHIFT_S = 3600.0
Path = Callable[[], Coroutine[Any, Any, None]]


async def stream_of_stays(note: Callable[[str], None]) -> None:
    """Play stays until stopped, by the warden's session and by a program's key in turn."""
    async with orders_database(
        os.environ["COMPTOIR_MONGO"], os.environ.get("COMPTOIR_NAMESPACE", "")
    ) as orders:
        while True:
            try:
                await _shift(orders, note)
            except (httpx.HTTPError, PyMongoError) as error:
                note(f"waiting for the huts: {type(error).__name__}")
                await asyncio.sleep(MEAN_GAP_SECONDS)


async def _shift(orders: Database, note: Callable[[str], None]) -> None:
    made, url = Secrets.of(Home.default().root), os.environ["COMPTOIR_PUBLIC_URL"]
    dice, end = random.Random(), time.monotonic() + SHIFT_S
    async with AsyncExitStack() as stack:
        warden = await stack.enter_async_context(signed_in(url, WARDEN, made.password))
        program = await stack.enter_async_context(gateway_client(url, made.key))
        first_hut = desks_of(program)[huts_in_turn(0)]
        known = (await first_hut.read("/sales", limit="1"))["stays"]
        for n in itertools.count():
            if time.monotonic() > end:
                return
            season = season_of(program if n % 3 == 0 else warden, orders, dice)
            try:
                await _any_path(season, dice, huts_in_turn(n))()
                note(f"stays played: {n + 1}")
            except Trouble as trouble:
                note(f"a stay was not had: {trouble}")
            filling = not known and n < FIRST_STAYS
            await asyncio.sleep(0.2 if filling else dice.expovariate(1 / MEAN_GAP_SECONDS))


def _any_path(season: Season, dice: random.Random, at: str) -> Path:
    """What happens next at a hut; most people just come."""
    night = dice.randrange(2, AHEAD)
    persons = dice.choice((1, 2, 2, 2, 3, 4, 6))
    nights = dice.choice((1, 1, 2, 3))
    paths: tuple[tuple[int, Path], ...] = (
        (4, lambda: season.option(at, night, persons)),
        (6, lambda: season.firm(at, night, persons, nights)),
        (3, lambda: season.confirmed(at, night)),
        (2, lambda: season.changed(at, night)),
        (2, lambda: season.cancelled(at, night)),
        (1, lambda: season.expired(at, night)),
        (1, lambda: season.refused(at, night)),
        (2, lambda: season.tour(night)),
        (1, lambda: season.shortened(night)),
    )
    (chosen,) = dice.choices([path for _, path in paths], [weight for weight, _ in paths])
    return chosen
