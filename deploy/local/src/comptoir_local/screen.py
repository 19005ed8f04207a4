"""What the commands write on the screen: plain lines, tables, JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from comptoir_local.home import Home
from comptoir_local.processes import Installation
from comptoir_local.status import Row
from comptoir_local.trouble import Trouble

console = Console(highlight=False, markup=False, emoji=False)
errors = Console(stderr=True, highlight=False, markup=False, emoji=False)

_COLUMNS = (
    "process",
    "state",
    "pid",
    "up for",
    "memory",
    "lag",
    "parked",
    "dead",
    "unpublished",
    "not answering",
)


def say(text: str) -> None:
    """One line of progress."""
    console.print(text, soft_wrap=True)


def print_trouble(trouble: Trouble) -> None:
    errors.print(trouble.what, style="bold red", soft_wrap=True)
    if trouble.way_out:
        errors.print(trouble.way_out, soft_wrap=True)


def print_up(installation: Installation, report: Sequence[str], home: Home) -> None:
    """Where to go once everything runs; `report` is what the demo loader had to say."""
    console.print()
    console.print(f"Comptoir runs at {installation.public_url}", style="bold green")
    for line in report:
        say(line)
    say(f"Logs: {home.logs} (`comptoir logs NAME -f`); `comptoir status`, `comptoir down`")


def table_of(rows: Sequence[Row], now: datetime) -> Table:
    """One line per process; a dash where a figure does not apply."""
    table = Table(*_COLUMNS, box=None, pad_edge=False)
    for row in rows:
        table.add_row(
            row.name,
            _state(row),
            _text(row.pid),
            "-" if row.since is None else _duration((now - row.since).total_seconds()),
            "-" if row.memory is None else f"{row.memory / 1024**2:.0f} MB",
            _text(row.lag),
            _text(row.parked_keys),
            _text(row.dead_letters),
            "-" if row.oldest_unpublished_s is None else f"{row.oldest_unpublished_s:.1f} s",
            ", ".join(row.not_answering) or "-",
            style=None if row.well else "red",
        )
    return table


def print_rows(rows: Sequence[Row]) -> None:
    console.print(table_of(rows, datetime.now(UTC)))


def rows_as_json(rows: Sequence[Row]) -> str:
    """The same as JSON: instants in ISO 8601, memory in bytes, null where a figure is missing."""
    return json.dumps(
        [asdict(row) | {"since": row.since and row.since.isoformat()} for row in rows], indent=2
    )


def _state(row: Row) -> str:
    if row.ready:
        return "ready"
    if row.up:
        return "not ready"
    return "off" if row.well else "down"


def _text(number: int | None) -> str:
    return "-" if number is None else str(number)


def _duration(seconds: float) -> str:
    minutes, hours = int(seconds // 60), int(seconds // 3600)
    if hours >= 24:
        return f"{hours // 24} d {hours % 24} h"
    if hours:
        return f"{hours} h {minutes % 60} min"
    return f"{minutes} min" if minutes else f"{int(seconds)} s"
