"""What the hotel has for a page is asked for once, and its end is said once."""

from __future__ import annotations

import itertools
import json

import pytest

from contracts.claims import ClaimOutcome
from contracts.handovers import HandoverKind, PartnerNotTold, PartnerTold
from pms_bridge.partner.model import (
    ENDED_KEPT,
    WAITING_AT_MOST,
    HandoverOver,
    HandoverState,
    UnknownHandover,
)
from tests.support.contexts import NOW
from tests.support.deliveries import AMOUNT, ORDER, PROPERTY, placed
from tests.support.handovers import (
    HandoverRun,
    claim_ended,
    claimed,
    done,
    placed_by_the_hotel,
    written,
)

CLAIM, WITHDRAWAL = HandoverKind.CLAIM, HandoverKind.CLAIM_WITHDRAWAL


def test_a_guests_order_came_from_the_page_and_is_not_handed_back() -> None:
    outcome = HandoverRun().handle(placed())
    assert (outcome.state, outcome.events, outcome.effects) == (None, (), ())


def test_an_order_of_the_hotel_is_handed_over_in_the_words_of_the_intake() -> None:
    run = HandoverRun()
    (effect,) = run.handle(placed_by_the_hotel()).effects
    assert (effect.lane, effect.partner) == (f"page:{ORDER}", "page:demo-page")
    (work,) = run.work
    assert (work.kind, work.about_id, work.asked_at) == (HandoverKind.ORDER, ORDER, NOW)
    body = json.loads(work.body)
    assert body == {
        "id": work.callback_id,
        "type": "order",
        "property_id": PROPERTY,
        "external_id": "LUM-20261123-0042",
        "order_id": ORDER,
        "occurred_at": "2026-11-23T19:40:00.000Z",
        "reference": placed().reference,
        "room": "203",
        "guest": {"surname": "D'Hérouville", "given_name": "Anaïs", "language": "fr"},
        "restaurant": {"name": "Chez Lina"},
        "lines": [{"name": "Pizza regina", "quantity": 2, "unit_amount": 1250}],
        "currency": "EUR",
        "tax_lines": [line.model_dump() for line in AMOUNT.tax_lines],
        "total": 2500,
        "placed_at": "2026-11-23T19:40:00.000Z",
        "expected_at": "2026-11-23T20:15:00.000Z",
        "validation_code": "4821",
    }


def test_a_message_to_the_courier_is_handed_over_word_for_word() -> None:
    run = HandoverRun()
    run.handle(written("Side door,\nplease."))
    body = json.loads(run.work[0].body)
    assert (body["type"], body["message_id"], body["text"]) == (
        "chat_message",
        "m-1",
        "Side door,\nplease.",
    )


def test_a_claim_says_what_is_asked_back_why_and_until_when() -> None:
    run = HandoverRun()
    run.handle(claimed())
    body = json.loads(run.work[0].body)
    assert (body["type"], body["claim_id"], body["reason"]) == ("claim", "c-1", "damaged")
    assert (body["amount"], body["currency"]) == (1250, "EUR")
    assert body["items"] == [{"line": 0, "quantity": 1}]
    assert body["photos"] == ["https://hotel.example/photos/1"]
    assert body["deadline"] == "2026-11-25T20:30:00.000Z"


def test_what_is_handed_over_already_is_not_asked_for_again() -> None:
    run = HandoverRun()
    run.handle(written())
    assert run.handle(written()).effects == ()
    assert len(run.work) == 1


def test_one_order_has_one_lane_for_all_that_its_page_is_told() -> None:
    run = HandoverRun()
    lanes = {run.handle(one).effects[0].lane for one in (placed_by_the_hotel(), written())}
    lanes |= {run.handle(one).effects[0].lane for one in (claimed(), claim_ended())}
    assert lanes == {f"page:{ORDER}"}
    assert len({one.callback_id for one in run.work}) == 4


def test_what_the_page_took_is_said_so() -> None:
    run = HandoverRun()
    run.handle(written(), done())
    (told,) = run.told
    assert told == PartnerTold(
        property_id=PROPERTY, order_id=ORDER, kind=HandoverKind.CHAT_MESSAGE, about_id="m-1"
    )


