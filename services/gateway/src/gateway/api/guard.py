"""What every request passes before any route sees it, and every answer on its way out."""

from __future__ import annotations

from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.api.problems import Problem
from gateway.media.picture import LARGEST_BYTES

COOKIE = "__Host-session"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_BODY = 256 * 1024
# What is addressed to these is a picture.
PICTURES = "/media"
PRIVATE = ("/api/", "/guest/v1/", "/guest/orders/", "/guest/stays/", "/media/", "/welcome/")


def content_policy(
    *,
    style_nonce: str | None = None,
    pictures_from: Sequence[str] = (),
    forms_to: str | None = None,
) -> str:
    """What a page of ours may load: its own files. With a nonce also the styles that carry it, and
    pictures that the page itself just took from a person's device or that are at one of the origins
    `pictures_from` (tiles of maps). `forms_to` is where a form of it may be sent, too: a payment
    provider's page, and from there wherever that leads."""
    sent = f"'self' {_origin(forms_to)}" if forms_to else "'self'"
    policy = f"default-src 'self'; object-src 'none'; base-uri 'none'; form-action {sent}; "
    policy += "frame-ancestors 'none'; img-src 'self' data:"
    if style_nonce is None:
        return policy
    policy = " ".join((f"{policy} blob:", *pictures_from))
    return f"{policy}; style-src 'self' 'nonce-{style_nonce}'"


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


SECURITY_HEADERS = {
    "Content-Security-Policy": content_policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def session_token(headers: Headers) -> str | None:
    """The session's token from the cookie, if there is one."""
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return cookie.value if cookie is not None else None


def forged(method: str, headers: Headers) -> bool:
    """Whether an unsafe request may come from another site's page in a signed-in browser.

    A page of ours says `X-Comptoir: 1`, which another site's cannot without our consent, and its
    browser says `Sec-Fetch-Site: same-origin`. A program has neither cookie nor browser; with a key
    in `Authorization` it needs no header of ours either.
    """
    if method in SAFE_METHODS:
        return False
    has_cookie = COOKIE in headers.get("cookie", "")
    if "authorization" in headers and not has_cookie:
        return False
    site = headers.get("sec-fetch-site")
    trusted = site == "same-origin" or (site is None and not has_cookie)
    return headers.get("x-comptoir") != "1" or not trusted


class Guard:
    """ASGI middleware: refuses forged and oversized requests, puts security headers on answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Secured(send, private=scope["path"].startswith(PRIVATE))
        if forged(scope["method"], Headers(scope=scope)):
            problem = Problem(403, "cross-site", "X-Comptoir or Sec-Fetch-Site is not as expected")
            await problem.response()(scope, receive, answer.send)
            return
        most = LARGEST_BYTES if scope["path"].endswith(PICTURES) else LARGEST_BODY
        await self._app(scope, _limited(receive, most), answer.send)


class _Secured:
    """One answer on its way out."""

    def __init__(self, send: Send, *, private: bool) -> None:
        self._send = send
        self._private = private

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
            if self._private:
                headers.setdefault("Cache-Control", "no-store")
        await self._send(message)


def _limited(receive: Receive, most: int) -> Receive:
    """`receive`, raising once more than `most` bytes have come, whatever was announced."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise HTTPException(413)
        return message

    return counted
