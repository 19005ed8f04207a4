"""Gathers all records once it is quiet, and holds them against each other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx

from chassis import rows
from comptoir_local.demo_hotel import PROPERTY_ID
from comptoir_local.demo_reception import Reception
from comptoir_local.demo_story import Story
from comptoir_local.evening_check import Verdict, check_orders
from comptoir_local.evening_records import gather
from comptoir_local.screen import say
from comptoir_local.trouble import Trouble
from contracts.topics import BUSINESS_TOPICS
from gateway.app import build as build_gateway
from gateway.app import handlers as gateway_handlers
from gateway.settings import Settings as GatewaySettings
from inventory.properties.model import properties
from partners.faults import Partner
from tests.crash import counting
from tests.crash.blows import Blow
from tests.crash.flight import Watch
from tests.crash.load import Load
from tests.crash.scene import PROCESSES, Stage
from tests.support.bench import Bench, Published

PATIENCE = 180.0
# An older state behind a newer one is looked for some 20 s after a takeover.
COMPACTION_PATIENCE = 60.0


async def until_quiet(scene: Stage, watch: Watch) -> None:
    """Wait until nothing is under way, at the partners or in any service."""
    await scene.partners.clear_faults()
    await scene.partners.settled(PATIENCE)
    deadline = time.monotonic() + PATIENCE
    quiet = 0
    while quiet < 3:
        busy = await watch.busy()
        quiet = 0 if busy else quiet + 1
        if time.monotonic() > deadline:
            left = "; ".join(f"{name}: {flight}" for name, flight in busy.items())
            raise Trouble("It does not become quiet.", left)
        await asyncio.sleep(0.3)


async def verdict_on(
    scene: Stage,
    watch: Watch,
    gateway: httpx.AsyncClient,
    connections: dict[str, Any],
    load: Load,
    blows: Sequence[Blow],
) -> Verdict:
    """Count everything. The installation must be quiet."""
    mails = await scene.partners.messages()
    once = list({mail.message_id: mail for mail in mails}.values())
    codes = connections["opera"][PROPERTY_ID]["transaction_codes"]
    reception = Reception(gateway, scene.partners)
    records = await gather(reception, load.sent, Story(), {}, [], codes)
    verdict = check_orders(replace(records, mails=once))
    verdict.wrong += counting.doubles_wrong(mails, [blow.in_hand for blow in blows])
    verdict.counts["mails_doubled"] = sum(counting.doubled(mails).values())
    await _count_set_aside(watch, verdict)
    published = await _published_in_order(scene)
    verdict.counts["events"] = len(published)
    verdict.wrong += counting.sequences_wrong(published)
    verdict.wrong += counting.compacted_wrong(published)
    await _check_views(watch, published, verdict)
    await _check_definitions(watch, load, verdict)
    faults = counting.faults_of(await scene.partners.calls(Partner.OPERA))
    verdict.counts |= {f"pms_{kind.replace(' ', '_')}": n for kind, n in sorted(faults.items())}
    return verdict


async def _count_set_aside(watch: Watch, verdict: Verdict) -> None:
    for service, database in watch.databases.items():
        for collection in (rows.PARKED_KEYS, rows.PARKED_RECORDS, rows.DEAD_LETTERS):
            if count := await database.count(collection, {}):
                verdict.wrong.append(f"{service} has {count} rows in {collection}")


async def _published_in_order(scene: Stage) -> list[Published]:
    """All that lies on the topics, once no older state lies behind a newer one any more, or has
    done so for too long."""
    bench = Bench(scene.to.engines, scene.to.namespace)
    deadline = time.monotonic() + COMPACTION_PATIENCE
    while True:
        found = [record for topic in BUSINESS_TOPICS for record in await bench.published(topic)]
        backwards = counting.compacted_wrong(found)
        if not backwards or time.monotonic() > deadline:
            return found
        say(f"  {len(backwards)} older states behind newer ones; waiting for them to be said again")
        await asyncio.sleep(3)


async def _check_views(watch: Watch, published: Sequence[Published], verdict: Verdict) -> None:
    read = {topic.name for topic in gateway_handlers.topics}
    folded, wrong = counting.fold(gateway_handlers, [r for r in published if r.topic in read])
    stored = {
        (collection.name, row["_id"]): row["state"]
        for collection in build_gateway(GatewaySettings()).collections
        for row in await watch.databases["gateway"].find(collection.name, {})
    }
    verdict.counts["views"] = len(stored)
    verdict.wrong += wrong + counting.views_wrong(folded, stored)


async def _check_definitions(watch: Watch, load: Load, verdict: Verdict) -> None:
    """Each property is called, everywhere, what the gateway said yes to last."""
    verdict.counts["definitions"] = load.definitions
    for property_id, name in load.defined.items():
        for service in PROCESSES:
            row = await watch.databases[service].find_one(properties.name, {"_id": property_id})
            known = row["state"]["sheet"]["name"] if row else "unknown"
            if known != name:
                verdict.wrong.append(f"{property_id} is {known} in {service}, not {name}")
