"""`comptoir prepare`: topics and indexes, before the services of a release start."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Annotated

import typer
from pymongo.errors import PyMongoError

from comptoir_local.engines.external import ExternalEngines
from comptoir_local.engines.mongo import primary
from comptoir_local.engines.waiting import until
from comptoir_local.home import Home
from comptoir_local.reach import Reach
from comptoir_local.screen import say
from comptoir_local.topics import create_topics
from comptoir_local.trouble import Trouble
from contracts.topics import SERVICES


def prepare(
    patience: Annotated[
        float, typer.Option(min=1, help="Seconds to wait for Kafka and MongoDB to answer.")
    ] = 60.0,
    single_node: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="First make the MongoDB there, under that name, a replica set of its own.",
        ),
    ] = None,
) -> None:
    """Create the topics and indexes that are missing; run it before each release, as often as
    you like. COMPTOIR_KAFKA, COMPTOIR_MONGO and COMPTOIR_NAMESPACE say where."""
    asyncio.run(prepared(Reach.of(Home.default()), patience, single_node))


async def prepared(reach: Reach, patience: float, single_node: str | None = None) -> None:
    """Ready engines for the services. Raises Trouble: what is there and not as it must be is told
    and left alone."""
    if single_node is not None:
        node = single_node
        await until(f"MongoDB at {node}", lambda: primary(node, node), None, patience)
    await ExternalEngines(reach.engines, patience).start()
    created = await create_topics(reach.engines.kafka, reach.namespace)
    say(f"topics: {len(created)} created" if created else "topics: all there")
    try:
        await prepare_databases(reach)
    except PyMongoError as error:
        raise Trouble(f"MongoDB did not take the indexes: {error}") from error
    say(f"indexes of {', '.join(SERVICES)}: all there")


async def prepare_databases(reach: Reach) -> None:
    """The indexes of every service, from its own table and documents."""
    # The chassis takes a second to load, which the other commands need not wait for.
    from chassis.preparing import prepare_database
    from chassis.settings import ChassisSettings

    settings = ChassisSettings(
        kafka=reach.engines.kafka, mongo=reach.engines.mongo, namespace=reach.namespace
    )
    for service in SERVICES:
        app = import_module(f"{service.replace('-', '_')}.app")
        own = getattr(app, "prepare", None)
        await prepare_database(settings, app.handlers, app.collections, own)
