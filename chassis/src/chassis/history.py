"""What a service said on event topics, in the order in which it was committed: its outbox, kept.

`n` numbers what the owner of one partition committed, from 1; other things are numbered with it, so
numbers are missing. A page ends before what is committed and not known to be published.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator

from chassis import rows
from chassis.database import Database

MOST = 1000
# A page ends once it holds as many bytes: of large messages there are fewer on one.
MOST_BYTES = 4_000_000
READ_AT_ONCE = 100


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else b64decode(value, validate=True)


Bytes = Annotated[
    bytes,
    PlainValidator(_bytes),
    PlainSerializer(lambda value: b64encode(value).decode(), when_used="json"),
]


class Said(BaseModel):
    """One message as it was published; bytes in base64."""

    model_config = ConfigDict(frozen=True)

    n: int
    topic: str
    key: Bytes
    value: Bytes
    headers: tuple[tuple[str, Bytes], ...]


class HistoryPage(BaseModel):
    """`next` is where to go on after this page, and `committed` the newest number of the partition
    before it was read: a reader that has come so far has all that had been published by then."""

    model_config = ConfigDict(frozen=True)

    said: tuple[Said, ...]
    next: int
    committed: int


async def page_of(
    database: Database,
    partition: int,
    after: int = 0,
    limit: int = MOST,
    topics: frozenset[str] | None = None,
) -> HistoryPage:
    """The next messages of a partition after a number, of some topics or of all.

    Costs what its rows cost, however long the history is: `limit` counts rows before topics do.
    """
    owned = await database.find_one(rows.OWNERSHIP, {"_id": partition})
    committed = owned["n"] if owned else 0
    waiting = await database.find(
        rows.OUTBOX,
        {"p": partition, "published": False, "n": {"$gt": after}},
        sort=[("n", 1)],
        limit=1,
        fields={"n": 1},
    )
    settled = max(after, waiting[0]["n"] - 1 if waiting else committed)
    said: list[Said] = []
    read, size, last = 0, 0, after
    while read < limit and size < MOST_BYTES and last < settled:
        wanted = min(READ_AT_ONCE, limit - read)
        where = {"p": partition, "history": True, "n": {"$gt": last, "$lte": settled}}
        found = await database.find(rows.OUTBOX, where, sort=[("n", 1)], limit=wanted)
        read += len(found)
        last = found[-1]["n"] if len(found) == wanted else settled
        told = [_said(row) for row in found if topics is None or row["topic"] in topics]
        size += sum(len(one.value) for one in told)
        said += told
    return HistoryPage(said=tuple(said), next=last, committed=committed)


def _said(row: Mapping[str, Any]) -> Said:
    record = rows.outgoing_of(row)
    return Said.model_construct(
        n=row["n"],
        topic=record.topic,
        key=record.key or b"",
        value=record.value,
        headers=tuple(record.headers),
    )
