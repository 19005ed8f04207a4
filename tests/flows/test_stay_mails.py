"""What a hut's guest is sent, through the real processes and a real mail server (R20 to R22)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from comptoir_local.demo_hotel import gateway_client
from comptoir_local.processes import Installation
from gateway.access.people import People, new_key
from gateway.access.roles import Role
from partners.client import PartnersClient
from partners.mail.model import Message
from tests.support.bench import eventually
from tests.support.huts import CONTACT, HutDesk, cart, night

HUT = "refuge-des-lettres"
SENDER = "gardien@lettres.example"
GUEST = "zoe.lefevre@mail.example"
MAILS: dict[str, Any] = {
    "sender": SENDER,
    "texts": {
        "fr": {
            "pre_booking_subject": "Votre pré-réservation au refuge",
            "pre_booking_body": "Confirmez par téléphone, s'il vous plaît.",
            "booking_subject": "Votre réservation au refuge",
            "booking_body": "Prenez un drap-sac.",
        }
    },
}


@pytest.fixture
async def desk(installation: Installation) -> AsyncIterator[HutDesk]:
    """A furnished hut whose warden has written what their mails say."""
    name = database_name(ChassisSettings(namespace=installation.namespace), "gateway")
    database = Database.connect(installation.engines.mongo, name)
    operations, warden = new_key(), new_key()
    try:
        await People(database).add_key("letters-operations", operations, {}, True)
        await People(database).add_key("letters-warden", warden, {HUT: Role.WARDEN}, False)
    finally:
        database.close()
    url = installation.public_url
    sheet = {"kind": "hut", "languages": ["fr", "en"], "currency": "EUR"}
    async with gateway_client(url, operations) as ops, gateway_client(url, warden) as client:
        named = {**sheet, "name": "Refuge des Lettres", "time_zone": "Europe/Paris"}
        defined = await HutDesk(ops, HUT).answered("PUT", "", named)
        assert defined.status_code in (200, 201), defined.text
        desk = HutDesk(client, HUT)
        await desk.furnish()
        await desk.put("/mails", {"mails": MAILS})
        contact = {"name": "Refuge des Lettres", "mail": "refuge@lettres.example"}
        await desk.put("/hut/contact", {"contact": {**contact, "phone": "+33 4 50 00 00 01"}})

        async def priced() -> bool:
            answer = await desk.answered("POST", "/stays/price", {"cart": cart()})
            return answer.status_code == 200

        await eventually(priced, "a cart has its price")
        yield desk


async def booked(desk: HutDesk, n: int, **fields: Any) -> Any:
    contact = {**CONTACT, "mail": GUEST, "remark": "Client de la vallée", "language": "fr"}
    return await desk.book(2, n, contact=contact, **fields)


async def mails_of(partners: PartnersClient, reference: str) -> list[Message]:
    """What the mail server took that speaks of the stay, the oldest first."""
    return [one for one in await partners.messages() if reference in (one.text or "")]


async def some_mails(partners: PartnersClient, reference: str, count: int) -> list[Message]:
    async def enough() -> list[Message]:
        found = await mails_of(partners, reference)
        return found if len(found) >= count else []

    found: list[Message] = await eventually(enough, f"{count} mails about {reference}")
    assert len(found) == count
    return found


def to(mails: list[Message], address: str) -> list[Message]:
    return [mail for mail in mails if address in mail.envelope_to]


@pytest.mark.feature("R20", "R21", "R22", "R48", "R50")
async def test_a_guest_is_sent_the_warden_s_words_the_cart_and_the_hut_with_a_copy_to_the_hut(
    desk: HutDesk, partners: PartnersClient
) -> None:
    done = await booked(desk, 0)
    mails = await some_mails(partners, done["reference"], 2)
    (mail,), (copy,) = to(mails, GUEST), to(mails, SENDER)
    assert mail.subject == copy.subject == "Votre pré-réservation au refuge"
    assert SENDER in (mail.reply_to or "")
    assert (mail.sender or "").startswith("Refuge des Lettres")
    for text in (mail.text or "", copy.text or ""):
        for said in ("Confirmez par téléphone", "2 × Adulte, Dortoir", "52,00\u00a0EUR", GUEST):
            assert said in text
        assert "+33 4 50 00 00 01" in text
        assert "vallée" not in text
    assert "vallée" not in (mail.html or "")


@pytest.mark.feature("R20", "R22", "R50")
async def test_a_guest_is_written_to_whatever_becomes_of_the_stay_unless_no_mail_was_chosen(
    desk: HutDesk, partners: PartnersClient
) -> None:
    done = await booked(desk, 1)
    path = f"/stays/{done['order_id']}"
    await some_mails(partners, done["reference"], 2)
    await desk.post(f"{path}/confirm", {})
    await some_mails(partners, done["reference"], 4)
    await desk.put(f"{path}/cart", {"cart": cart(3, 1)})
    await some_mails(partners, done["reference"], 6)
    await desk.post(f"{path}/cancel", {"reason": "orage"})
    told = to(await some_mails(partners, done["reference"], 8), GUEST)
    assert [one.subject for one in told[:2]] == [
        "Votre pré-réservation au refuge",
        "Votre réservation au refuge",
    ]
    assert "modifiée" in (told[2].subject or "")
    assert "78,00\u00a0EUR" in (told[2].text or "")
    assert "annulée" in (told[3].subject or "")
    assert "Motif\u00a0: orage" in (told[3].text or "")

    silent = await booked(desk, 2, send_mail=False)
    heard = await booked(desk, 3)
    await some_mails(partners, heard["reference"], 2)
    assert await mails_of(partners, silent["reference"]) == []


@pytest.mark.feature("R40")
async def test_the_hut_reads_a_mail_as_it_was_sent_and_sends_it_again(
    desk: HutDesk, partners: PartnersClient
) -> None:
    done = await booked(desk, 4)
    path = f"/stays/{done['order_id']}/mails"
    (first,) = to(await some_mails(partners, done["reference"], 2), GUEST)

    async def listed() -> list[Any]:
        mails = (await desk.get(path))["mails"]
        return mails if len(mails) == 2 else []

    mails = await eventually(listed, "both mails are listed")
    (mail,) = (one for one in mails if one["audience"] == "guest")
    read = await desk.get(f"{path}/{mail['notice_id']}")
    assert (read["title"], read["state"]) == (first.subject, "sent")
    assert read["text"].split() == (first.text or "").split()
    assert night(4)[:4] in read["html"]
    again = await desk.post(f"{path}/{mail['notice_id']}/resend", None, 201)
    sent = to(await some_mails(partners, done["reference"], 3), GUEST)
    assert [one.subject for one in sent] == [first.subject] * 2
    assert again["notice_id"] != mail["notice_id"]
    assert again["notice_id"] in (sent[1].message_id or "")
