"""What the routes work with, made once per process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from chassis.links import Links
from chassis.service import Runtime
from gateway.access.door import Door
from gateway.booking.kept import Offers
from gateway.booking.pace import BookingPace
from gateway.guest.pace import Pace
from gateway.live.hub import LiveHub
from gateway.live.presence import Presences
from gateway.media.store import MediaStore
from gateway.operations.doors import Doors
from gateway.operations.watch import Watch
from gateway.pace import PerMinute
from gateway.planning.contents import NightContents
from gateway.planning.written import WrittenRanges
from gateway.requests.asking import Asking
from gateway.settings import Settings


@dataclass(frozen=True, slots=True)
class Workings:
    runtime: Runtime
    settings: Settings
    door: Door
    hub: LiveHub
    presences: Presences
    presence_pace: PerMinute
    asking: Asking
    media: MediaStore
    links: Links | None
    pace: Pace
    offers: Offers
    booking_pace: BookingPace
    watch: Watch
    doors: Doors
    nights: NightContents
    grids: WrittenRanges
    now: Callable[[], datetime]


def workings_of(request: Request) -> Workings:
    workings: Workings = request.app.state.workings
    return workings


async def _workings(request: Request) -> Workings:
    """Not a plain function: that would be called in a thread of its own, for every request."""
    return workings_of(request)


Use = Annotated[Workings, Depends(_workings)]
