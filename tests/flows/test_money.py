"""Refunds, claims and charges that need a person, from the partner's wire to the guest's folio."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID
from comptoir_local.demo_reception import Reception
from partners.aftermath import gross, refund, tell
from partners.client import PartnersClient
from partners.demo_data import Guest
from partners.opera.model import ReservationChange
from partners.ordering_page.model import ClaimDecision, IssueStatement
from partners.uber.journey import Ending, Status
from tests.support.bench import eventually
from tests.support.desk import HOTEL, Desk, Ordered


def due(ordered: Ordered, codes: dict[str, str]) -> dict[str, int]:
    return {codes[line["rate"]]: gross(line) for line in ordered.body["tax_lines"]}


@pytest.fixture
def codes(connections: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = connections["opera"][PROPERTY_ID]["transaction_codes"]
    return found


async def complained(reception: Reception, ordered: Ordered) -> str:
    """Reception claims the first dish; the claim's id, once the page has it."""
    amount = ordered.body["lines"][0]["unit_amount"]
    claim = {
        "reason": "missing_item",
        "items": [{"line": 0, "quantity": 1}],
        "amount": amount,
        "description": "Il manquait un plat.",
    }
    path = f"{HOTEL}/orders/{ordered.order_id}/claim"
    claim_id = str((await reception.ask("POST", path, claim))["claim_id"])

    async def handed_over() -> bool:
        calls = await reception.partners.callbacks()
        return any(one.body.get("claim_id") == claim_id for one in calls)

    await eventually(handed_over, "the page has the claim")
    return claim_id


@pytest.mark.feature("O11", "O13", "O15", "O16", "O18")
async def test_the_bill_adds_up_all_tax_lines_and_so_does_the_guests_folio(
    desk: Desk, reception: Reception, codes: dict[str, str]
) -> None:
    ordered = await desk.delivered()
    bill = await reception.read(f"{HOTEL}/orders/{ordered.order_id}/billing")
    assert bill["owed"]["total"] == ordered.body["total"]
    assert sum(line["gross"] for line in bill["owed"]["tax_lines"]) == ordered.body["total"]
    assert bill["settled"]["amount"] == ordered.body["total"]
    assert await desk.net(ordered) == due(ordered, codes)


@pytest.mark.feature("O19")
async def test_an_order_that_the_courier_company_refunds_is_neither_billed_nor_collected(
    desk: Desk, partners: PartnersClient
) -> None:
    ordered = await desk.delivered()
    total = ordered.body["total"]
    await partners.request_refund(
        ordered.delivery_id, {"currency_code": "EUR", "total_partner_refund": total}
    )
    shown = await desk.shown(ordered, status="refunded")
    assert shown["total_due"] == "nothing"
    assert "total" not in shown
    assert await desk.charged(ordered, 0) == {}
    assert sum(posting.amount > 0 for posting in await desk.postings(ordered)) > 0


