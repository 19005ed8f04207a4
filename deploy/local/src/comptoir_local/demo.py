"""`python -m comptoir_local.demo`: plays an evening on fresh engines and counts what came of it.

Prints a summary, and one JSON object with the counts as its last line. The exit code is 1 where
anything was lost, doubled or wrong.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from prometheus_client.parser import text_string_to_metric_families

from comptoir_local import lifecycle
from comptoir_local.demo_direction import close_the_books, wish_to_be_told
from comptoir_local.demo_hotel import (
    DIRECTION,
    PARTNER_ID,
    PROPERTY_ID,
    Secrets,
    gateway_client,
    load_partners,
)
from comptoir_local.demo_huts.check import paths_not_taken, stays_counted, stays_wrong
from comptoir_local.demo_huts.evening import gather_huts, orders_database, play_stays, season_of
from comptoir_local.demo_huts.mails_check import mails_counted, mails_wrong
from comptoir_local.demo_huts.season import Told
from comptoir_local.demo_reception import Reception, signed_in
from comptoir_local.demo_story import Evening, Story, split_guests
from comptoir_local.engines.choice import Engines
from comptoir_local.evening_check import Verdict, check_evening
from comptoir_local.evening_logs import told_of_guests, words_of_guests
from comptoir_local.evening_paths import LEAST_ORDERS
from comptoir_local.evening_records import gather
from comptoir_local.home import Home, default_root
from comptoir_local.ports import Ports
from comptoir_local.processes import SERVICES, Installation
from comptoir_local.screen import print_trouble, say
from comptoir_local.trouble import Trouble
from partners.aftermath import afterwards
from partners.client import PartnersClient
from partners.demo_data import House
from partners.evening import play
from partners.faults import Fault, Partner
from partners.mishaps import SentOrder

COURIER_SPEED = 300.0  # half an hour takes six seconds
ORDER_SPEED = 800.0
PATIENCE = 180.0
# What a quiet service says of itself.
QUIET = ("comptoir_consumer_lag", "comptoir_outbox_oldest_seconds", "comptoir_effects_open")
SET_ASIDE = ("comptoir_parked_keys", "comptoir_dead_letters")
Connections = dict[str, Any]


app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def main(
    engines: Annotated[Engines, typer.Option(envvar="ENGINES")] = Engines.LOCAL,
    orders: Annotated[int, typer.Option(min=LEAST_ORDERS, max=2000)] = LEAST_ORDERS,
    seed: int = 1,
) -> None:
    """Play an evening of `orders` orders and hold every record against every other."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp(prefix="comptoir-demo-"))
    started = time.monotonic()
    try:
        verdict = asyncio.run(_evening(folder, engines, orders, seed))
        told = told_of_guests((folder / "logs").glob("*.log"), words_of_guests())
        verdict.wrong += told
        verdict.counts["log_lines_about_guests"] = len(told)
    except (Trouble, httpx.HTTPError, TimeoutError) as trouble:
        print_trouble(trouble if isinstance(trouble, Trouble) else Trouble(repr(trouble)))
        say(f"The logs are kept in {folder / 'logs'}.")
        raise typer.Exit(1) from None
    _print(verdict, time.monotonic() - started)
    if verdict.wrong:
        say(f"The logs are kept in {folder / 'logs'}.")
    else:
        shutil.rmtree(folder)
    say(json.dumps({"ok": not verdict.wrong, **verdict.counts, "wrong": len(verdict.wrong)}))
    raise typer.Exit(1 if verdict.wrong else 0)


async def _evening(folder: Path, engines: Engines, orders: int, seed: int) -> Verdict:
    async with _fresh(folder, engines) as to:
        bridge = f"http://127.0.0.1:{to.ports.pms_bridge}"
        made = Secrets.of(to.home.root)
        return await evening(
            to, made, _connections(to), bridge, lambda: _until_quiet(to), orders, seed
        )


async def evening(
    to: Installation,
    made: Secrets,
    connections: Connections,
    bridge: str,
    until_quiet: Callable[[], Awaitable[dict[str, int]]],
    orders: int,
    seed: int,
) -> Verdict:
    """Play an evening on a fresh installation, wherever it runs, and hold every record against
    every other. `bridge` is where partners reach it; `until_quiet` waits until nothing is under way
    and says what is set aside. Raises Trouble, TimeoutError and httpx.HTTPError."""
    async with (
        PartnersClient(to.partners_url) as partners,
        gateway_client(to.public_url, made.key) as desk,
        signed_in(to.public_url, DIRECTION, made.password) as direction,
    ):
        reception, manager = Reception(desk, partners), Reception(direction, partners)
        await wish_to_be_told(manager)
        tonight = await _tonight(partners, connections, bridge)
        (story, sent), told = await asyncio.gather(
            _play(reception, tonight, orders, seed), _stays(to, direction, seed)
        )
        say("waiting until all is quiet ...")
        await until_quiet()
        restated, days = await close_the_books(manager, sent)
        counts = await until_quiet()
        codes = connections["opera"][PROPERTY_ID]["transaction_codes"]
        records = await gather(reception, sent, story, restated, days, codes)
        huts = await gather_huts(direction)
        mails = await partners.messages()
    verdict = check_evening(records)
    verdict.wrong += [*stays_wrong(huts, told), *paths_not_taken(huts, told)]
    verdict.wrong += mails_wrong(huts, mails)
    verdict.counts |= stays_counted(huts, told) | mails_counted(huts, mails) | counts
    verdict.wrong += [f"{n} left in {name}" for name, n in counts.items() if n]
    return verdict


