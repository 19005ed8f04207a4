"""An order with everything that staff may see of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.claims import ClaimedItem, ClaimOutcome, ClaimReason
from contracts.deliveries import Origin
from contracts.handovers import HandoverKind
from contracts.message import Instant
from contracts.notices import Audience, Channel, Occasion
from contracts.personal import Personal
from contracts.properties import Language
from gateway.board.billing import LineAnswer, TaxLineAnswer, lines_of, shares_of
from gateway.board.card import Answer, Card, Sum, TotalDue, card_of, content_of, owed, total_due
from gateway.board.ledger import ClaimView
from gateway.board.model import OrderView
from gateway.board.moments import MomentKind, Names, named
from gateway.chat.model import Author, ChatView, is_open
from gateway.notices.model import NoticeState, NoticeView


class MomentAnswer(Answer):
    """One thing that happened; `by` is the name of who did it, where somebody here did."""

    at: Instant
    kind: MomentKind
    note: Annotated[str | None, Personal] = None
    by: str | None = None


class Telling(StrEnum):
    """Whether the partner has what the hotel passed on."""

    TELLING = "telling"
    TOLD = "told"
    NOT_TOLD = "not_told"


class MessageAnswer(Answer):
    """One message of the chat. `telling` says whether a message of the hotel has reached the
    partner; `problem` why not."""

    message_id: str
    author: Author
    text: Annotated[str, Personal, Field(examples=["Which entrance?"])]
    at: Instant
    by: Annotated[str | None, Personal] = None
    telling: Telling | None = None
    problem: str | None = None


class ClaimAnswer(Answer):
    """A complaint to the partner; open while `outcome` is absent (O23)."""

    claim_id: str
    reason: ClaimReason
    items: tuple[ClaimedItem, ...]
    amount: Sum
    description: str
    photos: tuple[str, ...]
    opened_at: Instant
    by: str | None = None
    deadline: Instant
    telling: Telling
    problem: str | None = None
    outcome: ClaimOutcome | None = None
    note: str | None = None
    ended_at: Instant | None = None


class NoticeAnswer(Answer):
    """What was sent, to whom, and how that went. `recipients` counts them."""

    notice_id: str
    order_id: str
    at: Instant
    channel: Channel
    state: NoticeState
    occasion: Occasion | None = None
    audience: Audience
    language: Language | None = None
    recipients: int | None = None
    refused: int | None = None
    title: Annotated[str | None, Personal, Field(examples=["Chambre 203"])] = None
    text: Annotated[str | None, Personal] = None
    reason: str | None = None


class OrderDetail(Card):
    """An order with lines, taxes, chat, claims, notices and timeline."""

    external_id: Annotated[str, Field(examples=["LUM-20261123-0042"])]
    partner_id: str
    origin: Origin
    currency: Annotated[str, Field(examples=["EUR"])]
    passed_on: Annotated[
        Telling | None, Field(description="Whether the partner has an order that the hotel placed")
    ] = None
    guest_phone: Annotated[str | None, Personal] = None
    guest_language: str | None = None
    lines: tuple[LineAnswer, ...]
    tax_lines: tuple[TaxLineAnswer, ...] | None = None
    chat_open: Annotated[bool, Field(description="A message to the courier can be sent now")]
    messages: tuple[MessageAnswer, ...]
    claims: tuple[ClaimAnswer, ...]
    notices: tuple[NoticeAnswer, ...]
    timeline: tuple[MomentAnswer, ...]


def detail_of(
    view: OrderView,
    now: datetime,
    chat: ChatView | None = None,
    notices: Iterable[NoticeView] = (),
    names: Names | None = None,
) -> OrderDetail:
    """Raises `NotPlaced`."""
    content, known = content_of(view), names or {}
    due = total_due(view) is TotalDue.NOW
    hotels_own = content.origin is Origin.HOTEL
    return OrderDetail.model_validate(
        {
            **dict(card_of(view)),
            "external_id": content.external_id,
            "partner_id": content.partner_id,
            "origin": content.origin,
            "currency": content.amount.currency,
            "passed_on": _telling(view, HandoverKind.ORDER, view.order_id) if hotels_own else None,
            "guest_phone": content.guest.phone,
            "guest_language": content.guest.language,
            "lines": lines_of(view),
            "tax_lines": shares_of(owed(view)).tax_lines if due else None,
            "chat_open": is_open(view.courier is not None, view.ended_at, now),
            "messages": messages_of(view, chat, known),
            "claims": tuple(_claim(view, claim, known) for claim in view.claims),
            "notices": tuple(notice_answer(notice) for notice in notices),
            "timeline": tuple(
                MomentAnswer(at=one.at, kind=one.kind, note=one.note, by=named(one.by, known))
                for one in view.timeline
            ),
        }
    )


def messages_of(view: OrderView, chat: ChatView | None, names: Names) -> tuple[MessageAnswer, ...]:
    """The chat, oldest first."""
    found = []
    for one in chat.messages if chat else ():
        hotels = one.author is Author.HOTEL
        about = (HandoverKind.CHAT_MESSAGE, one.message_id)
        found.append(
            MessageAnswer(
                message_id=one.message_id,
                author=one.author,
                text=one.text,
                at=one.at,
                by=named(one.by, names) if hotels else one.name,
                telling=_telling(view, *about) if hotels else None,
                problem=_problem(view, *about) if hotels else None,
            )
        )
    return tuple(found)


def notice_answer(notice: NoticeView) -> NoticeAnswer:
    return NoticeAnswer.model_validate(
        {name: getattr(notice, name) for name in NoticeAnswer.model_fields}
    )


def actors_of(view: OrderView, chat: ChatView | None) -> set[str]:
    """Everybody of the hotel who did something about an order."""
    moments = {one.by for one in view.timeline} | {one.by for one in view.claims}
    written = {one.by for one in chat.messages} if chat else set()
    decided = {one.by for one in view.postings}
    return {actor for actor in moments | written | decided if actor}


def _claim(view: OrderView, claim: ClaimView, names: Names) -> ClaimAnswer:
    about = (HandoverKind.CLAIM, claim.claim_id)
    shown = {
        name: getattr(claim, name) for name in ClaimAnswer.model_fields if hasattr(claim, name)
    }
    return ClaimAnswer.model_validate(
        {
            **shown,
            "amount": Sum(currency=claim.currency, amount=claim.amount),
            "by": named(claim.by, names),
            "telling": _telling(view, *about),
            "problem": _problem(view, *about),
        }
    )


def _telling(view: OrderView, kind: HandoverKind, about_id: str) -> Telling:
    for one in view.handovers:
        if (one.kind, one.about_id) == (kind, about_id):
            return Telling.TOLD if one.told else Telling.NOT_TOLD
    return Telling.TELLING


def _problem(view: OrderView, kind: HandoverKind, about_id: str) -> str | None:
    about = (kind, about_id)
    return next((one.reason for one in view.handovers if (one.kind, one.about_id) == about), None)
