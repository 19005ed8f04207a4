"""How a request that another service answered ended, by the command's id."""

from __future__ import annotations

from chassis.documents import Collection, Document
from contracts.message import Part


class Refusal(Part):
    """Which field was refused, and why."""

    field: str
    reason: str


class RequestOutcome(Document):
    """Carried out, unless there is a refusal."""

    refusal: Refusal | None = None


REQUESTS = Collection("requests", RequestOutcome)
