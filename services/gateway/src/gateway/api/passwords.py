"""Changing one's own password."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from gateway.access.door import TooManyTries, WrongCredentials
from gateway.access.passwords import LONGEST, SHORTEST
from gateway.api.admission import SignedInPerson
from gateway.api.guard import session_token
from gateway.api.problems import Problem, declared, invalid
from gateway.api.workings import Use

router = APIRouter(prefix="/api/v1/me", tags=["session"])


class PasswordBody(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"current": "correct horse battery", "new": "another horse, new battery"}]
        },
    )
    current: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    new: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]


@router.post(
    "/password",
    operation_id="changeMyPassword",
    summary="Change my password",
    status_code=204,
    responses=declared(400, 401, 403, 413, 422, 429, 503),
)
async def change_password(
    caller: SignedInPerson, body: PasswordBody, request: Request, workings: Use
) -> None:
    """Ends all other sessions of the person. Wrong passwords count like those at sign-in. Without
    an Idempotency-Key: a repeat names a password that is no longer the current one."""
    address = request.client.host if request.client else ""
    token = session_token(request.headers) or ""
    try:
        await workings.door.change_password(caller, token, body.current, body.new, address)
    except WrongCredentials as error:
        raise invalid("current", "is not your password") from error
    except TooManyTries as error:
        wait = {"Retry-After": str(error.retry_after)}
        raise Problem(429, "too-many-tries", headers=wait) from error
