"""What `pms-bridge` passes on to a delivery partner, and how that ended: an order placed by the
hotel, a message to the courier, a claim."""

from __future__ import annotations

from enum import StrEnum

from contracts import topics
from contracts.message import Message, OrderId


class HandoverKind(StrEnum):
    ORDER = "order"
    CHAT_MESSAGE = "chat_message"
    CLAIM = "claim"
    CLAIM_WITHDRAWAL = "claim_withdrawal"


class _AboutHandover(Message):
    """`about_id` is the chat message's or the claim's id, and the order's own for an order."""

    order_id: OrderId
    kind: HandoverKind
    about_id: str


class PartnerTold(
    _AboutHandover,
    type="bridge.delivery.partner-told.v1",
    topic=topics.BRIDGE_DELIVERY_EVENTS,
    key="order_id",
):
    """The partner took it."""


class PartnerNotTold(
    _AboutHandover,
    type="bridge.delivery.partner-not-told.v1",
    topic=topics.BRIDGE_DELIVERY_EVENTS,
    key="order_id",
):
    """The partner refused it for good, or could not be reached for long: a person must act."""

    reason: str


class HandoverDone(
    _AboutHandover,
    type="bridge.delivery.handover-done.v1",
    topic=topics.BRIDGE_DELIVERY_REPORTS,
    key="order_id",
):
    """Report: passing it on ended well, or for good with `refusal`."""

    refusal: str | None = None
