"""What is said of a hut's share of a stay: the line in the sales and on the live stream, the line
of a night's list, and the whole of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from contracts.carts import Contact, LineKind, PricedLine, StaySource, Wish
from contracts.message import Instant
from contracts.personal import Personal
from contracts.properties import Language
from contracts.selling import Night
from contracts.stay_payments import CardState
from gateway.board.billing import Shares, shares_of
from gateway.board.card import Answer, Sum
from gateway.board.moments import Names, named
from gateway.stays.model import ShareState, StayShare, StepKind


class StayCard(Answer):
    """A stay as the sales list it. `total` is what this hut gets, `persons` the most of one night;
    `expires_at` is when an option ends unless it is confirmed. `revision` is higher after each
    change."""

    order_id: str
    reference: Annotated[str, Field(examples=["9K3TZ7"])]
    state: ShareState
    source: StaySource
    guest: Annotated[str, Personal, Field(examples=["M. Martin Dupont"])]
    phone: Annotated[str, Personal]
    mail: Annotated[str, Personal]
    first_night: Night
    last_night: Night
    persons: int
    total: Sum
    booked_at: Instant
    expires_at: Instant | None = None
    ended_at: Instant | None = None
    revision: int


class StepAnswer(Answer):
    """What happened to the stay, and what it came to afterwards, in minor units. `by` is the name
    of who did it here."""

    at: Instant
    kind: StepKind
    state: ShareState
    amount: int
    by: str | None = None
    note: Annotated[str | None, Personal] = None


class CardAnswer(Answer):
    """A card that `keeper` keeps as a guarantee until the end of a day; no more of it is known.
    Up to `most` may be charged to it, once; `amount` is, or is being."""

    keeper: Annotated[str, Field(examples=["Coffre Alpin"])]
    until: Night
    most: int
    state: CardState | None = None
    amount: int = 0


class StayDetail(StayCard):
    """All that this hut has of a stay (R43). `other_huts` counts those that it goes on to; their
    nights are their own business. `due_now` is the part of the total that is paid at once (R08);
    `paid` is what was paid online, `refunded` what of that was given back, and `due` what its guest
    is asked to pay online since a change."""

    contact: Contact
    wish: Wish
    language: Language
    send_mail: bool
    accepted_terms: int | None = None
    lines: tuple[PricedLine, ...]
    nights: tuple[Night, ...]
    taxes: Shares
    due_now: int
    paid: int
    refunded: int
    due: int = 0
    card: CardAnswer | None = None
    other_huts: int
    history: tuple[StepAnswer, ...]


class DayStay(Answer):
    """A stay in one night's list (R53): what is slept, what is had besides, and what each comes to,
    in minor units. What is had once a stay counts on its first night."""

    order_id: str
    reference: str
    state: ShareState
    guest: Annotated[str, Personal]
    phone: Annotated[str, Personal]
    mail: Annotated[str, Personal]
    remark: Annotated[str | None, Personal] = None
    arrives: bool
    persons: int
    bookings: tuple[PricedLine, ...]
    bookings_total: int
    supplements: tuple[PricedLine, ...]
    supplements_total: int
    total: int


def card_of(share: StayShare) -> StayCard:
    nights = _nights(share)
    return StayCard(
        order_id=share.order_id,
        reference=share.reference,
        state=share.state,
        source=share.source,
        guest=guest_of(share.contact),
        phone=share.contact.phone,
        mail=share.contact.mail,
        first_night=nights[0],
        last_night=nights[-1],
        persons=max(_persons(share, night) for night in nights),
        total=Sum(currency=share.currency, amount=share.total),
        booked_at=share.booked_at,
        expires_at=share.expires_at,
        ended_at=share.ended_at,
        revision=share.revision,
    )


def detail_of(share: StayShare, names: Names) -> StayDetail:
    return StayDetail.model_validate(
        {
            **dict(card_of(share)),
            "contact": share.contact,
            "wish": share.wish,
            "language": share.language,
            "send_mail": share.send_mail,
            "accepted_terms": share.accepted_terms,
            "lines": share.lines,
            "nights": _nights(share),
            "taxes": shares_of(share.share.amount),
            "due_now": share.share.due_now,
            "paid": share.paid,
            "refunded": share.refunded,
            "due": share.due if share.state.active else 0,
            "card": share.card and CardAnswer.model_validate(dict(share.card)),
            "other_huts": len(share.properties) - 1,
            "history": tuple(
                StepAnswer.model_validate({**dict(step), "by": named(step.by, names)})
                for step in share.history
            ),
        }
    )


def on_night(share: StayShare, night: Night) -> DayStay:
    arrives = night == _nights(share)[0]
    nights = tuple(line for line in share.lines if _is(line, LineKind.NIGHT, night))
    extras = tuple(
        line
        for line in share.lines
        if _is(line, LineKind.SUPPLEMENT, night)
        or (arrives and _is(line, LineKind.SUPPLEMENT, None))
    )
    slept, had = (sum(line.total for line in lines) for lines in (nights, extras))
    return DayStay(
        order_id=share.order_id,
        reference=share.reference,
        state=share.state,
        guest=guest_of(share.contact),
        phone=share.contact.phone,
        mail=share.contact.mail,
        remark=share.contact.remark,
        arrives=arrives,
        persons=_persons(share, night),
        bookings=nights,
        bookings_total=slept,
        supplements=extras,
        supplements_total=had,
        total=slept + had,
    )


def guest_of(contact: Contact) -> str:
    named = (contact.title, contact.given_name, contact.surname)
    return " ".join(name for name in named if name)


def actors_of(share: StayShare) -> set[str]:
    return {step.by for step in share.history if step.by}


def _is(line: PricedLine, kind: LineKind, night: Night | None) -> bool:
    return line.kind is kind and line.night == night


def _nights(share: StayShare) -> tuple[Night, ...]:
    """Also of a stay that is over: those that it had. A share without a night is on the day of its
    booking."""
    nights = {line.night for line in share.lines if line.kind is LineKind.NIGHT and line.night}
    return tuple(sorted(nights)) or (_day(share.booked_at),)


def _persons(share: StayShare, night: Night) -> int:
    return sum(line.quantity for line in share.lines if _is(line, LineKind.NIGHT, night))


def _day(at: datetime) -> Night:
    return at.date()
