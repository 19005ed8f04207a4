"""How the requests about one order, or about one property, ended."""

from __future__ import annotations

from pydantic import Field, JsonValue

from chassis.documents import Collection, Document
from contracts.message import Part

# So many of the newest are kept per key. An older one whose retry comes after all is not known to
# have ended, and the retry is told so; it is not carried out twice.
KEPT = 300


class Refusal(Part):
    """Which field was refused, why in a word that does not change, and in a sentence."""

    field: str
    reason: str
    detail: str | None = None


class RequestOutcome(Part):
    """Carried out, with what came of it, unless there is a refusal."""

    request_id: str
    result: dict[str, JsonValue] = Field(default_factory=dict)
    refusal: Refusal | None = None


class Requests(Document):
    """The outcomes of the newest requests under one key, the newest last."""

    outcomes: tuple[RequestOutcome, ...] = ()

    def outcome_of(self, request_id: str) -> RequestOutcome | None:
        found = (outcome for outcome in self.outcomes if outcome.request_id == request_id)
        return next(found, None)

    def having(self, outcome: RequestOutcome) -> Requests:
        """With one more; what is known of a request stays as it is."""
        if self.outcome_of(outcome.request_id) is not None:
            return self
        return self.model_copy(update={"outcomes": (*self.outcomes, outcome)[-KEPT:]})


REQUESTS = Collection("requests", Requests)
