"""What PayPal refuses, as its published `error` has it."""

from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

_NAMES = {
    400: "INVALID_REQUEST",
    401: "AUTHENTICATION_FAILURE",
    404: "RESOURCE_NOT_FOUND",
    422: "UNPROCESSABLE_ENTITY",
}


class PayPalRefusal(Exception):
    """An answer other than done."""

    def __init__(self, status: int, issue: str, description: str) -> None:
        super().__init__(issue)
        self.status = status
        self.body: dict[str, Any] = {
            "name": _NAMES[status],
            "message": description,
            "debug_id": "b1d1f06c7246c",
            "details": [{"issue": issue, "description": description}],
        }


def missing() -> PayPalRefusal:
    return PayPalRefusal(404, "INVALID_RESOURCE_ID", "The specified resource does not exist.")


async def answer_paypal_refusal(_: Request, refusal: Exception) -> JSONResponse:
    assert isinstance(refusal, PayPalRefusal)  # noqa: S101 - it is installed for no other
    return JSONResponse(refusal.body, refusal.status)
