"""From a cart to its priced lines: each with its name, quantity and price (R31 to R33)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from contracts.carts import Cart, LineKind, PricedLine
from contracts.message import PropertyId
from contracts.money import in_main_units
from contracts.selling import Night, RateLine, Selling, StockType, Supplement
from contracts.stays import StayRefusal
from orders.stay.huts import Huts
from orders.stay.objections import Objection

# What `contracts.money.MinorUnits` can say, and `contracts.selling.Persons` of one booking.
MOST_MONEY = 10**12
MOST_PERSONS = 500

# Property, kind, rate or supplement, night.
LineKey = tuple[PropertyId, LineKind, str, Night | None]
Kept = Mapping[LineKey, PricedLine]


class Item(NamedTuple):
    """What a cart wants of one rate or supplement, all its mentions together; `field` is where it
    is mentioned first."""

    key: LineKey
    quantity: int
    field: str


def line_key(line: PricedLine) -> LineKey:
    return (line.property_id, line.kind, line.item_id, line.night)


def items_of(cart: Cart) -> list[Item]:
    """What is wanted, the same thing once, in the order of the cart."""
    found: dict[LineKey, Item] = {}
    for key, quantity, field in _mentions(cart):
        before = found.get(key) or Item(key, 0, field)
        found[key] = before._replace(quantity=before.quantity + quantity)
    return list(found.values())


def _mentions(cart: Cart) -> Iterator[Item]:
    for n, night in enumerate(cart.nights):
        key = (night.property_id, LineKind.NIGHT, night.rate_id, night.night)
        yield Item(key, night.persons, f"cart.nights.{n}")
    for n, extra in enumerate(cart.supplements):
        of = (extra.property_id, LineKind.SUPPLEMENT, extra.supplement_id, extra.night)
        yield Item(of, extra.quantity, f"cart.supplements.{n}")


def lines_of(cart: Cart, huts: Huts, kept: Kept) -> tuple[PricedLine, ...] | Objection:
    """Each item with its price; or the first thing that cannot be sold so. What is in `kept` keeps
    its price, and is not questioned again where it stays as it is."""
    nights = {(night.property_id, night.night) for night in cart.nights}
    lines = []
    for item in items_of(cart):
        stray = _stray(item, nights)
        line = stray or _line(item, huts[item.key[0]].selling, kept.get(item.key))
        if isinstance(line, Objection):
            return line
        lines.append(line)
    return _crowded(cart, lines) or tuple(lines)


def _stray(item: Item, nights: set[tuple[PropertyId, Night]]) -> Objection | None:
    """A supplement is for one of the nights, or for the stay at a hut of the stay."""
    property_id, kind, _, night = item.key
    if kind is LineKind.NIGHT or (property_id, night) in nights:
        return None
    if night is None and any(property_id == each for each, _ in nights):
        return None
    detail = "a supplement is for a night that is in the cart"
    return Objection(StayRefusal.UNKNOWN_SUPPLEMENT, item.field, detail)


def _line(item: Item, selling: Selling, kept: PricedLine | None) -> PricedLine | Objection:
    if kept is not None and kept.quantity == item.quantity:
        return kept
    offered = _offered(item, selling)
    if isinstance(offered, Objection):
        return offered
    line, least, most = offered
    if not least <= item.quantity <= most:
        kind = item.key[1]
        what = "persons" if kind is LineKind.NIGHT else "of it"
        detail = f"from {least} to {most} {what} can be booked, not {item.quantity}"
        part = "persons" if kind is LineKind.NIGHT else "quantity"
        return Objection(StayRefusal.QUANTITY, f"{item.field}.{part}", detail)
    line = kept or line
    total = line.unit_amount * item.quantity
    if total > MOST_MONEY:
        return _too_dear(item.field, selling.currency)
    return line.model_copy(update={"quantity": item.quantity, "total": total})


def _offered(item: Item, selling: Selling) -> tuple[PricedLine, int, int] | Objection:
    """One of it as a line, and how many can be had at least and at most."""
    _, kind, id, _ = item.key
    if kind is LineKind.SUPPLEMENT:
        supplement = next((each for each in selling.supplements if each.id == id), None)
        if supplement is None:
            field = f"{item.field}.supplement_id"
            return Objection(StayRefusal.UNKNOWN_SUPPLEMENT, field, "no such supplement")
        return _one(item, supplement, None), supplement.minimum, supplement.maximum
    rate = next((each for each in selling.rates if each.id == id), None)
    room = next(
        (each for each in selling.stock_types if rate and each.id == rate.stock_type_id), None
    )
    if rate is None or room is None:
        return Objection(StayRefusal.UNKNOWN_RATE, f"{item.field}.rate_id", "no such rate")
    return _one(item, rate, room), rate.minimum, rate.maximum


def _one(item: Item, priced: RateLine | Supplement, room: StockType | None) -> PricedLine:
    property_id, kind, id, night = item.key
    return PricedLine(
        kind=kind,
        property_id=property_id,
        item_id=id,
        name=priced.name,
        night=night,
        stock_type_id=room.id if room else None,
        stock_type=room.name if room else None,
        label=room.label if room else {},
        quantity=1,
        unit_amount=priced.unit_amount,
        total=priced.unit_amount,
        tax_name=priced.tax_name,
        tax_rate=priced.tax_rate,
    )


def _crowded(cart: Cart, lines: list[PricedLine]) -> Objection | None:
    """More persons in one stock type on one night than can be asked for at once."""
    persons: Counter[tuple[str, str | None, Night | None]] = Counter()
    for line in lines:
        if line.kind is LineKind.NIGHT:
            persons[line.property_id, line.stock_type_id, line.night] += line.quantity
    if max(persons.values()) <= MOST_PERSONS:
        return None
    detail = f"at most {MOST_PERSONS} persons share a stock type on one night"
    return Objection(StayRefusal.QUANTITY, "cart.nights", detail)


def _too_dear(field: str, currency: str) -> Objection:
    most = f"{in_main_units(MOST_MONEY, currency)} {currency}"
    return Objection(StayRefusal.QUANTITY, field, f"costs more than {most}")
