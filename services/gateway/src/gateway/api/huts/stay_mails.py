"""The mails about a stay: read as they were sent, and sent again (R40)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from contracts.message import Instant
from contracts.notices import Audience, ResendNotice, StayNews
from contracts.personal import Personal
from contracts.properties import Language
from gateway.api.huts.admission import AdmittedToStay, AtStay, AtStayBooking
from gateway.api.problems import declared, missing
from gateway.api.resending import NoticePath, ResendAnswer
from gateway.api.workings import Use, Workings
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer
from gateway.notices.model import NoticeState
from gateway.stays.mails import STAY_MAILS, StayMailView

router = APIRouter(prefix="/api/v1/properties/{property}/stays/{order}/mails", tags=["stays"])

# As many as are kept for sending again, and more.
MOST_MAILS = 200


# What a mail looks like, and nothing that it could do: no script, nothing loaded from elsewhere.
AS_A_PICTURE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
}
PAGE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The mail", "content": {"text/html": {"schema": {"type": "string"}}}}
}


class StayMailAnswer(Answer):
    """One mail; `audience` says whether it went to the guest or is the copy for the hut. `reason`
    is why it did not arrive."""

    notice_id: str
    stay: StayNews
    audience: Audience
    state: NoticeState
    at: Instant
    language: Language | None = None
    title: Annotated[str | None, Personal, Field(examples=["Votre réservation"])] = None
    reason: str | None = None


class StayMailDetail(StayMailAnswer):
    """As it was sent. A very long one has its text alone."""

    text: Annotated[str | None, Personal] = None
    html: Annotated[str | None, Personal] = None


class StayMailList(Answer):
    """Newest first."""

    mails: tuple[StayMailAnswer, ...]


@router.get(
    "",
    operation_id="listStayMails",
    summary="Mails that were sent about a stay",
    responses=declared(401, 403, 404, 503),
    response_model_exclude_none=True,
)
async def list_mails(here: AtStay, workings: Use) -> StayMailList:
    found = await workings.runtime.documents.find(
        STAY_MAILS, {"stay_id": here.stay.stay_id}, sort=[("position", -1)], limit=MOST_MAILS
    )
    return StayMailList(mails=tuple(StayMailAnswer.model_validate(dict(mail)) for mail in found))


@router.get(
    "/{notice}",
    operation_id="getStayMail",
    summary="A mail as it was sent",
    responses=declared(401, 403, 404, 503),
    response_model_exclude_none=True,
)
async def get_mail(here: AtStay, notice_id: NoticePath, workings: Use) -> StayMailDetail:
    return StayMailDetail.model_validate(dict(await _mail(here, notice_id, workings)))


@router.get(
    "/{notice}/page",
    operation_id="showStayMail",
    summary="A mail as it looks",
    response_class=Response,
    responses={**PAGE, **declared(401, 403, 404, 503)},
)
async def show_mail(here: AtStay, notice_id: NoticePath, workings: Use) -> HTMLResponse:
    """404 also where only its text was kept."""
    mail = await _mail(here, notice_id, workings)
    if mail.html is None:
        raise missing()
    return HTMLResponse(mail.html, headers=AS_A_PICTURE)


@router.post(
    "/{notice}/resend",
    operation_id="resendStayMail",
    summary="Send a mail about a stay again",
    status_code=201,
    responses=ASKS,
)
async def resend_mail(
    here: AtStayBooking, notice_id: NoticePath, workings: Use, write: Write
) -> ResendAnswer | Accepted:
    """To whom it was for, with the stay as it was then, in the hut's words of now."""
    await _mail(here, notice_id, workings)
    claim = await write.claim(here.caller, here.property_id)
    message = ResendNotice(
        property_id=here.property_id, order_id=here.order_id, notice_id=notice_id
    )
    return await write.asked(message, claim, here.caller, ResendAnswer, f"{here.location}/mails")


async def _mail(here: AdmittedToStay, notice_id: str, workings: Workings) -> StayMailView:
    """Raises the 404 problem of a mail that is none of this stay at this hut."""
    mail = await workings.runtime.documents.get(STAY_MAILS.ref(notice_id))
    if mail is None or mail.stay_id != here.stay.stay_id:
        raise missing()
    return mail
