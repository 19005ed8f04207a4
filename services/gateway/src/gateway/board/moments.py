"""What happens to an order, moment by moment: the words of timeline and feed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from chassis.outcome import Context
from contracts.envelope import format_instant
from contracts.message import Instant, Part
from contracts.personal import Personal

# A timeline is cut to its newest moments: an order that a partner reports on for ever stays small.
LONGEST_TIMELINE = 200
# The names of people and programs by actor, as `person:ID`.
Names = Mapping[str, str]
# Actors that are somebody, and not a partner or a rule.
SOMEBODY = ("person:", "key:")


class MomentKind(StrEnum):
    PLACED = "placed"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    PREPARING = "preparing"
    COURIER_ASSIGNED = "courier_assigned"
    EXPECTED_TIME_CHANGED = "expected_time_changed"
    CODE_CHANGED = "code_changed"
    ROOM_CHANGED = "room_changed"
    PICKED_UP = "picked_up"
    NEAR = "near"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    FAILED = "failed"
    RETURNED = "returned"
    CONTRADICTED = "contradicted"
    ORDER_MISSING = "order_missing"
    REFUNDED = "refunded"
    REFUND_REFUSED = "refund_refused"
    MESSAGE_RECEIVED = "message_received"
    MESSAGE_SENT = "message_sent"
    CLAIM_OPENED = "claim_opened"
    CLAIM_ENDED = "claim_ended"
    PARTNER_TOLD = "partner_told"
    PARTNER_NOT_TOLD = "partner_not_told"
    FOLIO_POSTED = "folio_posted"
    FOLIO_SETTLED = "folio_settled"
    FOLIO_UNKNOWN = "folio_unknown"
    FOLIO_ATTENTION = "folio_attention"
    FOLIO_ATTENTION_ENDED = "folio_attention_ended"
    TASK_DONE = "task_done"
    NOTICE_SENT = "notice_sent"
    NOTICE_FAILED = "notice_failed"


class Moment(Part):
    """One thing that happened. `note` says which courier, which time, which channel, which problem;
    never an amount (O14: an amount shows only once it is due) and never what somebody wrote. `by`
    is the actor, where a person or a program of the hotel did it."""

    at: Instant
    kind: MomentKind
    note: Annotated[str, Personal] | None = None
    by: str | None = None

    @property
    def order(self) -> tuple[str, str, str, str]:
        return (format_instant(self.at), self.kind, self.note or "", self.by or "")


def happened(
    context: Context, kind: MomentKind, at: datetime | None = None, note: str | None = None
) -> Moment:
    """What a message tells of; at the message's own time where it names none."""
    envelope = context.envelope
    by = envelope.actor if envelope.actor.startswith(SOMEBODY) else None
    return Moment(at=at or envelope.time, kind=kind, note=note, by=by)


def with_moment(timeline: tuple[Moment, ...], moment: Moment) -> tuple[Moment, ...]:
    """A timeline with one more moment in its place; those that came late stand where they belong,
    whatever the order in which they came."""
    known = sorted((*timeline, moment), key=lambda one: one.order)
    return tuple(known[-LONGEST_TIMELINE:])


def named(actor: str | None, names: Names) -> str | None:
    """The name behind an actor; a partner or a rule is called by its own. Who is gone has none: an
    id would tell nobody anything."""
    if actor is None or actor.startswith(SOMEBODY):
        return names.get(actor or "")
    return actor.partition(":")[2]
