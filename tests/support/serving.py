"""An ASGI application of ours on a real socket, inside a test."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[str]:
    """The address that the application answers at while the context lasts."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    host, port = listening.getsockname()[:2]
    server = _Server(uvicorn.Config(app, lifespan="off", log_level="warning", access_log=False))
    work = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        await work
        listening.close()
