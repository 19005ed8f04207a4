"""Trying a property's account at a payment provider: nothing is changed by it, here or there."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Instant, Message
from contracts.selling import PaymentMeans

_Detail = Annotated[str, Field(max_length=500)]


class TryPayments(
    Message,
    type="bridge.property.try-payments.v1",
    topic=topics.BRIDGE_PROPERTY_COMMANDS,
    key="property_id",
):
    """Look whether the property's account at a provider lets us in."""

    means: PaymentMeans


class PaymentsTried(
    Message,
    type="bridge.property.payments-tried.v1",
    topic=topics.BRIDGE_PROPERTY_REPORTS,
    key="property_id",
):
    """Report: how it went. Without an account in the connections file it is not `connected`."""

    request_id: str
    means: PaymentMeans
    connected: bool
    works: bool
    detail: _Detail = ""
    tried_at: Instant


class PaymentsTested(
    Message,
    type="bridge.property.payments-tested.v1",
    topic=topics.BRIDGE_PROPERTY_EVENTS,
    key="property_id",
):
    """How it went. `request_id` is the request's own id: whoever asked knows the answer by it."""

    request_id: str
    means: PaymentMeans
    connected: bool
    works: bool
    detail: _Detail = ""
    tried_at: Instant
