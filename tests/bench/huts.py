"""Huts of the bench, and bookings there, as commands that lie on the topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from chassis.emit import emit
from chassis.identity import derived_id
from chassis.records import Outgoing
from chassis.trace import child_trace
from contracts.carts import Cart, Contact, NightWanted, StaySource, Wish
from contracts.catalogue import SetOpenings, SetRates, SetStockTypes
from contracts.envelope import Envelope
from contracts.message import Message
from contracts.properties import DefineProperty, Language, PropertyKind, PropertySheet
from contracts.selling import Opening, RateLine, StockType
from contracts.stay_requests import BookStay

TODAY = datetime.now(UTC).date()
FIRST = TODAY + timedelta(days=10)
PLACES = 500
CONTACT = Contact(
    surname="Dupont", given_name="Martin", phone="+33639980001", mail="bench@courrier.example"
)


def definition(property_id: str) -> Outgoing:
    """Defines a hut."""
    sheet = PropertySheet(
        name=property_id,
        kind=PropertyKind.HUT,
        languages=(Language.FR,),
        currency="EUR",
        time_zone="Europe/Paris",
    )
    return record(DefineProperty(property_id=property_id, sheet=sheet), f"define-{property_id}")


def selling(property_id: str, types: int, nights: int) -> list[Outgoing]:
    """So many stock types, open for so many nights, each with as many places as there may be."""
    ids = [f"type-{n}" for n in range(types)]
    last = FIRST + timedelta(days=nights - 1)
    places = (PLACES,) * 7
    messages: tuple[Message, ...] = (
        SetStockTypes(
            property_id=property_id,
            stock_types=tuple(StockType(id=id, name=id) for id in ids),
            today=TODAY,
        ),
        SetOpenings(
            property_id=property_id,
            openings=tuple(
                Opening(id=id, stock_type_id=id, first=FIRST, last=last, places=places)
                for id in ids
            ),
            today=TODAY,
        ),
        SetRates(
            property_id=property_id,
            rates=tuple(
                RateLine(
                    id=id, stock_type_id=id, name={Language.FR: id}, maximum=20, unit_amount=2600
                )
                for id in ids
            ),
        ),
    )
    return [record(message, f"{message.TYPE}-{property_id}") for message in messages]


def bookings(run: str, property_ids: Sequence[str], count: int, nights: int) -> Iterable[Outgoing]:
    """So many stays of one person for two nights, the huts in turn and the nights in turn."""
    for n in range(count):
        property_id = property_ids[n % len(property_ids)]
        first = FIRST + timedelta(days=n // len(property_ids) % (nights - 1))
        yield record(_booking(f"{run}-{n}", property_id, first), f"book-{run}-{n}")


def _booking(name: str, property_id: str, first: date) -> BookStay:
    wanted = tuple(
        NightWanted(property_id=property_id, night=night, rate_id="type-0", persons=1)
        for night in (first, first + timedelta(days=1))
    )
    return BookStay(
        property_id=property_id,
        order_id=derived_id("bench", "stay", name),
        guest_id=derived_id("bench", "guest", name),
        cart=Cart(nights=wanted),
        contact=CONTACT,
        wish=Wish.FIRM,
        source=StaySource.DESK,
        send_mail=False,
        language=Language.FR,
    )


def record(message: Message, id: str) -> Outgoing:
    """What the gateway would append to Kafka."""
    envelope = Envelope(
        id=id,
        source="/gateway/api",
        type=message.TYPE,
        subject=message.subject,
        time=datetime.now(UTC),
        property_id=message.property_id,
        actor="rule:bench",
        correlation_id=message.subject,
        traceparent=child_trace(None, "bench", id),
    )
    return emit(message, envelope)
