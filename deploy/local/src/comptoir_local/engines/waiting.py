"""Waiting for a server to answer, and saying why when it does not."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable

from comptoir_local.daemon import Daemon
from comptoir_local.trouble import Trouble

DEADLINE = 120.0
PAUSE = 0.1


async def until(
    what: str,
    answers: Callable[[], Awaitable[bool]],
    daemon: Daemon | None = None,
    deadline: float = DEADLINE,
) -> None:
    """Ask again and again until `answers` says yes.

    Raises Trouble with the end of the log when the process is gone or the deadline has passed.
    """
    end = time.monotonic() + deadline
    while not await answers():
        if daemon is not None and daemon.running() is None:
            raise Trouble(f"{what} stopped while starting.", _log_end(daemon))
        if time.monotonic() > end:
            raise Trouble(
                f"{what} did not answer within {deadline:.0f} s.",
                _log_end(daemon) if daemon else "",
            )
        await asyncio.sleep(PAUSE)


async def listens(address: str) -> bool:
    """Whether something accepts a connection at `host:port`."""
    host, _, port = address.rpartition(":")
    try:
        _, writer = await asyncio.open_connection(host, int(port))
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


def _log_end(daemon: Daemon) -> str:
    return "\n".join([f"The end of {daemon.log}:", *daemon.last_lines(15)])
