"""What a request at a door leaves behind: a figure by its route, a trace, and never its path."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from chassis.door import WatchedDoor
from chassis.metrics import Metrics
from chassis.trace import current
from tests.support.spans import Told

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


async def by_link(request: Request) -> Response:
    working_for = current.get()
    return PlainTextResponse(working_for.trace_id if working_for else "nothing")


async def breaks(request: Request) -> Response:
    raise LookupError("no such thing")


async def streams(request: Request) -> Response:
    async def lines() -> AsyncIterator[str]:
        for line in ("one", "two"):
            yield line

    return StreamingResponse(lines())


class Doors:
    """A watched door, and a client in front of it."""

    def __init__(self, share: float = 1.0) -> None:
        routes = [
            Route("/guest/{token}", by_link),
            Route("/breaks", breaks),
            Route("/stream", streams),
        ]
        self.metrics, self.told = Metrics(), Told(share)
        door = WatchedDoor(Starlette(routes=routes), self.metrics, self.told)
        transport = httpx.ASGITransport(door, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://door")

    def counted(self, **labels: str) -> float | None:
        return self.metrics.registry.get_sample_value("comptoir_http_requests_total", labels)


async def test_a_request_is_counted_by_the_route_that_took_it() -> None:
    doors = Doors()
    for path in ("/guest/one-secret", "/guest/another-secret", "/nowhere", "/wp-login.php"):
        await doors.client.get(path, params={"q": "Duval"})
    await doors.client.request("HACK", "/nowhere")
    assert doors.counted(method="GET", route="/guest/{token}", status="200") == 2
    assert doors.counted(method="GET", route="other", status="404") == 2
    assert doors.counted(method="_OTHER", route="other", status="404") == 1
    told = repr(doors.told.spans)
    assert "/guest/{token}" in told
    assert "secret" not in told
    assert "Duval" not in told


async def test_a_request_goes_on_in_the_trace_that_it_came_with() -> None:
    doors = Doors()
    headers = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    assert (await doors.client.get("/guest/x", headers=headers)).text == TRACE
    ((_, trace, parent, _, _),) = doors.told.spans
    assert (trace.trace_id, parent) == (TRACE, "00f067aa0ba902b7")
    assert current.get() is None


async def test_whoever_asks_for_all_to_be_kept_gets_no_more_than_the_share() -> None:
    doors = Doors(share=0.0)
    await doors.client.get("/guest/x", headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"})
    await doors.client.get("/guest/x")
    assert doors.told.spans == []


async def test_what_a_sender_does_not_keep_is_not_kept() -> None:
    doors = Doors()
    await doors.client.get("/guest/x", headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-00"})
    assert doors.told.spans == []


async def test_an_exception_is_a_failed_request_and_its_trace_stays_for_the_log() -> None:
    doors = Doors()
    assert (await doors.client.get("/breaks")).status_code == 500
    assert doors.counted(method="GET", route="/breaks", status="500") == 1
    ((_, trace, _, _, error),) = doors.told.spans
    assert error == "LookupError"
    assert current.get() == trace
    current.set(None)


async def test_a_stream_takes_as_long_as_its_answer_takes_to_begin() -> None:
    doors = Doors()
    assert (await doors.client.get("/stream")).text == "onetwo"
    name = "comptoir_http_request_seconds_count"
    assert doors.metrics.registry.get_sample_value(name, {"route": "/stream"}) == 1
