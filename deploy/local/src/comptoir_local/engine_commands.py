"""`comptoir engines ...`: Kafka and MongoDB alone, for benchmarks and for work on one service."""

import asyncio

import typer

from comptoir_local.choices import (
    EnginesOption,
    FreePortsOption,
    NamespaceOption,
    PortsFromOption,
    last_state,
    state_for,
)
from comptoir_local.engines.choice import Engines
from comptoir_local.home import Home
from comptoir_local.screen import print_rows, say
from comptoir_local.state import only_one
from comptoir_local.status import engine_rows

engines_app = typer.Typer(help="Kafka and MongoDB alone.", no_args_is_help=True)


@engines_app.command()
def start(
    engines: EnginesOption = None,
    ports_from: PortsFromOption = None,
    free_ports: FreePortsOption = False,
    namespace: NamespaceOption = None,
) -> None:
    """Start both and print their addresses as shell settings."""
    home = Home.default()
    with only_one(home):
        state = state_for(home, engines, ports_from, free_ports, namespace)
        state.save(home)
        addresses = asyncio.run(state.pair(home).start())
    if state.engines is not Engines.EXTERNAL:  # theirs may hold a password
        say(f"export COMPTOIR_KAFKA='{addresses.kafka}'")
        say(f"export COMPTOIR_MONGO='{addresses.mongo}'")


@engines_app.command()
def stop() -> None:
    """Stop both; their data stays."""
    home = Home.default()
    with only_one(home):
        asyncio.run(last_state(home).pair(home).stop())


@engines_app.command()
def status() -> None:
    """Show both; the exit code is 1 when one does not answer."""
    home = Home.default()
    rows = asyncio.run(engine_rows(home, last_state(home).pair(home).addresses))
    print_rows(rows)
    if not all(row.well for row in rows):
        raise typer.Exit(1)


@engines_app.command()
def lock() -> None:
    """Resolve the broker's jars anew on Maven Central and write their locks, for a new version."""
    # An operator's image has no engines to run, and so no jars to look for.
    from comptoir_local.engines.jars import write_locks

    for path in write_locks(Home.default().jars):
        say(f"{path} written")
