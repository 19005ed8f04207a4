"""How a call to OPERA may fail, by what is known of its effect. Nothing else is raised."""

from __future__ import annotations

from datetime import timedelta

from contracts.billing import Candidate, FolioProblem

DETAIL_LENGTH = 500


class NothingDone(Exception):
    """OPERA surely carried out nothing, and cannot or will not serve us now: try again later."""

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class NotReached(NothingDone):
    """Nothing of the request left: there is no way to OPERA."""


class NotSignedIn(NothingDone):
    """OPERA gave no token for these credentials."""


class NoAnswer(Exception):
    """A request left and no usable answer came: it may have been carried out."""


class Refused(Exception):
    """OPERA says no, for a reason of its own (`exceptionDetailType`); nothing was done."""


class NotChargeable(Exception):
    """The charge cannot be posted until somebody mends something; nothing was done."""

    def __init__(
        self, problem: FolioProblem, detail: str, candidates: tuple[Candidate, ...] = ()
    ) -> None:
        super().__init__(detail)
        self.problem = problem
        self.candidates = candidates