@pytest.mark.feature("O20")
async def test_a_refund_of_one_tax_line_leaves_the_others_on_the_folio(
    desk: Desk, partners: PartnersClient, codes: dict[str, str]
) -> None:
    ordered = await desk.delivered()
    line = ordered.body["tax_lines"][0]
    half = {**line, "net": line["net"] // 2, "tax": line["tax"] // 2}
    await tell(partners, PARTNER_ID, ordered.body, refund(ordered.body, 1, gross(half), [half]))
    left = ordered.body["total"] - gross(half)
    shown = await desk.shown(ordered, status="partially_refunded")
    assert shown["total"]["amount"] == left
    wanted = due(ordered, codes)
    wanted[codes[line["rate"]]] -= gross(half)
    assert await desk.charged(ordered, left) == wanted


@pytest.mark.feature("O20")
async def test_a_refund_before_delivery_is_taken_off_what_is_charged(
    desk: Desk, partners: PartnersClient
) -> None:
    ordered = await desk.place()
    await tell(partners, PARTNER_ID, ordered.body, refund(ordered.body, 1, 100))
    await desk.move(ordered, Status.DELIVERED)
    shown = await desk.shown(ordered, status="partially_refunded")
    assert shown["total"]["amount"] == ordered.body["total"] - 100
    await desk.charged(ordered, ordered.body["total"] - 100)


async def test_a_refund_of_more_than_the_order_changes_nothing_and_is_shown(
    desk: Desk, partners: PartnersClient, reception: Reception
) -> None:
    ordered = await desk.delivered()
    total = ordered.body["total"]
    await tell(partners, PARTNER_ID, ordered.body, refund(ordered.body, 1, total + 1))
    task = await reception.task(ordered.order_id)
    assert (task["kind"], task["problem"]) == ("refund_refused", "exceeds_order")
    assert sum((await desk.net(ordered)).values()) == total


@pytest.mark.feature("O14")
async def test_a_refund_that_cannot_be_names_no_amount_before_delivery(
    desk: Desk, partners: PartnersClient, reception: Reception
) -> None:
    ordered = await desk.place()
    total = ordered.body["total"]
    await tell(partners, PARTNER_ID, ordered.body, refund(ordered.body, 1, total + 1))
    task = await reception.task(ordered.order_id)
    assert (task["kind"], task["problem"]) == ("refund_refused", "exceeds_order")
    assert "amount" not in task
    assert not [sign for sign in task["detail"] if sign.isdigit()]
    await desk.move(ordered, Status.DELIVERED)
    await desk.shown(ordered, status="delivered")
    task = await reception.task(ordered.order_id)
    assert task["amount"] == {"currency": "EUR", "amount": total + 1}


@pytest.mark.feature("O19", "O23")
async def test_an_accepted_claim_is_refunded_and_taken_off_the_folio(
    desk: Desk, partners: PartnersClient, reception: Reception
) -> None:
    ordered = await desk.delivered()
    claim_id = await complained(reception, ordered)
    whole = ClaimDecision(verdict="accepted", refunded=ordered.body["total"], note="Désolés")
    await partners.decide_claim(claim_id, whole)
    await desk.shown(ordered, status="refunded")
    detail = await reception.shown(ordered.order_id, lambda card: "outcome" in card["claims"][0])
    (claim,) = detail["claims"]
    assert (claim["outcome"], claim["note"]) == ("accepted", "Désolés")
    assert await desk.charged(ordered, 0) == {}


@pytest.mark.feature("O23")
@pytest.mark.parametrize("verdict", ["partially_accepted", "rejected"])
async def test_a_claim_shows_what_the_partner_decided(
    desk: Desk, partners: PartnersClient, reception: Reception, verdict: str
) -> None:
    ordered = await desk.delivered()
    claim_id = await complained(reception, ordered)
    decision = ClaimDecision.model_validate({"verdict": verdict})
    await partners.decide_claim(claim_id, decision)
    detail = await reception.shown(
        ordered.order_id, lambda card: card["claims"][0].get("outcome") == verdict
    )
    status = "partially_refunded" if verdict == "partially_accepted" else "delivered"
    shown = await desk.shown(ordered, status=status)
    assert detail["claims"][0]["claim_id"] == claim_id
    await desk.charged(ordered, shown["total"]["amount"])


@pytest.mark.feature("O21")
async def test_a_meal_called_off_after_delivery_is_taken_back_from_the_folio(
    desk: Desk, partners: PartnersClient
) -> None:
    ordered = await desk.delivered()
    said = {"type": "status", "status": "cancelled", "reason": "Autre adresse"}
    await tell(partners, PARTNER_ID, ordered.body, said)
    shown = await desk.shown(ordered, status="cancelled")
    assert shown["total_due"] == "nothing"
    assert await desk.charged(ordered, 0) == {}


@pytest.mark.feature("O15")
async def test_between_two_of_one_name_reception_chooses_who_is_charged(
    desk: Desk, reception: Reception
) -> None:
    child = Guest("Léa", "Castellane", "fr", "+33639987001", "501")
    ordered = await desk.place(guest=child)
    await desk.move(ordered, Status.DELIVERED)
    task = await reception.task(ordered.order_id)
    assert task["problem"] == "ambiguous"
    assert {one["room"] for one in task["candidates"]} == {"501"}
    assert await desk.postings(ordered) == []
    chosen = task["candidates"][1]
    await reception.decide(task, "choose", {"reservation_id": chosen["reservation_id"]})
    await desk.shown(ordered, folio="settled", open_tasks=0)
    payers = {posting.reservation_id for posting in await desk.postings(ordered)}
    assert payers == {chosen["reservation_id"]}


@pytest.mark.feature("O18")
async def test_what_reception_posts_by_hand_is_ticked_off(desk: Desk, reception: Reception) -> None:
    gone = Guest("Ottoline", "Fairweather", "en", "+33639987003", "101")
    ordered = await desk.place(guest=gone)
    await desk.move(ordered, Status.DELIVERED)
    task = await reception.task(ordered.order_id)
    assert task["problem"] == "not_in_house"
    await reception.decide(task, "done", {"note": "Payé à la réception"})
    await desk.shown(ordered, folio="settled", open_tasks=0)
    bill = await reception.read(f"{HOTEL}/orders/{ordered.order_id}/billing")
    assert [one["state"] for one in bill["postings"]] == ["by_hand"]
    assert bill["postings"][0]["note"] == "Payé à la réception"
    assert await desk.postings(ordered) == []


@pytest.mark.feature("O15")
async def test_a_guest_who_moved_is_charged_in_the_new_room(
    desk: Desk, partners: PartnersClient, reception: Reception
) -> None:
    rooms = [guest.room for guest in desk.hotel.guests]
    guest = next(one for one in desk.hotel.guests if rooms.count(one.room) == 1)
    stay = next(r for r in desk.hotel.hotel.reservations if r.phone == guest.phone)
    ordered = await desk.place(guest=guest)
    await desk.shown(ordered, stage="placed")
    hotel_id = desk.hotel.hotel.hotel_id
    moved = ReservationChange(room="502")
    await partners.change_reservation(hotel_id, stay.reservation_id, moved)
    await reception.ask("PUT", f"{HOTEL}/orders/{ordered.order_id}/room", {"room": "502"})
    await desk.move(ordered, Status.DELIVERED)
    shown = await desk.shown(ordered, folio="settled")
    assert shown["room"] == "502"
    assert {posting.room for posting in await desk.postings(ordered)} == {"502"}


async def test_the_books_of_the_day_name_every_order_that_differs_and_why(
    desk: Desk, partners: PartnersClient, direction: Reception
) -> None:
    dear, left_out = [await desk.delivered() for _ in range(2)]
    cancelled = await desk.place(ending=Ending(end="canceled"))
    await desk.move(cancelled, Status.CANCELED)
    await desk.shown(cancelled, status="cancelled")
    placed = datetime.fromisoformat(dear.body["placed_at"])
    day = placed.astimezone(ZoneInfo("Europe/Paris")).date()
    restated = {
        dear.external_id: dear.body["total"] + 150,
        left_out.external_id: None,
        "T-NOT-OURS": 990,
    }
    answered = await partners.issue_statement(
        IssueStatement(partner_id=PARTNER_ID, property_id=PROPERTY_ID, day=day, restated=restated)
    )
    assert answered.answer == 202

    async def compared() -> dict[str, Any] | None:
        path = f"{HOTEL}/reconciliation/{day.isoformat()}"
        await direction.ask("POST", path)
        report = await direction.read(path)
        named = {one.get("external_id") for one in report["mismatches"]}
        return report if restated.keys() <= named else None

    report = await eventually(compared, "the day is compared with the statement")
    reasons = {one.get("external_id"): one["reasons"] for one in report["mismatches"]}
    assert reasons[dear.external_id] == ["partner_differs"]
    assert reasons[left_out.external_id] == ["partner_missing"]
    assert reasons["T-NOT-OURS"] == ["not_ours"]
    assert cancelled.external_id not in reasons
