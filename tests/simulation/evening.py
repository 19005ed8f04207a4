"""What the outside does in one evening: orders, and what the delivery partner says of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from chassis.emit import emit
from chassis.identity import partition_of
from chassis.records import Outgoing
from contracts.deliveries import (
    Courier,
    DeliveryContent,
    Guest,
    OrderLine,
    PlaceDeliveryOrder,
    Restaurant,
)
from contracts.envelope import Envelope
from contracts.message import Message
from contracts.money import Amount, TaxLine
from contracts.order_ids import guest_id_of, order_id_of
from contracts.properties import (
    DefineProperty,
    Integrations,
    Language,
    PmsMode,
    PropertyKind,
    PropertySheet,
)
from contracts.tracking import DeliveryStatusReported, ReportedStatus
from tests.simulation.broker import PARTITIONS_USED
from tests.simulation.faults import Dice, Fault

BEGIN = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
ORDERS = 50
# Seconds over which the orders are placed, and within which a partner's news of one follow.
PLACING = 6.0
NEWS = 6.0
LATE = 10.0
PARTNER = "demo-page"
SOURCE = f"/pms-bridge/ordering-page/{PARTNER}"
NEWS_SOURCE = "/pms-bridge/uber-direct/lumiere"
COURIERS = (Courier(name="Marc"), Courier(name="Inès"))

S = ReportedStatus
# What a partner says of an order, and how often an evening has one of that kind.
COURSES: tuple[tuple[int, tuple[ReportedStatus, ...]], ...] = (
    (8, (S.TO_PICKUP, S.PICKED_UP, S.DELIVERED)),
    (5, (S.TO_PICKUP, S.PICKED_UP, S.NEAR, S.DELIVERED)),
    (7, (S.DELIVERED,)),
    (3, (S.TO_PICKUP, S.CANCELLED)),
    (3, (S.DELIVERED, S.CANCELLED)),
    (2, (S.PICKED_UP, S.DELIVERED, S.RETURNED)),
    (2, (S.CANCELLED, S.DELIVERED)),
    (2, (S.TO_PICKUP, S.PICKED_UP)),
    (1, ()),
)


def in_use(key: str) -> bool:
    """Whether a key lies in one of the few partitions that an evening uses."""
    return partition_of(key) < PARTITIONS_USED


def names_in_use(pattern: str) -> Iterable[str]:
    return (name for n in range(1000) if in_use(name := pattern.format(n)))


CHARGED = next(iter(names_in_use("hotel-{}")))
BY_HAND = next(iter(names_in_use("annex-{}")))


@dataclass(slots=True)
class Story:
    """One order as the outside knows it: all that it asked for, and all that was reported."""

    request: PlaceDeliveryOrder
    reported: tuple[ReportedStatus, ...]
    others: list[PlaceDeliveryOrder] = field(default_factory=list)


@dataclass(slots=True)
class Evening:
    """`script` is what arrives when, in seconds from the first order on."""

    stories: dict[str, Story] = field(default_factory=dict)
    script: list[tuple[float, Outgoing]] = field(default_factory=list)


def definitions() -> list[Outgoing]:
    """The evening's two properties: one that is charged through its PMS, one by hand."""
    return [
        record(
            DefineProperty(property_id=name, sheet=_sheet(pms)), f"define-{name}", "/gateway", BEGIN
        )
        for name, pms in ((CHARGED, PmsMode.TWO_WAY), (BY_HAND, PmsMode.ONE_WAY))
    ]


def plan(dice: Dice) -> Evening:
    evening = Evening()
    number = 0
    while len(evening.stories) < ORDERS:
        number += 1
        if in_use(order_id_of(PARTNER, f"EVE-{number}")):
            _add(evening, dice, number)
    evening.script.sort(key=lambda entry: entry[0])
    return evening


