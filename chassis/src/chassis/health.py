"""`/live`, `/ready` and `/metrics`, beside whatever else a service serves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from chassis.metrics import Metrics

# Name of a condition -> None if it holds, else what is wrong.
Conditions = Mapping[str, str | None]


def health_app(
    metrics: Metrics,
    live: Callable[[], Conditions],
    ready: Callable[[], Awaitable[Conditions]],
    refresh: Callable[[], None],
    inner: ASGIApp | None,
) -> ASGIApp:
    """The service's HTTP door. 200 where all conditions hold, else 503 with what is wrong.

    What is not asked of the chassis goes straight to `inner`, which has layers enough of its own.
    """

    async def serve_live(request: Request) -> Response:
        return _answer(live())

    async def serve_ready(request: Request) -> Response:
        return _answer(await ready())

    async def serve_metrics(request: Request) -> Response:
        refresh()
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    own = Starlette(
        routes=[
            Route("/live", serve_live),
            Route("/ready", serve_ready),
            Route("/metrics", serve_metrics),
        ]
    )
    paths = frozenset(route.path for route in own.routes if isinstance(route, Route))

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        asked = inner if scope["type"] == "http" and scope["path"] not in paths else own
        await (asked or own)(scope, receive, send)

    return serve


def _answer(conditions: Conditions) -> Response:
    wrong = {name: problem for name, problem in conditions.items() if problem is not None}
    body = {"status": "fail" if wrong else "pass", "wrong": wrong}
    return JSONResponse(body, status_code=503 if wrong else 200)
