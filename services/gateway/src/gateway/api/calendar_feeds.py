"""A stock type's calendar, by its signed link: for programs that subscribe to it."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Header, Path, Request
from fastapi.responses import Response

from chassis.links import LinkInvalid
from contracts.selling import StockType
from gateway.api.knocking import knock, too_eager
from gateway.api.problems import declared
from gateway.api.workings import Use, Workings
from gateway.calendars.feed import Subject, feed
from gateway.calendars.links import CalendarLink, CalendarLinks
from gateway.pace import TooEager
from gateway.properties.model import PROPERTIES
from gateway.selling.model import SELLING
from gateway.stays.model import STAYS, StayShare

router = APIRouter(tags=["calendars"])

# A stay that is over for a month is nobody's plan any more.
BACK = timedelta(days=31)
# A hut has not so many stays ahead; what is later than these is not in the file.
MOST_STAYS = 5000
TokenPath = Annotated[str, Path(alias="token", description="The link's last part", max_length=1000)]
FILE: dict[str, Any] = {
    "description": "An iCalendar file; `ETag` is the same until something in it changes",
    "content": {
        "text/calendar": {
            "schema": {"type": "string"},
            "example": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:"
            "20270701\r\nDTEND;VALUE=DATE:20270703\r\nSUMMARY:Dortoir: 2 places\r\nEND:VEVENT\r\n"
            "END:VCALENDAR\r\n",
        }
    },
}


@router.get(
    "/calendars/{token}.ics",
    operation_id="getCalendar",
    summary="The nights of a stock type that are taken",
    response_class=Response,
    responses={
        200: FILE,
        304: {"description": "It is as it was under the `ETag`"},
        **declared(404, 429, 503),
    },
)
async def get_calendar(
    token: TokenPath,
    request: Request,
    workings: Use,
    if_none_match: Annotated[str | None, Header(max_length=100)] = None,
) -> Response:
    """One event per stay and run of nights, in the hut's first language, without anything of who
    stays. 404 for a link that was taken away."""
    async with knock(request, workings):
        if workings.links is None:
            raise LinkInvalid
        links = CalendarLinks(workings.runtime.database, workings.now)
        link = await links.opened(workings.links, token)
        subject = await _subject(link, workings)
    try:
        workings.pace.read(f"calendar/{link.property_id}/{link.stock_type_id}")
    except TooEager as error:
        raise too_eager(error) from error
    shares = await _shares(subject, workings)
    content = await asyncio.to_thread(feed, subject, shares)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if if_none_match == etag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


async def _subject(link: CalendarLink, workings: Workings) -> Subject:
    """Raises `LinkInvalid` where the stock type is gone."""
    documents = workings.runtime.documents
    place = await documents.get(PROPERTIES.ref(link.property_id))
    sold = await documents.get(SELLING.ref(link.property_id))
    types: tuple[StockType, ...] = sold.selling.stock_types if sold else ()
    kind = next((one for one in types if one.id == link.stock_type_id), None)
    if place is None or kind is None:
        raise LinkInvalid
    language = place.sheet.languages[0]
    return Subject(
        property_id=link.property_id,
        stock_type_id=kind.id,
        hut=place.sheet.name,
        stock_type=kind.label.get(language) or kind.name,
        time_zone=place.sheet.time_zone,
        language=language,
    )


async def _shares(subject: Subject, workings: Workings) -> list[StayShare]:
    """What is slept from a month ago on; what is over occupies no night."""
    first = (workings.now().astimezone(ZoneInfo(subject.time_zone)) - BACK).date()
    where = {"property_id": subject.property_id, "nights": {"$gte": first.isoformat()}}
    return await workings.runtime.documents.find(
        STAYS, where, sort=[("position", 1)], limit=MOST_STAYS
    )
