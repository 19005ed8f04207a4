"""Whether a property has the places that a stay asks for, and the days once it holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from contracts.planning import HoldRefusal, Shortage
from contracts.selling import Night
from inventory.planning.booking_window import Window
from inventory.planning.days import Day, closing_of, room_of
from inventory.planning.holds import Step
from inventory.planning.stock import Stock


def lacking(
    stock: Stock, window: Window, found: Mapping[Night, Day], steps: Sequence[Step]
) -> tuple[Shortage, ...]:
    """Every line that cannot be had, by night, with its reason; none where all can. What the stay
    occupies already is not asked about: it stays sold whatever has happened to its night since."""
    wanted = sorted(step for step in steps if step.after > step.before)
    arrival = wanted[0].night if wanted else None
    too_early = arrival is not None and arrival < window.first_arrival
    return tuple(
        shortage
        for step in wanted
        if (
            shortage := _shortage(
                stock,
                found[step.night],
                step,
                too_late=too_early and step.night == arrival,
                too_far=step.night > window.last_night,
            )
        )
    )


def _shortage(
    stock: Stock, day: Day, step: Step, *, too_late: bool, too_far: bool
) -> Shortage | None:
    """Why one line cannot be had; None where it can. Closures beat openings (R24), and a booking
    that blocks the whole room needs all of it (R27)."""
    night, id = step.night, step.stock_type_id
    kind = stock.types.get(id)
    if kind is None:
        reason = HoldRefusal.UNKNOWN
        return Shortage(night=night, stock_type_id=id, reason=reason, short=step.after)
    others = day.of(id).with_stay(step.before, 0) if step.before else day.of(id)
    room = room_of(kind, others, night)
    needed = step.after
    if kind.whole_from is not None and needed >= kind.whole_from:
        needed = max(needed, room.places)
    short = max(0, needed - room.left)
    against = {
        HoldRefusal.TOO_LATE: too_late,
        HoldRefusal.TOO_FAR: too_far,
        HoldRefusal.CLOSED: closing_of(stock, day, night) is not None,
        HoldRefusal.NOT_OPEN: room.initial is None,
        HoldRefusal.SHORT: short > 0,
    }
    for reason, is_so in against.items():
        if is_so:
            return Shortage(
                night=night, stock_type_id=id, reason=reason, left=room.left, short=short
            )
    return None


def stepped(found: Mapping[Night, Day], steps: Iterable[Step]) -> dict[Night, Day]:
    """The days that change by a stay's steps, as they are after them."""
    changed: dict[Night, Day] = {}
    for night, id, before, after in steps:
        day = changed.get(night) or found[night]
        changed[night] = day.with_type(id, day.of(id).with_stay(before, after))
    return changed
