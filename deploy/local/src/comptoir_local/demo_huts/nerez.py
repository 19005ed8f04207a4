"""Refuge du Grand Nerez: a French hut below a glacier, in five languages."""

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

MAIL = "gardien@nerez.example"
SLEEP, FOOD = ("TVA 10 %", "10.00"), ("TVA 5,5 %", "5.50")


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
                    open_all_season(today, "dortoir", 20, 20, 20, 20, 24, 24, 20),
                    open_all_season(today, "chambre-4", 4),
                    open_all_season(today, "chambre-6", 6),
                ]
            },
        ),
        ("/rates", {"rates": _RATES}),
        ("/supplements", {"supplements": _SUPPLEMENTS}),
        ("/closures", {"closed": nights_from(today, 45, 3)}),
    )


_SAID: tuple[Part, ...] = (
    (
        "/hut/contact",
        {
            "contact": {
                "name": "Refuge du Grand Nerez",
                "mail": MAIL,
                "warden": "Maëlle",
                "phone": "+33400000011",
                "website": "https://nerez.example",
                "address": {"postcode": "73480", "city": "Bonneval-sur-Arc", "country": "FR"},
            }
        },
    ),
    ("/hut/position", {"position": {"latitude": 45.331, "longitude": 7.104, "altitude": 2541}}),
    (
        "/hut/texts/fr",
        {
            "texts": {
                "summary": "Trente places au pied du glacier, trois heures depuis le village.",
                "description": "Un dortoir sous le toit, une chambre de quatre et une de six que "
                "l'on réserve en entier. Le soir, la soupe est servie à 19 h à une seule table.",
                "access": "Du hameau de l'Écot, par le sentier balcon : trois heures, 780 m.",
                "extra": "Les chiens dorment dans la remise.",
            }
        },
    ),
    (
        "/hut/texts/en",
        {
            "texts": {
                "summary": "Thirty beds below the glacier, three hours from the village.",
                "description": "A dormitory under the roof, a room of four, and one of six that is "
                "booked whole. Soup is served at 7 pm, at one table.",
                "access": "From the hamlet of L'Écot by the balcony path: three hours, 780 m.",
            }
        },
    ),
    ("/hut/texts/it", {"texts": {"summary": "Trenta posti ai piedi del ghiacciaio, tre ore."}}),
    ("/hut/texts/de", {"texts": {"summary": "Dreißig Plätze unter dem Gletscher, drei Stunden."}}),
    ("/hut/texts/es", {"texts": {"summary": "Treinta plazas al pie del glaciar, tres horas."}}),
    (
        "/hut/characteristics",
        {
            "characteristics": {
                "chosen": {
                    "season": ["summer", "spring_skiing"],
                    "lodging": ["dormitory", "private_room", "blankets"],
                    "comfort": ["hot_shower", "indoor_toilets", "terrace", "drying_room"],
                    "meals": ["half_board", "picnic", "vegetarian"],
                    "activities": ["hiking", "ski_touring", "mountaineering"],
                }
            }
        },
    ),
    (
        "/hut/links",
        {"links": [{"label": {"fr": "Météo", "en": "Weather"}, "url": "https://meteo.example"}]},
    ),
)
_RULES: Json = {
    "mode": "booking",
    "payment_means": ["paypal", "paybox"],
    "deposit": {"kind": "percentage", "value": 30},
    "refund_days": 2,
    "cut_off": "16:00",
    "option_days": 10,
    "reminder_days": 2,
    "group_from": 15,
}
_TERMS = {
    "fr": "Toute nuitée annulée moins de deux jours avant l'arrivée reste due.\n"
    "L'acompte est rendu si le gardien ferme le refuge pour cause de mauvais temps.",
    "en": "A night cancelled less than two days before arrival is due in full.\n"
    "The deposit is paid back where the warden closes the hut because of the weather.",
    "it": "Il pernottamento annullato meno di due giorni prima dell'arrivo resta dovuto.",
    "de": "Eine Nacht, die weniger als zwei Tage vorher abgesagt wird, ist zu bezahlen.",
    "es": "La noche anulada menos de dos días antes de la llegada se cobra entera.",
}
_MAILS: Json = {
    "fr": mail_words(
        "Draps non fournis : prenez votre sac à viande.",
        ("Votre réservation au Grand Nerez", "À bientôt là-haut !"),
        ("Votre pré-réservation au Grand Nerez", "Merci de la confirmer dans les dix jours."),
    ),
    "en": mail_words(
        "Bring a sleeping bag liner.",
        ("Your booking at Grand Nerez", "See you up there."),
        ("Your pre-booking at Grand Nerez", "Please confirm it within ten days."),
    ),
    "it": mail_words(
        "Portate il sacco lenzuolo.",
        ("La vostra prenotazione al Grand Nerez", "A presto lassù."),
        ("La vostra pre-prenotazione al Grand Nerez", "Vi preghiamo di confermarla."),
    ),
    "de": mail_words(
        "Bitte Hüttenschlafsack mitbringen.",
        ("Ihre Buchung am Grand Nerez", "Bis bald dort oben."),
        ("Ihre Vormerkung am Grand Nerez", "Bitte bestätigen Sie sie binnen zehn Tagen."),
    ),
    "es": mail_words(
        "Traigan saco sábana.",
        ("Su reserva en el Grand Nerez", "Hasta pronto ahí arriba."),
        ("Su prerreserva en el Grand Nerez", "Confírmenla en diez días, por favor."),
    ),
}
_STOCK_TYPES: list[Json] = [
    {
        "id": "dortoir",
        "name": "Dortoir du haut",
        "label": {
            "fr": "Dortoir",
            "en": "Dormitory",
            "it": "Camerata",
            "de": "Lager",
            "es": "Dormitorio común",
        },
        "description": {
            "fr": "Vingt couchages sous le toit, couvertures fournies.",
            "en": "Twenty beds under the roof, blankets provided.",
        },
    },
    {
        "id": "chambre-4",
        "name": "Chambre 4",
        "label": {
            "fr": "Chambre de quatre",
            "en": "Room of four",
            "it": "Camera da quattro",
            "de": "Viererzimmer",
            "es": "Habitación de cuatro",
        },
        "description": {"fr": "Deux lits superposés.", "en": "Two bunk beds."},
    },
    {
        "id": "chambre-6",
        "name": "Chambre 6 (entière)",
        "label": {
            "fr": "Chambre de six, entière",
            "en": "Room of six, booked whole",
            "it": "Camera da sei, intera",
            "de": "Sechserzimmer, ganz",
            "es": "Habitación de seis, entera",
        },
        "description": {"fr": "Pour une seule cordée.", "en": "For one party alone."},
        "whole_from": 1,
    },
]
_RATES: list[Json] = [
    per_person("adulte", "dortoir", 2600, 20, SLEEP, fr="Nuitée adulte", en="Night, adult"),
    per_person("enfant", "dortoir", 2000, 20, SLEEP, fr="Nuitée enfant", en="Night, child"),
    per_person("nuitee-4", "chambre-4", 3400, 4, SLEEP, fr="Nuitée en chambre", en="Night in room"),
    per_person("nuitee-6", "chambre-6", 3800, 6, SLEEP, fr="Nuitée en chambre", en="Night in room"),
]
_SUPPLEMENTS: list[Json] = [
    per_unit("demi-pension", 2900, 24, SLEEP, fr="Demi-pension", en="Half board"),
    per_unit("pique-nique", 1200, 24, FOOD, fr="Pique-nique du midi", en="Packed lunch"),
]
NEREZ = DemoHut(
    "refuge-nerez",
    hut_sheet("Refuge du Grand Nerez", ("fr", "en", "it", "de", "es"), "Europe/Paris"),
    _parts,
)
