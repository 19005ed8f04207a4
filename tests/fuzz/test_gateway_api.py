"""The back-office API under made-up calls: it answers as it says, whoever calls."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from comptoir_local.demo_hotel import PROPERTY_ID
from comptoir_local.processes import Installation
from gateway.api.described import FILE
from tests.fuzz.conftest import CALLERS, HUT, LEAVING, WARDEN
from tests.fuzz.described import EXAMPLES, LONGEST_S, Api, Case, Send, Way, connection
from tests.support.desk import HOTEL

pytestmark = pytest.mark.timeout(LONGEST_S)

Headers = Mapping[str, str]

# An open stream has no end: only those whom it does not let in can try it out.
STREAM = "streamLiveBoard"
MAY_WATCH = {"reception", "manager"}
# Defining properties is tried out on one that nobody lives in, by those who may see it.
DEFINE, DEFINED = "putProperty", "fuzz-house"
SIGN_IN, SIGN_OUT = "signIn", "signOut"
RANK = ("nobody", "manager", "operations", "reception")


# As it is committed: putting it together takes each process of a run seconds of a processor.
DESCRIPTION = json.loads(FILE.read_text())
GATEWAY = Api(DESCRIPTION)
AT_HUTS = {"hut", "selling", "planning", "stays", "sales"}


def callers_of(id: str) -> list[str]:
    """Who tries it out. Nobody else signs out: all that came after would be tried by nobody. Who
    may do the most comes first among those who are somebody."""
    if id == SIGN_IN:
        return ["nobody"]
    if id == SIGN_OUT:
        return ["nobody", LEAVING, "operations"]
    if id == DEFINE:
        return ["nobody", "operations"]
    if id == STREAM:
        return [caller for caller in CALLERS if caller not in MAY_WATCH]
    others = sorted(CALLERS, key=RANK.index)
    return [*others[:1], WARDEN, *others[1:]] if at_huts(id) else others


def at_huts(id: str) -> bool:
    """Whether the hut's warden tries it out there, while the others do so at the hotel."""
    operation = GATEWAY.operations[id]
    return bool(AT_HUTS & set(operation.tags)) and "{property}" in operation.path


def fixed_for(id: str, caller: str, stay: str) -> Mapping[str, str]:
    """The path parameters that lead to something there is, as far as the operation has them."""
    path = GATEWAY.operations[id].path
    home = HUT if caller == WARDEN else DEFINED if id == DEFINE else PROPERTY_ID
    known = {"property": home, "service": "orders", "hut": HUT}
    if at_huts(id):
        known["order"] = stay
    return {name: value for name, value in known.items() if f"{{{name}}}" in path}


@pytest.mark.parametrize("id", GATEWAY.operations)
def test_every_call_is_answered_as_described_whoever_calls(
    installation: Installation, callers: Mapping[str, Headers], stay: str, id: str
) -> None:
    with connection() as session:

        def sender(caller: str) -> Send:
            def send(case: Case) -> Any:
                if id == DEFINE:
                    case.path_parameters["property"] = DEFINED
                headers = dict(callers[caller])
                return case.call(installation.public_url, session, headers=headers, timeout=20)

            return send

        ways = [Way(sender(caller), fixed_for(id, caller, stay)) for caller in callers_of(id)]
        GATEWAY.try_out(id, *ways, strays=EXAMPLES // 2 if ways[0].fixed else 0)


async def test_the_description_that_is_tried_out_is_the_one_that_is_served(
    installation: Installation,
) -> None:
    # Who asks first waits until it has been put together, which takes seconds of a processor.
    url = installation.public_url
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
        assert (await client.get("/api/v1/openapi.json")).json() == DESCRIPTION


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
