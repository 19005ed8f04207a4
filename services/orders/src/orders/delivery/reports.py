"""Whether a partner's report is of an order: of one that is placed, or of one that may yet be.

A report names a property. Of a placed order only those count that name its own. Before it is placed
nobody can tell which property is right, so what is reported is kept apart by property.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from chassis.outcome import Context, Outcome
from contracts.doubts import DeliveryMissing, ReportRefusal, ReportRefused
from contracts.message import Message
from orders.delivery.deadlines import placement_deadline
from orders.delivery.model import DeliveryOrder, Hearsay
from orders.delivery.telling import refusing, told

# Properties beside the first in whose name an order is reported that is not placed. A partner that
# names more is out of order.
ELSEWHERE_LIMIT = 2


class Report(Protocol):
    @property
    def order_id(self) -> str: ...

    @property
    def property_id(self) -> str: ...

    @property
    def external_id(self) -> str | None: ...


Change = Callable[[DeliveryOrder], DeliveryOrder]
# What the report's own handler tells, from the order before and after it.
Own = Callable[[DeliveryOrder, DeliveryOrder], Sequence[Message]]


def _nothing(before: DeliveryOrder, after: DeliveryOrder) -> Sequence[Message]:
    return ()


def taken(
    order: DeliveryOrder | None,
    report: Report,
    context: Context,
    change: Change,
    own: Own = _nothing,
) -> Outcome[DeliveryOrder]:
    """The outcome of a report that changes an order so. The first one of an order that is not
    placed sets the timer by which it should be."""
    if order is not None and order.placement is not None:
        if report.property_id != order.property_id:
            return refusing(_refused(order.order_id, report.property_id))
        after = change(order)
        return told(order, after, own(order, after))
    known = None if order is None else early_at(order, report.property_id)
    if known is None and order is not None and len(order.elsewhere) >= ELSEWHERE_LIMIT:
        return refusing(_refused(order.order_id, report.property_id))
    before = _heard_of(known, report, context)
    after = change(before)
    if after is before:
        return Outcome()
    timer = [] if known is not None else [placement_deadline(after, context.now)]
    return Outcome(_kept(order, after), effects=timer)


def early_at(order: DeliveryOrder, property_id: str) -> DeliveryOrder | None:
    """What was reported of an order that is not placed, as of that property."""
    return next((one for one in (order, *order.elsewhere) if one.property_id == property_id), None)


def left_out(early: DeliveryOrder | None, property_id: str) -> Iterator[ReportRefused]:
    """The refusals of what was reported as of other properties than the one that has the order."""
    for one in () if early is None else (early, *early.elsewhere):
        if one.property_id != property_id:
            yield _refused(one.order_id, one.property_id)


def missed(
    order: DeliveryOrder | None, property_id: str
) -> tuple[DeliveryOrder, DeliveryMissing] | None:
    """An order that should have been placed by now, as it is and as it is told, once; None where it
    was, or was told."""
    if order is None or order.placement is not None:
        return None
    one = early_at(order, property_id)
    if one is None or one.hearsay is None or one.hearsay.told:
        return None
    hearsay = one.hearsay
    after = one.changed(hearsay=hearsay.model_copy(update={"told": True}))
    event = DeliveryMissing(
        property_id=property_id,
        order_id=order.order_id,
        external_id=hearsay.external_id,
        reported_by=hearsay.by,
        occurred_at=hearsay.since,
    )
    return _kept(order, after), event


def _heard_of(known: DeliveryOrder | None, report: Report, context: Context) -> DeliveryOrder:
    """The order as partners speak of it, with what they call it."""
    order = known or DeliveryOrder(order_id=report.order_id, property_id=report.property_id)
    hearsay = order.hearsay or _hearsay(context.now, context.envelope.actor)
    if hearsay.external_id is None and report.external_id is not None:
        hearsay = hearsay.model_copy(update={"external_id": report.external_id})
    return order if hearsay == order.hearsay else order.changed(hearsay=hearsay)


def _hearsay(since: datetime, by: str) -> Hearsay:
    return Hearsay(since=since, by=by)


def _kept(order: DeliveryOrder | None, early: DeliveryOrder) -> DeliveryOrder:
    """The document with what is reported as of one property in its place."""
    if order is None or order.property_id == early.property_id:
        return early
    others = [one for one in order.elsewhere if one.property_id != early.property_id]
    return order.changed(elsewhere=(*others, early))


def _refused(order_id: str, property_id: str) -> ReportRefused:
    return ReportRefused(
        property_id=property_id,
        order_id=order_id,
        reason=ReportRefusal.FOREIGN_PROPERTY,
        field="property_id",
        detail="the order is another property's",
    )
