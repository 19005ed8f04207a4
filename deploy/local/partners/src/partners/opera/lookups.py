"""Reading back: `getFinancialPostings`, `getFolio` and `getTransactionCodes`."""

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from http import HTTPStatus
from itertools import islice

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from partners.opera.access import admit, day, whole_number
from partners.opera.cloud import HotelBook, OperaCloud
from partners.opera.model import STAYING, Posting, Reservation
from partners.opera.refusals import invalid
from partners.opera.wire import Json, journal_line, money, posting_line, reservation_info

POSTINGS_LIMIT = 50
SPAN_DAYS = 30


class LookupDesk:
    """Answers what has been posted, and what can be."""

    def __init__(self, cloud: OperaCloud) -> None:
        self._cloud = cloud

    async def get_financial_postings(self, request: Request, hotel_id: str) -> Response:
        """The hotel's journal, oldest first: 200, or 204 when nothing matches.

        At most 50 lines a page and 30 days a query, as the operation's description says.
        """
        book = await admit(self._cloud, request, hotel_id)
        query = request.query_params
        limit = whole_number(query.get("limit"), "limit", POSTINGS_LIMIT, POSTINGS_LIMIT)
        offset = whole_number(query.get("offset"), "offset", 0, 10**9)
        wanted = _JournalQuery(query)
        found = [p for p in self._cloud.postings if p.hotel_id == hotel_id and wanted.matches(p)]
        shown = list(islice(found, offset, offset + limit))
        if not shown:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        body = {
            "journalPostings": _journal(book, found, shown),
            "totalPages": -(-len(found) // limit),
            "offset": offset,
            "limit": limit,
            "hasMore": offset + len(shown) < len(found),
            "totalResults": len(found),
            "count": len(shown),
        }
        return Response(json.dumps(body), media_type="application/json")

    async def get_folio(self, request: Request, hotel_id: str, reservation_id: str) -> Response:
        """The guest's folio by window: 200, 204 before check-in, 404 for an unknown stay."""
        book = await admit(self._cloud, request, hotel_id)
        reservation = book.reservation(reservation_id)
        if not _has_folio(reservation):
            return Response(status_code=HTTPStatus.NO_CONTENT)
        wanted = set(request.query_params.getlist("fetchInstructions"))
        balance = self._cloud.balance(hotel_id, reservation_id)
        postings = self._cloud.folio(hotel_id, reservation_id)
        information = {
            "reservationInfo": reservation_info(book, reservation, [], balance),
            "folioWindows": _windows(book, postings, with_postings="Postings" in wanted),
        }
        body = {"reservationFolioInformation": information}
        return Response(json.dumps(body), media_type="application/json")

    async def get_transaction_codes(self, request: Request, hotel_id: str) -> Response:
        """Codes of the hotel, by `code` or `description` if given: 200, or 204 when none."""
        book = await admit(self._cloud, request, hotel_id)
        code = request.query_params.get("code")
        text = request.query_params.get("description", "").casefold()
        codes = [
            {
                "transactionCode": known.code,
                "description": known.description,
                "transactionGroup": known.group,
                "transactionSubGroup": known.subgroup,
                "hotelId": hotel_id,
            }
            for known in book.codes.values()
            if code in (None, known.code) and text in known.description.casefold()
        ]
        if not codes:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        return Response(json.dumps({"trxCodes": codes}), media_type="application/json")


class _JournalQuery:
    """The filters of `getFinancialPostings` that are modelled here."""

    def __init__(self, query: QueryParams) -> None:
        self._start = day(query, "startDate")
        self._end = day(query, "endDate")
        if self._start and self._end and (self._end - self._start).days > SPAN_DAYS:
            raise invalid(f"The time span is more than {SPAN_DAYS} days.")
        self._reference = _wild_card(query.get("referenceNumberWildCard"))
        self._check = _wild_card(query.get("checkNumberWildCard"))
        self._rooms = frozenset(query.getlist("filterRoomNumber"))
        self._codes = frozenset(query.getlist("filterTransactionCode"))

    def matches(self, posting: Posting) -> bool:
        return (
            _matches(self._reference, posting.reference)
            and _matches(self._check, posting.check_number)
            and (not self._rooms or posting.room in self._rooms)
            and (not self._codes or posting.transaction_code in self._codes)
            and (self._start is None or posting.business_date >= self._start)
            and (self._end is None or posting.business_date <= self._end)
        )


def _wild_card(text: str | None) -> re.Pattern[str] | None:
    """`%` stands for anything; text alone is found anywhere, so `A-1` also finds `A-10`.

    How the platform matches is not published; this is the widest reading, and the one that shows
    a caller who takes the first hit for its own posting.
    """
    if text is None:
        return None
    return re.compile(".*".join(re.escape(part) for part in text.split("%")), re.DOTALL)


def _matches(pattern: re.Pattern[str] | None, value: str | None) -> bool:
    return pattern is None or (value is not None and pattern.search(value) is not None)


def _journal(book: HotelBook, found: Sequence[Posting], shown: Sequence[Posting]) -> Json:
    currency = book.hotel.currency
    return {
        "postings": [journal_line(posting) for posting in shown],
        "totalDebit": money(sum(max(p.amount, 0) for p in shown), currency),
        "totalCredit": money(-sum(min(p.amount, 0) for p in shown), currency),
        "overallTotal": money(sum(p.amount for p in shown), currency),
        "totalForAllPages": money(sum(p.amount for p in found), currency),
        "totalEntriesCount": len(found),
    }


def _has_folio(reservation: Reservation) -> bool:
    return reservation.status in STAYING or reservation.status == "CheckedOut"


def _windows(book: HotelBook, postings: Sequence[Posting], *, with_postings: bool) -> list[Json]:
    by_window: dict[int, list[Posting]] = defaultdict(list, {1: []})
    for posting in postings:
        by_window[posting.folio_window].append(posting)
    return [
        _window(book, number, by_window[number], with_postings=with_postings)
        for number in sorted(by_window)
    ]


def _window(
    book: HotelBook, number: int, postings: Sequence[Posting], *, with_postings: bool
) -> Json:
    total = money(sum(posting.amount for posting in postings), book.hotel.currency)
    window: Json = {
        "folioWindowNo": number,
        "revenue": total,
        "payment": money(0, book.hotel.currency),
        "balance": total,
        "emptyFolio": not postings,
        "emptyWindow": not postings,
        "totalResults": len(postings),
        "count": len(postings),
    }
    if with_postings:
        lines = [posting_line(posting) for posting in postings]
        window["folios"] = [{"postings": lines, "folioAmount": total}]
    return window
