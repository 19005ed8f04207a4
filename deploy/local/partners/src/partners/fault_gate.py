"""The door in front of the HTTP partners: applies their faults and keeps a journal of calls."""

import asyncio
from asyncio import Transport
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from partners.faults import Answer, FaultBoard, LoseAnswer, Partner, Refuse, Verdict
from partners.journal import Journal, Record

BODY_LIMIT = 4 * 1024 * 1024

_PREFIXES = (
    ("/oauth/v1/", Partner.OPERA),
    ("/rsv/v1/", Partner.OPERA),
    ("/csh/v1/", Partner.OPERA),
    ("/oauth/v2/", Partner.UBER),
    ("/v1/customers/", Partner.UBER),
    ("/ordering-page/", Partner.ORDERING_PAGE),
    ("/2010-04-01/", Partner.SMS),
    ("/push/", Partner.PUSH),
    ("/v1/oauth2/", Partner.PAYPAL),
    ("/v1/notifications/", Partner.PAYPAL),
    ("/v2/checkout/", Partner.PAYPAL),
    ("/v2/payments/", Partner.PAYPAL),
    ("/PPPS.php", Partner.PAYBOX),
    ("/vault-api/", Partner.VAULT),
)


class SeverableProtocol(HttpToolsProtocol):
    """Hands the connection to the application, so that a lost answer is a lost connection."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class Call(Record):
    """A request that reached a partner; `answer` is what the caller was told, if anything."""

    at: datetime
    partner: Partner
    method: str
    path: str
    status: int | None
    answer: int | None
    fault: str | None


@dataclass
class _Outcome:
    status: int | None = None
    answer: int | None = None


class FaultGate:
    """ASGI middleware: partners' paths go through their faults, the control API does not."""

    def __init__(self, app: ASGIApp, board: FaultBoard, calls: Journal[Call]) -> None:
        self._app = app
        self._board = board
        self._calls = calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        partner = _partner(scope)
        if partner is None:
            await self._app(scope, receive, send)
            return
        # The body is read first: a caller that gives up while we delay has still sent its request,
        # and a real system would still carry it out.
        try:
            body = await _read(receive)
        except _CallerLeft:
            return
        except _TooLarge:
            await _answer_empty(send, 413)
            return
        verdict = self._board.judge(partner, scope["method"], scope["path"])
        resets = self._board.resets
        if verdict.delay_s:
            await asyncio.sleep(verdict.delay_s)
        if self._board.resets != resets:
            scope["state"]["transport"].abort()
            return
        outcome = _Outcome()
        try:
            await self._carry_out(verdict, outcome, scope, body, receive, send)
        finally:
            self._calls.write(_call(partner, scope, verdict, outcome))

    async def _carry_out(
        self,
        verdict: Verdict,
        outcome: _Outcome,
        scope: Scope,
        body: bytes,
        receive: Receive,
        send: Send,
    ) -> None:
        if isinstance(verdict, Refuse):
            outcome.answer = verdict.status
            await _answer_empty(send, verdict.status)
            return
        told = isinstance(verdict, Answer)

        async def forward(message: Message) -> None:
            if message["type"] == "http.response.start":
                outcome.status = message["status"]
                outcome.answer = message["status"] if told else None
            if told:
                await send(message)

        await self._app(scope, _replay(body, receive), forward)
        if isinstance(verdict, LoseAnswer):
            outcome.answer = await _lose(verdict, scope, receive, send)


def _partner(scope: Scope) -> Partner | None:
    if scope["type"] != "http":
        return None
    path = scope["path"]
    return next((partner for prefix, partner in _PREFIXES if path.startswith(prefix)), None)


class _CallerLeft(Exception):
    """The caller closed the connection before its request was complete."""


class _TooLarge(Exception):
    """The caller sends more than any request of these partners may hold."""


async def _read(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _CallerLeft
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > BODY_LIMIT:
            raise _TooLarge
        if not message.get("more_body", False):
            return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def _lose(verdict: LoseAnswer, scope: Scope, receive: Receive, send: Send) -> int | None:
    if verdict.by == "status":
        await _answer_empty(send, verdict.status)
        return verdict.status
    if verdict.by == "hang":
        await _until_gone(receive, verdict.hang_s)
    scope["state"]["transport"].abort()
    await _until_gone(receive, verdict.hang_s)
    return None


async def _until_gone(receive: Receive, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return


async def _answer_empty(send: Send, status: int) -> None:
    headers = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _call(partner: Partner, scope: Scope, verdict: Verdict, outcome: _Outcome) -> Call:
    query = scope["query_string"].decode("ascii", "replace")
    return Call(
        at=datetime.now(UTC),
        partner=partner,
        method=scope["method"],
        path=scope["path"] + (f"?{query}" if query else ""),
        status=outcome.status,
        answer=outcome.answer,
        fault=_fault(verdict),
    )


def _fault(verdict: Verdict) -> str | None:
    match verdict:
        case Refuse():
            return "refused"
        case LoseAnswer(by=by):
            return f"answer lost by {by}"
        case Answer(delay_s=delay_s):
            return "delayed" if delay_s else None
