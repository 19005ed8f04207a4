"""A stay as a line of a file: for a spreadsheet, or for a program (R42)."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from contracts.carts import LineKind, PricedLine
from contracts.money import in_main_units
from contracts.properties import Language
from gateway.board.exported import harmless, local
from gateway.stays.model import StayShare
from gateway.stays.shown import card_of

COLUMNS = (
    *("reference", "state", "source", "booked_at", "ended_at", "guest", "phone", "mail"),
    *("address", "postcode", "city", "country", "first_night", "last_night", "persons"),
    *("bookings", "supplements", "currency", "total", "tax_lines", "remark", "order_id"),
)


def row_of(share: StayShare, zone: ZoneInfo, language: Language) -> Sequence[str]:
    """The stay as a line of the CSV file: amounts in main units, times in the hut's zone, names in
    its language."""
    card, contact = card_of(share), share.contact
    slept = (line for line in share.lines if line.kind is LineKind.NIGHT)
    had = (line for line in share.lines if line.kind is LineKind.SUPPLEMENT)
    address = " ".join(text for text in (contact.address, contact.address_2) if text)
    place = (address, contact.postcode or "", contact.city or "", contact.country or "")
    return (
        *(share.reference, str(share.state), str(share.source)),
        *(local(instant, zone) for instant in (share.booked_at, share.ended_at)),
        *(harmless(text) for text in (card.guest, contact.phone, contact.mail, *place)),
        *(card.first_night.isoformat(), card.last_night.isoformat(), str(card.persons)),
        *(harmless("; ".join(_named(line, language) for line in lines)) for lines in (slept, had)),
        *_amounts(share),
        harmless(contact.remark or ""),
        share.order_id,
    )


def _named(line: PricedLine, language: Language) -> str:
    name = line.name.get(language) or next(iter(line.name.values()), line.item_id)
    night = f" {line.night.isoformat()}" if line.night else ""
    return f"{line.quantity} x {name}{night}"


def _amounts(share: StayShare) -> tuple[str, str, str]:
    currency = share.currency
    taxes = (
        f"{line.rate}={in_main_units(line.gross, currency):f}"
        for line in share.share.amount.tax_lines
    )
    return (currency, f"{in_main_units(share.total, currency):f}", ";".join(taxes))
