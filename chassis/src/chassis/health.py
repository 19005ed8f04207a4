"""`/live`, `/ready` and `/metrics`, beside whatever else a service serves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from chassis.metrics import Metrics

# Name of a condition -> None if it holds, else what is wrong.
Conditions = Mapping[str, str | None]


def health_app(
    metrics: Metrics,
    live: Callable[[], Conditions],
    ready: Callable[[], Awaitable[Conditions]],
    refresh: Callable[[], None],
    inner: ASGIApp | None,
) -> Starlette:
    """The service's HTTP door. 200 where all conditions hold, else 503 with what is wrong."""

    async def serve_live(request: Request) -> Response:
        return _answer(live())

    async def serve_ready(request: Request) -> Response:
        return _answer(await ready())

    async def serve_metrics(request: Request) -> Response:
        refresh()
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    routes: list[Route | Mount] = [
        Route("/live", serve_live),
        Route("/ready", serve_ready),
        Route("/metrics", serve_metrics),
    ]
    if inner is not None:
        routes.append(Mount("/", inner))
    return Starlette(routes=routes)


def _answer(conditions: Conditions) -> Response:
    wrong = {name: problem for name, problem in conditions.items() if problem is not None}
    body = {"status": "fail" if wrong else "pass", "wrong": wrong}
    return JSONResponse(body, status_code=503 if wrong else 200)