def _connections(to: Installation) -> Connections:
    known: Connections = json.loads(Path(to.connections).read_text())
    return known


@asynccontextmanager
async def _fresh(folder: Path, engines: Engines) -> AsyncIterator[Installation]:
    """An installation of its own, on free ports, that leaves nothing behind."""
    home = Home.at(folder, jars=default_root() / "jars")
    # Everything that our services may say, so that it can be looked through afterwards.
    os.environ.setdefault("COMPTOIR_LOG_LEVEL", "DEBUG")
    # External engines are somebody's: a name of our own keeps our topics apart from theirs.
    namespace = f"demo{int(time.time()) % 10**6}-" if engines is Engines.EXTERNAL else ""
    state = lifecycle.choose(home, engines, Ports.free(), namespace)
    await lifecycle.up(home, state, traffic=False, say=say)
    try:
        yield lifecycle.installation_of(home, state)
    finally:
        await lifecycle.down(home, state, wipe=True, say=lambda text: None)


async def _tonight(partners: PartnersClient, connections: Connections, bridge: str) -> House:
    """Tonight's house; its PMS and other partners lose answers, or are busy for a moment."""
    tonight = await load_partners(partners, connections, bridge, COURIER_SPEED)
    await partners.set_faults(
        Partner.OPERA,
        Fault(method="POST", path_contains="/charges", lose_answer_rate=1, times=2),
        Fault(method="POST", path_contains="/charges", status=503, times=2),
    )
    await partners.set_faults(Partner.MAIL, Fault(status=451, times=3))
    await partners.set_faults(
        Partner.ORDERING_PAGE, Fault(path_contains="/callbacks", lose_answer_rate=1, times=2)
    )
    await partners.set_faults(Partner.SMS, Fault(method="POST", lose_answer_rate=1, times=1))
    return tonight


async def _play(
    reception: Reception, tonight: House, orders: int, seed: int
) -> tuple[Story, list[SentOrder]]:
    """The guests order, reception has its hands full, and in the end some orders are refunded."""
    partners = reception.partners
    guests, others = split_guests(tonight)
    say(f"{orders} orders, and what reception does beside them ...")
    evening = Evening(reception, tonight, guests, seed)
    coming = play(
        partners,
        others,
        property_id=PROPERTY_ID,
        partner_id=PARTNER_ID,
        orders=orders,
        seed=seed,
        speed=ORDER_SPEED,
    )
    story, sent = await asyncio.gather(evening.play(), coming)
    await partners.settled(PATIENCE)
    await asyncio.gather(*(afterwards(partners, PARTNER_ID, one) for one in sent))
    await partners.settled(PATIENCE)
    return story, [*sent, *story.sent]


async def _stays(to: Installation, warden: httpx.AsyncClient, seed: int) -> Told:
    """What happens at the huts meanwhile, by telephone."""
    async with orders_database(to.engines.mongo, to.namespace) as orders:
        season = season_of(warden, orders, random.Random(f"stays:{seed}"))
        await play_stays(season)
    return season.told


async def _until_quiet(to: Installation) -> dict[str, int]:
    """Wait until no service has anything left to do; what is set aside then.

    Raises Trouble naming what did not become quiet.
    """
    deadline = time.monotonic() + PATIENCE
    quiet_for = 0
    async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
        while quiet_for < 3:
            figures = await _figures(client, to)
            busy = {name: n for name, n in figures.items() if name.split(" ")[1] in QUIET and n}
            quiet_for = 0 if busy else quiet_for + 1
            if time.monotonic() > deadline:
                raise Trouble("The evening does not become quiet.", f"Still busy: {busy}")
            # Figures are brought up to date every two seconds.
            await asyncio.sleep(2)
    return {
        name.removeprefix("comptoir_"): int(
            sum(n for key, n in figures.items() if key.endswith(f" {name}"))
        )
        for name in SET_ASIDE
    }


async def _figures(client: httpx.AsyncClient, to: Installation) -> dict[str, float]:
    found: dict[str, float] = {}
    for process in SERVICES:
        answer = await client.get(process.url(to, "/metrics") or "")
        for family in text_string_to_metric_families(answer.text):
            if family.name in (*QUIET, *SET_ASIDE):
                told = sum(sample.value for sample in family.samples)
                found[f"{process.name} {family.name}"] = told
    return found


def _print(verdict: Verdict, seconds: float) -> None:
    say("")
    for name, count in verdict.counts.items():
        say(f"  {name.replace('_', ' '):24} {count:6}")
    say("")
    for line in verdict.wrong[:50]:
        say(f"  WRONG  {line}")
    say(
        f"{len(verdict.wrong)} things are wrong"
        if verdict.wrong
        else f"Nothing lost, nothing doubled, nothing oversold: folios, books, notices, chats and "
        f"board agree with the partners' own records, nights with their stays ({seconds:.0f} s)."
    )


if __name__ == "__main__":
    app()
