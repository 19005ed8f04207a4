"""`python -m tests.crash [--short]`: kills, pauses and refuses under load, then counts.

Shows each blow and what it hit. The last line is one JSON object; the exit code is 1 where anything
was lost, doubled or wrong, or where a blow hit nothing.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import httpx
import typer

from chassis.steps import Step
from comptoir_local.demo_hotel import Secrets, gateway_client
from comptoir_local.evening_check import Verdict
from comptoir_local.screen import print_trouble, say
from comptoir_local.trouble import Trouble
from tests.crash.blows import Blow, Blows
from tests.crash.flight import Watch
from tests.crash.load import under_load
from tests.crash.outcome import until_quiet, verdict_on
from tests.crash.scene import PROCESSES, fresh

# How the PMS must have misbehaved by the end of a full run.
PMS_MISBEHAVED = ("lost_by_close", "lost_by_hang", "lost_by_status")

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def main(
    short: Annotated[bool, typer.Option(help="a kill of each service and a few more")] = False,
    seed: int = 1,
    budget: Annotated[float, typer.Option(help="seconds, after which the run has failed")] = 480.0,
) -> None:
    """Strike a fresh installation under load, and hold every record against every other."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    # Who is told to end must end what it started, as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="comptoir-crash-"))
    started = time.monotonic()
    blows: list[Blow] = []
    try:
        run = _run(folder, _few if short else _all, random.Random(seed), blows)
        verdict = asyncio.run(asyncio.wait_for(run, budget))
        if not short:
            verdict.wrong += _unproven(verdict)
    except* (Trouble, httpx.HTTPError, TimeoutError) as troubles:
        for trouble in troubles.exceptions:
            print_trouble(trouble if isinstance(trouble, Trouble) else Trouble(repr(trouble)))
        verdict = Verdict(wrong=["the run did not come to its end"])
    seconds = time.monotonic() - started
    _print(verdict, blows, seconds)
    if verdict.wrong:
        say(f"The logs are kept in {folder / 'logs'}.")
    else:
        shutil.rmtree(folder)
    totals = {"blows": len(blows), "hit_nothing": sum(blow.again for blow in blows)}
    ended = {"ok": not verdict.wrong, **totals, **verdict.counts, "wrong": len(verdict.wrong)}
    say(json.dumps({**ended, "seconds": round(seconds)}))
    raise typer.Exit(1 if verdict.wrong else 0)


async def _run(
    folder: Path,
    strike: Callable[[Blows], Awaitable[None]],
    dice: random.Random,
    done: list[Blow],
) -> Verdict:
    async with fresh(folder) as scene, Watch(scene.to) as watch:
        connections = json.loads(await asyncio.to_thread(Path(scene.to.connections).read_text))
        key = Secrets.of(scene.to.home.root).key
        async with gateway_client(scene.to.public_url, key) as gateway:
            async with under_load(scene, gateway, connections) as load:
                say("blows under load:")
                await strike(Blows(scene, watch, dice, done))
            say("waiting until all is quiet ...")
            await until_quiet(scene, watch)
            return await verdict_on(scene, watch, gateway, connections, load, done)


def _unproven(verdict: Verdict) -> list[str]:
    """A fault that no request met is no proof of anything."""
    return [
        f"no answer of the PMS was {kind.replace('_', ' ')}"
        for kind in PMS_MISBEHAVED
        if not verdict.counts.get(f"pms_answer_{kind}")
    ]


async def _few(blows: Blows) -> None:
    async with asyncio.TaskGroup() as together:
        for service in PROCESSES:
            together.create_task(blows.kill(service))
    await blows.kill_broker()
    await blows.pause_at("orders", Step.BATCH_COMMITTED)


async def _all(blows: Blows) -> None:
    for service in PROCESSES:
        await blows.kill(service)
    async with asyncio.TaskGroup() as together:
        # What the notifier has in hand is leased for more than a minute: others fall meanwhile.
        together.create_task(blows.pause("notifier"))
        for service in PROCESSES:
            if service != "notifier":
                await blows.pause(service)
        await blows.pause_at("orders", Step.BATCH_DECIDED)
        await blows.pause_at("orders", Step.BATCH_COMMITTED)
    await blows.kill_broker()
    await blows.refuse_mail()
    await blows.kill_database()
    await blows.refuse_charges()
    await blows.pause_broker()
    await blows.pause_at("pms-bridge", Step.EFFECT_CARRIED_OUT)
    await blows.pause_database()


def _print(verdict: Verdict, blows: list[Blow], seconds: float) -> None:
    say("")
    for name, count in verdict.counts.items():
        say(f"  {name.replace('_', ' '):28} {count:6}")
    say("")
    for line in verdict.wrong[:50]:
        say(f"  WRONG  {line}")
    say(
        f"{len(verdict.wrong)} things are wrong after {len(blows)} blows"
        if verdict.wrong
        else f"Nothing lost and nothing doubled by {len(blows)} blows ({seconds:.0f} s)."
    )


if __name__ == "__main__":
    app()
