"""`make bench`, or `python -m tests.bench --help`: measures this checkout on this machine.

Starts an installation of its own, as a rule on fresh local engines, measures it beside a bare
floor, prints a table and writes `.comptoir/bench/TIME.json`. Nothing here fails because something
is slow.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from comptoir_local.engines.choice import Engines
from comptoir_local.home import default_root
from comptoir_local.screen import say
from tests.bench import report, standing, working
from tests.bench.booking import booking, grid
from tests.bench.figures import Figures, Size
from tests.bench.floor.chain import Floor
from tests.bench.house import House, fresh_house
from tests.bench.reading import reading

Part = Callable[[House, Floor, Size, Figures], Awaitable[None]]
PARTS: dict[str, Part] = {
    "up": lambda house, floor, size, figures: standing.starting(house, figures),
    "idle": lambda house, floor, size, figures: standing.standing(house, size, figures),
    "latency": working.latency,
    "processed": lambda house, floor, size, figures: working.processed(house, size, figures),
    "accepting": working.accepting,
    "commands": working.commands,
    "booking": booking,
    "grid": grid,
    "history": lambda house, floor, size, figures: reading(house, size, figures),
}
SIZE = Size()
app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def main(
    only: Annotated[
        list[str] | None, typer.Option(help=f"Of {', '.join(PARTS)}; all of them by default")
    ] = None,
    orders: Annotated[int, typer.Option(min=1, help="In a burst over HTTP")] = SIZE.orders,
    commands: Annotated[int, typer.Option(min=1, help="Laid ready on the topic")] = SIZE.commands,
    history: Annotated[int, typer.Option(min=20_000, help="Orders behind")] = SIZE.history,
    rate: Annotated[int, typer.Option(min=1, help="Orders a second, steadily")] = SIZE.rate,
    seconds: Annotated[int, typer.Option(min=1, help="Of steady orders")] = SIZE.seconds,
    calm: Annotated[int, typer.Option(min=1, help="Seconds of looking at rest")] = SIZE.calm,
    reads: Annotated[int, typer.Option(min=1, help="Of each list")] = SIZE.reads,
    bookings: Annotated[int, typer.Option(min=100, help="Laid ready")] = SIZE.bookings,
    to: Annotated[Path | None, typer.Option(help="The folder for the JSON file")] = None,
    engines: Annotated[
        Engines, typer.Option(help="Its own; or `external` ones, which then do other work, too")
    ] = Engines.LOCAL,
) -> None:
    """Measure, print, and write down."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    size = Size(orders, commands, history, rate, seconds, calm, reads, bookings=bookings)
    chosen = [name for name in PARTS if not only or name in only]
    path = asyncio.run(measure(chosen, size, to or default_root() / "bench", engines))
    say(f"\nAll of it is in {path}")


async def measure(chosen: list[str], size: Size, folder: Path, engines: Engines) -> Path:
    """Measure the chosen parts in turn; the file with the figures."""
    about = {"machine": report.machine(), "size": asdict(size)}
    figures = Figures()
    try:
        async with fresh_house(engines) as house:
            about["versions"] = report.versions(house.installation.engines.mongo)
            floor = await Floor.laid(house.installation.engines)
            for name in chosen:
                say(f"{name}:")
                await PARTS[name](house, floor, size, figures)
    finally:  # what was measured is worth having, whatever came after it
        standing.under_load(figures)
        report.table(figures)
        path = report.save(folder, figures, about)
    return path


if __name__ == "__main__":
    app()
