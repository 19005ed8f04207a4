"""Signing in and out, and who one is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from chassis.service import Reader
from contracts.message import Instant
from contracts.properties import Language, PropertyKind
from gateway.access.caller import Caller
from gateway.access.door import TooManyTries, WrongCredentials
from gateway.access.roles import Permission, Role
from gateway.access.sessions import LONGEST
from gateway.api.admission import SignedIn
from gateway.api.guard import COOKIE, session_token
from gateway.api.preferences import preferences_of
from gateway.api.problems import Problem, declared
from gateway.api.workings import Use
from gateway.board.card import Answer
from gateway.properties.model import PROPERTIES

router = APIRouter(prefix="/api/v1", tags=["session"])


class Credentials(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"mail": "desk@lumiere.example", "password": "correct horse battery"}]
        }
    )
    mail: Annotated[str, Field(min_length=3, max_length=254, examples=["desk@lumiere.example"])]
    password: Annotated[
        str, Field(min_length=1, max_length=200, examples=["correct horse battery"])
    ]


class MyProperty(Answer):
    """A property where the caller has a role. `permissions` is what the caller may do there: a page
    shows no more than that."""

    id: Annotated[str, Field(examples=["hotel-lumiere"])]
    role: Role
    permissions: tuple[Permission, ...]
    name: str
    kind: PropertyKind
    languages: tuple[Language, ...]
    currency: str
    time_zone: str


class Me(Answer):
    """Who is signed in, and where they may work. What belongs to a person is absent for a key;
    `language` also until they have saved how they are notified."""

    person_id: str | None = None
    name: str
    mail: str | None = None
    language: Language | None = None
    operations: bool
    session_ends_at: Instant | None = None
    properties: tuple[MyProperty, ...]


@router.post(
    "/session",
    operation_id="signIn",
    summary="Sign in",
    responses=declared(400, 401, 403, 413, 422, 429, 503),
    response_model_exclude_none=True,
)
async def sign_in(
    credentials: Credentials, request: Request, response: Response, workings: Use
) -> Me:
    """Opens a session in the cookie `__Host-session`. Ten failures per mail address and fifty per
    network in fifteen minutes are too many."""
    address = request.client.host if request.client else ""
    try:
        token, caller = await workings.door.sign_in(credentials.mail, credentials.password, address)
    except WrongCredentials as error:
        raise Problem(401, "wrong-credentials") from error
    except TooManyTries as error:
        wait = {"Retry-After": str(error.retry_after)}
        raise Problem(429, "too-many-tries", headers=wait) from error
    former = session_token(request.headers)
    if former is not None:
        await workings.door.sign_out(former)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )
    return await _me(caller, workings.runtime.documents)


@router.delete(
    "/session",
    operation_id="signOut",
    summary="Sign out",
    status_code=204,
    responses=declared(403, 503),
)
async def sign_out(request: Request, response: Response, workings: Use) -> None:
    """Ends the session of the cookie; harmless without one."""
    token = session_token(request.headers)
    if token is not None:
        await workings.door.sign_out(token)
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")


@router.get(
    "/me",
    operation_id="getMe",
    summary="Who is signed in",
    responses=declared(401, 503),
    response_model_exclude_none=True,
)
async def me(caller: SignedIn, workings: Use) -> Me:
    return await _me(caller, workings.runtime.documents)


async def _me(caller: Caller, documents: Reader) -> Me:
    views = await documents.find(
        PROPERTIES,
        {"property_id": {"$in": sorted(caller.roles)}},
        sort=[("property_id", 1)],
        limit=500,
    )
    return Me(
        person_id=caller.person_id if caller.is_person else None,
        name=caller.name,
        mail=caller.mail,
        language=await _language(caller, documents),
        operations=caller.operations,
        session_ends_at=caller.session_ends_at,
        properties=tuple(
            MyProperty(
                id=view.property_id,
                role=caller.roles[view.property_id],
                permissions=_permissions(caller, view.property_id),
                name=view.sheet.name,
                kind=view.sheet.kind,
                languages=view.sheet.languages,
                currency=view.sheet.currency,
                time_zone=view.sheet.time_zone,
            )
            for view in views
        ),
    )


def _permissions(caller: Caller, property_id: str) -> tuple[Permission, ...]:
    allowed = caller.permissions_at(property_id)
    return tuple(permission for permission in Permission if permission in allowed)


async def _language(caller: Caller, documents: Reader) -> Language | None:
    if not caller.is_person:
        return None
    known = await preferences_of(caller, documents)
    return next((one.language for one in known.values() if one is not None), None)
