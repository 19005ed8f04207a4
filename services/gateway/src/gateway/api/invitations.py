"""Setting one's password by the link of an invitation: no session, a token instead."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from chassis.links import LinkInvalid
from contracts.message import Instant
from contracts.properties import Language
from gateway.access.passwords import LONGEST, SHORTEST
from gateway.api.knocking import knock
from gateway.api.problems import Problem, declared
from gateway.api.workings import Use, Workings
from gateway.board.card import Answer
from gateway.guest.languages import chosen
from gateway.guest.page import gone_page
from gateway.sheet.words import language_of
from gateway.welcome.page import welcome_page

router = APIRouter(tags=["people"])

INVITATION = "invitation"
AT = "/api/v1/invitations/{token}"
# Where the mailed link leads: the page of the back office that asks for the password.
PAGE = "/welcome/"
HTML: dict[str, Any] = {"content": {"text/html": {"schema": {"type": "string"}}}}

TokenPath = Annotated[str, Path(alias="token", description="The link's last part", max_length=1000)]


class PasswordBody(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"password": "correct horse battery"}]}
    )
    password: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]


class InvitationAnswer(Answer):
    """Whom the link is for."""

    name: str
    mail: str
    good_until: Instant


@router.get(
    AT,
    operation_id="getInvitation",
    summary="Whom a link is for",
    responses=declared(404, 429, 503),
)
async def get_invitation(token: TokenPath, request: Request, workings: Use) -> InvitationAnswer:
    """404 for a link that is used, replaced, over, or none."""
    return await _invitation(token, request, workings)


@router.post(
    AT,
    operation_id="acceptInvitation",
    summary="Set one's password",
    status_code=204,
    responses=declared(400, 403, 404, 413, 422, 429, 503),
)
async def accept(token: TokenPath, body: PasswordBody, request: Request, workings: Use) -> None:
    """The link is used up by this; sessions that the person has open end."""
    async with knock(request, workings):
        person_id, mark, _ = _read(workings, token)
        if not await workings.door.accept_invitation(person_id, mark, body.password):
            raise LinkInvalid


@router.get(
    PAGE + "{token}",
    operation_id="getWelcomePage",
    summary="The page where one sets one's password",
    response_class=HTMLResponse,
    responses={
        200: {"description": "A form", **HTML},
        404: {"description": "The link is used, replaced, over, or none", **HTML},
        429: {"description": "Too many tries", **HTML},
        **declared(503),
    },
)
async def get_welcome_page(
    token: TokenPath,
    request: Request,
    workings: Use,
    accepted: Annotated[str, Header(alias="Accept-Language", include_in_schema=False)] = "",
    lang: Annotated[str, Query(include_in_schema=False, max_length=20)] = "",
) -> HTMLResponse:
    """Where the mailed link leads. In the browser's language, or another that was chosen there."""
    language = chosen(lang) or language_of(accepted, Language.EN)
    action = AT.replace("{token}", token)
    try:
        invited = await _invitation(token, request, workings)
    except Problem as problem:
        if problem.status not in (404, 429):
            raise
        busy = problem.status == 429
        page = (
            gone_page(language, busy=True) if busy else welcome_page(None, None, action, language)
        )
        return HTMLResponse(page, problem.status, headers=problem.headers)
    return HTMLResponse(welcome_page(invited.name, invited.mail, action, language))


async def _invitation(token: str, request: Request, workings: Workings) -> InvitationAnswer:
    """Raises a 404 or a 429 problem; see `knock`."""
    async with knock(request, workings):
        person_id, mark, until = _read(workings, token)
        person = await workings.door.people.by_id(person_id)
        if person is None or person.get("invitation") != mark:
            raise LinkInvalid
    return InvitationAnswer(name=person["name"], mail=person["mail"], good_until=until)


def _read(workings: Workings, token: str) -> tuple[str, str, Instant]:
    """Person and mark of a link. Raises `LinkInvalid`."""
    if workings.links is None:
        raise LinkInvalid
    payload, until = workings.links.read_with_end(INVITATION, token, workings.now())
    person_id, _, mark = payload.partition(" ")
    return person_id, mark, until
