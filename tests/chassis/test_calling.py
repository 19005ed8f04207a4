"""A request to a partner leaves a span with host and outcome, and nothing of what it was about."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from chassis import tracing
from chassis.calling import Caller
from chassis.trace import Trace, current
from tests.support.spans import Told

WORK = Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    told = Told()
    monkeypatch.setattr(tracing, "running", told)
    token = current.set(WORK)
    yield told
    current.reset(token)


def answering(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/away":
        raise httpx.ConnectTimeout("no answer from Mrs Example's hotel")
    return httpx.Response(404 if request.url.path == "/none" else 200)


def caller() -> Caller:
    return Caller(transport=httpx.MockTransport(answering), base_url="https://pms.example:8443")


async def test_host_and_outcome_are_told_and_neither_path_query_nor_body(told: Told) -> None:
    answer = await caller().post("/rooms/12", params={"surname": "Example"}, content=b"Example")
    ((name, trace, parent, attributes, error),) = told.spans
    assert (name, trace.trace_id, parent, error) == ("POST", WORK.trace_id, WORK.span_id, None)
    assert attributes == {
        "http.request.method": "POST",
        "server.address": "pms.example",
        "server.port": 8443,
        "http.response.status_code": 200,
    }
    assert "traceparent" not in answer.request.headers
    assert current.get() == WORK


async def test_a_refusal_and_a_silence_are_failures_by_their_kind(told: Told) -> None:
    client = caller()
    await client.get("/none")
    with pytest.raises(httpx.ConnectTimeout):
        await client.get("/away")
    assert [error for *_, error in told.spans] == ["404", "ConnectTimeout"]
    assert "Example" not in repr(told.spans)


async def test_what_is_done_for_no_trace_is_told_nobody(told: Told) -> None:
    current.set(None)
    await caller().get("/rooms")
    current.set(WORK._replace(sampled=False))
    await caller().get("/rooms")
    assert told.spans == []
