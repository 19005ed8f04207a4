"""`make k8s-test`: an evening in a real cluster, then blows under load, then everything is counted.

Works on the cluster that kubectl points at, if that is marked for tests. Says each step as it is
done; the last line is one JSON object; the exit code is 1 where anything was lost, doubled or
wrong.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

import httpx
import typer

from chassis import rows
from comptoir_local.cluster_secrets import folder
from comptoir_local.demo import evening
from comptoir_local.demo_hotel import Secrets, gateway_client
from comptoir_local.evening_check import Verdict
from comptoir_local.evening_paths import LEAST_ORDERS
from comptoir_local.screen import print_trouble, say
from comptoir_local.trouble import Trouble
from tests.crash.blows import Blow
from tests.crash.flight import Watch
from tests.crash.load import under_load
from tests.crash.outcome import until_quiet, verdict_on
from tests.k8s.blows import ClusterBlows
from tests.k8s.cluster import must_be_for_tests
from tests.k8s.installation import SERVICES, fresh, prepare_again, remove
from tests.k8s.requests import of_orders, of_webhooks, requests_wrong
from tests.k8s.stream import watching
from tests.k8s.validation import validated

app = typer.Typer(pretty_exceptions_enable=False)


class Part(StrEnum):
    PRODUCTION = "production"
    EVENING = "evening"
    BLOWS = "blows"


@dataclass
class Findings:
    """What came of the parts so far."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    blows: list[Blow] = field(default_factory=list)

    async def of(self, part: Part, played: Awaitable[Verdict]) -> None:
        """Keep a part's verdict; one that does not come to its end keeps no other from being
        played."""
        verdict = Verdict()
        try:
            verdict = await played
        except* (Trouble, httpx.HTTPError, TimeoutError) as troubles:
            for one in troubles.exceptions:
                print_trouble(one if isinstance(one, Trouble) else Trouble(repr(one)))
            self.wrong.append(f"{part}: did not come to its end")
        self.counts[part] = verdict.counts
        self.wrong += [f"{part}: {line}" for line in verdict.wrong]
        say(f"\n  {part}:")
        for name, count in verdict.counts.items():
            say(f"  {name.replace('_', ' '):28} {count:6}")
        say("")


@app.command()
def main(
    release: Annotated[str, typer.Option(help="tag of this release's images")] = "dev",
    before: Annotated[str, typer.Option(help="tag of the release before")] = "previous",
    only: Annotated[Part | None, typer.Option(help="one part alone")] = None,
    seed: int = 1,
    budget: Annotated[float, typer.Option(help="seconds, after which it has failed")] = 2400.0,
) -> None:
    """Play and strike a trial in a cluster, and hold every record against every other."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    started = time.monotonic()
    found = Findings()

    async def run() -> None:
        say(f"the cluster of the context {await must_be_for_tests()}")
        if only in (None, Part.PRODUCTION):
            await found.of(Part.PRODUCTION, _validated())
        if only in (None, Part.EVENING):
            await found.of(Part.EVENING, _evening(release, seed))
        if only in (None, Part.BLOWS):
            await found.of(Part.BLOWS, _struck(before, release, found.blows))

    try:
        asyncio.run(asyncio.wait_for(run(), budget))
    except (Trouble, TimeoutError) as trouble:
        print_trouble(trouble if isinstance(trouble, Trouble) else Trouble(repr(trouble)))
        found.wrong.append("the run did not come to its end")
    _print(found, round(time.monotonic() - started))
    raise typer.Exit(1 if found.wrong else 0)


async def _validated() -> Verdict:
    """What the server would make of the overlay `production`."""
    await remove(folder())
    taken, unknown = await validated()
    if unknown:
        say(f"not validated, for want of definitions: {', '.join(unknown)}")
    return Verdict({"documents_taken": taken, "kinds_unknown": len(unknown)})


async def _evening(release: str, seed: int) -> Verdict:
    """The demo's evening, through the ingress."""
    async with fresh(folder(), release) as stage, Watch(stage.to) as watch:

        async def quiet() -> dict[str, int]:
            await until_quiet(stage, watch)
            return await _set_aside(watch)

        made = Secrets.of(stage.to.home.root)
        say("an evening through the ingress:")
        return await evening(
            stage.to, made, stage.known, stage.bridge_url, quiet, LEAST_ORDERS, seed
        )


async def _set_aside(watch: Watch) -> dict[str, int]:
    found = {rows.PARKED_KEYS: 0, rows.DEAD_LETTERS: 0}
    for database in watch.databases.values():
        for collection in found:
            found[collection] += await database.count(collection, {})
    return {name.removeprefix("chassis_"): n for name, n in found.items()}


async def _struck(before: str, release: str, done: list[Blow]) -> Verdict:
    """Everything that happens to a cluster, under load; last of all another release."""
    async with fresh(folder(), before) as stage, Watch(stage.to) as watch:
        known = stage.known
        async with gateway_client(stage.to.public_url, stage.key) as gateway:
            async with watching(gateway) as watcher:
                async with under_load(stage, gateway, known) as load:
                    say("blows under load:")
                    await _all(ClusterBlows(watch, done), release)
                say("waiting until all is quiet ...")
                await until_quiet(stage, watch)
                missed = await watcher.missed()
            verdict = await verdict_on(stage, watch, gateway, known, load, done)
        wrong, counts = requests_wrong(
            of_orders(await stage.partners.intake_calls()),
            of_webhooks(await stage.partners.webhooks()),
        )
    verdict.wrong += [*wrong, *missed]
    verdict.counts |= {
        **counts,
        "definitions_repeated": load.repeated,
        "streams_opened": watcher.opened,
        "streams_resynced": watcher.resyncs,
    }
    return verdict


async def _all(blows: ClusterBlows, release: str) -> None:
    for name in SERVICES:
        await blows.kill(name)
    for replicas in (3, 1):
        for name in ("orders", "gateway", "gateway-views"):
            await blows.scale(name, replicas)
    await blows.drain()
    for name in ("orders", "gateway"):
        await blows.scale(name, 2)
    await prepare_again(folder(), release)
    await blows.roll(release)


def _print(found: Findings, seconds: int) -> None:
    wrong, blows = found.wrong, len(found.blows)
    for line in wrong[:50]:
        say(f"  WRONG  {line}")
    say(
        f"{len(wrong)} things are wrong after {blows} blows"
        if wrong
        else f"Nothing lost, nothing doubled, each failed request made again ({seconds} s)."
    )
    ended = {"ok": not wrong, "counts": found.counts, "blows": blows, "wrong": len(wrong)}
    say(json.dumps({**ended, "seconds": seconds}))


if __name__ == "__main__":
    app()
