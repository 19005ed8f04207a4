"""`GET /rsv/v1/hotels/{hotelId}/reservations` (`getHotelReservations`)."""

import json
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from itertools import islice

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from partners.opera.access import admit, day, whole_number
from partners.opera.cloud import HotelBook, OperaCloud
from partners.opera.model import STAYING, Reservation, ReservationStatus
from partners.opera.refusals import invalid
from partners.opera.wire import Json, reservation_info

DEFAULT_LIMIT = 20
"""The platform's default is not published; ours is small so that callers learn to page."""

MAXIMUM_LIMIT = 4000

_ALL = frozenset(ReservationStatus)
_SEARCH_TYPES = {
    "Any": _ALL,
    "InHouse": STAYING,
    "PostToRoom": STAYING,
    "OpenFolio": STAYING,
    "Arrival": frozenset({ReservationStatus.DUE_IN, ReservationStatus.RESERVED}),
    "Departure": frozenset({ReservationStatus.DUE_OUT}),
    "CheckedOut": frozenset({ReservationStatus.CHECKED_OUT}),
    "Cancellation": frozenset({ReservationStatus.CANCELLED}),
    "NoShow": frozenset({ReservationStatus.NO_SHOW}),
    "WaitList": frozenset({ReservationStatus.WAITLISTED}),
    "WalkIn": frozenset({ReservationStatus.WALK_IN}),
}
_STATUSES = {
    "Cancelled": frozenset({ReservationStatus.CANCELLED}),
    "CheckedOut": frozenset({ReservationStatus.CHECKED_OUT}),
    "CheckedIn": STAYING,
    "DueIn": frozenset({ReservationStatus.DUE_IN}),
    "DueOut": frozenset({ReservationStatus.DUE_OUT}),
    "InHouse": STAYING,
    "NoShow": frozenset({ReservationStatus.NO_SHOW}),
    "WaitList": frozenset({ReservationStatus.WAITLISTED}),
}


class ReservationDesk:
    """Finds reservations by room, status, name or id; several may match, as sharers do."""

    def __init__(self, cloud: OperaCloud) -> None:
        self._cloud = cloud

    async def get_hotel_reservations(self, request: Request, hotel_id: str) -> Response:
        """200 with a page of `reservationInfo`, 204 when nothing matches."""
        book = await admit(self._cloud, request, hotel_id)
        query = request.query_params
        limit = whole_number(query.get("limit"), "limit", DEFAULT_LIMIT, MAXIMUM_LIMIT)
        offset = whole_number(query.get("offset"), "offset", 0, 10**9)
        found = [r for r in _candidates(book, query) if _matches(r, query)]
        shown = list(islice(found, offset, offset + limit))
        if not shown:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        body = {"reservations": self._page(book, found, shown, offset, limit)}
        return Response(json.dumps(body), media_type="application/json")

    def _page(
        self,
        book: HotelBook,
        found: Sequence[Reservation],
        shown: Sequence[Reservation],
        offset: int,
        limit: int,
    ) -> Json:
        return {
            "reservationInfo": [self._info(book, reservation) for reservation in shown],
            "totalPages": -(-len(found) // limit),
            "offset": offset,
            "limit": limit,
            "hasMore": offset + len(shown) < len(found),
            "totalResults": len(found),
            "count": len(shown),
        }

    def _info(self, book: HotelBook, reservation: Reservation) -> Json:
        sharers = [
            other
            for other in book.in_room(reservation.room)
            if other.status in STAYING and other is not reservation
        ]
        balance = self._cloud.balance(book.hotel.hotel_id, reservation.reservation_id)
        return reservation_info(book, reservation, sharers, balance)


def _candidates(book: HotelBook, query: QueryParams) -> Iterable[Reservation]:
    room = query.get("roomId")
    return book.reservations if room is None else book.in_room(room)


def _matches(reservation: Reservation, query: QueryParams) -> bool:
    return (
        reservation.status in _wanted_statuses(query)
        and _named(reservation.surname, query.get("surname"))
        and _named(reservation.given_name, query.get("givenName"))
        and _listed(reservation.reservation_id, query.getlist("reservationIdList"))
        and _listed(reservation.confirmation, query.getlist("confirmationNumberList"))
        and not (reservation.no_post and _no_post_excluded(query))
        and _departs_within(reservation, query)
    )


def _wanted_statuses(query: QueryParams) -> frozenset[ReservationStatus]:
    search_type = query.get("searchType", "Any")
    if search_type not in _SEARCH_TYPES:
        raise invalid(f"searchType {search_type} is not supported.")
    wanted = _SEARCH_TYPES[search_type]
    names = query.getlist("reservationStatuses")
    if unknown := [name for name in names if name not in _STATUSES]:
        raise invalid(f"reservationStatuses {unknown[0]} does not exist.")
    if names:
        wanted &= frozenset().union(*(_STATUSES[name] for name in names))
    return wanted


def _named(name: str, wanted: str | None) -> bool:
    """Names match by their beginning, whatever the case; accents count (modelled)."""
    return wanted is None or name.casefold().startswith(wanted.casefold())


def _listed(value: str, wanted: Sequence[str]) -> bool:
    return not wanted or value in wanted


def _departs_within(reservation: Reservation, query: QueryParams) -> bool:
    first, last = day(query, "departureStartDate"), day(query, "departureEndDate")
    departs = reservation.departure
    return (first is None or departs >= first) and (last is None or departs <= last)


def _no_post_excluded(query: QueryParams) -> bool:
    return query.get("excludeNoPost") == "true" or query.get("searchType") == "PostToRoom"
