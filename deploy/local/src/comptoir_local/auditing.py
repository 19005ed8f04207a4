"""`comptoir audit PROPERTY`: places reckoned anew, from the stays themselves.

`inventory` audits itself all the time: its nights against its own holds. This goes one step
further, and holds both against the stays that `orders` has. Nothing is changed.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from rich.table import Table

from comptoir_local.choices import last_state
from comptoir_local.home import Home
from comptoir_local.lifecycle import installation_of
from comptoir_local.screen import console, say
from comptoir_local.trouble import Trouble

if TYPE_CHECKING:
    from chassis.runtime import DocumentReader
    from inventory.planning.days import Day
    from inventory.planning.holds import Hold
    from orders.stay.model import Stay

PAGE = 1000
# A stay that is being booked, changed or cancelled at this moment looks like a drift once.
SECOND_LOOK = 2.0
Spot = tuple[dt.date, str]


class Difference(NamedTuple):
    """A stock type on a night: the persons that the planning counts, that inventory holds places
    for, and that stay there."""

    night: dt.date
    stock_type_id: str
    counted: int
    held: int
    staying: int


def audit(
    property_id: Annotated[str, typer.Argument(metavar="PROPERTY", help="A hut's id.")],
    since: Annotated[
        dt.datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="The first night; today where unsaid."),
    ] = None,
) -> None:
    """Reckon a hut's places anew from its stays, and show each night that differs; exit code 1."""
    first = since.date() if since else dt.datetime.now(dt.UTC).date()
    found = asyncio.run(_audited(property_id, first))
    if not found:
        say(f"Every night of {property_id} from {first} on counts the stays that there are.")
        return
    table = Table("night", "stock type", "planning", "held", "stays", box=None)
    for one in found:
        numbers = (one.counted, one.held, one.staying)
        table.add_row(one.night.isoformat(), one.stock_type_id, *map(str, numbers))
    console.print(table)
    raise typer.Exit(1)


def differences(
    days: Iterable[Day], holds: Iterable[Hold], stays: Iterable[Stay], property_id: str
) -> list[Difference]:
    """Where the three do not say the same of a property, in order."""
    counted: Counter[Spot] = Counter()
    for day in days:
        for stock_type_id, of_type in day.stock.items():
            counted[day.night, stock_type_id] += of_type.persons
    held: Counter[Spot] = Counter()
    for hold in holds:
        held.update(hold.occupied())
    staying = _staying(stays, property_id)
    spots = sorted(spot for spot in {*counted, *held, *staying})
    found = (Difference(*spot, counted[spot], held[spot], staying[spot]) for spot in spots)
    return [one for one in found if not one.counted == one.held == one.staying]


def _staying(stays: Iterable[Stay], property_id: str) -> Counter[Spot]:
    from orders.stay.places import places_at

    found: Counter[Spot] = Counter()
    for stay in stays:
        for place in places_at(stay.booked, property_id):
            found[place.night, place.stock_type_id] += place.persons
    return found


async def _audited(property_id: str, first: dt.date) -> list[Difference]:
    """What differs for good: two looks, some time apart, see the very same."""
    from pymongo.errors import PyMongoError

    try:
        async with _readers() as (inventory, orders):
            seen = await _look(inventory, orders, property_id, first)
            if not seen:
                return []
            await asyncio.sleep(SECOND_LOOK)
            again = set(await _look(inventory, orders, property_id, first))
            return [one for one in seen if one in again]
    except PyMongoError as error:
        raise Trouble(
            f"The engines do not answer: {str(error).partition(' (')[0]}.",
            "`comptoir status` tells what runs.",
        ) from None


async def _look(
    inventory: DocumentReader, orders: DocumentReader, property_id: str, first: dt.date
) -> list[Difference]:
    from inventory.planning.days import days
    from inventory.planning.holds import holds
    from inventory.planning.stock import stocks
    from orders.stay.model import Phase, stays

    if await inventory.get(stocks.ref(property_id)) is None:
        raise Trouble(f"{property_id} sells no places.", "Its id is in the address of its pages.")
    since = {"$gte": first.isoformat()}
    here = {"property_id": property_id}
    counted = await _all(inventory, days, {**here, "night": since}, "night")
    held = await _all(inventory, holds, {**here, "last_night": since}, "order_id")
    living = [Phase.PAYING, Phase.OPTION, Phase.FIRM]
    there = {"phase": {"$in": living}, "holding.cart.nights.property_id": property_id}
    found = await _all(orders, stays, there, "order_id")
    differ = differences(counted, held, found, property_id)
    return [one for one in differ if one.night >= first]


async def _all(reader: DocumentReader, collection: Any, where: Any, key: str) -> list[Any]:
    """All that matches, page by page, in order of a field that no two share."""
    found: list[Any] = []
    after: dict[str, Any] = {}
    while True:
        more = {"$and": [where, after]} if after else where
        page = await reader.find(collection, more, sort=[(key, 1)], limit=PAGE)
        found += page
        if len(page) < PAGE:
            return found
        last = getattr(page[-1], key)
        after = {key: {"$gt": last.isoformat() if isinstance(last, dt.date) else last}}


@asynccontextmanager
async def _readers() -> AsyncIterator[tuple[DocumentReader, DocumentReader]]:
    from chassis.database import Database
    from chassis.runtime import DocumentReader
    from chassis.settings import ChassisSettings, database_name

    home = Home.default()
    to = installation_of(home, last_state(home))
    settings = ChassisSettings(
        kafka=to.engines.kafka, mongo=to.engines.mongo, namespace=to.namespace
    )
    names = (database_name(settings, service) for service in ("inventory", "orders"))
    databases = [Database.connect(settings.mongo, name) for name in names]
    try:
        inventory, orders = (DocumentReader(each) for each in databases)
        yield inventory, orders
    finally:
        for each in databases:
            each.close()
