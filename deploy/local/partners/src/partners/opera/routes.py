"""The published paths of OPERA Cloud that are simulated, and the control of the simulator."""

from fastapi import APIRouter, Query, Response

from partners.journal import Page
from partners.opera.access import TokenDesk
from partners.opera.charges import ChargeDesk
from partners.opera.cloud import OperaCloud
from partners.opera.lookups import LookupDesk
from partners.opera.model import OperaSetup, Posting, Reservation, ReservationChange
from partners.opera.reservations import ReservationDesk
from partners.switches import Switch


def wire_routes(cloud: OperaCloud) -> APIRouter:
    """What a caller of the platform sees."""
    router = APIRouter()
    reservations, lookups = ReservationDesk(cloud), LookupDesk(cloud)
    hotel = "/hotels/{hotel_id}"
    stay = f"/csh/v1{hotel}/reservations/{{reservation_id}}"
    router.add_api_route("/oauth/v1/tokens", TokenDesk(cloud).get_token, methods=["POST"])
    router.add_api_route(f"/rsv/v1{hotel}/reservations", reservations.get_hotel_reservations)
    router.add_api_route(
        f"{stay}/charges", ChargeDesk(cloud).post_billing_charges, methods=["POST"]
    )
    router.add_api_route(f"{stay}/folios", lookups.get_folio)
    router.add_api_route(f"/csh/v1{hotel}/financialPostings", lookups.get_financial_postings)
    router.add_api_route(f"/csh/v1{hotel}/transactionCodes", lookups.get_transaction_codes)
    return router


def control_routes(cloud: OperaCloud) -> APIRouter:
    """What a test or the demo commands and counts."""
    router = APIRouter(prefix="/_control/opera")
    control = _Control(cloud)
    router.add_api_route("", control.load, methods=["PUT"], status_code=204)
    router.add_api_route(
        "/hotels/{hotel_id}/reservations/{reservation_id}", control.change, methods=["PATCH"]
    )
    router.add_api_route("/tokens", control.expire_tokens, methods=["DELETE"], status_code=204)
    router.add_api_route("/throttling", control.throttling, methods=["PUT"], status_code=204)
    router.add_api_route("/postings", control.postings)
    return router


class _Control:
    def __init__(self, cloud: OperaCloud) -> None:
        self._cloud = cloud

    async def load(self, setup: OperaSetup) -> Response:
        self._cloud.load(setup)
        return Response(status_code=204)

    async def change(
        self, hotel_id: str, reservation_id: str, change: ReservationChange
    ) -> Reservation:
        return self._cloud.book(hotel_id).change(reservation_id, change)

    async def expire_tokens(self) -> Response:
        self._cloud.expire_tokens()
        return Response(status_code=204)

    async def throttling(self, switch: Switch) -> Response:
        self._cloud.throttle.enabled = switch.enabled
        return Response(status_code=204)

    async def postings(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[Posting]:
        return self._cloud.postings.page(after, limit)
