"""One order's news as server-sent events, for its guest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

from gateway.guest.tracking import GuestOrder
from gateway.live.frames import CARD
from gateway.live.hub import RESYNC, LiveHub
from gateway.live.stream import HEARTBEAT

OVER = b"event: over\ndata: {}\n\n"


async def guest_events(
    hub: LiveHub,
    property_id: str,
    order_id: str,
    read: Callable[[], Awaitable[GuestOrder | None]],
    *,
    heartbeat: float,
) -> AsyncGenerator[bytes]:
    """The order as it is, then as it becomes, until it is over or its link is: `read` says None
    then. What else happens at the property is not even hinted at. `heartbeat` in seconds."""
    listener = hub.listen(property_id, None)
    # A card names its order; a guest's own view is read anew, as a card says more than it may.
    named = order_id.encode()
    told: GuestOrder | None = None
    try:
        yield b"retry: 2000\n\n"
        while True:
            order = await read()
            if order is not None and order != told:
                yield f"event: order\ndata: {order.model_dump_json(exclude_none=True)}\n\n".encode()
            if order is None or not order.running:
                yield OVER
                return
            told = order
            while True:
                try:
                    data = await asyncio.wait_for(listener.queue.get(), heartbeat)
                except TimeoutError:
                    yield HEARTBEAT
                    break
                if CARD in data and named in data:
                    break
                if data is RESYNC:
                    return  # too slow, or too long away: the browser comes again by itself
    finally:
        hub.leave(listener)
