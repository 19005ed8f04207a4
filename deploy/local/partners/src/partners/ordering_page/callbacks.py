"""What our bridge sends to a page: checked, kept, refused when told to."""

import json
import time
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from partners.journal import Journal
from partners.ordering_page.model import Callback, PartnerAccess
from partners.ordering_page.order_book import Claimed
from partners.ordering_page.page import OrderingPage
from partners.ordering_page.signature import Signature, checked

TAKEN_KEPT = 50_000


class CallbackDoor:
    """Takes callbacks of every page, each once, whatever it is sent."""

    def __init__(self, page: OrderingPage, journal: Journal[Callback]) -> None:
        self._page = page
        self._journal = journal
        self._taken: dict[tuple[str, str], None] = {}

    def clear(self) -> None:
        self._taken.clear()

    async def take(self, request: Request, partner_id: str) -> Response:
        """200, also for what was taken before; 401, 404 and 422 as the guide says."""
        access = self._page.access(partner_id)
        if access is None or access.callback_secret is None:
            return _problem(HTTPStatus.NOT_FOUND, "No such page takes callbacks.")
        raw = await request.body()
        header = request.headers.get("comptoir-signature", "")
        signature = checked(header, raw, access.callback_secret, time.time())
        body, id = _read(raw), request.headers.get("idempotency-key", "")
        repeat = (partner_id, id) in self._taken
        refusal = self._refusal(partner_id, signature, id, body, repeat)
        answer = refusal or JSONResponse({"taken": True})
        self._journal.write(
            Callback(
                at=datetime.now(UTC),
                partner_id=partner_id,
                id=id,
                type=str(body.get("type", "")),
                external_id=str(body.get("external_id", "")),
                body=body,
                signature=signature,
                repeat=repeat,
                answer=answer.status_code,
            )
        )
        if refusal is None and not repeat:
            self._keep(access, id, body)
        return answer

    def _refusal(
        self, partner_id: str, signature: Signature, id: str, body: dict[str, Any], repeat: bool
    ) -> Response | None:
        if signature != "right":
            return _problem(HTTPStatus.UNAUTHORIZED, "The signature is not accepted.")
        if not id or id != body.get("id"):
            return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Idempotency-Key is not the id.")
        said = self._page.conduct(partner_id).refuse.get(str(body.get("type")))
        if said is None or repeat:
            return None
        return _problem(HTTPStatus.CONFLICT, said)

    def _keep(self, access: PartnerAccess, id: str, body: dict[str, Any]) -> None:
        self._taken[(access.partner_id, id)] = None
        if len(self._taken) > TAKEN_KEPT:
            del self._taken[next(iter(self._taken))]
        match body:
            case {"type": "order"}:
                self._page.take_order(access, body)
            case {"type": "claim", "claim_id": str(claim_id), "amount": int(amount)}:
                self._page.book.claimed(
                    Claimed(
                        claim_id=claim_id,
                        partner_id=access.partner_id,
                        property_id=str(body.get("property_id")),
                        external_id=str(body.get("external_id")),
                        amount=amount,
                        currency=str(body.get("currency")),
                    )
                )


def _read(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _problem(status: HTTPStatus, detail: str) -> Response:
    problem = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    return JSONResponse(problem, status, media_type="application/problem+json")
