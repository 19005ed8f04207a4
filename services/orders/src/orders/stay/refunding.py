"""What of a paid stay is given back when it is cancelled: as whoever cancels says, else as the
hut's rules do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chassis.documents import Ref
from chassis.outcome import Context
from contracts.stay_requests import CancelStay, ChangeStay
from orders.properties.model import properties
from orders.selling.model import sellings
from orders.stay.huts import huts_read
from orders.stay.model import Stay


def rules_read(message: CancelStay | ChangeStay) -> Iterable[Ref[Any]]:
    """What giving back reads: the hut's rules, and its clock."""
    return (sellings.ref(message.property_id), properties.ref(message.property_id))


def change_reads(message: ChangeStay) -> Iterable[Ref[Any]]:
    """What a change reads: each hut of the cart, and the rules by which is given back."""
    return tuple(dict.fromkeys((*huts_read(message), *rules_read(message))))


def gives_back(stay: Stay, message: CancelStay, context: Context) -> bool:
    """Whether a cancellation gives back what was paid, and has a card that is kept forgotten."""
    if not stay.payments:
        return False
    return _is_early(stay, message, context) if message.refund is None else message.refund


def refunds_change(stay: Stay, message: ChangeStay, context: Context) -> bool:
    """Whether what a change leaves paid too much is given back."""
    if message.refund is not None or not stay.paid:
        return message.refund is not False
    return _is_early(stay, message, context)


def _is_early(stay: Stay, message: CancelStay | ChangeStay, context: Context) -> bool:
    """By the hut's own days. Of a hut that is not known any more, the guest has the benefit."""
    selling, house = (context.read(ref) for ref in rules_read(message))
    if selling is None or house is None:
        return True
    left = first_night_in(stay, house.sheet.time_zone, context.now)
    refund_days: int = selling.selling.rules.refund_days
    return left >= refund_days


def first_night_in(stay: Stay, zone_name: str, now: datetime) -> int:
    """Days until the first night; below nothing once it is past."""
    today = now.astimezone(ZoneInfo(zone_name)).date()
    first = min(night.night for night in stay.booked.cart.nights)
    return (first - today).days
