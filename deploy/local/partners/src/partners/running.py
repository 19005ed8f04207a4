"""Starts the simulators' two servers, for the process itself and for tests alike."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass

import uvicorn

from partners.app import asgi_app
from partners.fault_gate import SeverableProtocol
from partners.mail.sink import smtp_protocol
from partners.settings import Address, Settings
from partners.simulators import Simulators

START_S = 10.0


@dataclass(frozen=True)
class Running:
    """Where the simulators answer; ports are the real ones, also when a free one was asked for."""

    http_url: str
    smtp: Address


class _Server(uvicorn.Server):
    """Leaves the process's signals alone: they belong to whoever started it."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listen(address: Address) -> socket.socket:
    # The protocol is named so that asyncio recognises TCP and turns Nagle's algorithm off on the
    # connections; otherwise every answer waits 40 ms for the caller's acknowledgement.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address.host, address.port))
    except OSError:
        listening.close()
        raise
    listening.listen(1024)
    return listening


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Running]:
    """Serves HTTP and SMTP while the context lasts. Raises OSError when a port is taken."""
    with closing(_listen(settings.http)) as listening:
        http = Address(*listening.getsockname()[:2])
        simulators = Simulators(settings.bridge_url, settings.seed)
        simulators.own_url = settings.url or f"http://{http.host}:{http.port}"
        try:
            async with _smtp(simulators, settings.smtp) as smtp, _http(simulators, listening):
                yield Running(simulators.own_url, smtp)
        finally:
            await simulators.close()


@asynccontextmanager
async def _smtp(simulators: Simulators, address: Address) -> AsyncIterator[Address]:
    server = await asyncio.get_running_loop().create_server(
        lambda: smtp_protocol(simulators.mail), address.host, address.port
    )
    try:
        yield Address(*server.sockets[0].getsockname()[:2])
    finally:
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def _http(simulators: Simulators, listening: socket.socket) -> AsyncIterator[None]:
    config = uvicorn.Config(
        asgi_app(simulators),
        http=SeverableProtocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config)
    serving = asyncio.get_running_loop().create_task(server.serve(sockets=[listening]))
    try:
        async with asyncio.timeout(START_S):
            await server.ready.wait()
        yield
    finally:
        # Work under way is ended first: the server would wait for orders it is still answering.
        await simulators.reset()
        server.should_exit = True
        await serving
