"""The demo's own judge: content with an evening as it should be, and not with any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from comptoir_local.demo_story import Story
from comptoir_local.evening_check import check
from comptoir_local.evening_records import Records
from partners.mishaps import Mishap, SentOrder
from partners.uber.journey import Status
from tests.support.evenings import (
    BODY,
    CODES,
    REFERENCE,
    callback,
    event,
    intake,
    mail,
    pop_up,
    posting,
    statement,
    webhook,
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
    return Records(
        sent=[SentOrder(Mishap.NONE, BODY)],
        story=Story(),
        restated={},
        intake=[intake()],
        webhooks=[webhook()],
        told=[statement({"LUM-1": BODY["total"]})],
        callbacks=[],
        calls=[],
        postings=[posting(n, line) for n, line in enumerate(BODY["tax_lines"])],
        mails=[mail("Nouvelle commande : chambre 101")],
        texts=[],
        pop_ups=[pop_up()],
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
        lambda evening: replace(evening, told=[statement({"LUM-1": BODY["total"] - 100})]),
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
    "an order whose end nobody told": (
        lambda evening: replace(evening, webhooks=[]),
        "shown as delivered, though",
    ),
    "a delivery that was taken back": (
        lambda evening: replace(
            evening, told=[*evening.told, event("LUM-1", "status", status="cancelled")]
        ),
        "shown as delivered, though it is cancelled",
    ),
    "an order that the courier took back": (
        lambda evening: replace(evening, webhooks=[webhook(status=Status.RETURNED)]),
        "0 mails 'Commande repartie'",
    ),
    "a refund that nobody was told of": (
        lambda evening: replace(
            evening,
            told=[
                statement({"LUM-1": BODY["total"] - 100}),
                event("LUM-1", "refund", refund_id="R1", total=100),
            ],
        ),
        "0 mails 'Remboursement'",
    ),
    "a claim that the partner decided otherwise": (
        lambda evening: replace(
            evening,
            story=Story(claims={"LUM-1": "accepted"}),
            callbacks=[callback("LUM-1", "claim")],
            told=[
                *evening.told,
                event("LUM-1", "claim_decision", claim_id="c", verdict="rejected", refunded=0),
            ],
        ),
        "its claim is rejected by the page's word",
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
