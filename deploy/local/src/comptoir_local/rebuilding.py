"""`comptoir rebuild`: a service's views, folded again from what their owners know."""

from __future__ import annotations

import asyncio
import getpass
import json
import os
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import SecretStr
from rich.table import Table

from comptoir_local.home import Home
from comptoir_local.lifecycle import installation_of
from comptoir_local.processes import gateway_environment
from comptoir_local.reach import Reach
from comptoir_local.screen import console, say
from comptoir_local.state import State
from comptoir_local.trouble import Trouble
from contracts.topics import SERVICES

if TYPE_CHECKING:
    from chassis.rebuilding.rebuild import Orders, Rebuilt
    from chassis.settings import ChassisSettings

SHOWN = 10
ADDRESSES, SECRET = "COMPTOIR_SERVICE_ADDRESSES", "COMPTOIR_OPERATOR_SECRET"


def rebuild(
    service: Annotated[str, typer.Argument(help=f"One of {', '.join(SERVICES)}.")],
    check: Annotated[
        bool, typer.Option("--check", help="Only say how the views differ from it (exit code 1).")
    ] = False,
    accept_loss: Annotated[
        bool, typer.Option("--accept-loss", help="Go on without what the history does not know.")
    ] = False,
    release: Annotated[
        bool, typer.Option("--release", help="Let the service go on after a rebuild that died.")
    ] = False,
) -> None:
    """Fold a service's views again from what their owners know, while it goes on, and swap them in.

    COMPTOIR_KAFKA, COMPTOIR_MONGO and COMPTOIR_NAMESPACE say where; COMPTOIR_SERVICE_ADDRESSES and
    COMPTOIR_OPERATOR_SECRET, as the gateway has them, where the owners are asked."""
    if service not in SERVICES:
        raise Trouble(f"There is no service {service!r}.", f"There are: {', '.join(SERVICES)}.")
    home = Home.default()
    if release:
        asyncio.run(_released(home, service))
        return
    done = asyncio.run(_rebuilt(home, service, check=check, accept_loss=accept_loss))
    if check:
        print_check(service, done)
        if not done.clean:
            raise typer.Exit(1)
    else:
        say(
            f"{service}: its views were folded from {done.taken} messages and swapped in; for "
            f"{done.fenced:.1f} s nothing new was taken into them."
        )


async def _released(home: Home, service: str) -> None:
    from chassis.database import Database
    from chassis.rebuilding.fence import release
    from chassis.rebuilding.trouble import NotNow
    from chassis.settings import database_name

    settings = settings_of(Reach.of(home))
    database = Database.connect(settings.mongo, database_name(settings, service))
    try:
        count = await release(database)
    except NotNow as error:
        raise Trouble(f"{error}.") from None
    finally:
        database.close()
    say(f"{service}: {count} partitions released." if count else f"{service}: nothing was held.")


async def _rebuilt(home: Home, service: str, *, check: bool, accept_loss: bool) -> Rebuilt:
    # The chassis takes a second to load, which the other commands need not wait for.
    from aiokafka.errors import KafkaError
    from pymongo.errors import PyMongoError

    from chassis.rebuilding.rebuild import rebuild as carried_out
    from chassis.rebuilding.trouble import NotNow

    orders = orders_for(service, *doors_of(home), check=check, accept_loss=accept_loss)
    try:
        return await carried_out(settings_of(Reach.of(home)), orders, say)
    except NotNow as error:
        raise Trouble(f"{error}.") from None
    except (KafkaError, PyMongoError) as error:
        raise Trouble(
            f"The engines do not answer: {type(error).__name__}.",
            "Begin again when they do; what is in use goes on meanwhile.",
        ) from None


def orders_for(
    service: str,
    addresses: Mapping[str, str],
    secret: SecretStr | None,
    *,
    check: bool = False,
    accept_loss: bool = False,
) -> Orders:
    """By the service's own table and views."""
    from chassis.rebuilding.rebuild import Orders

    app: Any = import_module(f"{service.replace('-', '_')}.app")
    return Orders(
        table=app.handlers,
        views=getattr(app, "views", ()),
        actor=f"person:{_who()}",
        addresses=addresses,
        secret=secret,
        check=check,
        accept_loss=accept_loss,
    )


def settings_of(reach: Reach) -> ChassisSettings:
    from chassis.settings import ChassisSettings

    return ChassisSettings(
        kafka=reach.engines.kafka, mongo=reach.engines.mongo, namespace=reach.namespace
    )


def doors_of(home: Home) -> tuple[dict[str, str], SecretStr | None]:
    """Where the owners' doors are, and what opens them: by the settings that the gateway has, else
    as the last `comptoir up` chose."""
    last = State.load(home)
    known: dict[str, str] = {}
    if last is not None:
        installation = installation_of(home, last)
        known = gateway_environment(installation)
        known[SECRET] = installation.secrets.named("operator")
    text = os.environ.get(ADDRESSES) or known.get(ADDRESSES, "{}")
    secret = os.environ.get(SECRET) or known.get(SECRET)
    try:
        addresses = {str(name): str(url) for name, url in json.loads(text).items()}
    except (ValueError, AttributeError):
        raise Trouble(f"{ADDRESSES} is not a JSON object of services and addresses.") from None
    return addresses, SecretStr(secret) if secret else None


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container whose user has no name
        return "operations"


def print_check(service: str, done: Rebuilt) -> None:
    """Counts by view, then some of what is not the same: ids and names of fields, no values."""
    table = Table("view", "same", "differing", "missing", "new", box=None)
    for name, one in sorted(done.found.items()):
        numbers = (done.same[name], len(one.differing), len(one.missing), len(one.new))
        table.add_row(name, *(str(number) for number in numbers))
    console.print(table)
    for name, one in sorted(done.found.items()):
        for id, fields in sorted(one.differing.items())[:SHOWN]:
            say(f"{name} {id}: {', '.join(fields)} differ")
        for id in sorted(one.missing)[:SHOWN]:
            say(f"{name} {id}: its history does not know it")
        for id in sorted(one.new)[:SHOWN]:
            say(f"{name} {id}: the view does not have it")
    if done.gaps:
        say(f"{done.gaps} messages come after one that is missing: the history began later.")
    say(f"{service}: its views are {'' if done.clean else 'not '}what their events say.")
