"""The ordering page tells of its orders, takes what it is sent, and bills the day."""

import json
import time
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.ordering_page.model import (
    ClaimDecision,
    Conduct,
    CourierWrites,
    IssueStatement,
    PageSetup,
    PartnerAccess,
    PlaceOrder,
    SendEvents,
    Signing,
)
from partners.ordering_page.signature import signature_header
from partners.uber.journey import Ending
from tests.partners.intake_check import SignatureError, check_signature
from tests.partners.listening_bridge import EVENTS, Heard, ListeningBridge
from tests.partners.test_ordering_page import ORDER
from tests.partners.uber_caller import CUSTOMER, uber_setup

PAGE = "lumiere-page"
CALLBACKS = f"/ordering-page/{PAGE}/callbacks"
SECRET = "callback secret"
DAY = date(2026, 11, 23)


@pytest.fixture
async def page(partners: PartnersClient, bridge: ListeningBridge) -> PartnersClient:
    access = PartnerAccess(
        partner_id=PAGE,
        secrets=["page secret"],
        callback_secret=SECRET,
        uber_customer_id=CUSTOMER,
        uber_client_id="uber client",
        uber_client_secret="uber secret",
        retry_base_s=0.01,
    )
    await partners.load_ordering_pages(PageSetup(partners=[access]))
    await partners.load_uber(uber_setup(speed=20_000))
    return partners


def _order(external_id: str = "LUM-0042", **changed: Any) -> dict[str, Any]:
    return ORDER | {"external_id": external_id} | changed


async def _placed(page: PartnersClient, external_id: str, end: Any = "delivered") -> str:
    command = PlaceOrder(partner_id=PAGE, order=_order(external_id), ending=Ending(end=end))
    placed = await page.place_order(command)
    await page.settled(30)
    return str(placed.delivery_id)


def _callback(type: str, **fields: Any) -> dict[str, Any]:
    about = {"property_id": "hotel-lumiere", "external_id": "LUM-0042", "order_id": "o-1"}
    return {"id": "cb-1", "type": type, **about, "occurred_at": "2026-11-23T20:00:00Z", **fields}


async def _call(
    wire: httpx.AsyncClient, body: Any, secret: str = SECRET, ago: int = 0, **headers: str
) -> httpx.Response:
    raw = json.dumps(body).encode()
    right = {
        "comptoir-signature": signature_header([secret], int(time.time()) - ago, raw),
        "idempotency-key": str(body.get("id", "")),
    }
    return await wire.post(CALLBACKS, content=raw, headers=right | headers)


def _event_calls(bridge: ListeningBridge) -> list[Heard]:
    return [heard for heard in bridge.heard if heard.path == EVENTS]


