"""The ordering page: signs its intake, sends until taken, books couriers, errs on command."""

import json
import time
from typing import Any

import httpx
import pytest

from partners.client import PartnersClient
from partners.ordering_page.model import IntakeTwist, PageSetup, PartnerAccess, PlaceOrder
from partners.uber.journey import Ending
from tests.partners.intake_check import SignatureError, check_signature
from tests.partners.listening_bridge import Heard, ListeningBridge
from tests.partners.uber_caller import CUSTOMER, uber_setup

ORDER: dict[str, Any] = {
    "external_id": "LUM-0042",
    "property_id": "hotel-lumiere",
    "room": "203",
    "guest": {"given_name": "Anaïs", "surname": "D'Hérouville", "language": "fr"},
    "restaurant": {"name": "Chez Lina"},
    "lines": [{"name": "Pizza regina", "quantity": 2, "unit_amount": 1250}],
    "currency": "EUR",
    "tax_lines": [{"name": "TVA 10 %", "rate": "10.00", "net": 2273, "tax": 227}],
    "total": 2500,
    "validation_code": "4821",
    "placed_at": "2026-11-23T19:40:00Z",
}
SECRETS = ["new secret", "old secret"]


def _command(**changed: Any) -> PlaceOrder:
    given: dict[str, Any] = {"partner_id": "lumiere-page", "order": ORDER}
    return PlaceOrder(**(given | changed))


@pytest.fixture
async def page(partners: PartnersClient, bridge: ListeningBridge) -> PartnersClient:
    access = PartnerAccess(
        partner_id="lumiere-page",
        secrets=SECRETS,
        uber_customer_id=CUSTOMER,
        uber_client_id="uber client",
        uber_client_secret="uber secret",
        retry_base_s=0.01,
    )
    await partners.load_ordering_pages(PageSetup(partners=[access]))
    await partners.load_uber(uber_setup(speed=20_000))
    return partners


def _check(heard: Heard, secret: str) -> None:
    check_signature(heard.headers["comptoir-signature"], heard.body, secret, now=int(time.time()))


async def test_an_order_is_sent_signed_with_both_secrets_and_gets_a_courier(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    placed = await page.place_order(_command())
    await page.settled(30)

    (intake,) = bridge.intakes()
    assert intake.path == "/partners/v1/delivery-orders"
    assert intake.headers["comptoir-partner"] == "lumiere-page"
    assert intake.json == ORDER
    for secret in SECRETS:
        _check(intake, secret)
    assert placed.intake_answer == 202
    assert {heard.json["delivery_id"] for heard in bridge.webhooks()} == {placed.delivery_id}
    assert {heard.json["data"]["external_id"] for heard in bridge.webhooks()} == {"LUM-0042"}
    assert bridge.statuses()[-1] == ("delivered", False)
    assert bridge.heard[0] == intake


async def test_an_order_is_sent_again_unchanged_until_it_is_taken(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    bridge.answers.extend([503, 500, 202])

    placed = await page.place_order(_command(book_courier=False))

    assert placed.intake_answer == 202
    assert [call.answer for call in await page.intake_calls()] == [503, 500, 202]
    assert len({heard.body for heard in bridge.intakes()}) == 1


async def test_a_refused_order_is_neither_sent_again_nor_given_a_courier(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    bridge.answers.append(422)

    placed = await page.place_order(_command())

    assert (placed.intake_answer, placed.delivery_id) == (422, None)
    (call,) = await page.intake_calls()
    assert call.answer_body == {"order_id": "o-1"}
    assert bridge.webhooks() == []


@pytest.mark.parametrize("together", [False, True])
async def test_an_intake_can_be_repeated(
    page: PartnersClient, bridge: ListeningBridge, together: bool
) -> None:
    twist = IntakeTwist(copies=3, together=together)

    await page.place_order(_command(intake=twist, book_courier=False))

    assert [heard.json for heard in bridge.intakes()] == [ORDER] * 3
    sendings = sorted(call.sending for call in await page.intake_calls())
    assert sendings == ["first", "repeat", "repeat"]


async def test_an_intake_can_come_after_the_first_webhooks(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    await page.place_order(_command(intake=IntakeTwist(after_webhooks=2)))
    await page.settled(30)

    (intake,) = bridge.intakes()
    assert bridge.heard.index(intake) >= 2
    assert bridge.statuses()[-1] == ("delivered", False)


async def test_another_body_can_follow_under_the_same_external_id(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    twist = IntakeTwist(then_changed={"total": 2600})

    await page.place_order(_command(intake=twist, book_courier=False))

    first, changed = (heard.json for heard in bridge.intakes())
    assert first == ORDER
    assert changed == ORDER | {"total": 2600}


@pytest.mark.parametrize(
    ("twist", "reason"),
    [
        (IntakeTwist(bad_signature=True), "does not match"),
        (IntakeTwist(signed_seconds_ago=400), "expired"),
    ],
)
async def test_an_intake_can_be_signed_wrongly(
    page: PartnersClient, bridge: ListeningBridge, twist: IntakeTwist, reason: str
) -> None:
    bridge.answers.append(401)

    placed = await page.place_order(_command(intake=twist))

    assert (placed.intake_answer, placed.delivery_id) == (401, None)
    with pytest.raises(SignatureError, match=reason):
        _check(bridge.intakes()[0], SECRETS[0])


async def test_the_end_of_the_delivery_is_the_one_asked_for(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    ending = Ending(end="canceled", at="pending")

    placed = await page.place_order(_command(ending=ending, wait=False))
    await page.settled(30)

    assert placed.delivery_id is None
    assert bridge.statuses() == [("pending", False), ("canceled", False)]


async def test_an_unknown_ordering_page_cannot_order(page: PartnersClient) -> None:
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await page.place_order(_command(partner_id="nobody"))


async def test_the_body_is_sent_as_it_was_given_even_when_it_is_wrong(
    page: PartnersClient, bridge: ListeningBridge
) -> None:
    wrong = {"external_id": "LUM-0043", "total": "many"}

    await page.place_order(_command(order=wrong, book_courier=False))

    assert json.loads(bridge.intakes()[0].body) == wrong
