"""Days, instants and amounts as they are written in each of our languages."""

from __future__ import annotations

from datetime import date, datetime

from contracts.money import in_main_units
from contracts.properties import Language

# Monday first, January first.
_DAYS = {
    Language.FR: ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    Language.EN: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    Language.IT: ("lun", "mar", "mer", "gio", "ven", "sab", "dom"),
    Language.DE: ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    Language.ES: ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
}
_MONTHS = {
    Language.FR: "janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre",
    Language.EN: "January February March April May June July August September October November "
    "December",
    Language.IT: "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
    "novembre dicembre",
    Language.DE: "Januar Februar März April Mai Juni Juli August September Oktober November "
    "Dezember",
    Language.ES: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
}
_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}
_NARROW = "\u202f"
_FIXED = "\u00a0"


def day(on: date, language: Language) -> str:
    """`jeu. 1 juillet 2027`."""
    month = _MONTHS[language].split()[on.month - 1]
    number = f"{on.day}." if language is Language.DE else str(on.day)
    of = " de " if language is Language.ES else " "
    comma = "," if language is Language.DE else ""
    return f"{_DAYS[language][on.weekday()]}{comma} {number}{of}{month}{of}{on.year}"


def instant(at: datetime, language: Language) -> str:
    """A day and an hour; `at` is in the zone of who reads it."""
    return f"{day(at.date(), language)}, {at:%H:%M}"


def money(amount: int, currency: str, language: Language) -> str:
    """Minor units as their reader writes them: `1 234,50 €`, `€1,234.50`."""
    number = f"{in_main_units(amount, currency):,f}"
    sign = _SIGNS.get(currency)
    if language is Language.EN:
        return f"{sign}{number}" if sign else f"{currency}{_FIXED}{number}"
    thousands = _NARROW if language in (Language.FR, Language.ES) else "."
    written = number.replace(",", "_").replace(".", ",").replace("_", thousands)
    return f"{written}{_FIXED}{sign or currency}"
