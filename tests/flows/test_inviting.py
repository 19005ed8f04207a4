"""Somebody new at the desk: invited by the direction, reached by mail, signed in; through the real
processes."""

from __future__ import annotations

import re
import secrets
from typing import Any

import httpx

from comptoir_local.demo_hotel import DIRECTION, Secrets
from comptoir_local.demo_reception import Reception, signed_in
from comptoir_local.processes import Installation
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from tests.support.bench import eventually
from tests.support.desk import HOTEL

PASSWORD = "a long enough password"
OUR_PAGE = {"X-Comptoir": "1", "Sec-Fetch-Site": "same-origin"}


async def test_an_invited_person_comes_in_by_the_mailed_link_and_is_let_go(
    installation: Installation, partners: PartnersClient, direction: Reception
) -> None:
    mail = f"nuit-{secrets.token_hex(4)}@lumiere.example"
    body = {"mail": mail, "name": "Anaïs", "role": "reception", "language": "it"}
    person = await direction.ask("POST", f"{HOTEL}/people", body)
    assert person["invited"] is True

    async def mailed() -> bool:
        return bool(await link_to(partners, mail))

    await eventually(mailed, "the invitation has arrived")
    (link,) = await link_to(partners, mail)
    assert link.startswith(f"{installation.public_url}/welcome/")
    token = link.rpartition("/")[2]
    async with httpx.AsyncClient(headers=OUR_PAGE, trust_env=False) as browser:
        assert "Anaïs" in (await browser.get(link)).text
        accept = f"{installation.public_url}/api/v1/invitations/{token}"
        assert (await browser.post(accept, json={"password": PASSWORD})).status_code == 204
        assert (await browser.post(accept, json={"password": PASSWORD})).status_code == 404
    async with signed_in(installation.public_url, mail, PASSWORD) as desk:
        assert (await desk.get(f"{HOTEL}/orders")).status_code == 200
        await let_go(installation, person["person_id"])
        assert (await desk.get(f"{HOTEL}/orders")).status_code == 404


async def test_an_address_that_takes_no_mail_shows_as_refused_and_is_invited_again(
    partners: PartnersClient, direction: Reception
) -> None:
    mail = f"faute-{secrets.token_hex(4)}@lumiere.example"
    await partners.set_faults(Partner.MAIL, Fault(path_contains=mail, status=550, times=1))
    body = {"mail": mail, "name": "Anaïs", "role": "reception", "language": "fr"}
    person = await direction.ask("POST", f"{HOTEL}/people", body)

    async def went(state: str) -> dict[str, Any] | None:
        people = (await direction.read(f"{HOTEL}/people"))["people"]
        (found,) = [one for one in people if one["mail"] == mail]
        invitation: dict[str, Any] = found.get("invitation", {})
        return invitation if invitation.get("state") == state else None

    refused = await eventually(lambda: went("refused"), "the list says that it was refused")
    assert refused["reason"].startswith("550")
    await direction.ask("POST", f"{HOTEL}/people/{person['person_id']}/invitation")
    await eventually(lambda: went("sent"), "the list says that the new one was sent")
    assert len(await link_to(partners, mail)) == 1


async def link_to(partners: PartnersClient, address: str) -> list[str]:
    """The links of welcome that were mailed to an address."""
    found = [m.text or "" for m in await partners.messages() if address in m.envelope_to]
    return [link for text in found for link in re.findall(r"https?://\S+/welcome/\S+", text)]


async def let_go(installation: Installation, person_id: str) -> None:
    password = Secrets.of(installation.home.root).password
    async with signed_in(installation.public_url, DIRECTION, password) as boss:
        headers = {"Idempotency-Key": secrets.token_hex(8)}
        answer = await boss.delete(f"{HOTEL}/people/{person_id}", headers=headers)
        assert answer.status_code == 204
