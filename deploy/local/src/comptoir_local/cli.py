"""`comptoir`: run an installation on this machine and look at it."""

import asyncio
import logging
import sys
from typing import Annotated

import typer

from comptoir_local import lifecycle
from comptoir_local.auditing import audit
from comptoir_local.backup.commands import backup, restore
from comptoir_local.choices import (
    EnginesOption,
    FreePortsOption,
    NamespaceOption,
    PortsFromOption,
    last_state,
    state_for,
)
from comptoir_local.engine_commands import engines_app
from comptoir_local.engines.choice import Engines
from comptoir_local.home import Home
from comptoir_local.logs import follow, last_lines
from comptoir_local.operating import dead_app, parked_app, republish
from comptoir_local.preparing import prepare
from comptoir_local.rebuilding import rebuild
from comptoir_local.screen import print_rows, print_trouble, print_up, rows_as_json, say
from comptoir_local.state import only_one
from comptoir_local.status import status as status_rows
from comptoir_local.trouble import Trouble

app = typer.Typer(
    help="Run Comptoir on this machine and look at it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(engines_app, name="engines")
app.add_typer(parked_app, name="parked")
app.add_typer(dead_app, name="dead")
app.command()(republish)
app.command()(prepare)
app.command()(rebuild)
app.command()(backup)
app.command()(restore)
app.command()(audit)


@app.command()
def up(
    engines: EnginesOption = None,
    ports_from: PortsFromOption = None,
    free_ports: FreePortsOption = False,
    namespace: NamespaceOption = None,
    traffic: Annotated[bool, typer.Option(help="Play guests who order.")] = True,
) -> None:
    """Start everything that does not run yet; what was stored before is kept."""
    home = Home.default()
    with only_one(home):
        state = state_for(home, engines, ports_from, free_ports, namespace)
        report = asyncio.run(lifecycle.up(home, state, traffic, say))
    print_up(lifecycle.installation_of(home, state), report, home)


@app.command()
def down(
    data: Annotated[bool, typer.Option("--data", help="Remove all stored data too.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before removing.")] = False,
) -> None:
    """Stop everything gracefully, engines last."""
    home = Home.default()
    with only_one(home):
        state = last_state(home)
        if data:
            say(f"Going to be removed for good: {_what_goes(home, state.engines)}")
            if not yes:
                typer.confirm("Remove it?", abort=True)
        asyncio.run(lifecycle.down(home, state, data, say))


def _what_goes(home: Home, engines: Engines) -> str:
    match engines:
        case Engines.LOCAL:
            return f"every topic and database of this installation, under {home.data}"
        case Engines.CONTAINERS:
            return "both engines' containers, with every topic and database in them"
        case Engines.EXTERNAL:
            return "nothing; the engines are not this installation's, so their data stays"


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For programs to read.")] = False,
) -> None:
    """Show every process and its figures; the exit code is 1 when something is down."""
    home = Home.default()
    rows = asyncio.run(status_rows(home, last_state(home)))
    if as_json:
        typer.echo(rows_as_json(rows))
    else:
        print_rows(rows)
    if not all(row.well for row in rows):
        raise typer.Exit(1)


@app.command()
def logs(
    name: Annotated[str, typer.Argument(help="A process, as `comptoir status` names it.")],
    count: Annotated[int, typer.Option("-n", min=0, help="How many lines back.")] = 50,
    following: Annotated[bool, typer.Option("-f", "--follow", help="Go on as it grows.")] = False,
    raw: Annotated[bool, typer.Option(help="As written, not made readable.")] = False,
) -> None:
    """Show the log of one process."""
    log = Home.default().logs / f"{name}.log"
    if not log.is_file():
        known = sorted(path.stem for path in log.parent.glob("*.log"))
        raise Trouble(f"There is no log of {name!r}.", f"There are: {', '.join(known) or 'none'}.")
    for line in last_lines(log, count, raw):
        typer.echo(line)
    if following:
        for line in follow(log, raw):
            typer.echo(line)


def main() -> None:
    """Run a command; trouble is told in plain words, with exit code 1."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    try:
        app(prog_name="comptoir")
    except Trouble as trouble:
        print_trouble(trouble)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
