"""What is changed on a night by hand: places more or fewer, and the property closed (R35, R36)."""

from __future__ import annotations

from contracts.planning import AdjustDay, Adjusting, CloseDay
from inventory.planning.booking_window import Window
from inventory.planning.days import Day
from inventory.planning.stock import Stock, TypeStock
from inventory.properties.model import Objection

MOST_PLACES = 500


def outside(window: Window, message: AdjustDay | CloseDay) -> Objection | None:
    """What speaks against changing a night that is over, or that no planning reaches."""
    if message.night < window.first_arrival:
        return Objection("night", "is over")
    if message.night > window.last_night:
        return Objection("night", f"the planning ends on {window.last_night}")
    return None


def adjusted(stock: Stock, day: Day, message: AdjustDay) -> Day | Objection:
    """The night with its places changed by hand (R35)."""
    id, kind = message.stock_type_id, stock.types.get(message.stock_type_id)
    if kind is None:
        return Objection("stock_type_id", f"there is no stock type {id}")
    initial = kind.initial(day.night)
    if initial is None:
        return Objection("night", "no opening covers it: add one first")
    if message.how is Adjusting.TO and message.places < 0:
        return Objection("places", "there are no fewer places than none")
    of_type = day.of(id)
    adjustment = _adjustment(kind, initial, of_type.adjustment, message)
    if adjustment == of_type.adjustment:
        return day
    return day.with_type(id, of_type.model_copy(update={"adjustment": adjustment}))


def _adjustment(kind: TypeStock, initial: int, before: int, message: AdjustDay) -> int:
    """The adjustment that makes it so many places, or so many more. It goes no further than to
    none at all, so that one more is seen at once. What a decrease has blocked whole (R28), an
    increase frees whole."""
    wanted = message.places - initial
    if message.how is Adjusting.BY:
        wanted = max(before, -initial) + message.places
        if message.places > 0 and before < 0 and kind.whole_from is not None:
            wanted = max(0, wanted)
    return min(MOST_PLACES - initial, max(-initial, wanted))


def closed(stock: Stock, day: Day, message: CloseDay) -> Day | Objection:
    """The night closed from the planning, or open again; the calendar beats both (R24, R36)."""
    if not message.closed and stock.closes(day.night):
        return Objection("closed", "the calendar of closures closes it: open it there")
    if message.closed == day.closed:
        return day
    return day.model_copy(update={"closed": message.closed})
