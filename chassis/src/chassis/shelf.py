"""What was set aside, from its rows to what an operator reads. No I/O."""

from __future__ import annotations

from datetime import datetime

from chassis import rows
from chassis.correcting import correctable, envelope_of, types_of
from chassis.records import Incoming
from chassis.set_aside import (
    Correction,
    DeadEntry,
    LetterState,
    NamedText,
    ParkedEntry,
    SetAsideRecord,
    WaitingRecord,
    plain,
    readable,
)
from chassis.table import HandlerTable
from contracts.topics import BY_NAME

SHOWN_OF_A_KEY = 5
ONLY_REASONS = {"$project": {"reason": 1}}
# All of them, said so that they are counted along their index.
EVER_PARKED = {"parked_at": {"$gte": rows.LONG_AGO}}
IS_OPEN = {"state": LetterState.OPEN.value}
Stages = list[rows.Row]


class TopicGone(Exception):
    """The record's topic is none of this release's; it can be discarded alone."""


def parked_stages(limit: int) -> Stages:
    """Parked keys, the oldest first, each with its oldest records and their number: one query
    for however many keys."""
    return [
        {"$sort": {"parked_at": 1}},
        {"$limit": limit},
        _lookup("oldest", [{"$sort": {"n": 1}}, {"$limit": SHOWN_OF_A_KEY}, ONLY_REASONS]),
        _lookup("waiting", [{"$count": "count"}]),
    ]


def _lookup(name: str, stages: Stages) -> rows.Row:
    """What waits under each parked key, as the stages make of it."""
    of_the_key = {"from": rows.PARKED_RECORDS, "localField": "_id", "foreignField": "key"}
    return {"$lookup": {**of_the_key, "pipeline": stages, "as": name}}


def parked_entry(row: rows.Row) -> ParkedEntry:
    return ParkedEntry(
        key=row["_id"],
        handler=row["handler"],
        reason=row["reason"],
        parked_at=row["parked_at"],
        count=row["waiting"][0]["count"] if row["waiting"] else 0,
        gap=row["awaits"] is not None,
        records=tuple(WaitingRecord(id=one["_id"], reason=one["reason"]) for one in row["oldest"]),
    )


def dead_stages(limit: int, *, oldest_first: bool) -> Stages:
    """Open dead letters without their bodies."""
    return [
        {"$match": IS_OPEN},
        {"$sort": {"dead_at": 1 if oldest_first else -1}},
        {"$limit": limit},
        {"$set": {"size": {"$binarySize": {"$ifNull": ["$value", b""]}}}},
        {"$unset": "value"},
    ]


def dead_entry(row: rows.Row) -> DeadEntry:
    headers = {name: bytes(value or b"").decode(errors="replace") for name, value in row["headers"]}
    return DeadEntry(
        id=row["_id"],
        topic=row["topic"],
        type=headers.get("ce_type", ""),
        key=bytes(row["record_key"] or b"").decode(errors="replace"),
        reason=row["reason"],
        dead_at=row["dead_at"],
        size=row["size"],
        skipped=row.get("skipped", False),
    )


def parked_record(row: rows.Row, table: HandlerTable) -> SetAsideRecord:
    """A record under a parked key. Raises `TopicGone`."""
    return _record(row, table, row["parked_at"], LetterState.OPEN, correctable=False)


def dead_letter(row: rows.Row, table: HandlerTable) -> SetAsideRecord:
    """A dead letter, open or closed. Raises `TopicGone`."""
    may_be = correctable(record_of(row).topic, table)
    return _record(row, table, row["dead_at"], LetterState(row["state"]), correctable=may_be)


def record_of(row: rows.Row) -> Incoming:
    """A record as it came. Raises `TopicGone`."""
    if row["topic"] not in BY_NAME:
        raise TopicGone(f"{row['_id']}: this release has no topic {row['topic']}")
    return rows.incoming_of(row, BY_NAME)


def _record(
    row: rows.Row, table: HandlerTable, at: datetime, state: LetterState, *, correctable: bool
) -> SetAsideRecord:
    incoming = record_of(row)
    correction = row.get("correction") or (row.get("replaying") or {}).get("correction")
    return SetAsideRecord(
        id=row["_id"],
        topic=incoming.topic.name,
        partition=incoming.partition,
        offset=incoming.offset,
        key=plain(incoming.key),
        type=_type_of(incoming),
        headers=tuple(_named(name, value) for name, value in incoming.headers),
        body=readable(incoming.value),
        reason=row["reason"],
        set_aside_at=at,
        state=state,
        closed_by=row.get("closed_by"),
        closed_at=row.get("closed_at"),
        correctable=correctable,
        types=types_of(incoming.topic, table),
        correction=Correction(**correction) if correction else None,
    )


def _type_of(incoming: Incoming) -> str:
    envelope = envelope_of(incoming)
    return envelope.type if envelope else ""


def _named(name: str, value: bytes | None) -> NamedText:
    shown = plain(value)
    return NamedText(name=name, format=shown.format, text=shown.text)
