"""Control of the ordering page, and where it takes what we send to it."""

from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Query, Response
from httpx import HTTPError

from partners.journal import Journal, Page
from partners.ordering_page.callbacks import CallbackDoor
from partners.ordering_page.model import (
    Answered,
    BridgeCall,
    Callback,
    ClaimDecision,
    Conduct,
    CourierWrites,
    IntakeCall,
    IssueStatement,
    PageSetup,
    Placed,
    PlaceOrder,
    SendEvents,
)
from partners.ordering_page.page import Busy, OrderingPage, UnknownPartner


def wire_routes(callbacks: CallbackDoor) -> APIRouter:
    """What our bridge sees of a page."""
    router = APIRouter()
    path = "/ordering-page/{partner_id}/callbacks"
    router.add_api_route(path, callbacks.take, methods=["POST"], response_model=None)
    return router


def control_routes(
    page: OrderingPage,
    intake_calls: Journal[IntakeCall],
    bridge_calls: Journal[BridgeCall],
    callbacks: Journal[Callback],
) -> APIRouter:
    """What a test or the demo commands and counts."""
    router = APIRouter(prefix="/_control")
    control = _Control(page)
    here = "/ordering-page"
    router.add_api_route(here, control.load, methods=["PUT"], status_code=204)
    router.add_api_route(here + "/orders", control.place, methods=["POST"], status_code=202)
    router.add_api_route(here + "/events", control.events, methods=["POST"])
    router.add_api_route(here + "/messages", control.courier_writes, methods=["POST"])
    router.add_api_route(here + "/claims/{claim_id}/decision", control.decide, methods=["POST"])
    router.add_api_route(here + "/statements", control.statement, methods=["POST"])
    router.add_api_route(
        here + "/conduct/{partner_id}", control.conduct, methods=["PUT"], status_code=204
    )
    router.add_api_route(here + "/state", control.state)
    journals = _Journals(intake_calls, bridge_calls, callbacks)
    router.add_api_route("/intake/calls", journals.intake)
    router.add_api_route(here + "/calls", journals.bridge)
    router.add_api_route(here + "/callbacks", journals.callbacks)
    return router


class _Control:
    def __init__(self, page: OrderingPage) -> None:
        self._page = page

    async def load(self, setup: PageSetup) -> Response:
        self._page.load(setup)
        return Response(status_code=204)

    async def conduct(self, partner_id: str, conduct: Conduct) -> Response:
        try:
            self._page.behave(partner_id, conduct)
        except UnknownPartner as error:
            raise _no_page() from error
        return Response(status_code=204)

    async def place(self, command: PlaceOrder) -> Placed:
        try:
            return await self._page.place(command)
        except UnknownPartner as error:
            raise _no_page() from error
        except Busy as error:
            raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, "too many orders") from error
        except HTTPError as error:
            raise HTTPException(HTTPStatus.BAD_GATEWAY, f"no courier booked: {error}") from error

    async def events(self, command: SendEvents) -> Answered:
        try:
            access = self._page.known(command.partner_id)
        except UnknownPartner as error:
            raise _no_page() from error
        return await self._page.reports.events(access, command)

    async def courier_writes(self, command: CourierWrites) -> Answered:
        access = self._page.access(command.partner_id)
        order = self._page.book.order(command.partner_id, command.external_id)
        if access is None or order is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, "no such order")
        return await self._page.reports.courier_writes(access, order, command)

    async def decide(self, claim_id: str, decision: ClaimDecision) -> Answered:
        claim = self._page.book.claim(claim_id)
        if claim is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, "no such claim")
        access = self._page.known(claim.partner_id)
        return await self._page.reports.decide(access, claim, decision)

    async def statement(self, asked: IssueStatement) -> Answered:
        try:
            access = self._page.known(asked.partner_id)
        except UnknownPartner as error:
            raise _no_page() from error
        return await self._page.reports.statement(access, asked)

    async def state(self) -> dict[str, int]:
        return {"orders": self._page.under_way}


class _Journals:
    def __init__(
        self,
        intake_calls: Journal[IntakeCall],
        bridge_calls: Journal[BridgeCall],
        callbacks: Journal[Callback],
    ) -> None:
        self._intake_calls = intake_calls
        self._bridge_calls = bridge_calls
        self._callbacks = callbacks

    async def intake(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[IntakeCall]:
        return self._intake_calls.page(after, limit)

    async def bridge(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[BridgeCall]:
        return self._bridge_calls.page(after, limit)

    async def callbacks(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[Callback]:
        return self._callbacks.page(after, limit)


def _no_page() -> HTTPException:
    return HTTPException(HTTPStatus.NOT_FOUND, "no such ordering page")
