"""The part of the planning's table about what is changed on a night by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.documents import Ref
from chassis.outcome import Changes, Context
from chassis.table import Documents, HandlerTable
from contracts.catalogue import ShortNight
from contracts.planning import AdjustDay, CloseDay, PlanningRefused, PlanningTaken
from inventory.planning.by_hand import adjusted, closed, outside
from inventory.planning.days import Day, days, told
from inventory.planning.house import house_of, reads
from inventory.planning.stock import Stock
from inventory.planning.undercuts import short_between
from inventory.properties.model import Objection

table = HandlerTable("inventory")

ByHand = AdjustDay | CloseDay


def _day(message: ByHand) -> tuple[Ref[Any], ...]:
    return (days.ref(message.day_id),)


@table.on_many(AdjustDay, touches=_day, reads=reads)
def adjust_day(documents: Documents, message: AdjustDay, context: Context) -> Changes:
    """Places more or fewer on one night (R35)."""
    house = house_of(context, message.property_id, local=True)
    before = _known(documents, message)
    objected = house.objection or outside(house.window, message)
    return _answered(
        message, context, house.stock, before, objected or adjusted(house.stock, before, message)
    )


@table.on_many(CloseDay, touches=_day, reads=reads)
def close_day(documents: Documents, message: CloseDay, context: Context) -> Changes:
    """The property closed for one night, or open again (R36)."""
    house = house_of(context, message.property_id, local=True)
    before = _known(documents, message)
    objected = house.objection or outside(house.window, message)
    return _answered(
        message, context, house.stock, before, objected or closed(house.stock, before, message)
    )


def _answered(
    message: ByHand, context: Context, stock: Stock, before: Day, after: Day | Objection
) -> Changes:
    """The answer, and the night where it has changed; what is sold is not taken away unawares."""
    if isinstance(after, Objection):
        return _refused(message, context, after)
    short = short_between((stock, before), (stock, after))
    if short and not message.undercut:
        objected = Objection("undercut", "more is sold than there would be")
        return _refused(message, context, objected, short)
    changed = after is not before
    taken = PlanningTaken(
        property_id=message.property_id,
        day_id=message.day_id,
        request_id=context.envelope.id,
        changed=changed,
    )
    if not changed:
        return Changes(events=[taken])
    # The night first: whoever hears the answer finds it as it is now.
    return Changes({days.ref(message.day_id): after}, [told(stock, after), taken])


def _refused(
    message: ByHand, context: Context, objected: Objection, short: Sequence[ShortNight] = ()
) -> Changes:
    refused = PlanningRefused(
        property_id=message.property_id,
        day_id=message.day_id,
        request_id=context.envelope.id,
        field=objected.field,
        reason=objected.reason,
        nights=tuple(short),
    )
    return Changes(events=[refused])


def _known(documents: Documents, message: ByHand) -> Day:
    known: Any = documents[days.ref(message.day_id)]
    return known or Day(property_id=message.property_id, night=message.night)
