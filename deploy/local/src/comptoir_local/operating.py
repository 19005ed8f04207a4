"""`comptoir parked`, `dead` and `republish`: what was set aside, and what to do with it."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.table import Table

from comptoir_local.choices import last_state
from comptoir_local.home import Home
from comptoir_local.lifecycle import installation_of
from comptoir_local.screen import console, say
from comptoir_local.trouble import Trouble
from contracts.topics import SERVICES

ServiceName = Annotated[str, typer.Argument(help=f"One of {', '.join(SERVICES)}.")]
Key = Annotated[str, typer.Argument(help="The parked key, as `comptoir parked list` shows it.")]
Id = Annotated[str, typer.Argument(help="Its id, as the list shows it: topic/partition/offset.")]

if TYPE_CHECKING:
    from chassis.operate import Operator

Answer = TypeVar("Answer")

parked_app = typer.Typer(help="Keys that are set aside, with all that waits behind them.")
dead_app = typer.Typer(help="Records that are set aside alone.")


@parked_app.command("list")
def parked_list(service: ServiceName) -> None:
    """Show parked keys, oldest first, and why."""
    entries = _with_operator(service, lambda operator: operator.parked()).parked
    table = Table("key", "since", "waiting", "handler", "why", "first record", box=None)
    for entry in entries:
        first = entry.records[0].id if entry.records else "-"
        since = f"{entry.parked_at:%Y-%m-%d %H:%M:%S}Z"
        table.add_row(entry.key, since, str(entry.count), entry.handler or "-", entry.reason, first)
    console.print(table if entries else f"{service} has no parked keys.")


@parked_app.command("release")
def parked_release(
    service: ServiceName,
    key: Key,
    accept_gap: Annotated[
        bool, typer.Option(help="Give up the messages that are missing before the first one.")
    ] = False,
) -> None:
    """Have what waits under a key handled, in order; if it fails again, it stays parked."""
    _with_operator(service, lambda operator: operator.release(key, accept_gap=accept_gap))
    say(f"Ordered. `comptoir parked list {service}` shows whether {key} is still parked.")


@parked_app.command("skip")
def parked_skip(service: ServiceName, record: Id) -> None:
    """Set one parked record aside as a dead letter, and release what waits behind it."""
    _with_operator(service, lambda operator: operator.skip(record))
    say(f"Ordered. `comptoir dead list {service}` will show {record}.")


@dead_app.command("list")
def dead_list(service: ServiceName) -> None:
    """Show open dead letters, newest first, and why."""
    entries = _with_operator(service, lambda operator: operator.dead()).dead
    table = Table("id", "since", "type", "key", "bytes", "why", box=None)
    for entry in entries:
        since = f"{entry.dead_at:%Y-%m-%d %H:%M:%S}Z"
        table.add_row(entry.id, since, entry.type or "?", entry.key, str(entry.size), entry.reason)
    console.print(table if entries else f"{service} has no open dead letters.")


@dead_app.command("replay")
def dead_replay(service: ServiceName, record: Id) -> None:
    """Append a dead letter to its topic again, as it was, and close it."""
    from chassis.set_aside import ReplayOrder

    _with_operator(service, lambda operator: operator.replay(ReplayOrder(id=record)))
    say(f"{record} is on its topic again.")


@dead_app.command("discard")
def dead_discard(service: ServiceName, record: Id) -> None:
    """Close a dead letter without doing anything with it."""
    _with_operator(service, lambda operator: operator.discard(record))
    say(f"{record} is closed.")


def republish(
    service: ServiceName, key: Annotated[str, typer.Argument(help="A document's key.")]
) -> None:
    """Have a service say again what a key's documents last said on compacted topics."""
    _with_operator(service, lambda operator: operator.republish(key))
    say("Ordered.")


def _with_operator(service: str, ask: Callable[[Operator], Awaitable[Answer]]) -> Answer:
    if service not in SERVICES:
        raise Trouble(f"There is no service {service!r}.", f"There are: {', '.join(SERVICES)}.")
    return asyncio.run(_asked(service, ask))


async def _asked(service: str, ask: Callable[[Operator], Awaitable[Answer]]) -> Answer:
    # The chassis takes a second to load, which the other commands need not wait for.
    from pymongo.errors import PyMongoError

    from chassis.correcting import Unfit
    from chassis.operate import ClosedOtherwise, NotThere
    from chassis.service import Unavailable
    from chassis.shelf import TopicGone

    try:
        async with _operator(service) as operator:
            return await ask(operator)
    except (NotThere, ClosedOtherwise) as error:
        raise Trouble(f"{error}.", "The lists show what there is.") from None
    except (Unfit, TopicGone) as error:
        raise Trouble(f"{error}.", "`comptoir dead discard` closes it.") from None
    except (Unavailable, PyMongoError) as error:
        raise Trouble(
            f"The engines do not answer: {str(error).partition(' (')[0]}.",
            "`comptoir status` tells what runs.",
        ) from None


@asynccontextmanager
async def _operator(service: str) -> AsyncIterator[Operator]:
    from chassis.database import Database
    from chassis.operate import Operator
    from chassis.publisher import Producer
    from chassis.settings import ChassisSettings, database_name

    home = Home.default()
    to = installation_of(home, last_state(home))
    settings = ChassisSettings(
        kafka=to.engines.kafka, mongo=to.engines.mongo, namespace=to.namespace
    )
    database = Database.connect(settings.mongo, database_name(settings, service))
    producer = Producer(settings.kafka, settings.namespace, "comptoir-operator", 10.0)
    try:
        yield Operator(service, database, producer, f"person:{getpass.getuser()}")
    finally:
        await producer.stop()
        database.close()
