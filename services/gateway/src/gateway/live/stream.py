"""One open stream of server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from gateway.live.hub import RESYNC, LiveHub

# A comment for whatever stands between, and an event that a page can miss when it stays away.
HEARTBEAT = b": still here\nevent: beat\ndata: {}\n\n"
GOODBYE = b"event: signed-out\ndata: {}\n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def events(
    hub: LiveHub,
    property_id: str,
    start: int | None,
    *,
    heartbeat: float,
    still_allowed: Callable[[], Awaitable[bool]],
) -> AsyncIterator[bytes]:
    """The stream's bytes, until the reader leaves, is too slow, or may no longer watch.

    `heartbeat` in seconds: a sign of life is sent when nothing else was for so long, and the
    permission is looked at again as often.
    """
    listener = hub.listen(property_id, start)
    clock = asyncio.get_running_loop().time
    check_at = clock() + heartbeat
    try:
        # Says at once that the stream stands, and how soon to come back when it falls (ms).
        yield b"retry: 1000\n\n"
        while True:
            try:
                data = await asyncio.wait_for(listener.queue.get(), max(check_at - clock(), 0.001))
            except TimeoutError:
                data = HEARTBEAT
            if clock() >= check_at:
                check_at = clock() + heartbeat
                if not await still_allowed():
                    yield GOODBYE
                    return
            yield data
            if data is RESYNC and listener.behind:
                return
    finally:
        hub.leave(listener)
