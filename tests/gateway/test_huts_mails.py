"""The mails about a stay at its hut: listed, read as they were sent, sent again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from contracts.notices import (
    Audience,
    Channel,
    NoticeFailed,
    NoticeResent,
    NoticeSent,
    ResendNotice,
    StayNews,
)
from contracts.properties import Language
from gateway.access.roles import Role
from tests.gateway.conftest import Hotel
from tests.gateway.huts import HUT, Hut, at_hut


@pytest.fixture
async def hut(hotel: Hotel) -> AsyncIterator[Hut]:
    async with at_hut(hotel, Role.RECEPTION) as hut:
        yield hut


def sent(order_id: str, notice_id: str = "mail-1", **fields: Any) -> NoticeSent:
    return NoticeSent(
        **{
            "property_id": HUT,
            "order_id": order_id,
            "notice_id": notice_id,
            "channel": Channel.MAIL,
            "guest_id": "guest-1",
            "audience": Audience.GUEST,
            "language": Language.FR,
            "title": "Votre réservation",
            "text": "Bonjour",
            "html": "<p>Bonjour</p>",
            "stay": StayNews.BOOKED,
            **fields,
        }
    )


def failed(order_id: str, notice_id: str = "mail-1") -> NoticeFailed:
    return NoticeFailed(
        property_id=HUT,
        order_id=order_id,
        notice_id=notice_id,
        channel=Channel.MAIL,
        audience=Audience.GUEST,
        stay=StayNews.BOOKED,
        reason="came back: 5.1.1 unknown",
    )


async def a_stay(hut: Hut) -> str:
    order_id: str = (await hut.book())["order_id"]
    return order_id


@pytest.mark.feature("R40")
async def test_a_mail_is_read_as_it_was_sent(hotel: Hotel, hut: Hut) -> None:
    order_id = await a_stay(hut)
    path = f"/stays/{order_id}/mails"
    assert await hut.get(path) == {"mails": []}
    await hotel.happens(sent(order_id))
    await hotel.happens(sent(order_id, "mail-2", audience=Audience.HOTEL))
    copy, mail = (await hut.get(path))["mails"]
    assert (copy["audience"], mail["audience"]) == ("hotel", "guest")
    assert (mail["title"], mail["state"], mail["stay"]) == ("Votre réservation", "sent", "booked")
    assert "html" not in mail
    read = await hut.get(f"{path}/mail-1")
    assert (read["text"], read["html"]) == ("Bonjour", "<p>Bonjour</p>")
    page = await hut.client.get(f"{hut.at}{path}/mail-1/page")
    assert (page.text, page.headers["content-type"]) == (read["html"], "text/html; charset=utf-8")
    assert page.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


async def test_a_mail_that_came_back_says_why_and_is_still_there_to_read(
    hotel: Hotel, hut: Hut
) -> None:
    order_id = await a_stay(hut)
    for message in (sent(order_id), failed(order_id), failed(order_id, "mail-2")):
        await hotel.happens(message)
    refused, back = (await hut.get(f"/stays/{order_id}/mails"))["mails"]
    assert (refused["state"], back["state"]) == ("failed", "failed")
    assert back["reason"] == "came back: 5.1.1 unknown"
    assert (await hut.get(f"/stays/{order_id}/mails/mail-1"))["text"] == "Bonjour"


async def test_a_mail_about_a_stay_makes_no_order_of_the_live_board(hotel: Hotel, hut: Hut) -> None:
    order_id = await a_stay(hut)
    await hotel.happens(sent(order_id))
    await hotel.happens(failed(order_id))
    assert (await hut.get("/live"))["orders"] == []
    assert (await hut.get("/notices"))["notices"] == []


async def test_another_stay_s_mail_is_not_here(hotel: Hotel, hut: Hut) -> None:
    mine, other = await a_stay(hut), await a_stay(hut)
    await hotel.happens(sent(other))
    for method, path in (("GET", "mail-1"), ("POST", "mail-1/resend"), ("GET", "none")):
        answer = await hut.send(method, f"/stays/{mine}/mails/{path}")
        assert answer.status_code == 404


@pytest.mark.feature("R40")
async def test_a_mail_is_asked_for_again(hotel: Hotel, hut: Hut) -> None:
    order_id = await a_stay(hut)
    await hotel.happens(sent(order_id))
    before = hotel.runtime.on_publish

    async def answer(published: Any) -> None:
        message = published.message
        assert isinstance(message, ResendNotice)
        assert (message.order_id, message.notice_id) == (order_id, "mail-1")
        resent = NoticeResent(
            property_id=HUT,
            order_id=order_id,
            notice_id="mail-1",
            channel=Channel.MAIL,
            again_id="mail-9",
        )
        hotel.runtime.hand_over(resent, causation_id=published.id)

    hotel.runtime.on_publish = answer
    again = await hut.post(f"/stays/{order_id}/mails/mail-1/resend", None, 201)
    hotel.runtime.on_publish = before
    assert again == {"notice_id": "mail-9"}
