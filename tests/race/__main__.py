"""`python -m tests.race`: hundreds of buyers at once for the last places of the same nights.

Over HTTP, from the desk's session, by a program's key and from the web, with retries, repeated
requests, hung up ones, and an `inventory` killed in the middle. The last line is one JSON object;
the exit code is 1 where a night was oversold, a place lost, or anybody not told, or told different
things.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import secrets
import shutil
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from comptoir_local.demo_hotel import Secrets, gateway_client
from comptoir_local.demo_huts.check import HutRecords, gather_hut
from comptoir_local.demo_huts.desk import HutDesk
from comptoir_local.demo_reception import signed_in
from comptoir_local.engines.choice import Engines
from comptoir_local.screen import print_trouble, say
from comptoir_local.trouble import Trouble
from tests.bench.spread import spread
from tests.crash.scene import Scene, fresh, patiently
from tests.race.buyers import Buyer, Channel, Course, Door, crowd, one_more
from tests.race.counting import counted, sold, wrong_about
from tests.race.huts import HUTS, NIGHTS, PASSWORD, STOCK, WARDEN, open_huts

MOST_SECONDS = 230.0
# Nights and sales follow the answers within moments; nobody waits longer for them.
SHOWN_WITHIN = 30.0
Channels = Sequence[Channel]

app = typer.Typer(pretty_exceptions_enable=False)


@dataclass
class Outcome:
    """What came of a race. `figures` are rates and times of the storm alone."""

    buyers: list[Buyer] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)


@app.command()
def main(
    buyers: Annotated[int, typer.Option(min=10, max=2000)] = 600,
    seed: int = 1,
    without_guard: Annotated[
        bool, typer.Option("--without-guard", help="Hold whatever is asked for: it must fail")
    ] = False,
    engines: Annotated[
        Engines, typer.Option(help="Its own, or `external` ones that others use, too")
    ] = Engines.LOCAL,
) -> None:
    """Run the race and hold every record against every other."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    # Who is told to end must end what it started, as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="comptoir-race-"))
    began, outcome = time.monotonic(), Outcome()
    try:
        namespace = f"race-{secrets.token_hex(3)}-" if engines is Engines.EXTERNAL else ""
        scene = fresh(folder, engines, namespace)
        run = _run(scene, outcome, buyers, seed, guarded=not without_guard)
        asyncio.run(asyncio.wait_for(run, MOST_SECONDS))
    except (Trouble, httpx.HTTPError, TimeoutError) as trouble:
        print_trouble(trouble if isinstance(trouble, Trouble) else Trouble(repr(trouble)))
        outcome.wrong.append("the race did not come to its end")
    _print(outcome)
    if outcome.wrong:
        say(f"The logs are kept in {folder / 'logs'}.")
    else:
        shutil.rmtree(folder)
    said: dict[str, Any] = {"ok": not outcome.wrong, **counted(outcome.buyers), **outcome.figures}
    seconds = round(time.monotonic() - began)
    say(json.dumps({**said, "wrong": len(outcome.wrong), "seconds": seconds}))
    raise typer.Exit(1 if outcome.wrong else 0)


async def _run(
    starting: AbstractAsyncContextManager[Scene],
    outcome: Outcome,
    count: int,
    seed: int,
    *,
    guarded: bool,
) -> None:
    # All guests come from one address here.
    os.environ["COMPTOIR_GUEST_BOOKINGS_A_MINUTE"] = "100000"
    async with starting as scene:
        if not guarded:
            await _take_the_guard_away(scene)
        async with _doors(scene) as (channels, desks):
            outcome.buyers = crowd(count, channels, random.Random(seed))
            say(f"{count} buyers for {len(HUTS)} huts on {len(NIGHTS)} nights ...")
            course = Course(scene.to.ports.gateway)
            await _storm(scene, course, outcome, kill=guarded)
            say("and whoever is left buys what is left ...")
            if guarded:
                outcome.buyers += await _sell_out(course, desks, channels[0])
            huts = await _settled(outcome.buyers, desks)
            outcome.wrong += wrong_about(outcome.buyers, huts)
            if guarded:
                outcome.wrong += _unsold(outcome.buyers)


