"""The orders list and the live board before a short and a long history."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import MongoClient

from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID
from comptoir_local.screen import say
from contracts.deliveries import reference_of
from contracts.envelope import format_instant
from contracts.order_ids import order_id_of
from gateway.api.cursor import encode
from gateway.app import collections
from tests.bench.figures import Figures, Size
from tests.bench.history import DAYS, RUNNING
from tests.bench.house import House, load, run_apart

SHORT = 10_000
WRITERS = 2
AIM = 1.5
# Both histories fill a page of that many, so that the answers weigh the same.
PAGE = 5
SEARCHES = {
    "search for a room and a name": "203+martin",
    "search for a room": "203",
    "search for a surname's beginning": "mart",
    "search for two names": "paul+martin",
}
BY_REFERENCE = "search for a reference"
AIMED = ("orders list", "live board", *SEARCHES, BY_REFERENCE)
LOOKING_BACK = ("orders list, a page from the middle", "orders list, one day")


async def reading(house: House, size: Size, figures: Figures) -> None:
    """The same requests before both histories, which are all of one property."""
    await house.run_only()
    short = await _before(house, "short-", min(SHORT, size.history // 2), size, figures)
    long = await _before(house, "long-", size.history, size, figures)
    for name in AIMED:
        text = f"{name}, p99 with {size.history:,} orders"
        figures.at_most(
            text, long[name]["p99"], "ms", short[name]["p99"], AIM, "beside the short history"
        )
    for name in LOOKING_BACK:
        text = f"{name}, p99 with {size.history:,} orders"
        short_time = short[name]["p99"]
        figures.plain(text, long[name]["p99"], "ms", f"{short_time} ms with the short history")


async def _before(
    house: House, namespace: str, orders: int, size: Size, figures: Figures
) -> dict[str, Any]:
    house = await house.beside(namespace)
    made = await _make(house, orders)
    await house.start("inventory", "gateway")
    try:
        await house.seed()
        answers = await load(
            "reads",
            name=f"before {orders:,} orders",
            port=house.installation.ports.gateway,
            key=house.key,
            times=size.reads,
            paths=_paths(),
        )
    finally:
        await house.stop("inventory", "gateway")
    figures.raw[f"history of {orders}"] = {**made, "answers": answers}
    figures.plain(f"making a history of {orders:,} orders", made["seconds"], "s")
    return answers


async def _make(house: House, orders: int) -> dict[str, Any]:
    """Fold and write with two processes, then build the indexes that the service wants."""
    say(f"  a history of {orders:,} orders ...")
    began = time.monotonic()
    database = f"{house.installation.namespace}comptoir-gateway"
    mongo = house.installation.engines.mongo
    shares = [
        {"job": database, "mongo": mongo, "database": database, "total": orders, "step": WRITERS}
        for _ in range(WRITERS)
    ]
    written = await asyncio.gather(
        *(run_apart("tests.bench.history", {**s, "first": n}) for n, s in enumerate(shares))
    )
    folded = time.monotonic() - began
    await asyncio.to_thread(_index, mongo, database)
    return {
        "seconds": time.monotonic() - began,
        "folding_and_writing_seconds": folded,
        "rows": sum(one["rows"] for one in written),
    }


def _paths() -> dict[str, str]:
    orders = f"/api/v1/properties/{PROPERTY_ID}/orders"
    searches = {name: f"{orders}?limit={PAGE}&q={q}" for name, q in SEARCHES.items()}
    known = reference_of(order_id_of(PARTNER_ID, f"history-{RUNNING}"))
    middle = datetime.now(UTC) - timedelta(days=DAYS // 2)
    return {
        "orders list": orders,
        "live board": f"/api/v1/properties/{PROPERTY_ID}/live",
        "orders list, a page from the middle": f"{orders}?cursor={encode(format_instant(middle))}",
        "orders list, one day": f"{orders}?from={middle.date()}&to={middle.date()}",
        **searches,
        BY_REFERENCE: f"{orders}?q={known}",
    }


def _index(mongo: str, database: str) -> None:
    """As the service would at its start, without its patience of twenty seconds for one answer."""
    with MongoClient[dict[str, Any]](mongo) as client:
        for collection in collections:
            for index in collection.indexes:
                fields = [(f"state.{path}", direction) for path, direction in index.fields]
                client[database][collection.name].create_index(fields, unique=index.unique)
