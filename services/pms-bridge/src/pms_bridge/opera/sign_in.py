"""Tells the property's own record whether OPERA lets us in, whenever that has changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from chassis.effects import Attempt
from chassis.identity import derived_id
from chassis.logs import logger
from chassis.service import Reader, Runtime, Unavailable
from contracts.sign_in import SignInTried
from pms_bridge.opera.failures import DETAIL_LENGTH
from pms_bridge.opera.hotel import OperaHotel
from pms_bridge.properties.model import Property, properties

log = logger(__name__)

SOURCE = "/pms-bridge/opera"
ACTOR = "rule:pms-bridge"

# Publishes one report under an id that a repeat has, too. May raise `Unavailable`.
Tell = Callable[[SignInTried, str], Awaitable[None]]


def telling(runtime: Runtime) -> Tell:
    """Reports go out by themselves: the work they come from belongs to an order, and this is about
    the property, whose record may have another owner."""

    async def tell(report: SignInTried, id: str) -> None:
        await runtime.publish(report, id=id, source=SOURCE, actor=ACTOR)

    return tell


class SignInWatch:
    """Looks after each try at a charge. Knows nothing by itself: what was told stands in the
    property's record, so that any process may tell the end of what another one saw begin."""

    def __init__(self, documents: Reader, tell: Tell) -> None:
        self._documents = documents
        self._tell = tell

    async def look(self, property_id: str, hotel: OperaHotel, attempt: Attempt) -> None:
        """Tell what is news. What cannot be told now is told after the next try."""
        if hotel.signed_in is None:
            return
        known = await self._documents.get(properties.ref(property_id))
        if known is None or not _is_news(known, signed_in=hotel.signed_in):
            return
        report = _report(property_id, hotel, attempt.now)
        id = derived_id("sign-in", attempt.effect_id, str(attempt.number))
        try:
            await self._tell(report, id)
        except Unavailable as unavailable:
            log.warning("whether the PMS lets us in was not told", why=str(unavailable))


def _is_news(known: Property, *, signed_in: bool) -> bool:
    """Each refusal is, until people have been told of it: how long it lasts decides whether they
    are."""
    if signed_in:
        return known.refused is not None
    return known.refused is None or not known.refused.told


def _report(property_id: str, hotel: OperaHotel, now: datetime) -> SignInTried:
    return SignInTried(
        property_id=property_id,
        accepted=bool(hotel.signed_in),
        detail=hotel.sign_in_refusal[:DETAIL_LENGTH],
        tried_at=now,
    )
