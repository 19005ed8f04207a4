"""Bodies read raw and within a limit: signatures are over the very bytes that came."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request

from pms_bridge.door.problems import ProblemFound

BODY_LIMIT = 256 * 1024


async def read_body(request: Request) -> bytes:
    """The raw body. Raises `ProblemFound` 413 as soon as it is known to be too large."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > BODY_LIMIT:
        raise _too_large()
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > BODY_LIMIT:
            raise _too_large()
        chunks.append(chunk)
    return b"".join(chunks)


def _too_large() -> ProblemFound:
    return ProblemFound(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A body may have {BODY_LIMIT} bytes at most."
    )
