"""Guests, restaurants and meals for the demo: the same for the same seed, and nobody real.

Telephone numbers are of the range that the French regulator keeps for fiction.
"""

import random
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from partners.opera.model import Hotel, Reservation, ReservationStatus, TransactionCode
from partners.uber.envelope import timestamp

FOOD_RATE = 1000
ALCOHOL_RATE = 2000
"""Tax rates in hundredths of a per cent."""

TRANSACTION_CODES = (
    TransactionCode(code="2010", description="Repas livrés, TVA 10 %", group="FB", subgroup="RS"),
    TransactionCode(code="2020", description="Alcools livrés, TVA 20 %", group="FB", subgroup="RS"),
    TransactionCode(code="2900", description="Offres et surclassements", group="OT", subgroup="UP"),
)

_GUESTS = (
    ("Anaïs", "D'Hérouville", "fr"),
    ("Gaëlle", "Le Guennec", "fr"),
    ("Noël", "Saint-Géry", "fr"),
    ("François", "Lefèvre", "fr"),
    ("Zoé", "Béranger-Muñoz", "fr"),
    ("Niccolò", "D'Amico", "it"),
    ("Chiara", "Dell'Acqua", "it"),
    ("Matteo", "Bassanini", "it"),
    ("Siobhán", "O'Rourke", "en"),
    ("Thomas", "McAllister", "en"),
    ("Emily", "Ashworth-Penn", "en"),
    ("Jürgen", "Großmann", "de"),
    ("Käthe", "von der Mühle", "de"),
    ("Sören", "Jäger", "de"),
    ("Begoña", "Núñez Ibáñez", "es"),
    ("Íñigo", "de la Peña", "es"),
    ("Łukasz", "Wójcik", "en"),
    ("Astrid", "Sørensen", "en"),
    ("Linh", "Nguyễn", "fr"),
    ("Aylin", "Yıldırım", "de"),
)

# Of the couple who do not order themselves.
COUPLE = "Castellane"

_MENUS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "Chez Lina": (
        ("Pizza regina", 1250, FOOD_RATE),
        ("Pizza aux quatre fromages", 1390, FOOD_RATE),
        ("Tiramisu", 650, FOOD_RATE),
        ("Eau pétillante 50 cl", 320, FOOD_RATE),
        ("Chianti, demi-bouteille", 1480, ALCOHOL_RATE),
    ),
    "Le Fournil d'Altitude": (
        ("Croûte au fromage", 1490, FOOD_RATE),
        ("Tarte aux myrtilles", 590, FOOD_RATE),
        ("Sirop de sapin", 350, FOOD_RATE),
        ("Bière ambrée 33 cl", 560, ALCOHOL_RATE),
    ),
    "Saïgon Express": (
        ("Bò bún", 1310, FOOD_RATE),
        ("Nems, quatre pièces", 690, FOOD_RATE),
        ("Perles de coco", 480, FOOD_RATE),
        ("Saké 18 cl", 990, ALCOHOL_RATE),
    ),
}


@dataclass(frozen=True)
class Guest:
    """A guest as the guest writes it; the PMS may spell the name its own way."""

    given_name: str
    surname: str
    language: str
    phone: str
    room: str


@dataclass(frozen=True)
class House:
    """A hotel as the PMS knows it, and those of its guests who may charge to their room."""

    hotel: Hotel
    guests: tuple[Guest, ...]


def house(
    today: date, hotel_id: str = "LUMIERE", name: str = "Hôtel Lumière", rooms: int = 40
) -> House:
    """A hotel with its guests of tonight.

    Every sixth room is shared by two guests, every eleventh guest may not charge to the room, and
    every fifth name is in capitals without accents, as front desks often type them. A couple of one
    name, who do not order themselves, has room 501.
    """
    dice = random.Random(f"{hotel_id}:{rooms}")
    reservations: list[Reservation] = []
    guests: list[Guest] = []
    for index in range(rooms):
        room = f"{index // 10 + 1}{index % 10 + 1:02}"
        for given_name, surname, language in dice.sample(_GUESTS, 2 if index % 6 == 5 else 1):
            phone = f"+3363998{dice.randrange(10_000):04}"
            guest = Guest(given_name, surname, language, phone, room)
            reservation = _reservation(guest, len(reservations), today, dice)
            reservations.append(reservation)
            if not reservation.no_post:
                guests.append(guest)
    reservations += [_gone(today), *_couple(today)]
    hotel = Hotel(
        hotel_id=hotel_id,
        name=name,
        currency="EUR",
        transaction_codes=list(TRANSACTION_CODES),
        reservations=reservations,
    )
    return House(hotel, tuple(guests))


