"""`POST /partners/v1/events`: what becomes of an order, told by its ordering page.

What no courier company's API carries: the kitchen's part, chat, refunds per tax line, decisions on
claims (O06, O08, O19, O20, O21, O23). Taken means appended to Kafka, as at the intake.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from chassis.service import Runtime
from pms_bridge.connections import Connections, OrderingPage
from pms_bridge.door.clocks import ahead
from pms_bridge.door.description import PROBLEMS, operation
from pms_bridge.door.endpoint import JSON, Answer, Call, HotRoute, Refused
from pms_bridge.door.pages import SIGNED_BY_A_PAGE, page_calling
from pms_bridge.door.partner_event import EVENTS, EventList, PartnerEvent, PartnerEvents
from pms_bridge.door.problems import FieldError, Reason, field_errors, unprocessable


class EventAnswer(BaseModel):
    """What became of one event of the list, in its place."""

    id: str | None = Field(examples=["ev-7781"])
    taken: bool
    errors: list[FieldError] = []


class EventsAnswer(BaseModel):
    """One answer per event, in the list's order."""

    events: list[EventAnswer]


class EventRefused(Exception):
    """One event is left out, the others of its list are not."""

    def __init__(self, reason: Reason, *errors: FieldError) -> None:
        super().__init__(reason)
        self.reason = reason
        self.errors = list(errors)


def events(
    connections: Connections,
    runtime: Runtime,
    refused: Refused,
    clock: Callable[[], float] = time.time,
) -> HotRoute:
    """The events of every ordering page of `connections`."""

    async def take(call: Call) -> Answer:
        partner, page = page_calling(call, connections, clock())
        now = clock()
        answers: list[EventAnswer] = []
        good: list[PartnerEvent] = []
        for sent in _listed(call.body):
            try:
                good.append(read_event(sent, partner, page, now))
                answers.append(EventAnswer(id=good[-1].id, taken=True))
            except EventRefused as error:
                refused(_ID, error.reason)
                answers.append(EventAnswer(id=_id_of(sent), taken=False, errors=error.errors))
        await _publish(runtime, partner, good, call)
        return Answer(HTTPStatus.OK, EventsAnswer(events=answers).model_dump_json().encode(), JSON)

    return HotRoute("/partners/v1/events", take, _OPERATION)


def read_event(sent: dict[str, Any], partner: str, page: OrderingPage, now: float) -> PartnerEvent:
    """One event as it was sent. Raises `EventRefused` naming every field that is wrong."""
    kind = EVENTS.get(str(sent.get("type")))
    if kind is None:
        known = f"is none of {', '.join(EVENTS)}"
        raise EventRefused(Reason.UNKNOWN_TYPE, FieldError(field="type", reason=known))
    try:
        event = kind.model_validate(sent)
    except ValidationError as error:
        raise EventRefused(Reason.UNREADABLE, *field_errors(error)) from None
    if event.property_id not in page.properties:
        foreign = FieldError(field="property_id", reason=f"not a property of {partner}")
        raise EventRefused(Reason.FOREIGN_PROPERTY, foreign)
    if too_early := ahead("occurred_at", event.occurred_at, now):
        raise EventRefused(Reason.AHEAD_OF_TIME, too_early)
    if contradictions := event.contradictions():
        raise EventRefused(Reason.CONTRADICTORY, *contradictions)
    return event


def _listed(body: bytes) -> list[dict[str, Any]]:
    """Raises `ProblemFound` 422 where it is no list of events at all."""
    try:
        return EventList.model_validate_json(body).events
    except ValidationError as error:
        raise unprocessable("The list of events cannot be read.", field_errors(error)) from None


def _id_of(sent: dict[str, Any]) -> str | None:
    """What the page called it, so that it finds it again, if that can be told."""
    id = sent.get("id")
    return id[:100] if isinstance(id, str) else None


async def _publish(runtime: Runtime, partner: str, taken: list[PartnerEvent], call: Call) -> None:
    """All at once. The page's id of an event is its identity: the same again is a repeat."""
    reports = [(event, event.reported(partner)) for event in taken]
    await asyncio.gather(
        *(
            runtime.publish(
                report,
                id=event.id,
                source=f"/pms-bridge/partner-events/{partner}",
                actor=f"partner:{partner}",
                correlation_id=report.key,
                time=event.occurred_at,
            )
            for event, report in reports
        )
    )


_ID = "reportPartnerEvents"
_OPERATION = operation(
    _ID,
    summary="Report what becomes of orders",
    tag="ordering pages",
    parameters=SIGNED_BY_A_PAGE,
    body=PartnerEvents,
    success=(
        HTTPStatus.OK,
        "Kafka's replicas have the events marked as taken; the others are left out",
        EventsAnswer,
    ),
    problems=PROBLEMS,
)
