"""What a person decides about a charge that could not be posted by itself (C12, O18)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Message, OrderId, Text


class _AboutPosting(Message):
    order_id: OrderId
    posting_id: str


class TickOffPosting(
    _AboutPosting,
    type="bridge.folio.tick-off.v1",
    topic=topics.BRIDGE_FOLIO_COMMANDS,
    key="order_id",
):
    """A person posted it in the PMS by hand."""

    note: Text | None = None


class ChooseReservation(
    _AboutPosting,
    type="bridge.folio.choose-reservation.v1",
    topic=topics.BRIDGE_FOLIO_COMMANDS,
    key="order_id",
):
    """Post it to this reservation, of those that were offered or another one."""

    reservation_id: Annotated[str, Field(min_length=1, max_length=80)]


class RetryPosting(
    _AboutPosting,
    type="bridge.folio.retry.v1",
    topic=topics.BRIDGE_FOLIO_COMMANDS,
    key="order_id",
):
    """What stood in the way is mended: try again."""


class FolioRequestTaken(
    _AboutPosting,
    type="bridge.folio.request-taken.v1",
    topic=topics.BRIDGE_FOLIO_EVENTS,
    key="order_id",
):
    """A person's decision was carried out, or is being carried out."""


class FolioRequestRefusal(StrEnum):
    UNKNOWN_POSTING = "unknown_posting"
    NOT_WAITING = "not_waiting"  # nobody is asked about this posting any more
    NOT_CONNECTED = "not_connected"  # there is no PMS to post it in


class FolioRequestRefused(
    _AboutPosting,
    type="bridge.folio.request-refused.v1",
    topic=topics.BRIDGE_FOLIO_EVENTS,
    key="order_id",
):
    """A person's decision came too late or was about nothing: which field, and why."""

    reason: FolioRequestRefusal
    field: str
    detail: str
