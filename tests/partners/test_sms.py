"""The simulated SMS service answers as the published specification says."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from jsonschema import Draft202012Validator
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from notifier.sms.callbacks import signature
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from tests.partners.ohip_specification import SPECS
from tests.support.bench import eventually
from tests.support.serving import serving
from tests.support.sms import ACCOUNT, SENDER, TOKEN, sms_setup

PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
PHONE = "+33639980042"


@cache
def _schemas() -> dict[str, Any]:
    path = SPECS / "twilio" / "twilio_api_v2010.messages-subset.json"
    if not path.is_file():
        pytest.skip(f"published specifications not found: set COMPTOIR_SPECS (looked for {path})")
    schemas: dict[str, Any] = json.loads(path.read_text())["components"]["schemas"]
    return schemas


def conforms(answer: Any, schema: str) -> None:
    """OpenAPI 3.0: `nullable` is another type, and an object takes only what it lists."""
    whole = {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": _schemas()}}
    Draft202012Validator(_strict(whole)).validate(answer)


def _strict(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {key: _strict(value) for key, value in schema.items()}
    if strict.pop("nullable", False) is True and isinstance(strict.get("type"), str):
        strict["type"] = [strict["type"], "null"]
    if strict.get("type") == "object" and isinstance(strict.get("properties"), dict):
        strict.setdefault("additionalProperties", False)
    return strict


@dataclass(frozen=True)
class Told:
    """One call of a status callback."""

    headers: dict[str, str]
    form: dict[str, str]


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[str, list[Told]]]:
    """Our side of the status callbacks: where it is, and what it was told."""
    told: list[Told] = []

    async def take(request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        told.append(Told(dict(request.headers), form))
        return Response(status_code=204)

    async with serving(Starlette(routes=[Route("/status", take, methods=["POST"])])) as url:
        yield url, told


async def create(wire: httpx.AsyncClient, token: str = TOKEN, **form: str) -> httpx.Response:
    sent = {"To": PHONE, "From": SENDER, "Body": "Bonjour", **form}
    return await wire.post(PATH, data=sent, auth=(ACCOUNT, token))


async def listed(wire: httpx.AsyncClient, **asked: str) -> httpx.Response:
    return await wire.get(PATH, params=asked, auth=(ACCOUNT, TOKEN))


@pytest.fixture(autouse=True)
async def _account(partners: PartnersClient) -> None:
    await partners.load_sms(sms_setup(unreachable=("+33639980099",), invalid=("+33639980098",)))


async def test_a_message_is_answered_as_specified(wire: httpx.AsyncClient) -> None:
    answer = await create(wire)
    assert answer.status_code == 201
    conforms(answer.json(), "api.v2010.account.message")
    assert parsedate_to_datetime(answer.json()["date_created"]).tzinfo is not None


@pytest.mark.parametrize(
    ("to", "ends"),
    [
        (PHONE, [("sent", None), ("delivered", None)]),
        ("+33639980099", [("sent", None), ("undelivered", "30003")]),
    ],
)
async def test_what_becomes_of_a_message_is_told_at_its_status_callback_and_signed(
    wire: httpx.AsyncClient, to: str, ends: list[tuple[str, str | None]]
) -> None:
    async with listening() as (url, calls):
        callback = f"{url}/status?order=1&try=2"
        sid = (await create(wire, To=to, StatusCallback=callback)).json()["sid"]

        async def told() -> bool:
            return len(calls) == 2

        await eventually(told, "both steps are told")
    for call in calls:
        assert call.form["MessageSid"] == sid
        assert call.form["To"] == to
        assert call.headers["x-twilio-signature"] == signature(TOKEN, callback, call.form)
    assert [(one.form["MessageStatus"], one.form.get("ErrorCode")) for one in calls] == ends


async def test_a_message_without_a_status_callback_is_told_to_nobody_and_a_bad_one_is_refused(
    wire: httpx.AsyncClient,
) -> None:
    refused = await create(wire, StatusCallback="ftp://hotel.example/status")
    assert (refused.status_code, refused.json()["code"]) == (400, 21609)


async def test_a_list_is_answered_as_specified_page_by_page(wire: httpx.AsyncClient) -> None:
    for n in range(5):
        await create(wire, Body=f"n{n}")
    page = (await listed(wire, To=PHONE, PageSize="2")).json()
    bodies = []
    while True:
        for message in page["messages"]:
            conforms(message, "api.v2010.account.message")
            bodies.append(message["body"])
        if page["next_page_uri"] is None:
            break
        page = (await wire.get(page["next_page_uri"], auth=(ACCOUNT, TOKEN))).json()
    assert bodies == ["n4", "n3", "n2", "n1", "n0"]
    assert (await listed(wire, To="+33600000000")).json()["messages"] == []


async def test_there_is_no_idempotency(wire: httpx.AsyncClient, partners: PartnersClient) -> None:
    first, second = await create(wire), await create(wire)
    assert first.json()["sid"] != second.json()["sid"]
    assert len(await partners.text_messages()) == 2


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"To": "0639980042"}, 21211),
        ({"To": "+33639980098"}, 21211),
        ({"From": "+33700000009"}, 21212),
        ({"Body": ""}, 21602),
        ({"Body": "x" * 1601}, 21617),
    ],
)
async def test_what_is_refused_has_its_number(
    wire: httpx.AsyncClient, partners: PartnersClient, form: dict[str, str], code: int
) -> None:
    answer = await create(wire, **form)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert not await partners.text_messages()


async def test_a_wrong_token_and_another_s_account_are_refused(wire: httpx.AsyncClient) -> None:
    assert (await create(wire, token="x")).status_code == 401
    other = await wire.post(PATH, data={"To": PHONE}, auth=("AC" + "f" * 32, TOKEN))
    assert other.status_code == 401
    assert (await wire.get(PATH)).status_code == 401


async def test_a_number_may_take_a_message_that_is_never_delivered(
    wire: httpx.AsyncClient,
) -> None:
    answer = (await create(wire, To="+33639980099")).json()
    conforms(answer, "api.v2010.account.message")
    assert (answer["status"], answer["error_code"]) == ("undelivered", 30003)


async def test_a_lost_answer_leaves_the_message_taken(
    wire: httpx.AsyncClient, partners: PartnersClient
) -> None:
    await partners.set_faults(Partner.SMS, Fault(lose_answer_rate=1, times=1))
    with pytest.raises(httpx.HTTPError):
        await create(wire)
    assert len(await partners.text_messages()) == 1
    (call,) = await partners.calls(Partner.SMS)
    assert (call.status, call.answer) == (201, None)
