"""Who comes without an account and without a link: anybody, so not too often, and to huts alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import Header, Path, Query, Request

from contracts.properties import Language
from gateway.access.caller import GUEST, Caller
from gateway.access.throttle import network_of
from gateway.api.knocking import too_eager
from gateway.api.problems import missing
from gateway.api.workings import Workings
from gateway.booking.offer import Offer
from gateway.pace import TooEager
from gateway.sheet.words import language_of

# Nobody in particular: who books says who they are in the booking itself.
ANYBODY = Caller(GUEST + "web", name="", mail=None, roles={}, operations=False)
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")

HutPath = Annotated[str, Path(alias="hut", max_length=200, examples=["refuge-aigle"])]
Lang = Annotated[
    Language | None,
    Query(description="The language to read in; by default the one that the browser asks for"),
]
Accepted = Annotated[str, Header(alias="Accept-Language", include_in_schema=False)]
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


def paced(request: Request, count: Callable[[str], None]) -> None:
    """One more request from this network. Raises the 429 problem of too many."""
    address = request.client.host if request.client else ""
    try:
        count(network_of(address))
    except TooEager as error:
        raise too_eager(error) from error


async def offer_at(property_id: str, workings: Workings) -> Offer:
    """Raises the 404 problem of what is no hut: other houses are not even named."""
    offer = await workings.offers.of(property_id) if _ID.fullmatch(property_id) else None
    if offer is None:
        raise missing()
    return offer


def read_in(offer: Offer, asked: Language | None, accepted: str) -> Language:
    """Who asks for none of ours reads the house's own first language."""
    return asked or language_of(accepted, offer.place.languages[0])
