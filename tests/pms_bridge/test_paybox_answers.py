"""Paybox's signed answers at the door: worth no more than a look, and only when rightly signed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import pytest

from contracts.payments import CheckPayment
from partners.paybox.keys import signature
from pms_bridge.connections import Connections
from pms_bridge.door.app import door
from tests.support.paybox import account
from tests.support.paying import AIGLE, ORDER, PAYMENT
from tests.support.runtime import RecordingRuntime

SAID = f"Mt=5200&Ref={ORDER}.{PAYMENT}&Auto=XXXXXX&Appel=0010244812&Trans=0005329117&Erreur=00000"


class Caller:
    """Whoever posts to the bridge's door as Paybox."""

    def __init__(self) -> None:
        self.runtime = RecordingRuntime()

    door: httpx.AsyncClient

    async def post(self, body: str, property_id: str = AIGLE) -> httpx.Response:
        return await self.door.post(f"/webhooks/paybox/{property_id}", content=body)


@pytest.fixture
async def paybox() -> AsyncIterator[Caller]:
    caller = Caller()
    connections = Connections(paybox={AIGLE: account("http://127.0.0.1:1")})
    transport = httpx.ASGITransport(door(connections, caller.runtime))
    async with httpx.AsyncClient(transport=transport, base_url="http://door") as caller.door:
        yield caller


def signed(said: str = SAID, *, forged: bool = False) -> str:
    return f"{said}&sign={quote(signature(said, forged=forged), safe='')}"


@pytest.mark.feature("R57")
async def test_an_answer_that_paybox_has_signed_has_the_payment_looked_at(paybox: Caller) -> None:
    assert (await paybox.post(signed())).status_code == 200
    assert (await paybox.post(signed())).status_code == 200
    first, again = paybox.runtime.published
    assert first.message == CheckPayment(property_id=AIGLE, order_id=ORDER, payment_id=PAYMENT)
    assert (first.id, first.source) == (again.id, again.source)


@pytest.mark.promise("nobody in who should not be")
@pytest.mark.parametrize(
    "body",
    [
        signed(forged=True),
        signed().replace("Mt=5200", "Mt=5201"),
        signed(SAID).replace("Erreur=00000", "Erreur=00001"),
        SAID,
        f"{SAID}&sign=",
        f"{SAID}&sign=%21%21",
        "",
    ],
    ids=["forged", "another sum", "another code", "unsigned", "empty", "no base64", "nothing"],
)
async def test_what_is_not_rightly_signed_is_not_let_in(paybox: Caller, body: str) -> None:
    assert (await paybox.post(body)).status_code == 401
    assert paybox.runtime.published == []


async def test_an_answer_to_a_hut_without_an_account_is_not_let_in(paybox: Caller) -> None:
    assert (await paybox.post(signed(), "refuge-inconnu")).status_code == 401


async def test_an_answer_about_no_payment_of_ours_is_of_no_use(paybox: Caller) -> None:
    said = SAID.replace(f"{ORDER}.{PAYMENT}", "CMD 17")
    assert (await paybox.post(signed(said))).status_code == 200
    assert paybox.runtime.published == []


async def test_an_answer_that_cannot_be_read_is_told_so(paybox: Caller) -> None:
    assert (await paybox.post(signed("Mt=x&Ref=1&Erreur=00000"))).status_code == 422
