"""What a hut offers to guests, at a moment: what it says, sells and has left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from chassis.service import Runtime
from contracts.carts import Wish
from contracts.huts import HutSheet
from contracts.properties import PropertyKind, PropertySheet
from contracts.selling import BookingMode, PaymentMeans, Selling
from gateway.huts.model import sheet_ref, undescribed
from gateway.huts.readiness import Readiness, readiness_of
from gateway.planning.grid import GridNight, nights_of
from gateway.planning.online import first_online, last_night
from gateway.properties.model import PROPERTIES
from gateway.selling.model import SELLING, not_selling_yet

# How a guest can pay: the means that the bridge has a connector of, in the order of their choice.
PAID_BY = (PaymentMeans.PAYPAL, PaymentMeans.PAYBOX, PaymentMeans.CARD_CAPTURE)


@dataclass(frozen=True, slots=True)
class Offer:
    """`nights` are all from `today` to the end of the planning, in order; guests may have those
    from `first_online` on."""

    property_id: str
    place: PropertySheet
    sheet: HutSheet
    selling: Selling
    today: date
    first_online: date
    nights: tuple[GridNight, ...]
    readiness: Readiness

    @property
    def ways(self) -> tuple[Wish, ...]:
        """What a guest's validation may make here (R19, R55, R56)."""
        rules = self.selling.rules
        ways = (Wish.BOOKING,) if self.payment_means else ()
        if rules.mode is BookingMode.PRE_BOOKING or rules.pre_booking_too:
            return (*ways, Wish.PRE_BOOKING)
        return ways

    @property
    def payment_means(self) -> tuple[PaymentMeans, ...]:
        """How a booking may be paid here (R57)."""
        rules = self.selling.rules
        if rules.mode is not BookingMode.BOOKING:
            return ()
        return tuple(means for means in PAID_BY if means in rules.payment_means)

    @property
    def bookable(self) -> bool:
        return self.readiness.bookable and bool(self.ways)

    @property
    def takes_requests(self) -> bool:
        """Whether a guest may ask for places. Which of them are short is known to their owner
        alone, who also knows whether this guest has them already: the last place that is sold
        must not shut out who asks a second time whether it was theirs."""
        return self.readiness.sells and bool(self.ways)


async def offer_of(runtime: Runtime, now: datetime, property_id: str) -> Offer | None:
    """The hut as it is now; None where there is no such hut."""
    documents = runtime.documents
    place = await documents.get(PROPERTIES.ref(property_id))
    if place is None or place.sheet.kind is not PropertyKind.HUT:
        return None
    told = await documents.get(SELLING.ref(property_id))
    described = await documents.get(sheet_ref(property_id))
    selling = (told or not_selling_yet(property_id, place.sheet)).selling
    sheet = (described or undescribed(property_id)).sheet
    here = now.astimezone(ZoneInfo(place.sheet.time_zone))
    today, first = here.date(), first_online(selling.rules, here)
    days = (last_night(today) - today).days + 1
    nights = await nights_of(runtime.database, property_id, selling, today, days)
    online = [night for night in nights if night.night >= first]
    return Offer(
        property_id=property_id,
        place=place.sheet,
        sheet=sheet,
        selling=selling,
        today=today,
        first_online=first,
        nights=tuple(nights),
        readiness=readiness_of(place.sheet, sheet, selling, today, online),
    )
