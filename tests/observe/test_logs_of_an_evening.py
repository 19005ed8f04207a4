"""A small evening with everything in it that a log must not hold, and what the logs say of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest

from comptoir_local.demo_hotel import PARTNER_ID
from comptoir_local.demo_reception import HOTEL, Reception
from comptoir_local.evening_logs import told_of_guests, words_of_guests
from comptoir_local.processes import ALL_PROCESSES, Installation
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.ordering_page.model import CourierWrites
from partners.uber.journey import Ending, Status
from tests.support.bench import eventually
from tests.support.desk import Desk

WRITTEN, ANSWERED = "La porte de service est fermée", "Sonnez chez Madame Ashworth-Penn"


@pytest.mark.promise("no log names a guest")
async def test_no_line_of_an_evening_holds_what_is_a_guests(
    installation: Installation, desk: Desk, partners: PartnersClient, api: httpx.AsyncClient
) -> None:
    await partners.set_faults(Partner.MAIL, Fault(status=451, times=2))
    await partners.set_faults(
        Partner.OPERA, Fault(method="POST", path_contains="/charges", status=503, times=1)
    )
    ordered = await desk.place()
    await desk.move(ordered, Status.PICKUP)
    await desk.shown(ordered, chat_open=True)
    wrote = CourierWrites(partner_id=PARTNER_ID, external_id=ordered.external_id, text=WRITTEN)
    await partners.courier_writes(wrote)
    path = f"{HOTEL}/orders/{ordered.order_id}/messages"
    await Reception(api, partners).ask("POST", path, {"text": ANSWERED})
    await desk.move(ordered, Status.DELIVERED)
    await desk.shown(ordered, status="delivered", folio="settled")
    await desk.mailed(ordered)
    cancelled = await desk.place(ending=Ending(end="canceled", at="pickup"))
    await desk.move(cancelled, Status.CANCELED)
    await desk.shown(cancelled, status="cancelled")

    async def texted() -> bool:
        return bool(await partners.text_messages())

    await eventually(texted, "the guest is told of the cancellation")
    # What is wrong is where a log is most tempted to quote.
    found = await api.get(f"{HOTEL}/orders", params={"q": ordered.body["guest"]["surname"]})
    assert found.status_code == 200
    await api.post(path, json={"text": ["Ashworth-Penn"]}, headers={"Idempotency-Key": "k" * 16})
    logs = logs_of(installation)
    assert told_of_guests(logs, {*words_of_guests(), WRITTEN, ANSWERED}) == []


async def test_lines_about_a_request_or_a_message_name_its_trace(
    installation: Installation, desk: Desk, partners: PartnersClient
) -> None:
    await partners.set_faults(Partner.MAIL, Fault(status=451, times=1))
    ordered = await desk.place()
    await desk.mailed(ordered)
    async with httpx.AsyncClient(trust_env=False) as stranger:
        bridge = f"http://127.0.0.1:{installation.ports.pms_bridge}"
        trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        headers = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
        refused = await stranger.post(
            f"{bridge}/partners/v1/delivery-orders", headers=headers, json={}
        )
    assert refused.status_code == 401

    def about(name: str, event: str) -> list[dict[str, str]]:
        lines = (installation.home.logs / f"{name}.log").read_text().splitlines()
        told = [json.loads(line) for line in lines if line.startswith("{")]
        return [line for line in told if line["event"] == event]

    async def told() -> bool:
        return bool(about("notifier", "effect again later"))

    await eventually(told, "the mail's second try is told")
    assert trace in {line["trace_id"] for line in about("pms-bridge", "refused at the door")}
    for line in about("notifier", "effect again later"):
        assert re.fullmatch(r"[0-9a-f]{32}", line["trace_id"])


def logs_of(installation: Installation) -> list[Path]:
    logs = [installation.home.logs / f"{process.name}.log" for process in ALL_PROCESSES]
    return [log for log in logs if log.exists()]
