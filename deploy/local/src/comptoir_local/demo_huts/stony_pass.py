"""Stony Pass Hut: a small Irish one, an hour behind the others."""

from __future__ import annotations

from datetime import date

from comptoir_local.demo_huts.model import (
    DemoHut,
    Json,
    Part,
    hut_sheet,
    mail_words,
    open_all_season,
    per_person,
    per_unit,
)

MAIL = "warden@stonypass.example"
SLEEP = ("VAT 13.5 %", "13.50")


def _parts(today: date) -> tuple[Part, ...]:
    return (
        *_SAID,
        ("/terms/en", {"text": "All of the stay is paid on booking. What is cancelled is due."}),
        ("/terms/fr", {"text": "Tout le séjour se paie à la réservation et reste dû."}),
        ("/rules", {"rules": _RULES}),
        ("/mails", {"mails": {"sender": MAIL, "texts": _MAILS}}),
        ("/stock-types", {"stock_types": _STOCK_TYPES}),
        (
            "/openings",
            {
                "openings": [
                    open_all_season(today, "dormitory", 20),
                    open_all_season(today, "room", 4),
                    open_all_season(today, "bothy", 8),
                ]
            },
        ),
        ("/rates", {"rates": _RATES}),
        ("/supplements", {"supplements": _SUPPLEMENTS}),
    )


_SAID: tuple[Part, ...] = (
    (
        "/hut/contact",
        {
            "contact": {
                "name": "Stony Pass Hut",
                "mail": MAIL,
                "warden": "Niamh",
                "phone": "+353200000013",
                "address": {"postcode": "V93", "city": "Killarney", "country": "IE"},
            }
        },
    ),
    ("/hut/position", {"position": {"latitude": 52.003, "longitude": -9.742, "altitude": 640}}),
    (
        "/hut/texts/en",
        {
            "texts": {
                "summary": "Thirty-two beds on the pass, with a stove and no road.",
                "description": "A dormitory, a room of four, and a bothy that parties of five or "
                "more have to themselves.",
                "access": "Ninety minutes from the car park at the lough, on a stony track.",
            }
        },
    ),
    (
        "/hut/texts/fr",
        {"texts": {"summary": "Trente-deux lits sur le col, un poêle et pas de route."}},
    ),
    (
        "/hut/characteristics",
        {
            "characteristics": {
                "chosen": {
                    "season": ["all_year"],
                    "lodging": ["dormitory", "private_room"],
                    "meals": ["self_catering_kitchen", "drinking_water"],
                    "activities": ["hiking", "long_distance_path"],
                }
            }
        },
    ),
)
_RULES: Json = {"mode": "pre_booking", "cut_off": "20:00", "option_days": 14, "reminder_days": 3}
_MAILS: Json = {
    "en": mail_words(
        "Bring your own sleeping bag.",
        ("Your booking at Stony Pass", "The key is under the blue stone."),
        ("Your pre-booking at Stony Pass", "We keep your beds for two weeks."),
    ),
    "fr": mail_words(
        "Prenez votre sac de couchage.",
        ("Votre réservation à Stony Pass", "La clé est sous la pierre bleue."),
        ("Votre pré-réservation à Stony Pass", "Vos lits sont gardés deux semaines."),
    ),
}
_STOCK_TYPES: list[Json] = [
    {"id": "dormitory", "name": "Dormitory", "label": {"en": "Dormitory", "fr": "Dortoir"}},
    {"id": "room", "name": "Room 4", "label": {"en": "Room of four", "fr": "Chambre de quatre"}},
    {
        "id": "bothy",
        "name": "Bothy",
        "label": {"en": "Bothy", "fr": "Cabane"},
        "description": {"en": "Parties of five or more have it to themselves."},
        "whole_from": 5,
    },
]
_RATES: list[Json] = [
    per_person("adult", "dormitory", 2200, 20, SLEEP, en="Adult", fr="Adulte"),
    per_person("bed", "room", 3000, 4, SLEEP, en="Bed", fr="Lit"),
    per_person("place", "bothy", 1800, 8, SLEEP, en="Place", fr="Place"),
]
_SUPPLEMENTS: list[Json] = [
    per_unit(
        "firewood", 800, 5, ("VAT 23 %", "23.00"), en="Basket of firewood", fr="Panier de bois"
    )
]
STONY_PASS = DemoHut(
    "stony-pass-hut",
    hut_sheet("Stony Pass Hut", ("en", "fr"), "Europe/Dublin"),
    _parts,
)
