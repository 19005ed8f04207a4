"""What a cart costs: its lines, each hut's share with its taxes, and what is due at once (R08)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from contracts.carts import Cart, Price, PricedLine, PropertyShare
from contracts.message import PropertyId
from contracts.money import in_main_units
from contracts.selling import Deposit, DepositKind
from contracts.stays import StayRefusal
from orders.stay.huts import Huts
from orders.stay.lines import MOST_MONEY, Kept, line_key, lines_of
from orders.stay.objections import Objection
from orders.stay.taxes import amount_of

# What a price has room for: see `contracts.carts.Price` and `contracts.money.Amount`.
MOST_HUTS = 20
MOST_TAX_RATES = 20
# A record has room for a price twice as large. So few lines cannot come to that, however long
# their names are in five languages.
MOST_BYTES = 400_000
FEW_LINES = 40


def kept_of(price: Price | None, huts: Huts) -> Kept:
    """The lines of a stay whose price stands; none of a hut that has changed its currency."""
    if price is None:
        return {}
    return {
        line_key(line): line
        for line in price.lines
        if line.property_id in huts and huts[line.property_id].selling.currency == price.currency
    }


def price_of(cart: Cart, huts: Huts, kept: Kept) -> Price | Objection:
    """The cart's price as of now, or why it has none."""
    objection = _about_the_huts(cart, huts)
    if objection is not None:
        return objection
    lines = lines_of(cart, huts, kept)
    if isinstance(lines, Objection):
        return lines
    total = sum(line.total for line in lines)
    ids = tuple(dict.fromkeys(line.property_id for line in lines))
    currency = huts[ids[0]].selling.currency
    objection = _about_the_sum(lines, ids, total, currency)
    if objection is not None:
        return objection
    shares = tuple(_share(id, huts, lines) for id in ids)
    price = Price(
        currency=currency,
        lines=lines,
        shares=shares,
        total=total,
        due_now=sum(share.due_now for share in shares),
    )
    return _about_the_size(price) or price


def due_now(deposit: Deposit, total: int) -> int:
    """What a booking with payment pays at once, in minor units: everything where there is no
    deposit, and never more than everything (R08). Half a unit is rounded up."""
    match deposit.kind:
        case DepositKind.NONE:
            return total
        case DepositKind.PERCENTAGE:
            return (2 * total * deposit.value + 100) // 200
        case DepositKind.FIXED:
            return min(deposit.value, total)


def _about_the_huts(cart: Cart, huts: Huts) -> Objection | None:
    currencies: dict[str, str] = {}
    for id, field in _places_named(cart):
        if id not in huts:
            detail = "no such property, or it sells no places"
            return Objection(StayRefusal.UNKNOWN_PROPERTY, f"{field}.property_id", detail)
        currencies.setdefault(huts[id].selling.currency, huts[id].name)
        if len(currencies) > 1:
            sold = " and ".join(f"{name} sells in {code}" for code, name in currencies.items())
            detail = f"{sold}: book each by itself"
            return Objection(StayRefusal.TWO_CURRENCIES, f"{field}.property_id", detail)
    return None


def _places_named(cart: Cart) -> Iterator[tuple[PropertyId, str]]:
    for n, night in enumerate(cart.nights):
        yield night.property_id, f"cart.nights.{n}"
    for n, supplement in enumerate(cart.supplements):
        yield supplement.property_id, f"cart.supplements.{n}"


def _about_the_sum(
    lines: Sequence[PricedLine], ids: Sequence[PropertyId], total: int, currency: str
) -> Objection | None:
    detail = None
    if len(ids) > MOST_HUTS:
        detail = f"at most {MOST_HUTS} huts are booked at once"
    elif total > MOST_MONEY:
        detail = f"costs more than {in_main_units(MOST_MONEY, currency)} {currency}"
    for id in ids:
        if (
            len({Decimal(line.tax_rate) for line in lines if line.property_id == id})
            > MOST_TAX_RATES
        ):
            detail = f"at most {MOST_TAX_RATES} tax rates are on one bill"
    return None if detail is None else Objection(StayRefusal.QUANTITY, "cart", detail)


def _about_the_size(price: Price) -> Objection | None:
    """A price that no record could hold is refused before any hut is asked."""
    if len(price.lines) <= FEW_LINES or len(price.model_dump_json().encode()) <= MOST_BYTES:
        return None
    detail = "more lines than one bill has room for: book some of it by itself"
    return Objection(StayRefusal.QUANTITY, "cart", detail)


def _share(id: PropertyId, huts: Huts, lines: Sequence[PricedLine]) -> PropertyShare:
    hut = huts[id]
    own = [line for line in lines if line.property_id == id]
    return PropertyShare(
        property_id=id,
        property_name=hut.name,
        amount=amount_of(own, hut.selling.currency),
        due_now=due_now(hut.selling.rules.deposit, sum(line.total for line in own)),
    )
