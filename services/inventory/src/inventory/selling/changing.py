"""How a request about a hut's selling is carried out, answered and told, whatever its part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from chassis.documents import Document, Ref
from chassis.outcome import Changes, Context
from chassis.table import Documents
from contracts.catalogue import CatalogueChanged, CatalogueRefused, CatalogueRequest, ShortNight
from contracts.selling import HORIZON_DAYS, Night, Selling
from inventory.planning.booking_window import ONE_DAY, today_at
from inventory.planning.stock import Stock, nights_from, stock_of, stocks
from inventory.properties.model import Objection, Property, as_hut, properties
from inventory.selling.model import HutSelling, as_told, sellings
from inventory.selling.redrawing import redrawn

# What a record may hold, with room for its envelope.
LARGEST = 800_000
NAMED_AT_MOST = 1000

Edit = Callable[[Selling, Night], Selling | Objection]


def selling_of(message: CatalogueRequest) -> tuple[Ref[Any], ...]:
    """What every such request touches. The selling comes first: it counts what is told of it."""
    return (sellings.ref(message.property_id), stocks.ref(message.property_id))


def house_of(message: CatalogueRequest) -> tuple[Ref[Any], ...]:
    return (properties.ref(message.property_id),)


def planning_nights(today: Night) -> Sequence[Night]:
    """The whole planning, and a day on either side for whoever asks around midnight."""
    return tuple(nights_from(today - ONE_DAY, HORIZON_DAYS + 2))


def not_today(told: Night, today: Night) -> Objection | None:
    """What speaks against a request whose calendar is not ours: it would miss some nights."""
    if abs(told - today) > ONE_DAY:
        return Objection("today", f"it is {today} there")
    return None


class Asked(NamedTuple):
    """A request with all that it is decided by. `nights` are those whose places may change by it,
    and `undercut` says that whoever asks has seen where they then lack."""

    documents: Documents
    message: CatalogueRequest
    context: Context
    nights: Sequence[Night] = ()
    undercut: bool = False


def carry_out(asked: Asked, edit: Edit) -> Changes:
    """Change a hut's selling by `edit`, or refuse to, naming the field."""
    house = as_hut(asked.context.read(properties.ref(asked.message.property_id)))
    if isinstance(house, Objection):
        return _refused(asked, house)
    before = _known(asked, house)
    edited = edit(before.selling, today_at(house.sheet.time_zone, asked.context.now))
    if edited == before.selling:
        return Changes(events=[_answer(asked, before.revision, changed=False)])
    revision = asked.message.revision
    if revision is not None and revision != before.revision:
        return _refused(asked, Objection("revision", f"is {before.revision} by now: look again"))
    if isinstance(edited, Objection):
        return _refused(asked, edited)
    return _replaced(asked, before, before.changed(edited))


def _replaced(asked: Asked, before: HutSelling, after: HutSelling) -> Changes:
    """Store and tell what has changed, with its planning, unless that lacks places sold."""
    id = after.property_id
    stock = stock_of(id, after.selling)
    drawn = redrawn(asked.documents, stock_of(id, before.selling), stock, asked.nights)
    objected = _lacking(drawn.short, stock, asked)
    if objected is not None:
        return _refused(asked, objected, drawn.short)
    state = as_told(after)
    if len(state.encode()) > LARGEST:
        return _refused(asked, Objection("texts", "all of them together are too long"))
    answer = _answer(asked, after.revision, changed=True, undercut=drawn.short)
    changed: dict[Ref[Any], Document] = {
        sellings.ref(id): after,
        stocks.ref(id): stock,
        **drawn.days,
    }
    return Changes(changed, [answer, state, *drawn.news])


def _lacking(short: Sequence[ShortNight], stock: Stock, asked: Asked) -> Objection | None:
    """What speaks against leaving fewer places than are sold. A stock type with places sold is
    never taken away; anything else is a matter of knowing it."""
    gone = next((night for night in short if night.stock_type_id not in stock.types), None)
    if gone is not None:
        return Objection("stock_types", f"{gone.stock_type_id} is sold on {gone.night}")
    if short and not asked.undercut:
        return Objection("undercut", f"more is sold than there would be, first on {short[0].night}")
    return None


def _known(asked: Asked, house: Property) -> HutSelling:
    known: Any = asked.documents[sellings.ref(house.property_id)]
    return known or HutSelling(
        property_id=house.property_id, selling=Selling(currency=house.sheet.currency)
    )


def _refused(asked: Asked, objected: Objection, short: Sequence[ShortNight] = ()) -> Changes:
    refused = CatalogueRefused(
        property_id=asked.message.property_id,
        request_id=asked.context.envelope.id,
        field=objected.field,
        reason=objected.reason,
        nights=tuple(short[:NAMED_AT_MOST]),
    )
    return Changes(events=[refused])


def _answer(
    asked: Asked, revision: int, *, changed: bool, undercut: Sequence[ShortNight] = ()
) -> CatalogueChanged:
    return CatalogueChanged(
        property_id=asked.message.property_id,
        request_id=asked.context.envelope.id,
        changed=changed,
        revision=revision,
        undercut=tuple(undercut[:NAMED_AT_MOST]),
    )
