"""Browsers that subscribed, and the pop-ups that reached them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from partners.journal import Record


class Subscribe(BaseModel):
    """A browser subscribes with the key of whom it will listen to (`applicationServerKey`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    server_key: str


class Subscription(BaseModel):
    """What the browser hands to the page, as `PushSubscription.toJSON()` has it, flat."""

    model_config = ConfigDict(frozen=True)

    endpoint: str
    p256dh: str
    auth: str


class PopUp(Record):
    """A push that was taken, as its browser read it. `payload` is None where it is not JSON."""

    at: datetime
    browser: str
    topic: str | None
    ttl: int
    urgency: str | None
    contact: str | None
    payload: dict[str, Any] | None
