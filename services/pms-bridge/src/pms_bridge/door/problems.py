"""Errors as the door words them: RFC 9457 problems, with the fields that are wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


class FieldError(BaseModel):
    """One wrong field, by its dotted path in the body."""

    field: str = Field(examples=["tax_lines"])
    reason: str = Field(examples=["net and tax add up to 2400, total is 2500"])


class Problem(BaseModel):
    """An RFC 9457 problem."""

    type: str = "about:blank"
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["The order cannot be taken as it is."])
    errors: list[FieldError] = []


class ProblemFound(Exception):
    """Ends a request with a problem."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.problem = Problem(
            title=_TITLES.get(status, status.phrase),
            status=int(status),
            detail=detail,
            errors=list(errors),
        )
        self.headers = headers


def not_authenticated() -> ProblemFound:
    """One answer for an unknown caller, a wrong signature and an old one: nobody can probe."""
    return ProblemFound(HTTPStatus.UNAUTHORIZED, "Caller or signature is not accepted.")


def unprocessable(detail: str, errors: Sequence[FieldError]) -> ProblemFound:
    return ProblemFound(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors)


def field_errors(error: ValidationError) -> list[FieldError]:
    """Which fields pydantic refuses, and why; never the values."""
    return [
        FieldError(field=".".join(map(str, item["loc"])) or "(body)", reason=item["msg"])
        for item in error.errors(include_input=False, include_url=False, include_context=False)
    ]


async def answer_problem(request: Request, error: Exception) -> JSONResponse:
    """FastAPI's handler of `ProblemFound`, `Unavailable` and what the framework itself refuses."""
    if isinstance(error, Unavailable):
        error = ProblemFound(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "Nothing was promised: send the same again.",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
    if isinstance(error, HTTPException):
        error = ProblemFound(HTTPStatus(error.status_code), error.detail, headers=error.headers)
    if not isinstance(error, ProblemFound):
        raise error
    return JSONResponse(
        error.problem.model_dump(),
        status_code=error.problem.status,
        headers=dict(error.headers or {}),
        media_type=MEDIA_TYPE,
    )
