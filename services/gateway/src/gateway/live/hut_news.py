"""What those who watch a hut are told of its planning, its stays and their mails, its sheet and
what it sells."""

from __future__ import annotations

from collections.abc import Iterator

from chassis.outcome import Changes
from chassis.table import Documents
from contracts.live import (
    LivePlanningChanged,
    LiveSellingChanged,
    LiveStayChanged,
    LiveStayMailChanged,
)
from contracts.message import Message
from gateway.huts.model import HUTS
from gateway.huts.revised import RevisedView
from gateway.planning.day import shown
from gateway.planning.model import PLANNING, DayView
from gateway.selling.model import SELLING
from gateway.stays.mails import STAY_MAILS, StayMailView
from gateway.stays.model import STAYS, StayShare
from gateway.stays.shown import card_of

# Whose changes are told.
HUT_NEWS = (PLANNING, STAYS, STAY_MAILS, SELLING, HUTS)


def hut_news(documents: Documents, changes: Changes) -> Iterator[Message]:
    """A message for each night, stay, mail, selling and sheet that is not as it was."""
    for ref, state in changes.documents.items():
        match state:
            case DayView():
                yield _night(state)
            case StayShare():
                yield _stay(state)
            case StayMailView():
                yield _mail(state)
            case RevisedView():
                yield _revised(ref.id, state, documents[ref])
            case _:
                pass


def _night(day: DayView) -> Message:
    said = shown(day).model_dump_json(exclude_none=True)
    return LivePlanningChanged(property_id=day.property_id, day_id=day.day_id, day=said)


def _stay(share: StayShare) -> Message:
    return LiveStayChanged(
        property_id=share.property_id,
        stay_id=share.stay_id,
        order_id=share.order_id,
        guest_id=share.guest_id,
        stay=card_of(share).model_dump_json(exclude_none=True),
    )


def _mail(mail: StayMailView) -> Message:
    return LiveStayMailChanged(
        property_id=mail.property_id, notice_id=mail.notice_id, order_id=mail.order_id
    )


def _revised(view_id: str, view: RevisedView, known: object) -> Message:
    """What the hut sells and what it says of itself count apart; `parts` tells which it is."""
    before = known.revision if isinstance(known, RevisedView) else 0
    parts = tuple(view.changed_since(before))
    return LiveSellingChanged(
        property_id=view.property_id, view_id=view_id, revision=view.revision, parts=parts
    )
