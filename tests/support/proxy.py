"""A real TCP proxy before an engine, which a test can cut, hold, and make lose answers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlsplit

HOST = "127.0.0.1"
Relay = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Proxy:
    """Listens on a free port and relays to one engine.

    Kafka tells its clients where to go next: with `kafka` its own address is put in the place of
    the broker's in every answer, so that all traffic comes through here.
    """

    def __init__(self, host: str, port: int, *, kafka: bool = False) -> None:
        self._target = (host, port)
        self._kafka = kafka
        self._server: asyncio.Server | None = None
        self._open = True
        self._flows = asyncio.Event()
        self._flows.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.lose_answer: Callable[[bytes], bool] = lambda request: False

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def address(self) -> str:
        return f"{HOST}:{self.port}"

    def cut(self) -> None:
        """Close all connections, and every new one at once, as if nobody listened."""
        self._open = False
        self._close_all()

    def hold(self) -> None:
        """Pass nothing on, in either direction, as if the engine's process were paused."""
        self._flows.clear()

    def restore(self) -> None:
        """Let connections be made, and what was held flow."""
        self._open = True
        self._flows.set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, HOST, 0)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        await self._server.wait_closed()

    def _close_all(self) -> None:
        for writer in self._writers:
            writer.close()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            if self._open:
                await self._relay((reader, writer))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # either side went away, or the proxy ends
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _relay(self, client: Relay) -> None:
        engine = await asyncio.open_connection(*self._target)
        self._writers |= {client[1], engine[1]}
        lost = asyncio.Event()
        ways = [
            asyncio.create_task(self._requests(client[0], engine[1], lost)),
            asyncio.create_task(self._answers(engine[0], client[1], lost)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.wait(ways)
            engine[1].close()
            self._writers -= {client[1], engine[1]}

    async def _requests(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, lost: asyncio.Event
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(1 << 16):
                await self._flows.wait()
                if self.lose_answer(data):
                    lost.set()
                target.write(data)
                await target.drain()

    async def _answers(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, lost: asyncio.Event
    ) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while data := await self._next_answer(source):
                await self._flows.wait()
                if lost.is_set():
                    return  # the engine has carried it out, but this connection ends here
                target.write(data)
                await target.drain()

    async def _next_answer(self, source: asyncio.StreamReader) -> bytes:
        if not self._kafka:
            return await source.read(1 << 16)
        size = await source.readexactly(4)
        body = await source.readexactly(int.from_bytes(size))
        host, port = self._target
        theirs, ours = (host.encode() + n.to_bytes(4) for n in (port, self.port))
        return size + body.replace(theirs, ours)


@contextlib.asynccontextmanager
async def proxied_mongo(url: str) -> AsyncIterator[tuple[Proxy, str]]:
    """A proxy before MongoDB, and the URL through it."""
    found = urlsplit(url)
    proxy = Proxy(found.hostname or HOST, found.port or 27017)
    await proxy.start()
    try:
        yield proxy, f"mongodb://{proxy.address}/?directConnection=true"
    finally:
        await proxy.stop()


@contextlib.asynccontextmanager
async def proxied_kafka(bootstrap: str) -> AsyncIterator[Proxy]:
    """A proxy before a Kafka of one broker."""
    host, _, port = bootstrap.partition(":")
    proxy = Proxy(host, int(port), kafka=True)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.stop()
