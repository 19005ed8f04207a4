"""Errors as the door words them: RFC 9457 problems, with the fields that are wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException

from chassis.service import Unavailable

# As RFC 9110 calls them now; the standard library's names differ between versions of Python.
_TITLES = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Unprocessable Content",
}
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5


class Reason(StrEnum):
    """Why the door did not take something: the label of `comptoir_door_refused_total`, and the
    name in a problem's `type` where the caller may know it."""

    UNKNOWN_CALLER = "unknown_caller"
    WRONG_SIGNATURE = "wrong_signature"
    STALE_SIGNATURE = "stale_signature"
    FOREIGN_PROPERTY = "foreign_property"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    CONTRADICTORY = "contradictory"
    UNKNOWN_TYPE = "unknown_type"
    STALE = "stale"
    AHEAD_OF_TIME = "ahead_of_time"
    UNAVAILABLE = "unavailable"


# Whoever is not let in is told one and the same, so that nobody can probe.
_NOT_LET_IN = frozenset({Reason.UNKNOWN_CALLER, Reason.WRONG_SIGNATURE, Reason.STALE_SIGNATURE})


class FieldError(BaseModel):
    """One wrong field, by its dotted path in the body."""

    field: str = Field(examples=["tax_lines"])
    reason: str = Field(examples=["net and tax add up to 2400, total is 2500"])


class Problem(BaseModel):
    """An RFC 9457 problem. `type` is a name that does not change."""

    type: str = Field(default="about:blank", examples=["urn:comptoir:problem:contradictory"])
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["The order cannot be taken as it is."])
    errors: list[FieldError] = []


class ProblemFound(Exception):
    """Ends a request with a problem. Without a reason it is the framework's own: no such route."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        reason: Reason | None = None,
    ) -> None:
        super().__init__(detail)
        self.reason = reason
        self.problem = Problem(
            type=_type_of(reason),
            title=_TITLES.get(status, status.phrase),
            status=int(status),
            detail=detail,
            errors=list(errors),
        )
        self.headers = headers


def not_let_in(reason: Reason) -> ProblemFound:
    """One answer for an unknown caller, a wrong signature and an old one."""
    return ProblemFound(
        HTTPStatus.UNAUTHORIZED, "Caller or signature is not accepted.", reason=reason
    )


def unprocessable(
    detail: str, errors: Sequence[FieldError], reason: Reason = Reason.UNREADABLE
) -> ProblemFound:
    return ProblemFound(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors, reason=reason)


def foreign_property(property_id: str, partner_id: str) -> ProblemFound:
    """The property is not one of the caller's, or there is none of that id: nobody can tell."""
    return ProblemFound(
        HTTPStatus.FORBIDDEN,
        f"{property_id} is not a property of {partner_id}.",
        [FieldError(field="property_id", reason=f"not a property of {partner_id}")],
        reason=Reason.FOREIGN_PROPERTY,
    )


def _type_of(reason: Reason | None) -> str:
    if reason is None:
        return "about:blank"
    return f"urn:comptoir:problem:{'not_let_in' if reason in _NOT_LET_IN else reason}"


def field_errors(error: ValidationError) -> list[FieldError]:
    """Which fields pydantic refuses, and why; never the values."""
    return [
        FieldError(field=".".join(map(str, item["loc"])) or "(body)", reason=item["msg"])
        for item in error.errors(include_input=False, include_url=False, include_context=False)
    ]


def problem_of(error: ProblemFound | Unavailable) -> ProblemFound:
    """What is answered when the engines do not answer us, or what was found."""
    if isinstance(error, ProblemFound):
        return error
    return ProblemFound(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Nothing was promised: send the same again.",
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        reason=Reason.UNAVAILABLE,
    )


async def answer_problem(request: Request, error: Exception) -> JSONResponse:
    """FastAPI's handler of `ProblemFound`, `Unavailable` and what the framework itself refuses."""
    if isinstance(error, HTTPException):
        error = ProblemFound(HTTPStatus(error.status_code), error.detail, headers=error.headers)
    if not isinstance(error, ProblemFound | Unavailable):
        raise error
    found = problem_of(error)
    return JSONResponse(
        found.problem.model_dump(),
        status_code=found.problem.status,
        headers=dict(found.headers or {}),
        media_type=MEDIA_TYPE,
    )
