"""How the requests about one order, or about one property, ended."""

from __future__ import annotations

from pydantic import Field, JsonValue

from chassis.documents import Collection, Document
from contracts.message import Part

# So many of the newest are kept per key. An older one whose retry comes after all is not known to
# have ended, and the retry is told so; it is not carried out twice.
KEPT = 300


# A price has a line for each night and supplement, and is of no use once the next was asked for.
PRICES_KEPT = 5


class Refusal(Part):
    """Which field was refused, why in a word that does not change, and in a sentence. `more` is
    what else the problem says of it, by the names of its members."""

    field: str
    reason: str
    detail: str | None = None
    more: dict[str, JsonValue] = Field(default_factory=dict)


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
        prices = [one for one in self.outcomes if "price" in one.result]
        dropped = {one.request_id for one in prices[: max(0, len(prices) + 1 - PRICES_KEPT)]}
        kept = [one for one in self.outcomes if one.request_id not in dropped]
        return self.model_copy(update={"outcomes": (*kept, outcome)[-KEPT:]})


REQUESTS = Collection("requests", Requests)
