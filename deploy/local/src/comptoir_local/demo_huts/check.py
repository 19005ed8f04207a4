"""Counts the huts after an evening: every place reckoned again from the stays, and none oversold.

What the planning says is never asked for what is sold: that is added up from the sales alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from comptoir_local.demo_huts.desk import HutDesk
from comptoir_local.demo_huts.season import Told
from contracts.selling import HORIZON_DAYS

Json = Mapping[str, Any]
ACTIVE = ("option", "firm")
# Nights and persons of one stay: by night and stock type.
Persons = Counter[tuple[str, str]]


@dataclass(frozen=True)
class HutRecords:
    """What a hut's desk shows: its stays, its planning, what blocks whole, and its totals."""

    property_id: str
    stays: Sequence[Json]
    grid: Json
    whole_from: Mapping[str, int | None]
    totals: Json


async def gather_hut(desk: HutDesk) -> HutRecords:
    """Read everything there is. Raises httpx.HTTPStatusError."""
    types = (await desk.read("/stock-types"))["stock_types"]
    return HutRecords(
        property_id=desk.property_id,
        stays=(await desk.read("/sales/export", format="json"))["stays"],
        grid=await desk.read("/planning", days=str(HORIZON_DAYS)),
        whole_from={one["id"]: one.get("whole_from") for one in types},
        totals=await desk.read("/sales/totals"),
    )


def stays_wrong(huts: Sequence[HutRecords], told: Told) -> Iterator[str]:
    """Stays against what was told of them, and every night against the stays."""
    for hut in huts:
        yield from _states_wrong(hut, told)
        yield from _nights_wrong(hut)
        yield from _totals_wrong(hut)


def stays_counted(huts: Sequence[HutRecords], told: Told) -> dict[str, int]:
    """What the summary says of them."""
    states = Counter(stay["state"] for hut in huts for stay in hut.stays)
    sold = sum(sum(row["persons"]) for hut in huts for row in hut.grid["rows"])
    return {
        "stays": len({stay["order_id"] for hut in huts for stay in hut.stays}),
        **{f"stays_{state}": states[state] for state in sorted(states)},
        "stays_refused": told.refused,
        "places_sold": sold,
    }


def paths_not_taken(huts: Sequence[HutRecords], told: Told) -> Iterator[str]:
    """An evening is to have stays of every end, and somebody who was told no."""
    states = {stay["state"] for hut in huts for stay in hut.stays}
    for state in ("option", "firm", "cancelled", "expired", "moved"):
        if state not in states:
            yield f"no stay of the evening is {state}"
    if not told.refused:
        yield "nobody was refused a place"


def _states_wrong(hut: HutRecords, told: Told) -> Iterator[str]:
    found = {stay["order_id"]: stay["state"] for stay in hut.stays}
    if len(found) < len(hut.stays):
        yield f"{hut.property_id}: a stay is in the sales twice"
    wanted = {order: state for (at, order), state in told.ends.items() if at == hut.property_id}
    for order in sorted(found.keys() | wanted.keys()):
        if found.get(order) != wanted.get(order):
            yield f"{hut.property_id}: {order} is {found.get(order)}, not {wanted.get(order)}"


def _nights_wrong(hut: HutRecords) -> Iterator[str]:
    parties: dict[tuple[str, str], list[int]] = defaultdict(list)
    for stay in hut.stays:
        if stay["state"] in ACTIVE:
            for spot, persons in _persons(stay).items():
                parties[spot].append(persons)
    nights = _nights(hut.grid)
    for row in hut.grid["rows"]:
        kind = row["stock_type_id"]
        for n, night in enumerate(nights):
            there = parties.pop((night, kind), [])
            shown = {name: row[name][n] for name in ("left", "places", "bookings", "persons")}
            closed = hut.grid["closing"][n] is not None
            for wrong in _night_wrong(there, shown, hut.whole_from[kind], closed=closed):
                yield f"{hut.property_id}, {night}, {kind}: {wrong}"
    for (night, kind), there in sorted(parties.items()):
        yield f"{hut.property_id}, {night}, {kind}: {there} sleep where the planning has no night"


def _night_wrong(
    parties: Sequence[int], shown: Mapping[str, int], whole_from: int | None, *, closed: bool
) -> Iterator[str]:
    """One stock type on one night, against the parties that sleep there."""
    persons, places = sum(parties), shown["places"]
    whole = any(whole_from is not None and one >= whole_from for one in parties)
    if persons > places or (whole and len(parties) > 1):
        yield f"OVERSOLD: {parties} in {places} places"
    left = 0 if closed or whole else max(0, places - persons)
    wanted = {"left": left, "bookings": len(parties), "persons": persons}
    wrong = {name: shown[name] for name, value in wanted.items() if shown[name] != value}
    if wrong:
        yield f"the planning shows {wrong}, the stays make {wanted}"


def _persons(stay: Json) -> Persons:
    found: Persons = Counter()
    for line in stay["lines"]:
        if line.get("stock_type_id") and line.get("night"):
            found[line["night"], line["stock_type_id"]] += line["quantity"]
    return found


def _nights(grid: Json) -> list[str]:
    first = date.fromisoformat(grid["from"])
    return [(first + timedelta(days=n)).isoformat() for n in range(grid["days"])]


def _totals_wrong(hut: HutRecords) -> Iterator[str]:
    """PRE-RESAS and RESAS are what the stays of that state come to (R41)."""
    for part, state in (("options", "option"), ("firm", "firm")):
        amounts = [stay["total"]["amount"] for stay in hut.stays if stay["state"] == state]
        made = {"count": len(amounts), "total": sum(amounts)}
        if hut.totals[part] != made:
            yield f"{hut.property_id}: {part} total {hut.totals[part]}, the stays make {made}"
