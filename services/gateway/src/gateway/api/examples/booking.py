"""What guests are answered about a hut, by the names of the models."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from gateway.api.examples.evening import Example
from gateway.api.examples.hut_bodies import PHOTO, PLACED
from gateway.api.examples.huts import BOOKED, EXPIRES, NET, REFERENCE

FACE: Example = {"url": f"/media/{PHOTO}", "width": 800, "height": 600, "caption": "La façade"}
ASKED: Example = {
    "name": "Refuge de l'Aigle",
    "mail": "gardien@refuge-aigle.example",
    "warden": "Élodie",
    "phone": "+33400000000",
    "address": ["05480 Villar-d'Arêne", "FR"],
}
ADULT: Example = {
    "id": "adulte",
    "name": "Nuitée adulte",
    "description": "Taxe de séjour comprise",
    "minimum": 1,
    "maximum": 20,
    "unit_amount": 2600,
    "stock_type_id": "dortoir",
}
PICNIC: Example = {
    "id": "pique-nique",
    "name": "Pique-nique du midi",
    "minimum": 0,
    "maximum": 20,
    "unit_amount": 1200,
}
LINES: list[JsonValue] = [
    {
        "kind": "night",
        "name": "Nuitée adulte",
        "label": "Dortoir",
        "night": night,
        "quantity": 2,
        "unit_amount": 2600,
        "total": 5200,
    }
    for night in ("2027-07-01", "2027-07-02")
]
EATEN: Example = {
    "kind": "supplement",
    "name": "Pique-nique du midi",
    "quantity": 2,
    "unit_amount": 1200,
    "total": 2400,
}

BOOKING: Mapping[str, JsonValue] = {
    "PublicHut": {
        "property_id": "refuge-aigle",
        "name": "Refuge de l'Aigle",
        "language": "fr",
        "languages": ["fr", "en"],
        "currency": "EUR",
        "time_zone": "Europe/Paris",
        "bookable": True,
        "first_night": "2027-07-01",
        "ways": ["pre_booking"],
        "contact": ASKED,
        "summary": "Perché sur son rocher, trente places, vue sur la Meije.",
        "main_photo": FACE,
        "gallery": [],
        "characteristics": {"season": ["summer"], "comfort": ["terrace"]},
        "links": [{"label": "Météo", "url": "https://meteo.example/ecrins"}],
        "position": PLACED,
        "intro": "Draps non fournis : prenez votre sac à viande.",
        "stock_types": [
            {"id": "dortoir", "label": "Dortoir", "description": "Vingt couchages, couvertures"}
        ],
        "rates": [ADULT],
        "supplements": [PICNIC],
        "terms_version": 2,
        "group_from": 15,
        "option_days": 10,
        "min_days_before": 0,
        "cut_off": "16:00",
    },
    "TermsShown": {
        "version": 2,
        "language": "fr",
        "text": "Toute nuitée annulée la veille reste due.",
    },
    "Availability": {
        "from": "2027-07-01",
        "days": 2,
        "today": "2027-04-28",
        "first_online": "2027-04-28",
        "last": "2029-05-10",
        "rows": [{"stock_type_id": "dortoir", "left": [18, 0], "why": [None, "closed"]}],
    },
    "GuestBookedAnswer": {
        "reference": REFERENCE,
        "state": "option",
        "total": 12800,
        "currency": "EUR",
        "expires_at": EXPIRES,
        "url": "https://comptoir.example/guest/stays/WyI4ZDJiIiwxODE0NDAwMDAwXQ.c2lnbmVk",
    },
    "GuestPayment": {
        "stage": "open",
        "reference": REFERENCE,
        "means": "paypal",
        "amount": 3840,
        "total": 12800,
        "currency": "EUR",
        "pays_until": "2027-04-28T07:42:33.000Z",
        "pay_at": "https://www.paypal.com/checkoutnow?token=5O190127TN364715T",
        "refunded": 0,
    },
    "GuestStay": {
        "reference": REFERENCE,
        "state": "option",
        "language": "fr",
        "guest": "Martin Dupont",
        "booked_at": BOOKED,
        "expires_at": EXPIRES,
        "cancellable": True,
        "currency": "EUR",
        "total": 12800,
        "paid": 0,
        "refunded": 0,
        "huts": [
            {
                "property_id": "refuge-aigle",
                "name": "Refuge de l'Aigle",
                "contact": ASKED,
                "photo": FACE,
                "time_zone": "Europe/Paris",
                "nights": ["2027-07-01", "2027-07-02"],
                "persons": 2,
                "lines": [*LINES, EATEN],
                "total": 12800,
                "taxes": {
                    "currency": "EUR",
                    "total": 12800,
                    "tax_lines": [{**NET, "gross": 12800}],
                },
            }
        ],
    },
}
