"""Free ports are given out once, however many look for some at the same moment."""

from __future__ import annotations

import asyncio
import json
import sys

# So many of 12,000 that two who did not heed each other would all but surely meet.
MANY = 500
LOOKING = f"""
import json, sys
from comptoir_local.ports import free_ports
print(json.dumps(free_ports({MANY})), flush=True)
sys.stdin.read()
"""


async def test_two_processes_are_never_given_the_same_port() -> None:
    async with asyncio.TaskGroup() as both:
        looks = [both.create_task(_look()) for _ in range(2)]
    (one, ports), (other, others) = (look.result() for look in looks)
    try:
        assert len({*ports, *others}) == 2 * MANY
    finally:
        await one.communicate(b"")
        await other.communicate(b"")


async def _look() -> tuple[asyncio.subprocess.Process, list[int]]:
    """A process that holds what it found until its input ends, and what that is."""
    pipe = asyncio.subprocess.PIPE
    looking = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LOOKING, stdin=pipe, stdout=pipe
    )
    assert looking.stdout is not None
    return looking, json.loads(await looking.stdout.readline())
