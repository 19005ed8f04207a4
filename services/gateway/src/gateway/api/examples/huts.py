"""What is answered about a hut, by the names of the models: an option of two nights in July."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from gateway.api.examples.evening import CURSOR, Example
from gateway.api.examples.hut_bodies import (
    ADULT,
    CONTACT,
    CONTACTED,
    HOW,
    LINKED,
    MAILED,
    PHOTO,
    PICNIC,
    PLACED,
    SAID,
    SHOWN,
    SHUT,
    SUMMER,
    TICKED,
    TYPES,
)

STAY = "8d2b7a5e-41f0-5b77-9d0e-2a6c1f0b9e31"
REFERENCE = "9K3TZ7"
BOOKED = "2027-04-28T07:27:33.000Z"
EXPIRES = "2027-05-08T07:27:33.000Z"
TAX: Example = {"tax_name": "TVA 10 %", "tax_rate": "10.00"}

MAIL: Example = {
    "notice_id": "c9c1d1de-0000-8000-8000-000000000a11",
    "stay": "booked",
    "audience": "guest",
    "state": "sent",
    "at": BOOKED,
    "language": "fr",
    "title": "Votre pré-réservation 9K3TZ7 : Refuge de l'Aigle",
}


def _night(night: str) -> Example:
    return {
        "kind": "night",
        "property_id": "refuge-aigle",
        "item_id": "adulte",
        "name": {"fr": "Nuitée adulte"},
        "night": night,
        "stock_type_id": "dortoir",
        "stock_type": "Dortoir du bas",
        "label": {"fr": "Dortoir"},
        "quantity": 2,
        "unit_amount": 2600,
        "total": 5200,
        **TAX,
    }


FIRST, SECOND = _night("2027-07-01"), _night("2027-07-02")
EATEN: Example = {
    "kind": "supplement",
    "property_id": "refuge-aigle",
    "item_id": "pique-nique",
    "name": {"fr": "Pique-nique du midi"},
    "night": "2027-07-02",
    "label": {},
    "quantity": 2,
    "unit_amount": 1200,
    "total": 2400,
    **TAX,
}
LINES: list[JsonValue] = [FIRST, SECOND, EATEN]
NET: Example = {"name": "TVA 10 %", "rate": "10.00", "net": 11637, "tax": 1163}
PRICE: Example = {
    "currency": "EUR",
    "lines": LINES,
    "shares": [
        {
            "property_id": "refuge-aigle",
            "property_name": "Refuge de l'Aigle",
            "amount": {"currency": "EUR", "tax_lines": [NET]},
            "due_now": 3840,
        }
    ],
    "total": 12800,
    "due_now": 3840,
}
CARD: Example = {
    "order_id": STAY,
    "reference": REFERENCE,
    "state": "option",
    "source": "desk",
    "guest": "M. Martin Dupont",
    "phone": "0101010101",
    "mail": "martin.dupont@mail.example",
    "first_night": "2027-07-01",
    "last_night": "2027-07-02",
    "persons": 2,
    "total": {"currency": "EUR", "amount": 12800},
    "booked_at": BOOKED,
    "expires_at": EXPIRES,
    "revision": 1,
}
DETAIL: Example = {
    **CARD,
    "contact": CONTACT,
    "wish": "option",
    "language": "fr",
    "send_mail": False,
    "lines": LINES,
    "nights": ["2027-07-01", "2027-07-02"],
    "taxes": {"currency": "EUR", "total": 12800, "tax_lines": [{**NET, "gross": 12800}]},
    "due_now": 3840,
    "paid": 0,
    "refunded": 0,
    "other_huts": 0,
    "history": [
        {"at": BOOKED, "kind": "booked", "state": "option", "amount": 12800, "by": "Élodie"}
    ],
}
DAY: Example = {
    "night": "2027-07-02",
    "revision": 3,
    "stock": [
        {
            "stock_type_id": "dortoir",
            "left": 20,
            "places": 22,
            "sold": 2,
            "bookings": 1,
            "persons": 2,
            "initial": 24,
            "adjustment": -2,
        }
    ],
}
ROW: Example = {
    "stock_type_id": "dortoir",
    "name": "Dortoir du bas",
    "label": {"fr": "Dortoir"},
    "left": [18, 0],
    "places": [20, 24],
    "bookings": [1, 0],
    "persons": [2, 0],
    "adjustment": [-2, 0],
    "why": [None, "closed"],
}
OPTIONS: Example = {"count": 1, "total": 12800}
FIRM: Example = {"count": 3, "total": 31200}
BOTH: Example = {"count": 4, "total": 44000}
COUNTED: Example = {"options": OPTIONS, "firm": FIRM, "all": BOTH}
SAVED: Example = {"revision": 13, "changed": True, "undercut": [], "undercut_count": 0}
REVISION: Example = {"revision": 12}

CALENDAR: Example = {
    "stock_type_id": "dortoir",
    "name": "Dortoir du bas",
    "url": "https://comptoir.example/calendars/WyJyZWZ1Z2UtYWlnbGUvZG9ydG9pci81MjE3Il0.kx1.ics",
    "created_at": "2027-04-28T07:27:33.000Z",
    "created_by": "Élodie",
}
HUTS: Mapping[str, JsonValue] = {
    "Saved": SAVED,
    "UploadedAnswer": {
        **SAVED,
        "media_id": PHOTO,
        "url": f"/media/{PHOTO}",
        "kind": "photo",
        "size": 98304,
        "width": 800,
        "height": 600,
    },
    "HutAnswer": {
        **REVISION,
        "sheet": {
            "contact": CONTACTED,
            "position": PLACED,
            "texts": {"fr": SAID},
            "characteristics": TICKED,
            "media": [
                {
                    "media_id": PHOTO,
                    "kind": "photo",
                    "name": "La façade",
                    "size": 98304,
                    "width": 800,
                    "height": 600,
                }
            ],
            "photos": SHOWN,
            "links": LINKED,
        },
        "families": {"season": ["summer", "winter"], "comfort": ["terrace", "hot_shower"]},
    },
    "SellingAnswer": {
        **REVISION,
        "selling": {
            "currency": "EUR",
            "rules": HOW,
            "stock_types": TYPES,
            "openings": [SUMMER],
            "rates": [ADULT],
            "supplements": [PICNIC],
            "closed": SHUT,
        },
    },
    "RulesAnswer": {**REVISION, "rules": HOW},
    "TermsAnswer": {
        **REVISION,
        "text": "Toute nuitée annulée la veille reste due.",
        "version": 2,
        "language": "fr",
        "languages": ["fr"],
    },
    "MailsAnswer": {**REVISION, "mails": MAILED},
    "StockTypesAnswer": {**REVISION, "stock_types": TYPES},
    "OpeningsAnswer": {**REVISION, "openings": [SUMMER]},
    "RatesAnswer": {**REVISION, "rates": [ADULT]},
    "SupplementsAnswer": {**REVISION, "supplements": [PICNIC]},
    "ClosuresAnswer": {**REVISION, "closed": SHUT},
    "Readiness": {
        "bookable": False,
        "items": [
            {"item": "contact", "ok": True, "blocks": True, "missing": []},
            {"item": "texts", "ok": False, "blocks": False, "missing": ["en"]},
            {"item": "rates", "ok": False, "blocks": True, "missing": ["chambre-4"]},
        ],
    },
    "PlanningGrid": {
        "offset": 48211,
        "from": "2027-07-13",
        "days": 2,
        "today": "2027-04-28",
        "first_online": "2027-04-28",
        "last": "2029-05-10",
        "closing": [None, "calendar"],
        "rows": [ROW],
    },
    "PlanningOptions": {
        "from": "2027-07-13",
        "days": 2,
        "held": [{"night": "2027-07-13", "stock_type_id": "dortoir", "persons": 2, "stays": 1}],
    },
    "PlanningDay": {
        "offset": 48211,
        "day": DAY,
        "currency": "EUR",
        "bookings_total": 5200,
        "supplements_total": 2400,
        "total": 7600,
        "stays": [
            {
                "order_id": STAY,
                "reference": REFERENCE,
                "state": "option",
                "guest": "M. Martin Dupont",
                "phone": "0101010101",
                "mail": "martin.dupont@mail.example",
                "remark": "Arrive tard, par le col",
                "arrives": False,
                "persons": 2,
                "bookings": [SECOND],
                "bookings_total": 5200,
                "supplements": [EATEN],
                "supplements_total": 2400,
                "total": 7600,
            }
        ],
    },
    "DayChangedAnswer": {"changed": True, "day": DAY},
    "PriceAnswer": {"price": PRICE},
    "BookedAnswer": {
        "order_id": STAY,
        "reference": REFERENCE,
        "state": "option",
        "total": 12800,
        "currency": "EUR",
        "expires_at": EXPIRES,
    },
    "StayDetail": DETAIL,
    "StayChangedAnswer": {"total": 5200, "currency": "EUR", "difference": -7600},
    "StayDoneAnswer": {"order_id": STAY},
    "StayMailList": {"mails": [MAIL]},
    "StayMailDetail": {
        **MAIL,
        "text": "Votre pré-réservation\n\nVos places sont réservées.",
        "html": "<h1>Votre pré-réservation</h1><p>Vos places sont réservées.</p>",
    },
    "SalesPage": {"stays": [CARD], "next": CURSOR},
    "SalesFile": {"stays": [DETAIL]},
    "SalesTotals": {
        **COUNTED,
        "from": "2018-01-01",
        "to": "2027-04-28",
        "as_of": "2027-04-28",
        "currency": "EUR",
        "years": [{"year": 2027, **COUNTED, "months": [{"month": "2027-04", **COUNTED}]}],
        "other_money": [],
    },
    "CalendarAnswer": CALENDAR,
    "Calendars": {"calendars": [CALENDAR, {"stock_type_id": "chambre-4", "name": "Chambre 4"}]},
}
