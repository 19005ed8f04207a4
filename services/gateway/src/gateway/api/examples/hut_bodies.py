"""What is sent to a hut, by example: one dormitory of 20 and a room of four in the mountains."""

from __future__ import annotations

from pydantic import JsonValue

from gateway.api.examples.evening import Example

TYPES: list[JsonValue] = [
    {
        "id": "dortoir",
        "name": "Dortoir du bas",
        "label": {"fr": "Dortoir", "en": "Dormitory"},
        "description": {"fr": "Vingt couchages, couvertures fournies"},
    },
    {"id": "chambre-4", "name": "Chambre 4", "label": {"fr": "Chambre"}, "whole_from": 1},
]
SUMMER: Example = {
    "id": "ete",
    "stock_type_id": "dortoir",
    "first": "2027-06-12",
    "last": "2027-09-26",
    "places": [20, 20, 20, 20, 24, 24, 20],
}
ADULT: Example = {
    "id": "adulte",
    "stock_type_id": "dortoir",
    "name": {"fr": "Nuitée adulte", "en": "Night, adult"},
    "description": {"fr": "Taxe de séjour comprise"},
    "minimum": 1,
    "maximum": 20,
    "unit_amount": 2600,
    "tax_name": "TVA 10 %",
    "tax_rate": "10.00",
}
PICNIC: Example = {
    "id": "pique-nique",
    "name": {"fr": "Pique-nique du midi"},
    "minimum": 0,
    "maximum": 20,
    "unit_amount": 1200,
    "tax_name": "TVA 10 %",
    "tax_rate": "10.00",
}
HOW: Example = {
    "mode": "pre_booking",
    "deposit": {"kind": "percentage", "value": 30},
    "min_days_before": 0,
    "cut_off": "16:00",
    "option_days": 10,
    "reminder_days": 2,
    "group_from": 15,
}
MAILED: Example = {
    "sender": "gardien@refuge-aigle.example",
    "texts": {
        "fr": {
            "rates_intro": "Draps non fournis : prenez votre sac à viande.",
            "booking_subject": "Votre réservation au refuge",
            "booking_body": "À bientôt là-haut !",
            "pre_booking_subject": "Votre pré-réservation au refuge",
            "pre_booking_body": "Merci de la confirmer par téléphone.",
        }
    },
}
SHUT: list[JsonValue] = ["2027-07-14", "2027-07-15"]

RULES: JsonValue = {"rules": HOW}
TERMS: JsonValue = {"text": "Toute nuitée annulée la veille reste due."}
MAILS: JsonValue = {"mails": MAILED}
STOCK_TYPES: JsonValue = {"stock_types": TYPES}
OPENINGS: JsonValue = {"openings": [SUMMER]}
RATES: JsonValue = {"rates": [ADULT]}
SUPPLEMENTS: JsonValue = {"supplements": [PICNIC]}
CLOSURES: JsonValue = {"closed": SHUT}

NIGHTS: list[JsonValue] = [
    {"night": "2027-07-01", "rate_id": "adulte", "persons": 2},
    {"night": "2027-07-02", "rate_id": "adulte", "persons": 2},
]
WANTED: Example = {
    "nights": NIGHTS,
    "supplements": [{"supplement_id": "pique-nique", "quantity": 2, "night": "2027-07-02"}],
}
CONTACT: Example = {
    "title": "M.",
    "surname": "Dupont",
    "given_name": "Martin",
    "phone": "0101010101",
    "mail": "martin.dupont@mail.example",
    "address": "Route de la République",
    "postcode": "75000",
    "city": "Paris",
    "country": "FR",
    "remark": "Arrive tard, par le col",
}
PRICING: JsonValue = {"cart": WANTED}
BOOKING: JsonValue = {
    "cart": WANTED,
    "contact": CONTACT,
    "wish": "option",
    "send_mail": False,
    "expected_total": 12800,
}
CHANGING: JsonValue = {"cart": {"nights": NIGHTS[:1]}, "expected_total": 5200}
CONFIRMING: JsonValue = {"send_mail": True}
CANCELLING: JsonValue = {"reason": "Orages annoncés", "send_mail": True}
ADJUSTING: JsonValue = {"by": -2}
CLOSING: JsonValue = {"closed": True}

PHOTO = "4b7c9f0a-51f5-4f36-9a3e-4f7f4a7b9d21"
CONTACTED: Example = {
    "name": "Refuge de l'Aigle",
    "mail": "gardien@refuge-aigle.example",
    "warden": "Élodie",
    "phone": "+33400000000",
    "address": {"postcode": "05480", "city": "Villar-d'Arêne", "country": "FR"},
}
PLACED: Example = {"latitude": 45.0103, "longitude": 6.3214, "altitude": 3450}
SAID: Example = {
    "summary": "Perché sur son rocher, trente places, vue sur la Meije.",
    "access": "Six heures depuis le Pont d'Arsine, sur glacier : corde et crampons.",
    "extra": "Pas de chiens.",
}
TICKED: Example = {"chosen": {"season": ["summer"], "comfort": ["terrace"]}}
SHOWN: Example = {"main": PHOTO, "gallery": []}
LINKED: list[JsonValue] = [
    {"label": {"fr": "Météo"}, "url": "https://meteo.example/ecrins"},
]

HUT_CONTACT: JsonValue = {"contact": CONTACTED}
POSITION: JsonValue = {"position": PLACED}
TEXTS: JsonValue = {"texts": SAID}
CHARACTERISTICS: JsonValue = {"characteristics": TICKED}
PHOTOS: JsonValue = {"photos": SHOWN}
LINKS: JsonValue = {"links": LINKED}
FOLDERS: JsonValue = {"folders": [{"id": "exterieurs", "name": "Extérieurs"}]}
MEDIUM: JsonValue = {
    "name": "La terrasse",
    "folder_id": "exterieurs",
    "captions": {"fr": "La terrasse au matin"},
}
CHARGING_CARD: dict[str, JsonValue] = {"amount": 5200, "reason": "Pas venu"}