def test_what_the_page_refused_is_said_with_its_words() -> None:
    run = HandoverRun()
    run.handle(written(), done(refusal="the partner refused: no such order"))
    (told,) = run.told
    assert isinstance(told, PartnerNotTold)
    assert told.reason == "the partner refused: no such order"


def test_the_page_is_told_that_a_claim_was_withdrawn() -> None:
    run = HandoverRun()
    run.handle(claimed(), claim_ended())
    body = json.loads(run.work[1].body)
    assert (body["type"], body["claim_id"]) == ("claim_withdrawal", "c-1")
    assert body["external_id"] == "LUM-20261123-0042"


@pytest.mark.parametrize("outcome", [one for one in ClaimOutcome if one != "withdrawn"])
def test_a_claim_that_the_page_ended_is_no_news_to_it(outcome: ClaimOutcome) -> None:
    run = HandoverRun()
    run.handle(claimed(), claim_ended(outcome))
    assert len(run.work) == 1


def test_a_claim_that_the_page_never_took_need_not_be_withdrawn() -> None:
    run = HandoverRun()
    run.handle(claimed(), done(CLAIM, "c-1", "no such order"), claim_ended())
    assert len(run.work) == 1


def test_a_withdrawal_of_a_claim_never_handed_over_has_a_name() -> None:
    for before in ([], [written()]):
        run = HandoverRun()
        if before:
            run.handle(*before)
        with pytest.raises(UnknownHandover, match="has no claim c-1"):
            run.handle(claim_ended())


def test_a_report_about_nothing_handed_over_has_a_name() -> None:
    with pytest.raises(UnknownHandover, match="nothing handed over"):
        HandoverRun().handle(done())
    run = HandoverRun()
    run.handle(written())
    with pytest.raises(UnknownHandover, match="has no claim m-1"):
        run.handle(done(CLAIM, "m-1"))


@pytest.mark.parametrize("refusal", [None, "no"])
def test_a_second_end_of_the_same_has_a_name(refusal: str | None) -> None:
    run = HandoverRun()
    run.handle(written(), done())
    with pytest.raises(HandoverOver, match="is told already"):
        run.handle(done(refusal=refusal))


@pytest.mark.parametrize(
    "order", list(itertools.permutations([("m-1", None), ("m-2", "no"), ("m-3", None)]))
)
def test_ends_in_any_order_leave_the_same_behind(
    order: tuple[tuple[str, str | None], ...],
) -> None:
    run = HandoverRun()
    run.handle(*(written(message_id=f"m-{n}") for n in (1, 2, 3)))
    run.handle(*(done(about_id=id, refusal=refusal) for id, refusal in order))
    assert run.now is not None
    assert [one.state for one in run.now.handovers] == [
        HandoverState.TOLD,
        HandoverState.NOT_TOLD,
        HandoverState.TOLD,
    ]
    assert len(run.told) == 3


def test_the_document_stays_small_whatever_is_written() -> None:
    run = HandoverRun()
    for number in range(ENDED_KEPT + 20):
        run.handle(written(message_id=f"m-{number}"), done(about_id=f"m-{number}"))
    assert run.now is not None
    assert len(run.now.handovers) == ENDED_KEPT
    assert run.now.handovers[-1].about_id == f"m-{ENDED_KEPT + 19}"


def test_what_does_not_fit_behind_all_that_waits_is_said_at_once() -> None:
    run = HandoverRun()
    run.handle(*(written(message_id=f"m-{number}") for number in range(WAITING_AT_MOST)))
    outcome = run.handle(written(message_id="one more"))
    assert outcome.effects == ()
    (told,) = outcome.events
    assert isinstance(told, PartnerNotTold)
    assert told.about_id == "one more"
    run.handle(done(about_id="m-0"))
    assert len(run.handle(written(message_id="now")).effects) == 1


def test_a_withdrawal_waits_beside_its_claim_under_a_kind_of_its_own() -> None:
    run = HandoverRun()
    run.handle(claimed(), claim_ended(), done(CLAIM, "c-1"), done(WITHDRAWAL, "c-1"))
    assert [type(one) for one in run.told] == [PartnerTold, PartnerTold]
