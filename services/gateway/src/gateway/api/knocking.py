"""Coming with a link instead of an account: what is no link is not found, and seldom tried. And
coming too often."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Request

from chassis.links import LinkInvalid
from gateway.api.problems import Problem, missing
from gateway.api.workings import Workings
from gateway.pace import TooEager


@asynccontextmanager
async def knock(request: Request, workings: Workings) -> AsyncIterator[None]:
    """What is done with a link. `LinkInvalid` inside becomes a 404 and counts; after too many of
    them from one network nothing from there is looked at for a while: a 429 problem."""
    address = request.client.host if request.client else ""
    wait = await workings.door.throttle.wait_for_links(address)
    if wait is not None:
        raise Problem(429, "too-many-tries", headers={"Retry-After": str(wait)})
    try:
        yield
    except LinkInvalid as error:
        await workings.door.throttle.bad_link(address)
        raise missing() from error


def too_eager(error: TooEager) -> Problem:
    return Problem(429, "too-many-tries", headers={"Retry-After": str(error.wait)})
