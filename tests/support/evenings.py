"""Records of an evening as the partners' simulators keep them, with ordinary values."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID
from comptoir_local.evening_ways import STATUS
from partners.demo_data import house, order
from partners.fault_gate import Call
from partners.faults import Partner
from partners.mail.model import Message
from partners.opera.model import Posting
from partners.ordering_page.model import BridgeCall, Callback, IntakeCall
from partners.ordering_page.reports import EVENTS, STATEMENTS
from partners.push.model import PopUp
from partners.sms.model import TextMessage
from partners.uber.journey import Status
from partners.uber.model import WebhookAttempt

NOW = datetime(2026, 11, 23, 19, 40, tzinfo=UTC)
CODES = {"10.00": "2010", "20.00": "2020"}
GUEST = house(date(2026, 11, 23)).guests[0]
BODY = order(random.Random(1), GUEST, PROPERTY_ID, "LUM-1", NOW)
REFERENCE = "9K3TZ7"


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def intake(external_id: str = "LUM-1", seconds: float = 0, **fields: Any) -> IntakeCall:
    """An order that we took."""
    usual = {
        "at": at(seconds),
        "partner_id": PARTNER_ID,
        "external_id": external_id,
        "sending": "first",
        "attempt": 1,
        "bad_signature": False,
        "signed_seconds_ago": 0,
        "answer": 202,
        "error": None,
        "answer_body": {"reference": REFERENCE},
    }
    return IntakeCall(**{**usual, **fields})


def webhook(
    external_id: str = "LUM-1",
    status: Status = Status.DELIVERED,
    seconds: float = 60,
    *,
    near: bool = False,
    **fields: Any,
) -> WebhookAttempt:
    """A word of the courier company's that we took."""
    usual = {
        "at": at(seconds),
        "account": "lumiere",
        "event_id": f"{external_id}/{status}/{near}",
        "kind": STATUS,
        "delivery_id": f"del-{external_id}",
        "external_id": external_id,
        "status": status,
        "courier_imminent": near,
        "attempt": 1,
        "duplicate": False,
        "signature": "right",
        "answer": 200,
        "error": None,
    }
    return WebhookAttempt(**{**usual, **fields})


def event(external_id: str, type: str, seconds: float = 60, **said: Any) -> BridgeCall:
    """An event of the page that we took, in a call of its own."""
    told = {
        "id": f"{external_id}/{type}/{seconds}",
        "type": type,
        "external_id": external_id,
        "occurred_at": at(seconds).isoformat(),
        **said,
    }
    answer = {"events": [{"id": told["id"], "taken": True, "errors": []}]}
    return _told(EVENTS, {"events": [told]}, 200, answer, seconds)


def statement(charged: dict[str, int], seconds: float = 3600) -> BridgeCall:
    """What the page charges by external id, on the only day of the evening."""
    lines = [{"external_id": id, "charged": amount} for id, amount in charged.items()]
    return _told(STATEMENTS, {"day": "2026-11-23", "lines": lines}, 202, {}, seconds)


def _told(path: str, body: Any, answer: int, answer_body: Any, seconds: float) -> BridgeCall:
    return BridgeCall(
        at=at(seconds),
        partner_id=PARTNER_ID,
        path=path,
        attempt=1,
        bad_signature=False,
        signed_seconds_ago=0,
        body=body,
        answer=answer,
        error=None,
        answer_body=answer_body,
    )


def callback(external_id: str, type: str) -> Callback:
    """Something that the page took of the hotel's."""
    return Callback(
        at=NOW,
        partner_id=PARTNER_ID,
        id=f"{external_id}/{type}",
        type=type,
        external_id=external_id,
        body={},
        signature="right",
        repeat=False,
        answer=200,
    )


def pms_call(method: str, path: str, seconds: float, fault: str | None = None) -> Call:
    return Call(
        at=at(seconds),
        partner=Partner.OPERA,
        method=method,
        path=path,
        status=200,
        answer=None if fault else 200,
        fault=fault,
    )


def posting(number: int, line: dict[str, Any], sign: int = 1) -> Posting:
    """A tax line on the guest's folio."""
    amount = (line["net"] + line["tax"]) * sign
    return Posting(
        transaction_no=number,
        hotel_id="LUMIERE",
        reservation_id="1",
        room=BODY["room"],
        guest_name=GUEST.surname,
        transaction_code=CODES[line["rate"]],
        description="",
        amount=amount,
        price=amount,
        quantity=1,
        currency="EUR",
        reference="p-1",
        check_number=REFERENCE,
        remark=None,
        folio_window=1,
        cashier_id=None,
        external_ids=[],
        business_date=NOW.date(),
        posted_at=NOW,
    )


def mail(subject: str) -> Message:
    return Message(
        received_at=NOW,
        envelope_from="comptoir@localhost",
        envelope_to=["reception@lumiere.example"],
        message_id="<1@localhost>",
        sender=None,
        to=[],
        reply_to=None,
        subject=subject,
        headers=[],
        text=f"commande {REFERENCE}",
        html=None,
        size=100,
        answer_lost=False,
    )


def text(to: str) -> TextMessage:
    return TextMessage(
        sid=f"SM{to}",
        account_sid="AC1",
        to=to,
        sender="Lumière",
        messaging_service_sid=None,
        body="",
        created_at=NOW,
        status="queued",
        error_code=None,
    )


def pop_up() -> PopUp:
    """Says that the order is there."""
    return PopUp(
        at=NOW,
        browser="b",
        topic=None,
        ttl=60,
        urgency=None,
        contact=None,
        payload={"order_id": "o-1", "occasion": "delivered"},
    )