def _add(evening: Evening, dice: Dice, number: int) -> None:
    placed = dice.between(0, PLACING)
    ((_, reported),) = dice.random.choices(COURSES, [often for often, _ in COURSES])
    story = Story(_request(dice, number, placed), reported)
    evening.stories[story.request.order_id] = story
    arrives = placed
    if reported and dice.hits(Fault.WEBHOOK_BEFORE_ITS_ORDER):
        arrives += dice.between(NEWS / 2, 2 * NEWS)
    _ask(evening, arrives, story.request)
    if dice.hits(Fault.ORDER_REPEATED):
        _ask(evening, arrives + dice.between(0, LATE), story.request)
    if dice.hits(Fault.ORDER_REPEATED_DIFFERENTLY):
        other = _but_in_another_room(story.request)
        story.others.append(other)
        _ask(evening, arrives + dice.between(-1, LATE), other)
    _report(evening, dice, story, placed)


def _report(evening: Evening, dice: Dice, story: Story, placed: float) -> None:
    moments = sorted(dice.between(0, NEWS) for _ in story.reported)
    for n, (status, after) in enumerate(zip(story.reported, moments, strict=True)):
        arrives = placed + after
        if dice.hits(Fault.WEBHOOK_LATE):
            arrives += dice.between(1, LATE)
        news = _news(story.request, n, status, placed + after, dice.random.choice(COURIERS))
        evening.script.append((arrives, news))
        if dice.hits(Fault.WEBHOOK_REPEATED):
            evening.script.append((arrives + dice.between(0, LATE), news))


def _ask(evening: Evening, at: float, request: PlaceDeliveryOrder) -> None:
    id = f"{request.content.external_id}:{request.content.room}"
    evening.script.append((max(0.0, at), record(request, id, SOURCE, request.content.placed_at)))


def _request(dice: Dice, number: int, placed: float) -> PlaceDeliveryOrder:
    name, whole = f"EVE-{number}", dice.random.randint(800, 6000)
    food = dice.random.randint(0, whole)
    lines = (("10.00", food), ("20.00", whole - food))
    return PlaceDeliveryOrder(
        property_id=BY_HAND if dice.random.random() < 0.15 else CHARGED,
        order_id=order_id_of(PARTNER, name),
        guest_id=guest_id_of(PARTNER, name),
        content=DeliveryContent(
            external_id=name,
            partner_id=PARTNER,
            room=str(dice.random.randint(100, 399)),
            guest=Guest(surname=f"Guest {number}"),
            restaurant=Restaurant(name="Chez Lina"),
            lines=(OrderLine(name="Meal", quantity=1, unit_amount=whole),),
            amount=Amount(
                currency="EUR",
                tax_lines=tuple(
                    TaxLine(name="VAT", rate=rate, net=gross - gross // 11, tax=gross // 11)
                    for rate, gross in lines
                    if gross
                ),
            ),
            placed_at=instant(placed),
        ),
    )


def _but_in_another_room(request: PlaceDeliveryOrder) -> PlaceDeliveryOrder:
    content = request.content.model_copy(update={"room": f"{request.content.room}-b"})
    return request.model_copy(update={"content": content})


def _news(
    request: PlaceDeliveryOrder, n: int, status: ReportedStatus, at: float, courier: Courier
) -> Outgoing:
    name = request.content.external_id
    report = DeliveryStatusReported(
        property_id=request.property_id,
        order_id=request.order_id,
        guest_id=request.guest_id,
        delivery_id=f"del-{name}",
        status=status,
        reported_at=instant(at),
        courier=courier if status in (S.TO_PICKUP, S.PICKED_UP) else None,
    )
    return record(report, f"evt-{name}-{n}", NEWS_SOURCE, report.reported_at)


def _sheet(pms: PmsMode) -> PropertySheet:
    return PropertySheet(
        name="Simulated",
        kind=PropertyKind.HOTEL,
        languages=(Language.FR,),
        currency="EUR",
        time_zone="Europe/Paris",
        integrations=Integrations(pms=pms, delivery=True),
        order_mail=("desk@example.org", "night@example.org"),
    )


def instant(seconds: float) -> datetime:
    return BEGIN + timedelta(milliseconds=round(seconds * 1000))


def record(message: Message, id: str, source: str, time: datetime) -> Outgoing:
    envelope = Envelope(
        id=id,
        source=source,
        type=message.TYPE,
        subject=message.subject,
        time=time,
        property_id=message.property_id,
        actor="partner:simulation",
        correlation_id=message.key,
    )
    return emit(message, envelope)
