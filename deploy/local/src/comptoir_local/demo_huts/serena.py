"""Rifugio Serena: an Italian hut, one pass and one day's walk from Grand Nerez."""

from __future__ import annotations

from datetime import date

from comptoir_local.demo_huts.model import (
    DemoHut,
    Json,
    Part,
    hut_sheet,
    mail_words,
    nights_from,
    open_all_season,
    per_person,
    per_unit,
)

MAIL = "rifugio@serena.example"
SLEEP = ("IVA 10 %", "10.00")


def _parts(today: date) -> tuple[Part, ...]:
    return (
        *_SAID,
        *((f"/terms/{language}", {"text": text}) for language, text in _TERMS.items()),
        ("/rules", {"rules": _RULES}),
        ("/mails", {"mails": {"sender": MAIL, "texts": _MAILS}}),
        ("/stock-types", {"stock_types": _STOCK_TYPES}),
        (
            "/openings",
            {
                "openings": [
                    open_all_season(today, "camerata", 20),
                    open_all_season(today, "camera", 4, 4, 4, 4, 8, 8, 4),
                    open_all_season(today, "stube", 5),
                ]
            },
        ),
        ("/rates", {"rates": _RATES}),
        ("/supplements", {"supplements": _SUPPLEMENTS}),
        ("/closures", {"closed": nights_from(today, 60, 2)}),
    )


_SAID: tuple[Part, ...] = (
    (
        "/hut/contact",
        {
            "contact": {
                "name": "Rifugio Serena",
                "mail": MAIL,
                "warden": "Ettore",
                "phone": "+390100000012",
                "address": {"postcode": "11010", "city": "Valgrisenche", "country": "IT"},
            }
        },
    ),
    ("/hut/position", {"position": {"latitude": 45.566, "longitude": 7.058, "altitude": 2284}}),
    (
        "/hut/texts/it",
        {
            "texts": {
                "summary": "Ventinove posti sopra il lago, a due ore dalla diga.",
                "description": "Una camerata, due camere da quattro e una stube con cinque letti.",
                "access": "Dalla diga per la mulattiera: due ore, 510 m.",
            }
        },
    ),
    (
        "/hut/texts/fr",
        {
            "texts": {
                "summary": "Vingt-neuf places au-dessus du lac, à deux heures du barrage.",
                "description": "Un dortoir, deux chambres de quatre et une stube de cinq lits.",
                "access": "Du barrage, par le chemin muletier : deux heures, 510 m.",
            }
        },
    ),
    ("/hut/texts/en", {"texts": {"summary": "Twenty-nine beds above the lake, two hours."}}),
    (
        "/hut/characteristics",
        {
            "characteristics": {
                "chosen": {
                    "season": ["summer", "winter"],
                    "lodging": ["dormitory", "private_room"],
                    "comfort": ["hot_water", "heating", "library"],
                    "meals": ["half_board", "bar", "local_produce"],
                    "way_in": ["on_foot", "on_snowshoes"],
                }
            }
        },
    ),
)
_RULES: Json = {
    "mode": "pre_booking",
    "deposit": {"kind": "fixed", "value": 2000},
    "min_days_before": 1,
    "option_days": 7,
    "reminder_days": 2,
    "group_from": 12,
}
_TERMS = {
    "it": "La caparra non viene restituita se la disdetta arriva il giorno prima.",
    "fr": "L'acompte n'est pas rendu si l'annulation arrive la veille.",
    "en": "The deposit is kept where a stay is cancelled on the day before.",
}
_MAILS: Json = {
    "it": mail_words(
        "Lenzuola a noleggio al rifugio.",
        ("La vostra prenotazione al Rifugio Serena", "Vi aspettiamo."),
        ("La vostra opzione al Rifugio Serena", "Confermatela entro una settimana."),
    ),
    "fr": mail_words(
        "Draps à louer au refuge.",
        ("Votre réservation au Rifugio Serena", "Nous vous attendons."),
        ("Votre option au Rifugio Serena", "Confirmez-la sous une semaine."),
    ),
    "en": mail_words(
        "Sheets are for hire at the hut.",
        ("Your booking at Rifugio Serena", "We look forward to seeing you."),
        ("Your option at Rifugio Serena", "Please confirm it within a week."),
    ),
}
_STOCK_TYPES: list[Json] = [
    {
        "id": "camerata",
        "name": "Camerata",
        "label": {"it": "Camerata", "fr": "Dortoir", "en": "Dormitory"},
        "description": {"it": "Venti posti letto su due livelli."},
    },
    {
        "id": "camera",
        "name": "Camera 4",
        "label": {"it": "Camera da quattro", "fr": "Chambre de quatre", "en": "Room of four"},
    },
    {
        "id": "stube",
        "name": "Stube",
        "label": {"it": "Stube, intera", "fr": "Stube, entière", "en": "Stube, booked whole"},
        "whole_from": 1,
    },
]
_RATES: list[Json] = [
    per_person("adulto", "camerata", 2400, 20, SLEEP, it="Adulto", fr="Adulte", en="Adult"),
    per_person("bambino", "camerata", 1500, 20, SLEEP, it="Bambino", fr="Enfant", en="Child"),
    per_person("posto", "camera", 3200, 8, SLEEP, it="Posto letto", fr="Nuitée", en="Bed"),
    per_person("stube", "stube", 3600, 5, SLEEP, it="Posto letto", fr="Nuitée", en="Bed"),
]
_SUPPLEMENTS: list[Json] = [
    per_unit("mezza-pensione", 2700, 20, SLEEP, it="Mezza pensione", fr="Demi-pension"),
    per_unit("lenzuola", 500, 20, ("IVA 22 %", "22.00"), it="Lenzuola", fr="Draps"),
]
SERENA = DemoHut(
    "rifugio-serena",
    hut_sheet("Rifugio Serena", ("it", "fr", "en"), "Europe/Rome"),
    _parts,
)
