"""Who may call: `getToken`, and the headers every other operation requires."""

import asyncio
import base64
import binascii
import json
import re
import secrets
from datetime import date
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from partners.opera.cloud import HotelBook, OperaCloud
from partners.opera.model import Environment
from partners.opera.refusals import ErrorCode, Refusal, invalid
from partners.opera.throttle import Throttled

_APP_KEY = re.compile(r"^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89aAbB][a-f0-9]{3}-[a-f0-9]{12}$")
_ENTERPRISE = re.compile(r"^[A-Z0-9]{1,8}$")
_FORM = "application/x-www-form-urlencoded"


class TokenDesk:
    """`POST /oauth/v1/tokens` (`getToken`), with both grants of the specification."""

    def __init__(self, cloud: OperaCloud) -> None:
        self._cloud = cloud

    async def get_token(self, request: Request) -> Response:
        """200 with a token; 400, 401 and 403 without a body, as specified."""
        environment = _environment(self._cloud)
        _check_client(request, environment)
        app_key = request.headers.get("x-app-key", "")
        enterprise = request.headers.get("enterpriseid")
        if not _APP_KEY.match(app_key) or (enterprise and not _ENTERPRISE.match(enterprise)):
            raise Refusal(HTTPStatus.BAD_REQUEST)
        if app_key != environment.app_key:
            raise Refusal(HTTPStatus.FORBIDDEN)
        _check_grant(await _form(request), environment)
        body = {
            "access_token": self._cloud.issue_token(environment),
            "expires_in": environment.token_seconds,
            "token_type": "Bearer",
        }
        return Response(json.dumps(body), media_type="application/json")


async def admit(cloud: OperaCloud, request: Request, hotel_id: str) -> HotelBook:
    """The hotel's book for an authorised request.

    Raises `Refusal` 401 for the token, 403 for the application key or a hotel the caller is not
    logged in to, 400 for a missing `x-hotelid`, 404 for an unknown hotel, 429 when throttled.
    """
    environment = _environment(cloud)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not cloud.token_is_valid(token):
        raise Refusal(HTTPStatus.UNAUTHORIZED)
    if request.headers.get("x-app-key") != environment.app_key:
        raise Refusal(HTTPStatus.FORBIDDEN)
    await _wait_for_turn(cloud)
    logged_in = request.headers.get("x-hotelid")
    if not logged_in:
        raise Refusal(
            HTTPStatus.BAD_REQUEST, ErrorCode.HEADER_MISSING, "Header x-hotelid is missing."
        )
    book = cloud.book(hotel_id)
    if logged_in != hotel_id:
        raise Refusal(HTTPStatus.FORBIDDEN)
    return book


async def _wait_for_turn(cloud: OperaCloud) -> None:
    try:
        delay_s = cloud.throttle.admit()
    except Throttled as error:
        raise Refusal(HTTPStatus.TOO_MANY_REQUESTS) from error
    if delay_s:
        await asyncio.sleep(delay_s)


def _environment(cloud: OperaCloud) -> Environment:
    if cloud.environment is None:
        raise Refusal(HTTPStatus.UNAUTHORIZED)
    return cloud.environment


def _check_client(request: Request, environment: Environment) -> None:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refusal(HTTPStatus.UNAUTHORIZED) from error
    known = f"{environment.client_id}:{environment.client_secret}".encode()
    if scheme.lower() != "basic" or not secrets.compare_digest(given, known):
        raise Refusal(HTTPStatus.UNAUTHORIZED)


async def _form(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip() != _FORM:
        raise Refusal(HTTPStatus.BAD_REQUEST)
    try:
        return dict(parse_qsl((await request.body()).decode(), strict_parsing=True))
    except ValueError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST) from error


def _check_grant(form: dict[str, str], environment: Environment) -> None:
    match form.get("grant_type"):
        case "client_credentials":
            needed = {"scope": environment.scope}
        case "password":
            needed = {"username": environment.username, "password": environment.password}
        case _:
            raise Refusal(HTTPStatus.BAD_REQUEST)
    if any(not form.get(name) for name in needed):
        raise Refusal(HTTPStatus.BAD_REQUEST)
    if any(form[name] != value for name, value in needed.items()):
        raise Refusal(HTTPStatus.UNAUTHORIZED)


def whole_number(text: str | None, name: str, default: int, maximum: int) -> int:
    """A query parameter such as `limit` or `offset`. Raises `Refusal` 400 outside 0..maximum."""
    if text is None:
        return default
    if not text.isdecimal() or int(text) > maximum:
        raise invalid(f"{name} must be a whole number of at most {maximum}.")
    return int(text)


def day(query: QueryParams, name: str) -> date | None:
    """A query parameter that is a date. Raises `Refusal` 400 for anything else."""
    text = query.get(name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise invalid(f"{name} is not a date.") from error
