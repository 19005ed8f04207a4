"""Control of the ordering page; it has no wire API of its own, it only calls others."""

from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Query, Response
from httpx import HTTPError

from partners.journal import Journal, Page
from partners.ordering_page.model import IntakeCall, PageSetup, Placed, PlaceOrder
from partners.ordering_page.page import Busy, OrderingPage, UnknownPartner


def control_routes(page: OrderingPage, journal: Journal[IntakeCall]) -> APIRouter:
    """What a test or the demo commands and counts."""
    router = APIRouter(prefix="/_control")
    control = _Control(page, journal)
    router.add_api_route("/ordering-page", control.load, methods=["PUT"], status_code=204)
    router.add_api_route("/ordering-page/orders", control.place, methods=["POST"], status_code=202)
    router.add_api_route("/ordering-page/state", control.state)
    router.add_api_route("/intake/calls", control.calls)
    return router


class _Control:
    def __init__(self, page: OrderingPage, journal: Journal[IntakeCall]) -> None:
        self._page = page
        self._journal = journal

    async def load(self, setup: PageSetup) -> Response:
        self._page.load(setup)
        return Response(status_code=204)

    async def place(self, command: PlaceOrder) -> Placed:
        try:
            return await self._page.place(command)
        except UnknownPartner as error:
            raise HTTPException(HTTPStatus.NOT_FOUND, "no such ordering page") from error
        except Busy as error:
            raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, "too many orders") from error
        except HTTPError as error:
            raise HTTPException(HTTPStatus.BAD_GATEWAY, f"no courier booked: {error}") from error

    async def state(self) -> dict[str, int]:
        return {"orders": self._page.under_way}

    async def calls(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[IntakeCall]:
        return self._journal.page(after, limit)
