"""What of an order was handed over to its ordering page, and how that ended."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict

from chassis.documents import Collection, Document
from contracts.handovers import HandoverDone, HandoverKind

# More than reception ever writes about one order while its page cannot be reached.
WAITING_AT_MOST = 200
# Of what has ended, only the newest are kept: they answer nothing but whether it ended before.
ENDED_KEPT = 50


class HandoverState(StrEnum):
    """waiting -> told | not told"""

    WAITING = "waiting"
    TOLD = "told"
    NOT_TOLD = "not_told"


class UnknownHandover(LookupError):
    """A report about something that was never handed over, or was forgotten long after its end."""


class HandoverOver(ValueError):
    """A report about something whose end is known already."""


class Handover(BaseModel):
    """One thing for the page. `about_id` is the chat message's, the claim's or the order's id."""

    model_config = ConfigDict(frozen=True, extra="allow")

    kind: HandoverKind
    about_id: str
    state: HandoverState = HandoverState.WAITING


class Handovers(Document):
    """Kept under the order's id. `partner_id` and `external_id` say whose order it is there."""

    order_id: str
    partner_id: str
    external_id: str
    handovers: tuple[Handover, ...] = ()

    @property
    def full(self) -> bool:
        """Whether so much waits that nothing more is taken."""
        waiting = (one for one in self.handovers if one.state is HandoverState.WAITING)
        return sum(1 for _ in waiting) >= WAITING_AT_MOST

    def found(self, kind: HandoverKind, about_id: str) -> Handover | None:
        for one in self.handovers:
            if (one.kind, one.about_id) == (kind, about_id):
                return one
        return None

    def asked(self, kind: HandoverKind, about_id: str) -> Self:
        """One more waits."""
        return self._with((*self.handovers, Handover(kind=kind, about_id=about_id)))

    def ended(self, report: HandoverDone) -> Self:
        """waiting -> told | not told. Raises `UnknownHandover`, `HandoverOver`."""
        before = self.found(report.kind, report.about_id)
        if before is None:
            raise UnknownHandover(f"order {report.order_id} has no {report.kind} {report.about_id}")
        if before.state is not HandoverState.WAITING:
            raise HandoverOver(f"{report.kind} {report.about_id} is {before.state} already")
        state = HandoverState.TOLD if report.refusal is None else HandoverState.NOT_TOLD
        after = before.model_copy(update={"state": state})
        return self._with(tuple(after if one is before else one for one in self.handovers))

    def _with(self, handovers: tuple[Handover, ...]) -> Self:
        ended = [one for one in handovers if one.state is not HandoverState.WAITING]
        kept = {id(one) for one in ended[-ENDED_KEPT:]}
        return self.model_copy(
            update={
                "handovers": tuple(
                    one
                    for one in handovers
                    if one.state is HandoverState.WAITING or id(one) in kept
                )
            }
        )


handovers = Collection("handovers", Handovers)
