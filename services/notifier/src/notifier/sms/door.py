"""The door at which the SMS service says what became of a message."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from chassis.clock import utc_now
from chassis.identity import derived_id
from chassis.logs import logger
from chassis.service import Runtime, Unavailable
from contracts.message import Message
from contracts.notices import Channel, NoticeArrived, NoticeBounced
from notifier.notices.model import Notice, OrderNotices, order_notices
from notifier.sms.callbacks import ARRIVED, LOST, PATH, SIGNATURE, StatusLinks, is_signed

log = logger(__name__)

SOURCE = "/notifier/sms/status"
ACTOR = "rule:sms"
# A callback names some twenty fields and quotes nothing of the message.
LARGEST_FORM = 16 * 1024


class StatusDoor:
    """Takes what is signed with the account's token. It says that it has it once that is
    published: what it cannot publish is answered 503, and told to us again or not at all."""

    def __init__(self, runtime: Runtime, token: str, links: StatusLinks) -> None:
        self._runtime = runtime
        self._token = token
        self._links = links

    def app(self) -> ASGIApp:
        return Starlette(routes=[Route(PATH, self.take, methods=["POST"])])

    async def take(self, request: Request) -> Response:
        """204 for what is taken or of no interest, 403 for what is not signed, 404 for what is
        about no message of ours."""
        notice_id = str(request.path_params["notice"])
        form = await _form(request)
        if form is None:
            return Response(status_code=413)
        # Signed is the URL that we gave, whatever stands between the service and us.
        url = self._links.of(notice_id)
        if not is_signed(self._token, url, form, request.headers.get(SIGNATURE, "")):
            log.warning("a status of a text message was not signed by the service")
            return Response(status_code=403)
        if form.get("MessageStatus", "") not in ARRIVED | LOST:
            return Response(status_code=204)
        return await self._ended(notice_id, form)

    async def _ended(self, notice_id: str, form: dict[str, str]) -> Response:
        found = await self._runtime.documents.find(
            order_notices, {"notices.notice_id": notice_id}, limit=1
        )
        notice = found[0].notice(notice_id) if found else None
        if notice is None or notice.channel is not Channel.SMS:
            return Response(status_code=404)
        sid, status = form.get("MessageSid", ""), form["MessageStatus"]
        if notice.message_id not in (None, sid):
            return Response(status_code=204)  # an earlier try, in whose place another one counts
        report = _report(found[0], notice, status, form.get("ErrorCode", ""))
        id = derived_id("sms-status", notice_id, sid, type(report).__name__)
        try:
            await self._runtime.publish(report, id=id, source=SOURCE, actor=ACTOR)
        except Unavailable:
            return Response(status_code=503)
        return Response(status_code=204)


def _report(about: OrderNotices, notice: Notice, status: str, code: str) -> Message:
    if status in ARRIVED:
        return NoticeArrived(
            property_id=about.property_id,
            order_id=about.order_id,
            notice_id=notice.notice_id,
            channel=Channel.SMS,
            arrived_at=utc_now(),
        )
    return NoticeBounced(
        property_id=about.property_id,
        order_id=about.order_id,
        guest_id=about.guest_id,
        notice_id=notice.notice_id,
        channel=Channel.SMS,
        reason=f"{status}, error {code}" if code.isdecimal() else status,
    )


async def _form(request: Request) -> dict[str, str] | None:
    """The form's fields; None where it is larger than one of theirs may be."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return None
    return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
