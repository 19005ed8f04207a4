"""The worked examples of the guide to events and callbacks, computed again."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from partners.ordering_page.signature import checked, signature_header
from pms_bridge.connections import Connections, OrderingPage
from pms_bridge.door.partner_event import EVENTS, PartnerStatus
from pms_bridge.door.signatures import ordering_page_signature
from pms_bridge.partner.callbacks import Claim
from tests.partners.intake_check import check_signature
from tests.support.door import EVENTS as PATH
from tests.support.door import STATEMENTS, Partner
from tests.support.handovers import claimed
from tests.support.runtime import RecordingRuntime

GUIDE = (Path(__file__).resolve().parents[2] / "docs/guides/partner-events.md").read_text()
SENT_AT = int(datetime(2026, 11, 23, 20, 20, 5, tzinfo=UTC).timestamp())
CALLED_AT = int(datetime(2026, 11, 23, 20, 31, tzinfo=UTC).timestamp())
CALLBACK_SECRET = "autumn-callbacks-4b1d"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)\n```$", GUIDE, re.DOTALL | re.MULTILINE)


(SECRET,) = blocks("secret")
BODY = blocks("json events")[0].encode()
CLAIM = blocks("json claim")[0].encode()
SIGNATURE, CALLBACK_SIGNATURE = (
    line.removeprefix("Comptoir-Signature: ") for line in blocks("http")
)


def connections() -> Connections:
    page = OrderingPage(properties=frozenset({"hotel-lumiere"}), secrets=(SecretStr(SECRET),))
    return Connections(ordering_pages={"demo-page": page})


async def test_the_example_is_taken_whole_under_its_signature() -> None:
    runtime = RecordingRuntime()
    page = Partner(runtime, lambda: float(SENT_AT), connections())
    answer = await page.send(PATH, BODY, comptoir_signature=SIGNATURE)
    await page.http.aclose()
    assert answer.status_code == 200
    assert [one["taken"] for one in answer.json()["events"]] == [True, True, True]
    assert len(runtime.published) == 3


async def test_the_example_of_a_statement_is_taken() -> None:
    page = Partner(RecordingRuntime(), lambda: float(SENT_AT), connections())
    raw = blocks("json statement")[0].encode()
    signed = signature_header([SECRET], SENT_AT, raw)
    answer = await page.send(STATEMENTS, raw, comptoir_signature=signed)
    await page.http.aclose()
    assert answer.json() == {"property_id": "hotel-lumiere", "day": "2026-11-23", "lines": 2}


async def test_the_example_of_an_answer_is_what_is_answered() -> None:
    good, foreign = json.loads(BODY)["events"][0], json.loads(BODY)["events"][1]
    sent = {"events": [good, foreign | {"id": "ev-7784", "property_id": "hotel-aurore"}]}
    page = Partner(RecordingRuntime(), lambda: float(SENT_AT), connections())
    raw = json.dumps(sent).encode()
    signed = signature_header([SECRET], SENT_AT, raw)
    answer = await page.send(PATH, raw, comptoir_signature=signed)
    await page.http.aclose()
    assert answer.text == blocks("json answer")[0]


def test_the_examples_signature_and_length_are_as_said() -> None:
    assert f"Body, {len(BODY)} bytes" in GUIDE
    assert signature_header([SECRET], SENT_AT, BODY) == SIGNATURE
    check_signature(SIGNATURE, BODY, SECRET, now=SENT_AT)


def test_the_claim_is_what_we_send_and_signed_as_we_sign() -> None:
    id = json.loads(CLAIM)["id"]
    assert Claim.of(claimed(), id).body().encode() == CLAIM
    secret = SecretStr(CALLBACK_SECRET)
    assert ordering_page_signature(secret, CLAIM, CALLED_AT) == CALLBACK_SIGNATURE
    assert checked(CALLBACK_SIGNATURE, CLAIM, CALLBACK_SECRET, CALLED_AT) == "right"
    assert f"`{CALLBACK_SECRET}`" in GUIDE


@pytest.mark.parametrize("type", EVENTS)
def test_every_type_has_its_part_and_every_field_is_named(type: str) -> None:
    part = GUIDE.split(f"### `{type}`")[1].split("\n### ")[0]
    common = GUIDE.split("### `status`")[0]
    for field in EVENTS[type].model_fields:
        assert f"`{field}" in (part + common), field


def test_every_status_is_named() -> None:
    for status in PartnerStatus:
        assert f"`{status}`" in GUIDE
