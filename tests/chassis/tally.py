"""A small service to try the chassis with: it keeps, per order, what it was told, in order.

It borrows real messages, so that their topics, keys and answers are the real ones.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from chassis.documents import Collection, Document
from chassis.effects import Attempt, Done, EffectTable, Ending
from chassis.outcome import Context, Effect, Outcome, Work
from chassis.service import Service
from chassis.table import HandlerTable
from contracts import topics
from contracts.deliveries import CourierNear
from contracts.notices import Channel, NoticeSent, SendingDone
from contracts.properties import (
    DefineProperty,
    Language,
    PropertyDefined,
    PropertyKind,
    PropertySheet,
    PropertyState,
)
from contracts.tracking import DeliveryStatusReported, ReportedStatus

PROPERTY = "hotel-lumiere"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Tally(Document):
    """What was told about one order. `ballast` makes it as large as a test likes."""

    entries: tuple[str, ...] = ()
    ballast: str = ""

    def with_entry(self, entry: str) -> Tally:
        return self.model_copy(update={"entries": (*self.entries, entry)})


class Sheet(Document):
    sheet: PropertySheet
    property_id: str = PROPERTY


class Ring(Work, kind="tally.ring"):
    """Ring for an order."""

    order_id: str
    note: str


tallies = Collection("tallies", Tally)
sheets = Collection("sheets", Sheet)
Carry = Callable[[Ring, Attempt], Awaitable[Ending]]


@dataclass
class Rung:
    """What the carrier of `Ring` was asked to do."""

    notes: list[str] = field(default_factory=list)

    async def carry(self, work: Ring, attempt: Attempt) -> Ending:
        self.notes.append(work.note)
        return Done(reports=[sending_done(work)])


def sending_done(work: Ring) -> SendingDone:
    return SendingDone(
        property_id=PROPERTY,
        order_id=work.order_id,
        guest_id="guest-1",
        notice_id=work.note,
        channel=Channel.MAIL,
    )


def told(order_id: str, note: str) -> DeliveryStatusReported:
    """A fact without a sequence, as the bridge's door publishes it."""
    return DeliveryStatusReported(
        property_id=PROPERTY,
        order_id=order_id,
        guest_id="g",
        delivery_id=note,
        status=ReportedStatus.PENDING,
        reported_at=NOON,
    )


def property_sheet(name: str = "Hôtel Lumière") -> PropertySheet:
    return PropertySheet(
        name=name,
        kind=PropertyKind.HOTEL,
        languages=(Language.FR,),
        currency="EUR",
        time_zone="Europe/Paris",
    )


def define(name: str, property_id: str = PROPERTY) -> DefineProperty:
    """A request, which somebody waits for."""
    return DefineProperty(property_id=property_id, sheet=property_sheet(name))


def near(order_id: str) -> CourierNear:
    """A fact that is sequenced, as a service's events are."""
    return CourierNear(property_id=PROPERTY, order_id=order_id, occurred_at=NOON)


def tally_service(
    *,
    broken: Callable[[str], bool] = lambda note: False,
    carry: Carry | None = None,
    effects: Callable[[DeliveryStatusReported], list[Effect]] = lambda message: [],
    ballast: Callable[[str], str] = lambda note: "",
    deadline: timedelta = timedelta(seconds=2),
) -> Service:
    """The service, its handlers failing for notes that are `broken`."""
    table = HandlerTable("tally")

    @table.on(DeliveryStatusReported, document=tallies)
    def note(
        tally: Tally | None, message: DeliveryStatusReported, context: Context
    ) -> Outcome[Tally]:
        if broken(message.delivery_id):
            raise RuntimeError(f"cannot note {message.delivery_id}")
        noted = (tally or Tally()).with_entry(message.delivery_id)
        noted = noted.model_copy(update={"ballast": noted.ballast + ballast(message.delivery_id)})
        event = NoticeSent(
            property_id=message.property_id,
            order_id=message.order_id,
            guest_id=message.guest_id,
            notice_id=message.delivery_id,
            channel=Channel.MAIL,
        )
        return Outcome(noted, events=[event], effects=effects(message))

    @table.on(CourierNear, document=tallies)
    def count(tally: Tally | None, message: CourierNear, context: Context) -> Outcome[Tally]:
        return Outcome((tally or Tally()).with_entry(f"near {context.envelope.sequence}"))

    @table.on(SendingDone, document=tallies)
    def rung(tally: Tally | None, message: SendingDone, context: Context) -> Outcome[Tally]:
        return Outcome((tally or Tally()).with_entry(f"rung {message.notice_id}"))

    @table.on(DefineProperty, document=sheets)
    def define(sheet: Sheet | None, message: DefineProperty, context: Context) -> Outcome[Sheet]:
        if broken(message.sheet.name):
            raise RuntimeError(f"cannot define {message.sheet.name}")
        defined = PropertyDefined(
            property_id=message.property_id,
            request_id=context.envelope.id,
            changed=True,
            sheet=message.sheet,
        )
        state = PropertyState(property_id=message.property_id, sheet=message.sheet)
        kept = Sheet(sheet=message.sheet, property_id=message.property_id)
        return Outcome(kept, events=[defined, state])

    @table.state(sheets, topics.INVENTORY_PROPERTY_STATE)
    def say_again(sheet: Sheet) -> PropertyState:
        return PropertyState(property_id=sheet.property_id, sheet=sheet.sheet)

    carriers = EffectTable()
    carriers.on(Ring, deadline=deadline)(carry or Rung().carry)
    return Service(
        name="tally",
        handlers=table,
        collections=(tallies, sheets),
        publishes=(
            topics.NOTIFIER_NOTICE_EVENTS,
            topics.INVENTORY_PROPERTY_EVENTS,
            topics.INVENTORY_PROPERTY_STATE,
        ),
        effects=lambda runtime: carriers,
    )
