"""Stands where our bridge would: keeps what arrives, and answers what a test tells it to."""

import asyncio
import json
import socket
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

EVENTS = "/partners/v1/events"


@dataclass(frozen=True)
class Heard:
    """One request as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.body)
        return value


class ListeningBridge:
    """Answers as our bridge does when it takes everything, unless `answers` holds other statuses,
    used in order."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.heard: list[Heard] = []
        self.answers: deque[int] = deque()

    def forget(self) -> None:
        self.heard.clear()
        self.answers.clear()

    def webhooks(self) -> list[Heard]:
        return [heard for heard in self.heard if heard.path.startswith("/webhooks/")]

    def statuses(self) -> list[tuple[str, bool]]:
        """Status and nearness of every `event.delivery_status` heard, in order of arrival."""
        envelopes = [heard.json for heard in self.webhooks()]
        return [
            (envelope["status"], envelope["data"]["courier_imminent"])
            for envelope in envelopes
            if envelope["kind"] == "event.delivery_status"
        ]

    def intakes(self) -> list[Heard]:
        return [heard for heard in self.heard if heard.path == "/partners/v1/delivery-orders"]

    def events(self) -> list[dict[str, Any]]:
        """Every event of an ordering page heard, in order of arrival."""
        lists = [heard.json for heard in self.heard if heard.path == EVENTS]
        return [event for told in lists for event in told["events"]]

    def statements(self) -> list[dict[str, Any]]:
        return [heard.json for heard in self.heard if heard.path == "/partners/v1/statements"]

    async def receive(self, request: Request) -> Response:
        heard = Heard(request.url.path, dict(request.headers), await request.body())
        self.heard.append(heard)
        usual = 200 if heard.path == EVENTS or heard.path.startswith("/webhooks/") else 202
        status = self.answers.popleft() if self.answers else usual
        headers = {"retry-after": "0"} if status == 503 else {}
        taken: dict[str, Any] = {"order_id": "o-1"}
        if heard.path == EVENTS and status == 200:
            taken = {"events": [{"taken": True, "errors": []}] * len(heard.json["events"])}
        body = json.dumps(taken)
        return Response(body, status, headers=headers, media_type="application/json")


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def listening_bridge() -> AsyncIterator[ListeningBridge]:
    """Serves on a free port while the context lasts."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    host, port = listening.getsockname()[:2]
    bridge = ListeningBridge(f"http://{host}:{port}")
    app = Starlette(routes=[Route("/{path:path}", bridge.receive, methods=["POST"])])
    server = _Server(uvicorn.Config(app, lifespan="off", log_level="warning", access_log=False))
    serving = asyncio.get_running_loop().create_task(server.serve(sockets=[listening]))
    yield bridge
    server.should_exit = True
    await serving
    listening.close()
