"""How the chassis' own things look as rows of MongoDB. No I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from chassis.batch import DeadLetter, NewEffect, ParkedKey, ParkedRecord, Slot
from chassis.documents import Ref
from chassis.records import Incoming, Outgoing
from contracts.topics import BY_NAME, Topic

INBOX = "chassis_inbox"
SEEN = "chassis_seen"
OUTBOX = "chassis_outbox"
EFFECTS = "chassis_effects"
OWNERSHIP = "chassis_ownership"
PARKED_KEYS = "chassis_parked_keys"
PARKED_RECORDS = "chassis_parked_records"
DEAD_LETTERS = "chassis_dead_letters"
# One row: the rebuild that is at work, and how the names of what it fills begin.
REBUILDS = "chassis_rebuilds"
REBUILT = "rebuilt_"
# One row, where the database was restored: `since` when and `until` when what it holds was gone on
# with elsewhere.
RESTORED = "chassis_restored"

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
Row = dict[str, Any]
# What `Topics.named` gives back for the name on a stored record.
Topics = Mapping[str, Topic]


def document_row(slot: Slot, now: datetime) -> Row:
    return {
        "_id": slot.ref.id,
        "v": slot.version + 1,
        "p": slot.partition,
        "seq": slot.sequences,
        "by": slot.actor,
        "at": now,
        "state": slot.stored,
    }


def slot_of(ref: Ref[Any], row: Mapping[str, Any] | None) -> Slot:
    if row is None:
        return Slot(ref)
    return Slot(
        ref,
        version=row["v"],
        stored=row["state"],
        sequences=dict(row["seq"]),
        partition=row["p"],
        actor=row["by"],
    )


def is_history(record: Outgoing) -> bool:
    """Whether a message stays in the outbox once it is published (`contracts.topics.Topic`)."""
    topic = BY_NAME.get(record.topic)
    return topic is not None and topic.history


def outbox_row(n: int, partition: int, record: Outgoing, now: datetime) -> Row:
    """`n` is its place among what the partition's owner committed; 0 for an effect's report, which
    has none and so is no history."""
    row: Row = {"history": True} if n and is_history(record) else {}
    return row | {
        "_id": record.id,
        "p": partition,
        "n": n,
        "topic": record.topic,
        "key": record.key,
        "value": record.value,
        "headers": record.headers,
        "created_at": now,
        "published": False,
    }


def outgoing_of(row: Mapping[str, Any]) -> Outgoing:
    headers = [(name, bytes(value)) for name, value in row["headers"]]
    key = None if row["key"] is None else bytes(row["key"])
    return Outgoing(row["_id"], row["topic"], key, bytes(row["value"]), headers)


def effect_row(n: int, effect: NewEffect, now: datetime) -> Row:
    return {
        "_id": effect.id,
        "p": effect.partition,
        "n": n,
        "kind": effect.kind,
        "work": dict(effect.work),
        "lane": effect.lane,
        "partner": effect.partner,
        "due_at": effect.due_at,
        "timer": effect.due_at > now,
        "created_at": now,
        "lease_until": LONG_AGO,
        "lease": None,
        "attempts": 0,
        "first_at": None,
        "last_at": None,
        "before_at": None,
        "error": None,
        "origin": dict(effect.origin),
    }


def parked_key_row(parked: ParkedKey) -> Row:
    return {
        "_id": parked.key,
        "p": parked.partition,
        "reason": parked.reason,
        "handler": parked.handler,
        "awaits": None if parked.awaits is None else list(parked.awaits),
        "next": parked.next,
        "parked_at": parked.parked_at,
    }


def parked_key_of(row: Mapping[str, Any]) -> ParkedKey:
    awaits = row["awaits"]
    return ParkedKey(
        row["_id"],
        row["p"],
        row["reason"],
        row["handler"],
        row["parked_at"],
        None if awaits is None else (awaits[0], awaits[1], awaits[2]),
        row["next"],
    )


def parked_record_row(record: ParkedRecord, now: datetime) -> Row:
    return {
        "_id": record.id,
        "key": record.key,
        "n": record.n,
        "reason": record.reason,
        "parked_at": now,
        **_incoming_row(record.incoming),
    }


def parked_record_of(row: Mapping[str, Any], topics: Topics = BY_NAME) -> ParkedRecord:
    return ParkedRecord(row["_id"], row["key"], row["n"], incoming_of(row, topics), row["reason"])


def dead_letter_row(letter: DeadLetter, now: datetime) -> Row:
    return {
        "_id": letter.id,
        "reason": letter.reason,
        "skipped": letter.skipped,
        "state": "open",
        "dead_at": now,
        **_incoming_row(letter.incoming),
    }


def _incoming_row(incoming: Incoming) -> Row:
    return {
        "topic": incoming.topic.name,
        "p": incoming.partition,
        "offset": incoming.offset,
        "record_key": incoming.key,
        "value": incoming.value,
        "headers": [[name, value] for name, value in incoming.headers],
    }


def incoming_of(row: Mapping[str, Any], topics: Topics = BY_NAME) -> Incoming:
    """The record as it came, from a parked or dead row."""
    headers: Sequence[Any] = row["headers"]
    return Incoming(
        topics[row["topic"]],
        row["p"],
        row["offset"],
        _bytes(row["record_key"]),
        _bytes(row["value"]),
        tuple((name, _bytes(value)) for name, value in headers),
    )


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)


@cache
def offset_field(topic: str) -> str:
    """A topic's name as a field name below `offsets`: a dot would mean a path."""
    return topic.replace(".", "/")
