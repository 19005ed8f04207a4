"""Sold against stock: what the buyers were told, what the sales hold, what the planning shows.

Pure: everything is given. Nobody's word is taken for another's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from comptoir_local.demo_huts.check import HutRecords, stays_wrong
from comptoir_local.demo_huts.season import Told
from tests.race.buyers import BOOKED, REFUSED, Buyer, Door
from tests.race.huts import BLOCK, NIGHTS, STOCK

Spot = tuple[str, str, str]


def answers_wrong(buyers: Sequence[Buyer]) -> Iterator[str]:
    """Everybody was told, every loser why, and whoever asked again the same."""
    for buyer in buyers:
        if not buyer.told:
            yield f"{buyer.name}, who {buyer.manner}, was never told"
            continue
        first = buyer.told[0]
        if any(answer != first for answer in buyer.told[1:]):
            yield f"{buyer.name}, who {buyer.manner}, was told different things: {buyer.told}"
        if first.status == REFUSED:
            yield from _refusal_wrong(buyer)
        elif first.status != BOOKED:
            yield f"{buyer.name} was told {first.status}: {first.body}"


def _refusal_wrong(buyer: Buyer) -> Iterator[str]:
    body = buyer.told[0].body
    wanted = {(line["property_id"], line["night"], line["rate_id"]) for line in buyer.lines}
    named = {
        (one["property_id"], one["shortage"]["night"], one["shortage"]["stock_type_id"])
        for one in body.get("shortages", ())
        if one["shortage"]["short"] > 0
    }
    if not named or not named <= wanted:
        yield f"{buyer.name} was not told which of their nights is short: {body}"


def told_of(buyers: Sequence[Buyer], huts: Sequence[HutRecords]) -> Told:
    """What the sales must hold, by what the buyers were told; a stay is known by its reference."""
    ids = {stay["reference"]: stay["order_id"] for hut in huts for stay in hut.stays}
    told = Told()
    for buyer in buyers:
        if buyer.reference is not None:
            order_id = ids.get(buyer.reference, buyer.reference)
            told.ended({"order_id": order_id}, buyer.state, *buyer.huts)
    return told


def sold(buyers: Sequence[Buyer]) -> dict[Spot, list[int]]:
    """The parties that were told that they have a spot, and have not given it back."""
    found: dict[Spot, list[int]] = {}
    for buyer in buyers:
        if buyer.reference is None or buyer.cancelled:
            continue
        for line in buyer.lines:
            spot = (line["property_id"], line["night"], line["rate_id"])
            found.setdefault(spot, []).append(line["persons"])
    return found


def oversold(buyers: Sequence[Buyer]) -> list[Spot]:
    """The spots of which more was sold than there is."""
    return [
        spot
        for spot, parties in sorted(sold(buyers).items())
        if sum(parties) > STOCK[spot[2]] or (spot[2] == BLOCK and len(parties) > 1)
    ]


def lost(buyers: Sequence[Buyer], huts: Sequence[HutRecords]) -> list[str]:
    """The spots whose stock is not what was sold and what is left together."""
    taken, wrong = sold(buyers), []
    for hut in huts:
        rows = {row["stock_type_id"]: row for row in hut.grid["rows"]}
        first = hut.grid["from"]
        for night in NIGHTS:
            n = _days(first, night)
            for kind, places in STOCK.items():
                parties = taken.get((hut.property_id, night, kind), [])
                left = rows[kind]["left"][n]
                used = places if kind == BLOCK and parties else sum(parties)
                if used + left != places:
                    spot = f"{hut.property_id}, {night}, {kind}"
                    wrong.append(f"{spot}: {used} of {places} sold, and {left} left")
    return wrong


def wrong_about(buyers: Sequence[Buyer], huts: Sequence[HutRecords]) -> list[str]:
    """All that is not as it must be."""
    return [
        *answers_wrong(buyers),
        *(f"OVERSOLD {spot}: {sold(buyers)[spot]}" for spot in oversold(buyers)),
        *(f"LOST {spot}" for spot in lost(buyers, huts)),
        *stays_wrong(huts, told_of(buyers, huts)),
    ]


def counted(buyers: Sequence[Buyer]) -> dict[str, int]:
    ends = Counter(buyer.told[0].status for buyer in buyers if buyer.told)
    return {
        "buyers": len(buyers),
        **{f"from_{door}": sum(one.channel.door is door for one in buyers) for door in Door},
        "booked": ends[BOOKED],
        "refused": ends[REFUSED],
        "untold": sum(not buyer.told for buyer in buyers),
        "cancelled": sum(buyer.cancelled for buyer in buyers),
        "repeats": sum(len(buyer.told) - 1 for buyer in buyers if buyer.told),
        "places_sold": sum(sum(parties) for parties in sold(buyers).values()),
        "oversold": len(oversold(buyers)),
    }


def _days(first: str, night: str) -> int:
    return (date.fromisoformat(night) - date.fromisoformat(first)).days
