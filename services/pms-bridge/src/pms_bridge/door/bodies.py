"""Bodies read raw and within a limit: signatures are over the very bytes that came."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from starlette.types import Receive

from pms_bridge.door.problems import ProblemFound, Reason

BODY_LIMIT = 256 * 1024
# Whom an ordering page says to be.
PARTNER = b"comptoir-partner"

RawHeaders = Iterable[tuple[bytes, bytes]]


class Disconnected(Exception):
    """The caller went away before its body had come: there is nobody to answer."""


def header(headers: RawHeaders, name: bytes) -> str:
    """The first header of a lower-case name; empty where there is none."""
    for known, value in headers:
        if known == name:
            return value.decode("latin-1")
    return ""


async def read_body(headers: RawHeaders, receive: Receive) -> bytes:
    """The raw body. Raises `ProblemFound` 413 as soon as it is known to be too large, and
    `Disconnected`."""
    announced = header(headers, b"content-length")
    if announced.isdecimal() and int(announced) > BODY_LIMIT:
        raise _too_large()
    chunks: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > BODY_LIMIT:
            raise _too_large()
        more = message.get("more_body", False)
    return b"".join(chunks)


def _too_large() -> ProblemFound:
    return ProblemFound(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"A body may have {BODY_LIMIT} bytes at most.",
        reason=Reason.TOO_LARGE,
    )
