"""The demo's own judge: content with an evening as it should be, and not with any other."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID
from comptoir_local.demo_story import Story
from comptoir_local.evening_check import check
from comptoir_local.evening_records import Records
from partners.demo_data import house, order
from partners.mail.model import Message
from partners.mishaps import Mishap, SentOrder
from partners.opera.model import Posting
from partners.ordering_page.model import BridgeCall, IntakeCall
from partners.ordering_page.reports import STATEMENTS
from partners.push.model import PopUp

NOW = datetime(2026, 11, 23, 19, 40, tzinfo=UTC)
CODES = {"10.00": "2010", "20.00": "2020"}
GUEST = house(date(2026, 11, 23)).guests[0]
BODY = order(random.Random(1), GUEST, PROPERTY_ID, "LUM-1", NOW)
REFERENCE = "9K3TZ7"


def statement(charged: int) -> BridgeCall:
    body = {"day": "2026-11-23", "lines": [{"external_id": "LUM-1", "charged": charged}]}
    return BridgeCall(
        at=NOW,
        partner_id=PARTNER_ID,
        path=STATEMENTS,
        attempt=1,
        bad_signature=False,
        signed_seconds_ago=0,
        body=body,
        answer=202,
        error=None,
        answer_body={},
    )


def posting(number: int, line: dict[str, Any]) -> Posting:
    amount = line["net"] + line["tax"]
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


def an_evening() -> Records:
    """One plain order: brought, charged, told of once by each way that it should be."""
    card = {
        "order_id": "o-1",
        "reference": REFERENCE,
        "status": "delivered",
        "room": BODY["room"],
        "total": {"amount": BODY["total"]},
        "open_tasks": 0,
        "running": False,
        "folio": {"state": "settled"},
    }
    taken = IntakeCall(
        at=NOW,
        partner_id=PARTNER_ID,
        external_id="LUM-1",
        sending="first",
        attempt=1,
        bad_signature=False,
        signed_seconds_ago=0,
        answer=202,
        error=None,
        answer_body={"reference": REFERENCE},
    )
    delivered = PopUp(
        at=NOW,
        browser="b",
        topic=None,
        ttl=60,
        urgency=None,
        contact=None,
        payload={"order_id": "o-1", "occasion": "delivered"},
    )
    return Records(
        sent=[SentOrder(Mishap.NONE, BODY)],
        story=Story(),
        restated={},
        intake=[taken],
        webhooks=[],
        told=[statement(BODY["total"])],
        callbacks=[],
        postings=[posting(n, line) for n, line in enumerate(BODY["tax_lines"])],
        mails=[mail("Nouvelle commande : chambre 101")],
        texts=[],
        pop_ups=[delivered],
        codes=CODES,
        shown={REFERENCE: card},
        board=[card],
        tasks=[],
        days=[],
        written={},
        followed={},
    )


def with_card(records: Records, **changes: Any) -> Records:
    card = {**records.shown[REFERENCE], **changes}
    return replace(records, shown={REFERENCE: card}, board=[card])


def test_an_evening_as_it_should_be_is_right() -> None:
    verdict = check(an_evening())
    assert verdict.wrong == []
    assert (verdict.counts["orders"], verdict.counts["delivered"]) == (1, 1)


MISTAKES: dict[str, tuple[Callable[[Records], Records], str]] = {
    "a posting made twice": (
        lambda evening: replace(evening, postings=[*evening.postings, evening.postings[0]]),
        "was made 2 times",
    ),
    "a posting lost": (lambda evening: replace(evening, postings=[]), "the folio holds 0"),
    "a posting of no order": (
        lambda evening: replace(
            evening,
            postings=[
                *evening.postings,
                evening.postings[0].model_copy(update={"check_number": "X", "reference": "p-2"}),
            ],
        ),
        "a posting of no order",
    ),
    "a mail lost": (lambda evening: replace(evening, mails=[]), "0 mails 'Nouvelle commande'"),
    "a mail sent twice": (
        lambda evening: replace(evening, mails=[*evening.mails, *evening.mails]),
        "2 mails 'Nouvelle commande'",
    ),
    "a mail about something that did not happen": (
        lambda evening: replace(evening, mails=[*evening.mails, mail("Commande annulée : 101")]),
        "1 mails 'Commande annulée'",
    ),
    "a pop-up lost": (lambda evening: replace(evening, pop_ups=[]), "0 pop-ups"),
    "a refund that is not on the folio": (
        lambda evening: replace(evening, told=[statement(BODY["total"] - 100)]),
        "the partner wants",
    ),
    "an order shown otherwise": (
        lambda evening: with_card(evening, status="cancelled"),
        "shown as cancelled",
    ),
    "an order in another room": (lambda evening: with_card(evening, room="999"), "in room 999"),
    "an order that is not shown": (
        lambda evening: replace(evening, shown={}, board=[]),
        "does not show it",
    ),
    "a board that says something else": (
        lambda evening: replace(evening, board=[{**evening.board[0], "room": "999"}]),
        "otherwise than the list",
    ),
    "a task left open": (
        lambda evening: replace(
            evening,
            tasks=[{"open": True, "problem": "ambiguous", "order_id": "o-1", "kind": "folio"}],
        ),
        "still open",
    ),
    "a chat message lost": (
        lambda evening: replace(evening, story=Story(chats={"LUM-1": ("a", "b", "c")})),
        "the chat reads",
    ),
    "a mismatch that nobody explains": (
        lambda evening: replace(
            evening,
            days=[{"mismatches": [{"external_id": "LUM-1", "reasons": ["folio_differs"]}]}],
        ),
        "the day's books say folio_differs",
    ),
    "a mistake that the books do not find": (
        lambda evening: replace(evening, restated={"LUM-1": "partner_differs"}),
        "the day's books say None",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_found(mistake: str) -> None:
    make, said = MISTAKES[mistake]
    assert any(said in line for line in check(make(an_evening())).wrong)
