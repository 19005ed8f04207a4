"""The published paths CreateMessage and ListMessage, and control of the service."""

import re
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBasic, HTTPBasicCredentials

from partners.journal import Page
from partners.sms import wire
from partners.sms.model import SmsSetup, TextMessage
from partners.sms.office import SmsOffice

LONGEST_BODY = 1600
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_basic = HTTPBasic(auto_error=False)
Basic = Annotated[HTTPBasicCredentials | None, Depends(_basic)]
PATH = "/2010-04-01/Accounts/{account_sid}/Messages.json"


def wire_routes(office: SmsOffice) -> APIRouter:
    """What the hotel's systems call."""
    router = APIRouter()
    door = _Door(office)
    router.add_api_route(PATH, door.create, methods=["POST"])
    router.add_api_route(PATH, door.list_messages, methods=["GET"])
    return router


def control_routes(office: SmsOffice) -> APIRouter:
    """What a test or the demo loads and counts."""
    router = APIRouter(prefix="/_control/sms")
    control = _Control(office)
    router.add_api_route("", control.load, methods=["PUT"], status_code=204)
    router.add_api_route("/messages", control.list_messages)
    return router


class _Door:
    def __init__(self, office: SmsOffice) -> None:
        self._office = office

    async def create(self, account_sid: str, request: Request, basic: Basic) -> Response:
        account = self._office.account(account_sid, basic.password if basic else "")
        if account is None or basic is None or basic.username != account_sid:
            return _error(401, 20003, "Authenticate")
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        to, body = form.get("To", ""), form.get("Body", "")
        sender = form.get("From") or form.get("MessagingServiceSid") or ""
        if not _E164.fullmatch(to) or to in self._office.invalid:
            return _error(400, 21211, f"The 'To' number {to} is not a valid phone number.")
        if sender not in account.senders:
            return _error(400, 21212, f"The 'From' number {sender} is not valid.")
        if not body:
            return _error(400, 21602, "Message body is required.")
        if len(body) > LONGEST_BODY:
            return _error(400, 21617, "The concatenated message body exceeds 1600 characters.")
        callback = form.get("StatusCallback")
        if callback is not None and not callback.startswith(("http://", "https://")):
            return _error(400, 21609, f"The StatusCallback URL {callback} is not a valid URL.")
        taken = self._office.take(account, to, sender, body, callback)
        return JSONResponse(wire.message(taken), 201)

    async def list_messages(
        self,
        account_sid: str,
        basic: Basic,
        to: Annotated[str | None, Query(alias="To")] = None,
        size: Annotated[int, Query(alias="PageSize", ge=1, le=1000)] = 50,
        number: Annotated[int, Query(alias="Page", ge=0)] = 0,
    ) -> Response:
        account = self._office.account(account_sid, basic.password if basic else "")
        if account is None or basic is None or basic.username != account_sid:
            return _error(401, 20003, "Authenticate")
        found = list(self._office.newest_first(account, to))
        return JSONResponse(wire.page(account_sid, to, found, number, size))


class _Control:
    def __init__(self, office: SmsOffice) -> None:
        self._office = office

    async def load(self, setup: SmsSetup) -> Response:
        self._office.load(setup)
        return Response(status_code=204)

    async def list_messages(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[TextMessage]:
        return self._office.taken.page(after, limit)


def _error(status: int, code: int, text: str) -> Response:
    body: dict[str, Any] = wire.error(status, code, text)
    return JSONResponse(body, status)
