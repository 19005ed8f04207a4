"""Links to the calendars of a hut's stock types, made and taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from chassis.identity import derived_id
from contracts.message import Instant
from contracts.selling import PartId
from gateway.api.huts.admission import AtSelling
from gateway.api.huts.planning_changes import StockTypePath
from gateway.api.huts.revisions import selling_at
from gateway.api.media import no_links
from gateway.api.naming import names_of
from gateway.api.problems import declared, missing
from gateway.api.workings import Use, Workings
from gateway.api.writing import WRITES, Write
from gateway.board.card import Answer
from gateway.calendars.links import PATH, CalendarLink, CalendarLinks

router = APIRouter(prefix="/api/v1/properties/{property}/calendars", tags=["sales"])


class CalendarAnswer(Answer):
    """One stock type, and the address of its calendar where it has one: whoever has the address
    sees which nights are taken, by how many, and by nobody's name."""

    stock_type_id: PartId
    name: str
    url: Annotated[str | None, Field(examples=["https://comptoir.example/calendars/WyJ…ics"])] = (
        None
    )
    created_at: Instant | None = None
    created_by: Annotated[str | None, Field(description="The name of who made it")] = None


class Calendars(Answer):
    calendars: tuple[CalendarAnswer, ...]


@router.get(
    "",
    operation_id="listCalendars",
    summary="Each stock type, and its calendar's address",
    responses=declared(401, 403, 404, 503),
    response_model_exclude_none=True,
)
async def list_calendars(here: AtSelling, workings: Use) -> Calendars:
    """In the order of the stock types."""
    known = await _links(workings).of(here.property_id)
    makers = {link.created_by for link in known.values() if link.created_by}
    names = await names_of(workings.runtime.database, makers)
    types = (await selling_at(here, workings)).selling.stock_types
    return Calendars(
        calendars=tuple(
            _answer(workings, one.id, one.name, known.get(one.id), names) for one in types
        )
    )


@router.put(
    "/{stock_type}",
    operation_id="makeCalendar",
    summary="Make the address of a stock type's calendar",
    responses=WRITES,
    response_model_exclude_none=True,
)
async def make_calendar(
    here: AtSelling, stock_type: StockTypePath, write: Write, workings: Use
) -> CalendarAnswer:
    """The one that it has, where it has one."""
    claim = await write.claim(here.caller, here.property_id)
    types = (await selling_at(here, workings)).selling.stock_types
    found = next((one for one in types if one.id == stock_type), None)
    if found is None:
        raise missing()
    if workings.links is None:
        raise no_links()
    mark = derived_id("gateway", "calendar-link", claim.command_id)
    caller = here.caller
    link = await _links(workings).make(here.property_id, stock_type, mark, caller.actor)
    names = await names_of(workings.runtime.database, {link.created_by or caller.actor})
    return _answer(workings, stock_type, found.name, link, names)


@router.delete(
    "/{stock_type}",
    operation_id="removeCalendar",
    summary="Take the address of a calendar away",
    status_code=204,
    responses=WRITES,
)
async def remove_calendar(
    here: AtSelling, stock_type: StockTypePath, write: Write, workings: Use
) -> None:
    """Whoever subscribed finds nothing there from the next request on; the next address is
    another one."""
    claim = await write.claim(here.caller, here.property_id)

    async def carry_out() -> Mapping[str, Any]:
        if not await _links(workings).remove(here.property_id, stock_type):
            raise missing()
        return {}

    await write.once(claim, carry_out)


def _links(workings: Workings) -> CalendarLinks:
    return CalendarLinks(workings.runtime.database, workings.now)


def _answer(
    workings: Workings,
    stock_type_id: str,
    name: str,
    link: CalendarLink | None,
    names: Mapping[str, str],
) -> CalendarAnswer:
    if link is None or workings.links is None:
        return CalendarAnswer(stock_type_id=stock_type_id, name=name)
    return CalendarAnswer(
        stock_type_id=stock_type_id,
        name=name,
        url=workings.settings.url(f"{PATH}{link.token(workings.links)}.ics"),
        created_at=link.created_at,
        created_by=names.get(link.created_by or ""),
    )
