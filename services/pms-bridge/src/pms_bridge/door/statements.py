"""`POST /partners/v1/statements`: what an ordering page bills a property for the orders of one day.

Kept for the day's reconciliation. A later statement of a day takes the place of the earlier one.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from chassis.service import Runtime
from contracts.message import PropertyId
from contracts.money import Currency
from contracts.reconciliation import StatementLine, TakeStatement
from pms_bridge.connections import Connections
from pms_bridge.door.clocks import ahead
from pms_bridge.door.description import PROBLEMS, operation
from pms_bridge.door.endpoint import JSON, Answer, Call, HotRoute
from pms_bridge.door.fields import Body, Day, ExternalId, Minor, Moment
from pms_bridge.door.pages import SIGNED_BY_A_PAGE, page_calling
from pms_bridge.door.problems import (
    FieldError,
    Reason,
    field_errors,
    foreign_property,
    unprocessable,
)


class SentStatementLine(Body):
    """What the hotel is billed for one order, refunds taken off."""

    external_id: ExternalId
    charged: Annotated[Minor, Field(examples=[2500])]


class Statement(Body):
    """One day's orders, by when they were placed, in the property's time zone."""

    property_id: Annotated[PropertyId, Field(examples=["hotel-lumiere"])]
    day: Annotated[Day, Field(examples=["2026-11-23"])]
    currency: Annotated[Currency, Field(examples=["EUR"])]
    lines: Annotated[tuple[SentStatementLine, ...], Field(max_length=2000)]
    issued_at: Annotated[Moment, Field(examples=["2026-11-24T03:00:00Z"])]

    def contradictions(self) -> list[FieldError]:
        """What does not add up, by field."""
        named = Counter(line.external_id for line in self.lines)
        twice = [id for id, times in named.items() if times > 1]
        if not twice:
            return []
        return [FieldError(field="lines", reason=f"{twice[0]} has more than one line")]

    def command(self, partner_id: str) -> TakeStatement:
        """The request to keep it."""
        return TakeStatement(
            property_id=self.property_id,
            partner_id=partner_id,
            day=self.day,
            currency=self.currency,
            lines=tuple(
                StatementLine(external_id=line.external_id, charged=line.charged)
                for line in self.lines
            ),
            issued_at=self.issued_at,
        )


class StatementAnswer(BaseModel):
    """Which statement was taken."""

    property_id: str = Field(examples=["hotel-lumiere"])
    day: date
    lines: int = Field(examples=[42])


def statements(
    connections: Connections, runtime: Runtime, clock: Callable[[], float] = time.time
) -> HotRoute:
    """The statements of every ordering page of `connections`."""

    async def take(call: Call) -> Answer:
        partner, page = page_calling(call, connections, clock())
        statement = read_statement(call.body)
        if statement.property_id not in page.properties:
            raise foreign_property(statement.property_id, partner)
        if error := ahead("issued_at", statement.issued_at, clock()):
            detail = "The statement is ahead of its time."
            raise unprocessable(detail, [error], Reason.AHEAD_OF_TIME)
        await _hand_over(runtime, statement.command(partner), call)
        taken = StatementAnswer(
            property_id=statement.property_id, day=statement.day, lines=len(statement.lines)
        )
        return Answer(HTTPStatus.ACCEPTED, taken.model_dump_json().encode(), JSON)

    return HotRoute("/partners/v1/statements", take, _OPERATION)


def read_statement(body: bytes) -> Statement:
    """Raises `ProblemFound` 422 naming every field that is wrong."""
    try:
        statement = Statement.model_validate_json(body)
    except ValidationError as error:
        raise unprocessable("The statement cannot be read.", field_errors(error)) from None
    if contradictions := statement.contradictions():
        raise unprocessable("The statement does not add up.", contradictions, Reason.CONTRADICTORY)
    return statement


async def _hand_over(runtime: Runtime, command: TakeStatement, call: Call) -> None:
    """The same content again is a repeat."""
    content = hashlib.sha256(command.encode()).hexdigest()
    await runtime.publish(
        command,
        id=f"{command.property_id}:{command.day}:{content}",
        source=f"/pms-bridge/partner-statements/{command.partner_id}",
        actor=f"partner:{command.partner_id}",
    )


_OPERATION = operation(
    "sendStatement",
    summary="Say what the property is billed for a day's orders",
    tag="ordering pages",
    parameters=SIGNED_BY_A_PAGE,
    body=Statement,
    success=(HTTPStatus.ACCEPTED, "Taken: Kafka's replicas have it", StatementAnswer),
    problems=PROBLEMS | {HTTPStatus.FORBIDDEN: "The property is not one of this page's"},
)
