"""Messages of the chassis itself: an operator's orders, and the answer to a failed request.

They travel on topics that differ per service, so they are bound to a key, not to one topic.
"""

from __future__ import annotations

from typing import ClassVar

from contracts.message import Part


class ReleaseKey(Part):
    """Handle what is parked under the record's key, in order, before anything newer of it.

    With `accept_gap`, messages that are missing before the first parked one are given up.
    """

    TYPE: ClassVar[str] = "chassis.control.release-key.v1"
    accept_gap: bool = False


class SkipParked(Part):
    """Drop one parked record by its id, and release the rest of its key."""

    TYPE: ClassVar[str] = "chassis.control.skip-parked.v1"
    parked_id: str


class Republish(Part):
    """Publish the state of the record's key again, under the sequence it has."""

    TYPE: ClassVar[str] = "chassis.control.republish.v1"


class RequestFailed(Part):
    """Answer to a request that ran into a fault of ours: nothing was changed by it."""

    TYPE: ClassVar[str] = "chassis.request.failed.v1"
    request_id: str
    request_type: str
    detail: str
