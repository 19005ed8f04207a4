"""What is told of a stay that was booked or changed, became firm, or ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from contracts.stay_requests import CancelStay, ConfirmStay
from contracts.stays import (
    OptionExpired,
    OptionReminderDue,
    StayBooked,
    StayCancelled,
    StayChanged,
    StayConfirmed,
    StayState,
)
from orders.stay.model import Asking, Stay


def booked(stay: Stay, request_id: str, now: datetime) -> StayBooked:
    """It holds its places, as an option or firm; `request_id` is who asked for it."""
    wanted = stay.wanted
    return StayBooked(
        **_at(stay),
        request_id=request_id,
        reference=stay.reference,
        state=StayState(stay.phase),
        wish=wanted.wish,
        source=wanted.source,
        language=wanted.language,
        contact=wanted.contact,
        price=stay.booked.price,
        terms=stay.terms,
        send_mail=wanted.send_mail,
        booked_at=now,
        expires_at=stay.expires_at,
        paid=stay.paid,
        card=stay.card,
        guarantee=stay.guarantee.amount if stay.guarantee else 0,
    )


def changed(before: Stay, after: Stay, asking: Asking, now: datetime) -> StayChanged:
    """Both hold places. The huts that the stay has left are told, too."""
    return StayChanged(
        **_at(after),
        properties=tuple(dict.fromkeys((*after.properties, *before.properties))),
        request_id=asking.request_id,
        price=after.booked.price,
        difference=after.booked.price.total - before.booked.price.total,
        changed_at=now,
        expires_at=after.expires_at,
        terms=after.terms,
        send_mail=asking.send_mail,
        paid=after.paid,
        refunded=max(0, before.paid - after.paid),
        due=after.due,
    )


def is_so_already(stay: Stay, request_id: str, now: datetime) -> StayChanged:
    """The answer to who wants a stay to be what it is."""
    return StayChanged(
        **_about(stay),
        request_id=request_id,
        price=stay.booked.price,
        difference=0,
        changed_at=now,
        expires_at=stay.expires_at,
        terms=stay.terms,
        send_mail=False,
        changed=False,
        paid=stay.paid,
        due=stay.due,
    )


def confirmed(
    stay: Stay, message: ConfirmStay, request_id: str, at: datetime, *, changed: bool
) -> StayConfirmed:
    return StayConfirmed(
        **_about(stay),
        request_id=request_id,
        send_mail=message.send_mail and changed,
        confirmed_at=at,
        changed=changed,
    )


def cancelled(
    stay: Stay,
    message: CancelStay,
    request_id: str,
    at: datetime,
    *,
    changed: bool,
    refunded: int = 0,
) -> StayCancelled:
    """The reason is that of the cancellation that counted."""
    return StayCancelled(
        **_about(stay),
        request_id=request_id,
        reason=stay.ended_because or message.reason,
        send_mail=message.send_mail and changed,
        cancelled_at=at,
        changed=changed,
        refunded=refunded,
    )


def expired(stay: Stay, at: datetime) -> OptionExpired:
    return OptionExpired(**_about(stay), expired_at=at, send_mail=stay.wanted.send_mail)


def reminder(stay: Stay, expires_at: datetime) -> OptionReminderDue:
    return OptionReminderDue(**_at(stay), expires_at=expires_at, send_mail=stay.wanted.send_mail)


def _at(stay: Stay) -> dict[str, Any]:
    return {
        "property_id": stay.properties[0],
        "order_id": stay.order_id,
        "guest_id": stay.guest_id,
    }


def _about(stay: Stay) -> dict[str, Any]:
    return {**_at(stay), "properties": stay.properties}
