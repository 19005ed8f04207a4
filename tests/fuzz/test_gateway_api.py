"""The back-office API under made-up calls: it answers as it says, whoever calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from comptoir_local.demo_hotel import PROPERTY_ID
from comptoir_local.processes import Installation
from tests.fuzz.conftest import CALLERS, HUT, LEAVING, WARDEN
from tests.fuzz.described import Api, Case, Send, connection
from tests.support.desk import HOTEL
from tests.support.gateway_routes import gateway_description

# A busy machine may take its time to bring the installation up.
pytestmark = pytest.mark.timeout(300)

Headers = Mapping[str, str]

# An open stream has no end: only those whom it does not let in can try it out.
STREAM = "streamLiveBoard"
MAY_WATCH = {"reception", "manager"}
# Defining properties is tried out on one that nobody lives in, by those who may see it.
DEFINE, DEFINED = "putProperty", "fuzz-house"
SIGN_IN, SIGN_OUT = "signIn", "signOut"


GATEWAY = Api(gateway_description())


def callers_of(id: str) -> list[str]:
    """Who tries it out. Nobody else signs out: all that came after would be tried by nobody."""
    if id == SIGN_IN:
        return ["nobody"]
    if id == SIGN_OUT:
        return ["nobody", LEAVING, "operations"]
    if id == DEFINE:
        return ["nobody", "operations"]
    return [caller for caller in CALLERS if id != STREAM or caller not in MAY_WATCH]


AT_HUT = [
    id
    for id, operation in GATEWAY.operations.items()
    if {"hut", "selling", "planning", "stays", "sales"} & set(operation.tags)
]


# What anybody may ask of a hut.
BY_GUESTS = [id for id, operation in GATEWAY.operations.items() if "{hut}" in operation.path]


@pytest.mark.parametrize("id", GATEWAY.operations)
def test_every_call_is_answered_as_described_whoever_calls(
    installation: Installation, callers: Mapping[str, Headers], id: str
) -> None:
    with connection() as session:

        def sender(caller: str) -> Send:
            def send(case: Case) -> Any:
                if id == DEFINE:
                    case.path_parameters["property"] = DEFINED
                headers = dict(callers[caller])
                return case.call(installation.public_url, session, headers=headers, timeout=20)

            return send

        sends = [sender(caller) for caller in callers_of(id)]
        if "{property}" in GATEWAY.operations[id].path:
            GATEWAY.try_out(id, *sends, examples=6, property=PROPERTY_ID)
            GATEWAY.wander(id, *sends, examples=4)
        elif "{service}" in GATEWAY.operations[id].path:
            GATEWAY.try_out(id, *sends, examples=6, service="orders")
            GATEWAY.wander(id, *sends, examples=4)
        else:
            GATEWAY.try_out(id, *sends, examples=6)


@pytest.mark.parametrize("id", AT_HUT)
def test_every_call_at_a_hut_is_answered_as_described(
    installation: Installation, callers: Mapping[str, Headers], stay: str, id: str
) -> None:
    def send(case: Case) -> Any:
        return case.call(installation.public_url, headers=dict(callers[WARDEN]), timeout=20)

    fixed = {"property": HUT}
    if "{order}" in GATEWAY.operations[id].path:
        fixed["order"] = stay
    GATEWAY.try_out(id, send, examples=12, **fixed)


@pytest.mark.parametrize("id", BY_GUESTS)
def test_every_call_of_a_guest_is_answered_as_described(
    installation: Installation, callers: Mapping[str, Headers], stay: str, id: str
) -> None:
    def send(case: Case) -> Any:
        return case.call(installation.public_url, headers=dict(callers["nobody"]), timeout=20)

    GATEWAY.try_out(id, send, examples=12, hut=HUT)


async def test_the_description_that_is_tried_out_is_the_one_that_is_served(
    installation: Installation,
) -> None:
    async with httpx.AsyncClient(base_url=installation.public_url, trust_env=False) as client:
        assert (await client.get("/api/v1/openapi.json")).json() == gateway_description()


@pytest.mark.parametrize("offset", ["-1", "x", "", "1e3", "1.5", str(2**63), "9" * 4000, "%00"])
@pytest.mark.parametrize("where", ["?from=", "Last-Event-ID"])
async def test_a_stream_from_nowhere_is_refused(
    api: httpx.AsyncClient, where: str, offset: str
) -> None:
    query, headers = (f"?from={offset}", {}) if where == "?from=" else ("", {where: offset})
    answer = await api.get(f"{HOTEL}/live/stream{query}", headers=headers)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_stream_from_the_far_future_opens(api: httpx.AsyncClient) -> None:
    for offset in ("0", str(2**63 - 1)):
        async with api.stream("GET", f"{HOTEL}/live/stream?from={offset}") as answer:
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/event-stream")


SHEET = b'{"name":"x","kind":"hotel","languages":["fr"],"currency":"EUR","time_zone":%s}'
BODIES = {
    "nested deeper than anybody reads": b"[" * 100_000,
    "objects in objects": b'{"a":' * 20_000,
    "not UTF-8": b'{"name":"\xff"}',
    "half a character as a field": b'{"\\ud800":1}',
    "half a character as a value": b'{"name":"\\ud800"}',
    "a number of five thousand digits": b'{"name":' + b"9" * 5000 + b"}",
    "not a number": b'{"name":NaN}',
    "a number beyond floats": b'{"name":1e999}',
    "null": b"null",
    "nothing": b"",
    "UTF-16": '{"name":"x"}'.encode("utf-16"),
    "a field twice": b'{"name":"x","name":1}',
    "a zone outside its folder": SHEET % b'"../../etc/passwd"',
    "a zone that no header could hold": SHEET % (b'"%s"' % (b"\\u0001" * 40_000)),
}


@pytest.mark.parametrize("what", BODIES)
@pytest.mark.parametrize("path", ["/api/v1/session", f"/api/v1/properties/{DEFINED}"])
async def test_a_body_that_cannot_be_read_is_a_problem_of_the_callers(
    api: httpx.AsyncClient, path: str, what: str
) -> None:
    method = "POST" if path.endswith("session") else "PUT"
    headers = {"Content-Type": "application/json", "Idempotency-Key": what}
    answer = await api.request(method, path, content=BODIES[what], headers=headers)
    assert answer.status_code in {400, 413, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) < 2000


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/js/%00",
        "/%ff",
        "/" + "a" * 5000,
        "/..%2f..%2fpyproject.toml",
        "/js/..%2f..%2fsrc%2fgateway%2fsettings.py",
        "/js",
        "/api/v1/nothing",
        "/api/v1/properties/%00",
        "/api/v1/properties/%ff/live",
        f"{HOTEL}/orders/%00",
        f"{HOTEL}/orders/" + "a" * 5000,
    ],
)
async def test_a_path_that_leads_nowhere_is_not_found(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "header",
    [
        ("Authorization", b"Bearer \xff\xfe"),
        ("Authorization", b"Bearer"),
        ("Authorization", b""),
        ("Cookie", b"__Host-session=\xff"),
        ("Cookie", b'__Host-session="\\400"'),
        ("Cookie", b"a=b; =c; ;;;"),
        ("Cookie", b"x" * 9000),
    ],
)
async def test_credentials_that_are_none_let_nobody_in(
    installation: Installation, header: tuple[str, bytes]
) -> None:
    name, value = header
    async with httpx.AsyncClient(base_url=installation.public_url, trust_env=False) as client:
        answer = await client.get("/api/v1/me", headers={name.encode(): value})
    assert answer.status_code == 401
