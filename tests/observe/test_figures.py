"""What the services' figures say of what has just been done (real processes)."""

from __future__ import annotations

import re

import httpx

from comptoir_local.processes import SERVICES, Installation
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from tests.support.bench import eventually
from tests.support.desk import HOTEL, Desk, stream

BY_NAME = {process.name: process for process in SERVICES}


async def figure(installation: Installation, service: str, name: str, **labels: str) -> float:
    """The sum of all samples of this name that have these labels; 0 where there is none."""
    async with httpx.AsyncClient(trust_env=False) as client:
        text = (await client.get(BY_NAME[service].url(installation, "/metrics") or "")).text
    found = 0.0
    for line in text.splitlines():
        said, _, value = line.rpartition(" ")
        if said.partition("{")[0] == f"comptoir_{name}":
            has = dict(re.findall(r'(\w+)="([^"]*)"', said))
            found += float(value) if labels.items() <= has.items() else 0.0
    return found


async def test_an_order_shows_at_the_door_and_with_the_mail_server(
    installation: Installation, desk: Desk, partners: PartnersClient
) -> None:
    await partners.set_faults(Partner.MAIL, Fault(status=451, times=1))
    route = "/partners/v1/delivery-orders"
    before = await figure(
        installation, "pms-bridge", "http_requests_total", route=route, status="202"
    )
    ordered = await desk.place()
    await desk.mailed(ordered)
    after = await figure(
        installation, "pms-bridge", "http_requests_total", route=route, status="202"
    )
    assert after == before + 1

    async def carried_out() -> bool:
        done = await figure(
            installation, "notifier", "partner_tries_total", partner="smtp", outcome="done"
        )
        again = await figure(
            installation, "notifier", "partner_tries_total", partner="smtp", outcome="unavailable"
        )
        return done >= 1 and again >= 1

    await eventually(carried_out, "the mail's two tries are counted")
    kind = "notifier.send-mail"
    assert await figure(installation, "notifier", "effect_seconds_count", kind=kind) >= 2
    assert await figure(installation, "orders", "database_seconds_count", step="transaction") >= 1
    for service in BY_NAME:
        assert await figure(installation, service, "unready") == 0


async def test_a_page_that_follows_is_counted_while_it_is_open(
    installation: Installation, desk: Desk
) -> None:
    board = (await desk.api.get(f"{HOTEL}/live")).json()

    async def followed(by: int) -> bool:
        return await figure(installation, "gateway", "stream_listeners") == by

    assert await followed(0)
    async with stream(desk.api, board["offset"]):
        await eventually(lambda: followed(1), "the page is counted")
    await eventually(lambda: followed(0), "the page is gone")


async def test_how_tries_to_sign_in_end_is_counted(installation: Installation) -> None:
    page = {"X-Comptoir": "1", "Sec-Fetch-Site": "same-origin"}
    wrong = {"mail": "nobody@lumiere.example", "password": "not the password"}
    async with httpx.AsyncClient(base_url=installation.public_url, trust_env=False) as client:
        for _ in range(12):
            await client.post("/api/v1/session", json=wrong, headers=page)
    assert await figure(installation, "gateway", "sign_ins_total", outcome="wrong") == 10
    assert await figure(installation, "gateway", "sign_ins_total", outcome="throttled") == 2
