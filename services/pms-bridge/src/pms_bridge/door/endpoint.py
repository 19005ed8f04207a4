"""A hot route as bare ASGI: one body, one answer, and nothing of a framework in between.

Partners call these routes for every order and for every move of a courier. A framework that solves
dependencies, checks parameters and models answers anew for each request took most of the door's
processor time (docs/performance.md); these routes read their few headers themselves and answer
with bytes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from chassis.logs import logger
from chassis.service import Unavailable
from pms_bridge.door.bodies import PARTNER, Disconnected, header, read_body
from pms_bridge.door.problems import MEDIA_TYPE, ProblemFound, problem_of

JSON = ((b"content-type", b"application/json"),)

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """One request, its body whole. `path` has the path's parameters."""

    headers: Sequence[tuple[bytes, bytes]]
    path: Mapping[str, str]
    body: bytes

    def header(self, name: bytes) -> str:
        """The first header of that lower-case name; empty where there is none."""
        return header(self.headers, name)


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, bytes, and the headers beside their length."""

    status: int
    body: bytes = b""
    headers: Sequence[tuple[bytes, bytes]] = ()


# Takes a call. Raises `ProblemFound` or `Unavailable`, which are answered as problems.
Take = Callable[[Call], Awaitable[Answer]]
# Is told the operation and the reason of each refusal, and of each event refused in a list.
Refused = Callable[[str, str], None]


@dataclass(frozen=True)
class HotRoute:
    """One POST route and the OpenAPI operation that describes it."""

    path: str
    take: Take
    operation: Mapping[str, Any]


class Endpoint:
    """The ASGI application of one hot route. What it does not take is told to `refused`, and logged
    with whom the caller says to be."""

    def __init__(self, route: HotRoute, refused: Refused) -> None:
        self._take = route.take
        self.path = route.path
        self._operation = str(route.operation["operationId"])
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = scope["headers"]
        try:
            body = await read_body(headers, receive)
            answer = await self._take(Call(headers, scope["path_params"], body))
        except (ProblemFound, Unavailable) as error:
            found = problem_of(error)
            self._note(found, scope)
            answer = _answered(found)
        except Disconnected:
            return
        length = (b"content-length", b"%d" % len(answer.body))
        start = {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [length, *answer.headers],
        }
        await send(start)
        await send({"type": "http.response.body", "body": answer.body})

    def _note(self, found: ProblemFound, scope: Scope) -> None:
        self._refused(self._operation, str(found.reason))
        log.warning(
            "refused at the door",
            operation=self._operation,
            reason=str(found.reason),
            caller=(header(scope["headers"], PARTNER) or str(dict(scope["path_params"])))[:100],
            fields=[error.field for error in found.problem.errors][:10],
        )


class HotRoutes:
    """Finds a path's endpoint without a router; only the last part of a path may be a parameter."""

    def __init__(self, hot: Sequence[HotRoute], refused: Refused) -> None:
        self._fixed: dict[str, Endpoint] = {}
        self._below: dict[str, tuple[str, Endpoint]] = {}
        self.routes = []
        for route in hot:
            endpoint = Endpoint(route, refused)
            self.routes.append(Route(route.path, endpoint, methods=["POST"]))
            before, _, last = route.path.rpartition("/")
            if last.startswith("{"):
                self._below[before] = (last.strip("{}"), endpoint)
            else:
                self._fixed[route.path] = endpoint

    def at(self, path: str) -> tuple[Endpoint, dict[str, str]] | None:
        """The endpoint of a path, and the path's parameters."""
        fixed = self._fixed.get(path)
        if fixed is not None:
            return fixed, {}
        before, _, last = path.rpartition("/")
        below = self._below.get(before)
        if below is None or not last:
            return None
        name, endpoint = below
        return endpoint, {name: last}


def _answered(found: ProblemFound) -> Answer:
    headers = [(b"content-type", MEDIA_TYPE.encode())]
    for name, value in (found.headers or {}).items():
        headers.append((name.lower().encode(), value.encode()))
    return Answer(found.problem.status, found.problem.model_dump_json().encode(), headers)
