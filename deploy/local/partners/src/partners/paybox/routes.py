"""Paybox's published paths, the page where a guest pays, and control of it all."""

from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from partners.journal import Page
from partners.paybox.answers import PayboxAnswers, with_answer
from partners.paybox.model import PayboxConduct, PayboxMove, PayboxSetup, Visit
from partners.paybox.till import DirectRefusal, PageRefusal, PayboxTill

PAGE = "/cgi/MYchoix_pagepaiement.cgi"
DIRECT = "/PPPS.php"


def wire_routes(till: PayboxTill, answers: PayboxAnswers) -> APIRouter:
    """Where guests come with their form, and what merchants' systems ask."""
    router = APIRouter()
    door = _Door(till, answers)
    router.add_api_route(PAGE, door.page, methods=["POST"])
    router.add_api_route("/cgi/paying/{visit}/{answer}", door.answered, methods=["POST"])
    router.add_api_route(DIRECT, door.direct, methods=["POST"])
    return router


def control_routes(till: PayboxTill) -> APIRouter:
    """What a test or the demo loads, does as a guest, and counts."""
    router = APIRouter(prefix="/_control/paybox")
    control = _Control(till)
    router.add_api_route("", control.load, methods=["PUT"], status_code=204)
    router.add_api_route("/conduct", control.behave, methods=["PUT"], status_code=204)
    router.add_api_route("/moves", control.list_moves)
    return router


class _Door:
    def __init__(self, till: PayboxTill, answers: PayboxAnswers) -> None:
        self._till = till
        self._answers = answers

    async def page(self, request: Request) -> HTMLResponse:
        """As plain as can be: the real one is Paybox's."""
        fields = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        try:
            visit = self._till.visit(fields)
        except PageRefusal as refusal:
            return HTMLResponse(_REFUSED.format(why=escape(str(refusal))), 403)
        sum = f"{visit.amount / 100:.2f}"
        return HTMLResponse(_PAGE.format(id=visit.id, sum=sum, of=escape(fields["PBX_DEVISE"])))

    async def answered(self, visit: str, answer: str) -> Response:
        """The merchant's system is told, then the guest is led back."""
        there = self._till.visits.get(visit)
        if there is None:
            return HTMLResponse(_REFUSED.format(why="nobody is here"), 404)
        if answer == "cancel":
            return RedirectResponse(there.fields["PBX_ANNULE"], 303)
        return self._paid(there)

    def _paid(self, visit: Visit) -> Response:
        paid = self._till.pay(visit)
        self._answers.tell(visit, paid)
        to = visit.fields["PBX_EFFECTUE" if paid else "PBX_REFUSE"]
        return RedirectResponse(with_answer(to, self._answers.written(visit, paid)), 303)

    async def direct(self, request: Request) -> PlainTextResponse:
        asked = dict(parse_qsl((await request.body()).decode("latin-1"), keep_blank_values=True))
        said = {name: asked.get(name, "") for name in ("NUMQUESTION", "SITE", "RANG")}
        try:
            done = self._done(asked)
        except DirectRefusal as refusal:
            done = {"CODEREPONSE": refusal.code, "COMMENTAIRE": str(refusal)}
        written = urlencode(
            {**said, "CODEREPONSE": "00000", "COMMENTAIRE": "", **done}, encoding="latin-1"
        )
        return PlainTextResponse(written)

    def _done(self, asked: dict[str, str]) -> dict[str, Any]:
        till = self._till
        merchant = till.merchant(asked["SITE"], asked["RANG"], asked["CLE"])
        amount, reference = int(asked["MONTANT"]), asked["REFERENCE"]
        if asked["TYPE"] == "00011":
            found = till.held(merchant, reference)
            if found is None or found.amount != amount:
                raise DirectRefusal("00007", "Unknown transaction")
            return {"NUMAPPEL": found.call, "NUMTRANS": found.number}
        known = till.numbered(merchant, asked["NUMAPPEL"], asked["NUMTRANS"])
        match asked["TYPE"]:
            case "00002":
                till.capture(known, amount)
            case "00005":
                till.cancel(known)
            case "00014":
                known = till.refund(known, amount, reference)
            case "00017":
                return {"STATUS": known.status}
            case _:
                raise DirectRefusal("00014", "Unknown type of question")
        return {"NUMAPPEL": known.call, "NUMTRANS": known.number}


class _Control:
    def __init__(self, till: PayboxTill) -> None:
        self._till = till

    async def load(self, setup: PayboxSetup) -> Response:
        self._till.load(setup)
        return Response(status_code=204)

    async def behave(self, conduct: PayboxConduct) -> Response:
        self._till.conduct = conduct
        return Response(status_code=204)

    async def list_moves(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[PayboxMove]:
        return self._till.moves.page(after, limit)


_HEAD = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Simulated card page</title>
<body style="font:18px system-ui;max-width:30em;margin:3em auto;padding:0 1em">
<h1>Simulated card page</h1>"""
_PAGE = (
    _HEAD
    + """<p>No card is asked for, and no money moves. To pay: <strong>{sum} ({of})</strong></p>
<form method="post" action="/cgi/paying/{id}/pay"><button>Pay by card</button></form>
<p></p>
<form method="post" action="/cgi/paying/{id}/cancel"><button>Back to the shop</button></form>
"""
)
_REFUSED = _HEAD + "<p>Not taken: {why}.</p>"
