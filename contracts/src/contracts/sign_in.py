"""Whether a property's PMS lets us in: told when it has not for a while, and when it does again."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Instant, Message

Detail = Annotated[str, Field(max_length=500)]


class SignInTried(
    Message,
    type="bridge.property.sign-in-tried.v1",
    topic=topics.BRIDGE_PROPERTY_REPORTS,
    key="property_id",
):
    """Report: the PMS let us in, or refused to, with what it answered."""

    accepted: bool
    detail: Detail = ""
    tried_at: Instant


class SignInRefused(
    Message,
    type="bridge.property.sign-in-refused.v1",
    topic=topics.BRIDGE_PROPERTY_EVENTS,
    key="property_id",
):
    """The PMS has refused our sign-in since then: a person must mend the settings, here or there.
    Charges wait, and go out once it lets us in."""

    since: Instant
    detail: Detail


class SignInAccepted(
    Message,
    type="bridge.property.sign-in-accepted.v1",
    topic=topics.BRIDGE_PROPERTY_EVENTS,
    key="property_id",
):
    """The PMS lets us in again."""

    at: Instant
