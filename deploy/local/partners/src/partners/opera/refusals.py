"""Errors as the platform words them (`exceptionDetailType`).

Oracle's list of error codes is not public: the codes here are ours, of the published pattern, and
callers should not hang anything on them but a readable message.
"""

import json
from enum import StrEnum
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response


class ErrorCode(StrEnum):
    """The modelled values of `o:errorCode`."""

    HEADER_MISSING = "GEN00001"
    HOTEL_UNKNOWN = "GEN00002"
    REQUEST_INVALID = "GEN00003"
    RESERVATION_UNKNOWN = "RSV00001"
    NOT_IN_HOUSE = "CSH00001"
    NO_POST = "CSH00002"
    TRANSACTION_CODE_UNKNOWN = "CSH00003"
    CURRENCY_NOT_ACCEPTED = "CSH00004"
    AMOUNT_INVALID = "CSH00005"


class Refusal(Exception):
    """A request the platform refuses; without a code the answer has no body, as specified."""

    def __init__(self, status: HTTPStatus, code: ErrorCode | None = None, detail: str = "") -> None:
        super().__init__(detail or status.phrase)
        self.status = status
        self.code = code
        self.detail = detail


def invalid(detail: str) -> Refusal:
    """A request that is not of the published form."""
    return Refusal(HTTPStatus.BAD_REQUEST, ErrorCode.REQUEST_INVALID, detail)


async def answer_refusal(request: Request, error: Exception) -> Response:
    """FastAPI's handler of `Refusal`."""
    if not isinstance(error, Refusal):
        raise error
    if error.code is None:
        return Response(status_code=error.status)
    body = {
        "type": "about:blank",
        "title": error.status.phrase,
        "status": int(error.status),
        "detail": error.detail,
        "instance": request.url.path,
        "o:errorCode": str(error.code),
        "o:errorPath": request.url.path,
    }
    return Response(json.dumps(body), error.status, media_type="application/json")