async def test_events_are_sent_signed_as_they_are_and_answered_as_they_were(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    wrong = {"type": "wedding"}
    answered = await page.send_events(SendEvents(partner_id=PAGE, events=[wrong, 7]))
    (heard,) = _event_calls(bridge)
    now = int(time.time())
    check_signature(heard.headers["comptoir-signature"], heard.body, "page secret", now)
    assert heard.json == {"events": [wrong, 7]}
    assert answered.answer == 200


async def test_events_can_be_repeated_and_signed_wrongly(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    await page.send_events(SendEvents(partner_id=PAGE, events=[{}], copies=2))
    bad = Signing(signed_seconds_ago=400)
    await page.send_events(SendEvents(partner_id=PAGE, events=[{}], signing=bad))
    calls = await page.bridge_calls()
    assert [call.signed_seconds_ago for call in calls] == [0, 0, 400]
    old = _event_calls(bridge)[2]
    with pytest.raises(SignatureError, match="expired"):
        check_signature(
            old.headers["comptoir-signature"], old.body, "page secret", int(time.time())
        )


async def test_a_kitchen_is_heard_of_before_the_courier(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    await page.place_order(PlaceOrder(partner_id=PAGE, order=_order(), kitchen=True))
    await page.settled(30)
    assert [event["status"] for event in bridge.events()] == ["accepted", "preparing"]
    paths = [heard.path for heard in bridge.heard]
    assert paths[:3] == ["/partners/v1/delivery-orders", EVENTS, "/webhooks/uber-direct/lumiere"]


async def test_a_courier_writes_when_told_to(page: PartnersClient, bridge: ListeningBridge) -> None:
    await _placed(page, "LUM-0042")
    said = CourierWrites(partner_id=PAGE, external_id="LUM-0042", text="I am here", message_id="m")
    await page.courier_writes(said)
    (event,) = bridge.events()
    assert (event["type"], event["message_id"], event["text"]) == ("message", "m", "I am here")
    assert (event["property_id"], event["external_id"]) == ("hotel-lumiere", "LUM-0042")
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await page.courier_writes(said.model_copy(update={"external_id": "nobody's"}))


async def test_a_callback_is_taken_once_and_answered_alike_again(
    page: PartnersClient, wire: httpx.AsyncClient
) -> None:
    said = _callback("chat_message", message_id="m-1", text="hello")
    assert [(await _call(wire, said)).status_code for _ in range(2)] == [200, 200]
    first, again = await page.callbacks()
    assert (first.repeat, again.repeat) == (False, True)
    assert (first.type, first.external_id, first.body) == ("chat_message", "LUM-0042", said)


@pytest.mark.parametrize(
    ("how", "signature", "status"),
    [
        ({"secret": "another"}, "wrong", 401),
        ({"ago": 400}, "stale", 401),
        ({"comptoir-signature": ""}, "wrong", 401),
        ({"idempotency-key": "other"}, "right", 422),
    ],
)
async def test_what_is_wrong_about_a_callback_is_refused_and_kept(
    page: PartnersClient, wire: httpx.AsyncClient, how: Any, signature: str, status: int
) -> None:
    answer = await _call(wire, _callback("chat_message", text="hello"), **how)
    assert answer.status_code == status
    assert answer.json()["detail"]
    (one,) = await page.callbacks()
    assert (one.signature, one.answer) == (signature, status)


async def test_a_page_that_is_not_there_takes_nothing(
    page: PartnersClient, wire: httpx.AsyncClient
) -> None:
    answer = await wire.post("/ordering-page/nobody/callbacks", content=b"{}")
    assert answer.status_code == 404


async def test_a_page_refuses_in_its_own_words_when_told_to(
    page: PartnersClient, wire: httpx.AsyncClient
) -> None:
    await page.conduct_of_page(PAGE, Conduct(refuse={"claim": "Too late."}))
    answer = await _call(wire, _callback("claim", claim_id="c-1", amount=1, currency="EUR"))
    assert (answer.status_code, answer.json()["detail"]) == (409, "Too late.")
    assert (await _call(wire, _callback("chat_message", text="hello"))).status_code == 200


async def test_a_page_misbehaves_like_every_partner(
    page: PartnersClient, wire: httpx.AsyncClient
) -> None:
    await page.set_faults(Partner.ORDERING_PAGE, Fault(status=503, times=1))
    said = _callback("chat_message", text="hello")
    assert [(await _call(wire, said)).status_code for _ in range(2)] == [503, 200]
    assert [call.fault for call in await page.calls(Partner.ORDERING_PAGE)] == ["refused", None]


async def test_an_order_of_the_hotel_is_cooked_and_delivered_under_its_external_id(
    page: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    order = _callback("order", **_order("HTL-7"), id="cb-7", reference="9K3TZ7")
    for _ in range(2):
        assert (await _call(wire, order)).status_code == 200
    await page.settled(30)
    assert [event["status"] for event in bridge.events()] == ["accepted", "preparing"]
    assert {heard.json["external_id"] for heard in bridge.webhooks()} == {"HTL-7"}
    assert bridge.statuses()[-1] == ("delivered", False)


async def test_a_page_can_leave_the_hotels_order_without_a_courier(
    page: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await page.conduct_of_page(PAGE, Conduct(book_couriers=False))
    await _call(wire, _callback("order", **_order("HTL-7"), id="cb-7"))
    await page.settled(30)
    assert bridge.webhooks() == []


@pytest.mark.parametrize(
    ("decision", "refunded"),
    [
        (ClaimDecision(verdict="accepted"), 1250),
        (ClaimDecision(verdict="partially_accepted"), 625),
        (ClaimDecision(verdict="partially_accepted", refunded=100), 100),
        (ClaimDecision(verdict="rejected", note="No photo"), 0),
    ],
)
async def test_a_claim_is_decided_when_told_to(
    page: PartnersClient,
    wire: httpx.AsyncClient,
    bridge: ListeningBridge,
    decision: ClaimDecision,
    refunded: int,
) -> None:
    claim = _callback("claim", claim_id="c-1", amount=1250, currency="EUR", reason="damaged")
    await _call(wire, claim)
    assert (await page.decide_claim("c-1", decision)).answer == 200
    (event,) = bridge.events()
    assert (event["type"], event["claim_id"]) == ("claim_decision", "c-1")
    assert (event["verdict"], event["refunded"]) == (decision.verdict, refunded)
    assert (event["currency"], event.get("note")) == ("EUR", decision.note)
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await page.decide_claim("c-2", decision)


async def test_a_statement_bills_what_was_delivered_less_what_was_refunded(
    page: PartnersClient, bridge: ListeningBridge, wire: httpx.AsyncClient
) -> None:
    await _placed(page, "whole")
    await _placed(page, "cancelled", end="canceled")
    delivery_id = await _placed(page, "refunded by the courier company")
    await page.request_refund(delivery_id, {"total_partner_refund": 500, "currency_code": "EUR"})
    await _placed(page, "by-claim")
    await _call(
        wire,
        _callback("claim", claim_id="c-1", amount=900, currency="EUR")
        | {"external_id": "by-claim"},
    )
    await page.decide_claim("c-1", ClaimDecision(verdict="accepted"))
    again = {"type": "refund", "external_id": "by-claim", "refund_id": "r", "claim_id": "c-1"}
    await page.send_events(SendEvents(partner_id=PAGE, events=[again | {"total": 900}]))
    yesterday = _order("yesterday", placed_at="2026-11-22T22:59:00Z")
    await page.place_order(PlaceOrder(partner_id=PAGE, order=yesterday))
    midnight = _order("just before midnight", placed_at="2026-11-23T22:59:00Z")
    await page.place_order(PlaceOrder(partner_id=PAGE, order=midnight))
    await page.settled(30)

    asked = IssueStatement(partner_id=PAGE, property_id="hotel-lumiere", day=DAY)
    assert (await page.issue_statement(asked)).answer == 202

    (statement,) = bridge.statements()
    assert {line["external_id"]: line["charged"] for line in statement["lines"]} == {
        "whole": 2500,
        "cancelled": 0,
        "refunded by the courier company": 2000,
        "by-claim": 1600,
        "just before midnight": 2500,
    }
    assert (statement["day"], statement["currency"]) == ("2026-11-23", "EUR")
    assert datetime.fromisoformat(statement["issued_at"]) <= datetime.now(UTC)


async def test_a_statement_can_be_wrong_on_command(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    await _placed(page, "a")
    await _placed(page, "b")
    asked = IssueStatement(
        partner_id=PAGE,
        property_id="hotel-lumiere",
        day=DAY,
        restated={"a": 9, "b": None, "not ours": 100},
    )
    await page.issue_statement(asked)
    (statement,) = bridge.statements()
    assert {line["external_id"]: line["charged"] for line in statement["lines"]} == {
        "a": 9,
        "not ours": 100,
    }
