"""A stay as its guest sees it: what, where, its price, until when; nothing of the house's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.carts import LineKind, PricedLine
from contracts.message import Instant
from contracts.personal import Personal
from contracts.properties import Language, PropertySheet
from contracts.selling import Night
from contracts.stay_payments import CardState
from gateway.board.billing import Shares, shares_of
from gateway.board.card import Answer
from gateway.booking.sheet import PhotoShown, WayToAsk
from gateway.booking.worded import in_language
from gateway.stays.model import ShareState, StayShare


class GuestStayState(StrEnum):
    OPTION = "option"
    FIRM = "firm"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class GuestLine(Answer):
    """A line of the bill, in minor units. `night` is None for what is had once."""

    kind: LineKind
    name: str
    label: str | None = None
    night: Night | None = None
    quantity: int
    unit_amount: int
    total: int


class GuestHut(Answer):
    """What of the stay is at one hut."""

    property_id: str
    name: str
    contact: WayToAsk
    photo: PhotoShown | None = None
    time_zone: str
    nights: tuple[Night, ...]
    persons: Annotated[int, Field(description="The most of one night")]
    lines: tuple[GuestLine, ...]
    total: int
    taxes: Shares


class CardLeft(Answer):
    """The guest's card, which `keeper` keeps as a guarantee; up to `most` may be charged to it."""

    keeper: str
    until: Night
    most: int
    charged: int


class GuestStay(Answer):
    """All huts of a stay. An option ends at `expires_at`, None where it does not by itself. The
    guest may cancel it while it is `cancellable`; all else is between them and the hut. `paid` is
    what was paid online, and `refunded` what of that was given back; `due` is to be paid online
    since a change, or else at the hut."""

    reference: Annotated[str, Field(examples=["9K3TZ7"])]
    state: GuestStayState
    language: Language
    guest: Annotated[str, Personal, Field(examples=["Martin Dupont"])]
    booked_at: Instant
    expires_at: Instant | None = None
    ended_at: Instant | None = None
    cancellable: bool
    currency: str
    total: int
    paid: int
    refunded: int
    due: int = 0
    card: CardLeft | None = None
    huts: tuple[GuestHut, ...]


@dataclass(frozen=True, slots=True)
class ShareThere:
    """A share of the stay, and the hut that it is at."""

    share: StayShare
    place: PropertySheet
    contact: WayToAsk
    photo: PhotoShown | None
    today: date
    refund_days: int

    @property
    def days_left(self) -> int:
        return (min(nights_of(self.share)) - self.today).days


def guest_stay(shares: Sequence[ShareThere], asked: Language | None) -> GuestStay:
    """Of all shares that a stay has, in the language asked for, else the guest's own. Those that a
    change has left are no part of it any more."""
    there = [one for one in shares if one.share.state is not ShareState.MOVED]
    there.sort(key=lambda one: min(nights_of(one.share)))
    first = there[0].share
    language = asked or first.language
    return GuestStay(
        reference=first.reference,
        state=GuestStayState(first.state),
        language=language,
        guest=f"{first.contact.given_name} {first.contact.surname}",
        booked_at=first.booked_at,
        expires_at=first.expires_at,
        ended_at=first.ended_at,
        cancellable=is_cancellable(there),
        currency=first.currency,
        total=sum(one.share.total for one in there),
        paid=sum(one.share.paid for one in there),
        refunded=sum(one.share.refunded for one in there),
        due=sum(one.share.due for one in there if one.share.state is ShareState.FIRM),
        card=next((left for one in there if (left := _card(one.share)) is not None), None),
        huts=tuple(_hut(one, language) for one in there),
    )


def _card(share: StayShare) -> CardLeft | None:
    """None where it is forgotten again."""
    card = share.card
    if card is None or card.state is CardState.RELEASED:
        return None
    charged = card.amount if card.state is CardState.CHARGED else 0
    return CardLeft(keeper=card.keeper, until=card.until, most=card.most, charged=charged)


def is_cancellable(there: Sequence[ShareThere]) -> bool:
    """What is not firm is given back by the guest alone, until the day of arrival begins; what was
    paid online, as long as the hut's rule gives all of it back. Any other firm stay is a contract
    under the hut's own terms of sale: the hut is asked."""
    return all(one.days_left > 0 and _is_free_to_go(one) for one in there)


def _is_free_to_go(one: ShareThere) -> bool:
    if one.share.state is ShareState.OPTION:
        return True
    share = one.share
    online = share.state is ShareState.FIRM and (share.paid > 0 or share.card is not None)
    return online and one.days_left >= one.refund_days


def nights_of(share: StayShare) -> tuple[Night, ...]:
    """Also of a stay that is over: those that it had."""
    nights = {line.night for line in share.lines if line.kind is LineKind.NIGHT and line.night}
    return tuple(sorted(nights)) or (share.booked_at.date(),)


def _hut(one: ShareThere, language: Language) -> GuestHut:
    share, languages = one.share, one.place.languages
    nights = nights_of(share)
    return GuestHut(
        property_id=share.property_id,
        name=one.contact.name,
        contact=one.contact,
        photo=one.photo,
        time_zone=one.place.time_zone,
        nights=nights,
        persons=max(_persons(share, night) for night in nights),
        lines=tuple(_line(line, language, languages) for line in share.lines),
        total=share.total,
        taxes=shares_of(share.share.amount),
    )


def _line(line: PricedLine, language: Language, languages: Sequence[Language]) -> GuestLine:
    return GuestLine(
        kind=line.kind,
        name=in_language(line.name, language, languages) or line.item_id,
        label=in_language(line.label, language, languages) or line.stock_type,
        night=line.night,
        quantity=line.quantity,
        unit_amount=line.unit_amount,
        total=line.total,
    )


def _persons(share: StayShare, night: Night) -> int:
    lines = (one for one in share.lines if one.kind is LineKind.NIGHT and one.night == night)
    return sum(line.quantity for line in lines)
