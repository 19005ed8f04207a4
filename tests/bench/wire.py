"""Bare HTTP/1.1 over keep-alive connections: a client that costs little beside what it measures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping

HOST = "127.0.0.1"


class Dropped(Exception):
    """The server closed a connection with a request on its way."""


class Connection(asyncio.Protocol):
    """One connection, one request on its way at a time."""

    def __init__(self) -> None:
        self._received = b""
        self._transport: asyncio.WriteTransport | None = None
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None

    @classmethod
    async def open(cls, port: int) -> Connection:
        _, connection = await asyncio.get_running_loop().create_connection(cls, HOST, port)
        return connection

    async def call(self, request: bytes) -> tuple[int, bytes]:
        """Send a request; status and body of its answer. Raises `Dropped`."""
        assert self._transport is not None
        if self._transport.is_closing():
            raise Dropped
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment] # a stream's transport can write

    def data_received(self, data: bytes) -> None:
        self._received += data
        head_end = self._received.find(b"\r\n\r\n")
        if head_end < 0:
            return
        whole = head_end + 4 + _length(self._received[:head_end])
        if len(self._received) < whole:
            return
        status, body = int(self._received[9:12]), self._received[head_end + 4 : whole]
        self._received = self._received[whole:]
        if self._answer is not None and not self._answer.done():
            self._answer.set_result((status, body))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(Dropped())


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """A request's bytes, made before the clock runs."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def events(port: int, path: str, headers: Mapping[str, str]) -> AsyncIterator[bytes]:
    """The chunks of a stream of server-sent events, each one whole event; the first says that the
    stream stands. Raises `Dropped` when it ends."""
    reader, writer = await asyncio.open_connection(HOST, port, limit=2**20)
    try:
        writer.write(request("GET", path, headers))
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise Dropped(head.decode())
        while size := int(await reader.readline(), 16):
            yield await reader.readexactly(size)
            await reader.readexactly(2)
        raise Dropped("the stream ended")
    finally:
        writer.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("an answer without a length")
