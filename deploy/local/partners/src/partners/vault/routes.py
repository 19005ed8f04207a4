"""The vault's interface, the page where a guest leaves a card, and control of it all."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from partners.journal import Page
from partners.vault.model import Guarantee, VaultConduct, VaultMerchant, VaultMove, VaultSetup
from partners.vault.safe import VaultSafe

Key = Annotated[str, Header(alias="Idempotency-Key")]
AT = "/vault-api/v1/guarantees"


def wire_routes(safe: VaultSafe) -> APIRouter:
    router = APIRouter()
    door = _Door(safe)
    router.add_api_route(AT, door.open, methods=["POST"])
    router.add_api_route(f"{AT}/{{id}}", door.get, methods=["GET"])
    router.add_api_route(f"{AT}/{{id}}/{{do}}", door.do, methods=["POST"])
    router.add_api_route("/vault/{id}", door.page, methods=["GET"])
    router.add_api_route("/vault/{id}/{answer}", door.answered, methods=["POST"])
    return router


def control_routes(safe: VaultSafe) -> APIRouter:
    router = APIRouter(prefix="/_control/vault")
    control = _Control(safe)
    router.add_api_route("", control.load, methods=["PUT"], status_code=204)
    router.add_api_route("/conduct", control.behave, methods=["PUT"], status_code=204)
    router.add_api_route("/moves", control.list_moves)
    return router


class _Door:
    def __init__(self, safe: VaultSafe) -> None:
        self._safe = safe

    async def open(self, request: Request, key: Key = "") -> Response:
        merchant = self._merchant(request)
        if merchant is None:
            return JSONResponse({"error": "unauthorized"}, 401)
        if key not in self._safe.answered:
            made = self._safe.open(merchant, await request.json())
            self._safe.answered[key] = (201, self._safe.written(made))
        status, said = self._safe.answered[key]
        return JSONResponse(said, status)

    async def get(self, id: str, request: Request) -> Response:
        found = self._of(id, request)
        if found is None:
            return self._missing(request)
        return JSONResponse(self._safe.written(found))

    async def do(self, id: str, do: str, request: Request, key: Key = "") -> Response:
        found = self._of(id, request)
        if found is None:
            return self._missing(request)
        if key not in self._safe.answered:
            status = self._done(found, do, await request.json())
            self._safe.answered[key] = (status, self._safe.written(found))
        status, said = self._safe.answered[key]
        return JSONResponse(said, status)

    def _done(self, found: Guarantee, do: str, asked: dict[str, Any]) -> int:
        match do:
            case "charge":
                return 201 if self._safe.charge(found, int(asked["amount"])) else 402
            case "refund":
                return 201 if self._safe.refund(found, int(asked["amount"])) else 409
            case "release":
                self._safe.release(found)
                return 200
            case _:
                return 404

    async def page(self, id: str) -> HTMLResponse:
        found = self._safe.known[id]
        return HTMLResponse(_PAGE.format(id=id, most=f"{found.most / 100:.2f}", of=found.currency))

    async def answered(self, id: str, answer: str) -> Response:
        found = self._safe.known[id]
        if answer == "leave":
            return RedirectResponse(found.left_url, 303)
        kept = self._safe.leave_card(found)
        return RedirectResponse(found.kept_url if kept else found.refused_url, 303)

    def _missing(self, request: Request) -> Response:
        """To who is let in, there is none; to nobody else anything is said."""
        status = 401 if self._merchant(request) is None else 404
        return JSONResponse({"error": "unauthorized" if status == 401 else "not_found"}, status)

    def _merchant(self, request: Request) -> VaultMerchant | None:
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        return self._safe.merchants.get(key)

    def _of(self, id: str, request: Request) -> Guarantee | None:
        found, merchant = self._safe.known.get(id), self._merchant(request)
        return found if found is not None and found.merchant == merchant else None


class _Control:
    def __init__(self, safe: VaultSafe) -> None:
        self._safe = safe

    async def load(self, setup: VaultSetup) -> Response:
        self._safe.load(setup)
        return Response(status_code=204)

    async def behave(self, conduct: VaultConduct) -> Response:
        self._safe.conduct = conduct
        return Response(status_code=204)

    async def list_moves(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[VaultMove]:
        return self._safe.moves.page(after, limit)


_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Simulated card vault</title>
<body style="font:18px system-ui;max-width:30em;margin:3em auto;padding:0 1em">
<h1>Simulated card vault</h1>
<p>No card is asked for. Guarantee: up to <strong>{most} {of}</strong></p>
<form method="post" action="/vault/{id}/keep"><button>Leave my card</button></form>
<p></p>
<form method="post" action="/vault/{id}/leave"><button>Leave without</button></form>
"""