@asynccontextmanager
async def _doors(scene: Scene) -> AsyncIterator[tuple[Channels, list[HutDesk]]]:
    """The huts are open: every channel, and a desk at each hut."""
    to = scene.to
    async with gateway_client(to.public_url, Secrets.of(to.home.root).key) as operations:
        key = await open_huts(to, operations)
    async with signed_in(to.public_url, WARDEN, PASSWORD) as warden:
        names = ("Cookie", "X-Comptoir", "Sec-Fetch-Site")
        desk = {name: warden.headers[name] for name in names}
        looked = await warden.get(f"/guest/v1/huts/{HUTS[0]}")
        guests = looked.headers["content-type"] == "application/json"
        channels = (
            Channel(Door.DESK, desk),
            Channel(Door.PROGRAM, {"Authorization": f"Bearer {key}"}),
            *(Channel(Door.WEB, {"X-Comptoir": "1"}) for _ in range(guests)),
        )
        yield channels, [HutDesk(warden, id) for id in HUTS]


async def _storm(scene: Scene, course: Course, outcome: Outcome, *, kill: bool) -> None:
    began = time.monotonic()
    async with asyncio.TaskGroup() as together:
        for buyer in outcome.buyers:
            together.create_task(course.run(buyer))
        if kill:
            together.create_task(_kill_in_the_middle(scene, course, len(outcome.buyers)))
    seconds = time.monotonic() - began
    took = spread([1000 * one for one in course.calls])
    decided = spread([1000 * buyer.took for buyer in outcome.buyers if buyer.told])
    outcome.figures = {
        "requests": len(course.calls) + course.hung_up,
        "requests_per_second": round(len(course.calls) / seconds, 1),
        "bookings_decided_per_second": round(course.decided / seconds, 1),
        **{f"{name}_ms": took[name] for name in ("p50", "p99")},
        **{f"decided_{name}_ms": decided[name] for name in ("p50", "p99")},
    }


async def _kill_in_the_middle(scene: Scene, course: Course, count: int) -> None:
    """Once some have their answer and most have not."""

    async def some_are_decided() -> bool:
        return course.decided >= count // 10

    await patiently(some_are_decided, "a tenth of the buyers have their answer")
    scene.instance("inventory").signal(signal.SIGKILL)
    if course.decided > count * 3 // 4:
        raise Trouble("The kill came when nearly all was over: take more buyers.")
    say(f"inventory is killed after {course.decided} answers ...")
    await scene.restart("inventory")


async def _take_the_guard_away(scene: Scene) -> None:
    """From now on another `inventory` does the work, which holds whatever it is asked for."""
    steps = {"STEPPING_APP": "tests.race.unguarded"}
    second = scene.second("inventory", "second-inventory", steps)
    await scene.ready(second)
    scene.instance("inventory").signal(signal.SIGTERM)
    await scene.owns(second, 1)


async def _sell_out(course: Course, desks: Sequence[HutDesk], channel: Channel) -> list[Buyer]:
    """One person after the other, until nothing is left: a place that was lost cannot be sold."""
    late: list[Buyer] = []
    for desk in desks:
        for night in NIGHTS:
            for kind in STOCK:
                for n in range(STOCK[kind] + 1):
                    buyer = one_more(desk.property_id, night, kind, n, channel)
                    await course.run(buyer)
                    late.append(buyer)
                    if buyer.reference is None:
                        break
    return late


def _unsold(buyers: Sequence[Buyer]) -> list[str]:
    """The spots that nobody could buy any more, and that were not sold out."""
    taken = sold(buyers)
    return [
        f"LOST {at}, {night}, {kind}: sold out at {taken.get((at, night, kind))}"
        for at in HUTS
        for night in NIGHTS
        for kind, places in STOCK.items()
        if not _is_full(kind, places, taken.get((at, night, kind), []))
    ]


def _is_full(kind: str, places: int, parties: Sequence[int]) -> bool:
    return bool(parties) if kind == "block" else sum(parties) == places


async def _settled(buyers: Sequence[Buyer], desks: Sequence[HutDesk]) -> list[HutRecords]:
    """What the desks show, once that is right or has had time enough to be."""
    deadline = time.monotonic() + SHOWN_WITHIN
    while True:
        huts = [await gather_hut(desk) for desk in desks]
        if not wrong_about(buyers, huts) or time.monotonic() > deadline:
            return huts
        await asyncio.sleep(1)


def _print(outcome: Outcome) -> None:
    say("")
    for name, count in {**counted(outcome.buyers), **outcome.figures}.items():
        say(f"  {name.replace('_', ' '):30} {count:>9}")
    say("")
    for line in outcome.wrong[:40]:
        say(f"  WRONG  {line[:400]}")
    say(
        f"{len(outcome.wrong)} things are wrong"
        if outcome.wrong
        else "None oversold, no place lost, every loser told, every retry the same answer."
    )


if __name__ == "__main__":
    app()
