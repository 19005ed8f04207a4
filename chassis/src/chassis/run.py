"""Runs one service as a process, from start to a stop that loses nothing."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Iterator

import uvicorn
import uvloop
from starlette.types import ASGIApp

from chassis.door import WatchedDoor
from chassis.engine import Engine
from chassis.health import health_app
from chassis.logs import configure, logger
from chassis.lost_connections import tell_of_lost_connections
from chassis.operator_door import operator_door
from chassis.service import Service
from chassis.settings import ChassisSettings
from chassis.steps import Reached, go_on

log = logger(__name__)


class _Server(uvicorn.Server):
    """uvicorn without its own signal handling: the chassis stops the parts in its own order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def run(service: Service, settings: ChassisSettings) -> None:
    """Run a service until SIGTERM or SIGINT; exit 0 then, 70 where it stopped by itself."""
    configure(service.name, settings.log_level)
    _collect_seldom()
    sys.exit(uvloop.run(serve(service, settings)))


def _collect_seldom() -> None:
    """A batch makes tens of thousands of objects that live until its commit. At Python's usual pace
    the collector walks all of them, and every module besides, again and again, and finds nothing:
    that was over a third of the processor time of a batch (docs/performance.md). The count goes
    down as objects die, so with more than two full batches hold only true rings are looked for."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


async def serve(service: Service, settings: ChassisSettings, reached: Reached = go_on) -> int:
    """Run a service in the running loop until it is told to stop; the process's exit code.

    `reached` is told of each named step."""
    tell_of_lost_connections()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    engine = Engine(service, settings, reached)
    servers = _servers(service, settings, engine)
    serving = [asyncio.create_task(server.serve()) for server in servers]
    working = asyncio.create_task(engine.run())
    told = asyncio.create_task(stop.wait())
    await asyncio.wait([*serving, working, told], return_when=asyncio.FIRST_COMPLETED)
    log.info("stopping", told=told.done())
    for server in servers:
        server.should_exit = True
    code = await _stopped(engine, working, told.done())
    await asyncio.wait(serving, timeout=settings.stop_deadline)
    log.info("stopped", code=code)
    return code


async def _stopped(engine: Engine, working: asyncio.Task[None], told: bool) -> int:
    failure = working.exception() if working.done() and not working.cancelled() else None
    if failure is not None:
        log.error("the service failed", why=f"{type(failure).__name__}: {failure}")
    await engine.stop()
    working.cancel()
    await asyncio.wait([working], timeout=1)
    return 0 if told and failure is None else 70


def _servers(service: Service, settings: ChassisSettings, engine: Engine) -> list[_Server]:
    """The service's own door, and on an address of its own, which is nobody's but the gateway's,
    that for operators."""
    inner = service.asgi(engine.runtime) if service.asgi else None
    if inner is not None:
        inner = WatchedDoor(inner, engine.metrics, engine.tracing)
    standing = engine.standing
    app = health_app(engine.metrics, standing.live, standing.ready, engine.refresh, inner)
    servers = [_server(app, settings.http_address)]
    secret, address = settings.operator_secret, settings.operator_address
    if secret is not None and address is not None:
        servers.append(_server(operator_door(secret, engine.operator), address))
    return servers


def _server(app: ASGIApp, address: tuple[str, int]) -> _Server:
    host, port = address
    return _Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )
