"""The courier near, and the chat with the courier, from wire to wire (O04, O06 to O09)."""

from __future__ import annotations

import httpx
import pytest

from comptoir_local.demo_hotel import PARTNER_ID
from comptoir_local.demo_reception import Reception
from partners.client import PartnersClient
from partners.mail.model import Message
from partners.ordering_page.model import Callback, CourierWrites
from partners.uber.journey import Status
from tests.support.bench import eventually
from tests.support.desk import HOTEL, Desk, Ordered


async def courier_says(partners: PartnersClient, ordered: Ordered, text: str) -> None:
    command = CourierWrites(partner_id=PARTNER_ID, external_id=ordered.external_id, text=text)
    answered = await partners.courier_writes(command)
    assert answered.body["events"][0]["taken"] is True


async def sent_to_courier(partners: PartnersClient, ordered: Ordered) -> list[Callback]:
    return [
        one
        for one in await partners.callbacks()
        if (one.external_id, one.type) == (ordered.external_id, "chat_message")
    ]


@pytest.mark.feature("O03", "O04")
async def test_the_board_says_when_the_meal_is_expected_and_that_the_courier_is_near(
    desk: Desk, api: httpx.AsyncClient
) -> None:
    ordered = await desk.place()
    await desk.move(ordered, Status.DROPOFF)
    await desk.shown(ordered, stage="on_the_way")
    while not (await desk.partners.advance_delivery(ordered.delivery_id))["courier_imminent"]:
        pass  # one more position on the way
    near = await desk.shown(ordered, stage="near")
    assert near["expected_at"]
    board = (await api.get(f"{HOTEL}/live")).json()["orders"]
    (card,) = [one for one in board if one["order_id"] == ordered.order_id]
    assert (card["stage"], card["room"]) == ("near", ordered.body["room"])
    assert card["courier"]["name"]


@pytest.mark.feature("O06", "O07", "O08")
async def test_what_the_courier_writes_is_mailed_and_answered_from_the_order(
    desk: Desk, partners: PartnersClient, reception: Reception
) -> None:
    ordered = await desk.place()
    assert (await desk.shown(ordered, stage="placed"))["chat_open"] is False
    await desk.move(ordered, Status.PICKUP)
    await desk.shown(ordered, chat_open=True)
    await courier_says(partners, ordered, "Où est l'entrée ?")

    async def mailed() -> Message | None:
        found = [m for m in await desk.mails(ordered) if "Où est l'entrée ?" in (m.text or "")]
        return found[0] if found else None

    mail = await eventually(mailed, "the mail with the courier's words")
    assert mail.envelope_to == ["reception@lumiere.example"]
    assert f"/board?order={ordered.order_id}" in (mail.text or "")
    assert "Suivre la commande" in (mail.html or "")

    path = f"{HOTEL}/orders/{ordered.order_id}/messages"
    await reception.ask("POST", path, {"text": "Au 12, côté jardin."})

    async def taken() -> bool:
        return bool(await sent_to_courier(partners, ordered))

    await eventually(taken, "the courier has the answer")
    await courier_says(partners, ordered, "Merci !")
    await reception.shown(ordered.order_id, lambda card: len(card["messages"]) == 3)
    chat = (await reception.read(path))["messages"]
    assert [one["text"] for one in chat] == ["Où est l'entrée ?", "Au 12, côté jardin.", "Merci !"]
    assert [one["author"] for one in chat] == ["courier", "hotel", "courier"]
    assert [one.body["text"] for one in await sent_to_courier(partners, ordered)] == [
        "Au 12, côté jardin."
    ]


@pytest.mark.feature("O08", "O09")
async def test_the_hotel_writes_first_but_not_before_there_is_a_courier(
    desk: Desk, partners: PartnersClient, reception: Reception, api: httpx.AsyncClient
) -> None:
    ordered = await desk.place()
    path = f"{HOTEL}/orders/{ordered.order_id}/messages"
    await desk.shown(ordered, stage="placed")
    refused = await api.post(path, json={"text": "Bonsoir"}, headers={"Idempotency-Key": "k" * 16})
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["reason"] == "no_courier"

    await desk.move(ordered, Status.PICKUP)
    await desk.shown(ordered, chat_open=True)
    await reception.ask("POST", path, {"text": "Sonnez à la porte de nuit."})

    async def told() -> bool:
        return bool((await reception.read(path))["messages"][0].get("telling") == "told")

    await eventually(told, "the order shows that the partner has the message")
    (callback,) = await sent_to_courier(partners, ordered)
    assert callback.body["text"] == "Sonnez à la porte de nuit."
    assert callback.signature == "right"
