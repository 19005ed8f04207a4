"""What went wrong, as RFC 9457 says it: `application/problem+json`, naming the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from pymongo.errors import ConnectionFailure
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from chassis.service import Unavailable
from contracts.catalogue import ShortNight
from contracts.message import Instant
from contracts.stays import PropertyShortage

MEDIA_TYPE = "application/problem+json"


class FieldError(BaseModel):
    """Which field, as a dotted path or a header's name, and what is wrong with it."""

    field: str
    reason: str


class ChangedPart(BaseModel):
    """A part of a hut's description or selling, and when and by whom it was changed last."""

    part: str
    revision: int
    at: Instant
    by: str | None = None


class ProblemAnswer(BaseModel):
    """RFC 9457. `type` is a name of ours that does not change; `title` says it in English.

    Of a hut's requests it says more: the first `nights` that speak against a change, of
    `nights_count` (with `undercut` it is made all the same); which nights of a stay are short; and
    where somebody else was faster, the `revision` of now and what was `changed`.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:comptoir:problem:invalid",
                    "title": "The request is not valid",
                    "status": 422,
                    "errors": [{"field": "query.limit", "reason": "Input should be less than 101"}],
                }
            ]
        }
    )
    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[FieldError] | None = None
    nights: list[ShortNight] | None = None
    nights_count: int | None = None
    shortages: list[PropertyShortage] | None = None
    shortages_count: int | None = None
    revision: int | None = None
    changed: list[ChangedPart] | None = None


TITLES = {
    400: "The request cannot be read",
    401: "Sign in first",
    403: "This is not allowed",
    404: "There is nothing here",
    405: "This is not done here",
    409: "The request stands against what is there",
    413: "The request is too large",
    422: "The request is not valid",
    429: "Too many tries",
    500: "A fault of ours",
    503: "Part of the system does not answer",
}


# What the framework itself refuses, by our names.
NAMES = {400: "unreadable", 404: "not-found", 405: "not-done-here", 413: "too-large"}


class Problem(Exception):
    """Ends a request with a problem. `name` is the last part of its type; `more` are members of
    `ProblemAnswer` by name."""

    def __init__(
        self,
        status: int,
        name: str,
        detail: str | None = None,
        *,
        errors: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(name)
        self.status = status
        self.name = name
        self.detail = detail
        self.errors = errors
        self.headers = headers
        self.more = more or {}

    def response(self) -> JSONResponse:
        errors = [FieldError(field=field, reason=reason) for field, reason in self.errors]
        answer = ProblemAnswer.model_validate(
            {
                **self.more,
                "type": f"urn:comptoir:problem:{self.name}",
                "title": TITLES.get(self.status, "The request failed"),
                "status": self.status,
                "detail": self.detail,
                "errors": errors or None,
            },
            strict=False,
        )
        headers = {"Cache-Control": "no-store", **(self.headers or {})}
        return JSONResponse(
            answer.model_dump(mode="json", exclude_none=True),
            self.status,
            headers=headers,
            media_type=MEDIA_TYPE,
        )


def missing() -> Problem:
    """What is not there, and what is another's: nobody can tell the two apart."""
    return Problem(404, "not-found")


def invalid(field: str, reason: str) -> Problem:
    return Problem(422, "invalid", errors=[(field, reason)])


def declared(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems of a route, for its OpenAPI entry."""
    return {status: {"description": TITLES[status], "model": ProblemAnswer} for status in statuses}


def install(app: FastAPI) -> None:
    """Have every error of the app answered as a problem."""

    @app.exception_handler(Problem)
    async def problem(request: Request, error: Problem) -> JSONResponse:
        return error.response()

    @app.exception_handler(RequestValidationError)
    async def invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
        # Only places and reasons: what was sent may be a password.
        errors = [(_place(found["loc"]), str(found["msg"])) for found in error.errors()]
        return Problem(422, "invalid", errors=errors).response()

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        name = NAMES.get(error.status_code, f"http-{error.status_code}")
        return Problem(error.status_code, name, headers=error.headers).response()

    @app.exception_handler(Unavailable)
    @app.exception_handler(ConnectionFailure)
    async def unavailable(request: Request, error: Exception) -> JSONResponse:
        return Problem(503, "unavailable", headers={"Retry-After": "5"}).response()

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> JSONResponse:
        return Problem(500, "fault").response()


def _place(steps: Sequence[str | int]) -> str:
    """`body` is left out: a caller knows the fields of what they sent."""
    named = [str(step) for step in steps]
    return ".".join(named[1:] if named[:1] == ["body"] and len(named) > 1 else named)