def order(
    dice: random.Random, guest: Guest, property_id: str, external_id: str, now: datetime
) -> dict[str, Any]:
    """The body of an intake: one to four lines of one restaurant, with a tax line per rate.

    Amounts are minor units; `now` is an aware time in UTC.
    """
    restaurant = dice.choice(sorted(_MENUS))
    dishes = dice.sample(_MENUS[restaurant], dice.randint(1, 4))
    lines, gross = [], dict[int, int]()
    for name, unit_amount, rate in dishes:
        quantity = dice.choice((1, 1, 1, 2, 3))
        lines.append({"name": name, "quantity": quantity, "unit_amount": unit_amount})
        gross[rate] = gross.get(rate, 0) + quantity * unit_amount
    body: dict[str, Any] = {
        "external_id": external_id,
        "property_id": property_id,
        "room": guest.room,
        "guest": {
            "given_name": guest.given_name,
            "surname": guest.surname,
            "phone": guest.phone,
            "language": guest.language,
        },
        "restaurant": {"name": restaurant},
        "lines": lines,
        "currency": "EUR",
        "tax_lines": [tax_line(rate, gross[rate]) for rate in sorted(gross)],
        "total": sum(gross.values()),
        "placed_at": timestamp(now),
        "expected_at": timestamp(now + timedelta(minutes=dice.randrange(25, 50))),
    }
    if dice.random() < 0.5:
        body["validation_code"] = f"{dice.randrange(10_000):04}"
    return body


def tax_line(rate: int, gross: int) -> dict[str, Any]:
    """Splits a gross amount: `rate` in hundredths of a per cent, the net rounded half up."""
    divisor = 10_000 + rate
    net = (2 * gross * 10_000 + divisor) // (2 * divisor)
    return {
        "name": f"TVA {rate // 100} %",
        "rate": f"{rate // 100}.{rate % 100:02}",
        "net": net,
        "tax": gross - net,
    }


def names() -> frozenset[str]:
    """Given names and surnames of all guests that a house may have."""
    return frozenset({name for guest in _GUESTS for name in guest[:2]} | {COUPLE})


def without_accents(name: str) -> str:
    """A name as a front desk types it in a hurry: `Hérouville` becomes `HEROUVILLE`."""
    decomposed = unicodedata.normalize("NFKD", name.upper())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _reservation(guest: Guest, index: int, today: date, dice: random.Random) -> Reservation:
    typed = without_accents if index % 5 == 4 else str
    return Reservation(
        reservation_id=str(934_100 + index),
        confirmation=str(52_000_100 + index),
        profile_id=str(410_000 + index),
        room=guest.room,
        room_type=dice.choice(("STD", "SUP", "JSU")),
        given_name=typed(guest.given_name),
        surname=typed(guest.surname),
        language=guest.language,
        phone=guest.phone,
        arrival=today - timedelta(days=dice.randrange(1, 4)),
        departure=today + timedelta(days=dice.randrange(1, 5)),
        status=ReservationStatus.IN_HOUSE,
        no_post=index % 11 == 10,
    )


def _gone(today: date) -> Reservation:
    """The guest who slept in the first room last night and has checked out."""
    return Reservation(
        reservation_id="934099",
        confirmation="52000099",
        profile_id="409999",
        room="101",
        given_name="Ottoline",
        surname="Fairweather",
        language="en",
        arrival=today - timedelta(days=2),
        departure=today,
        status=ReservationStatus.CHECKED_OUT,
    )


def _couple(today: date) -> tuple[Reservation, ...]:
    """Two of one surname in one room: only a person knows who pays for their child's meal."""
    return tuple(
        Reservation(
            reservation_id=str(934_090 + index),
            confirmation=str(52_000_090 + index),
            profile_id=str(409_990 + index),
            room="501",
            given_name=given_name,
            surname=COUPLE,
            language="fr",
            arrival=today - timedelta(days=1),
            departure=today + timedelta(days=3),
        )
        for index, given_name in enumerate(("Béatrice", "Olivier"))
    )
