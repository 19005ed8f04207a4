"""One batch's memory: what was loaded, what has changed so far, and what is to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chassis.documents import Document, Ref, from_stored
from chassis.records import Incoming, Outgoing

Place = tuple[str, str]


@dataclass(slots=True)
class Slot:
    """One document in the batch. `version` is the stored one, 0 where there is none; `stored` its
    state as it is, or will be, in the database; `sequences` counts what it published per source."""

    ref: Ref[Any]
    version: int = 0
    stored: Mapping[str, Any] | None = None
    sequences: dict[str, int] = field(default_factory=dict)
    model: Document | None = None
    partition: int = -1
    actor: str = ""
    dirty: bool = False

    def state(self) -> Document | None:
        """The document as of now in this batch. Raises `ValidationError` if it is unreadable."""
        if self.model is None and self.stored is not None:
            self.model = from_stored(self.ref.collection.model, self.stored)
        return self.model

    def changed(self, partition: int, actor: str) -> None:
        """To be written, on account of a message of this partition and actor."""
        self.dirty = True
        self.partition = partition
        self.actor = actor


@dataclass(slots=True)
class ParkedKey:
    """A key whose messages are set aside, in order, until it is released.

    `awaits` is (source, subject, sequence) of the missing message, where a gap parked it: that one
    message heals the key by itself.
    """

    key: str
    partition: int
    reason: str
    handler: str
    parked_at: datetime
    awaits: tuple[str, str, int] | None = None
    next: int = 0
    is_new: bool = False
    dirty: bool = False
    released: bool = False


@dataclass(frozen=True, slots=True)
class ParkedRecord:
    """One record of a parked key; `n` is its place in the key's queue."""

    id: str
    key: str
    n: int
    incoming: Incoming
    reason: str


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record set aside alone: with its original bytes, and why. One that was `skipped` counts as
    taken in: as it was, it would be a repeat."""

    id: str
    incoming: Incoming
    reason: str
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class NewEffect:
    """An effect as it will be stored; see `chassis.outcome.Effect`."""

    id: str
    partition: int
    kind: str
    work: Mapping[str, Any]
    lane: str | None
    partner: str | None
    due_at: datetime
    origin: Mapping[str, Any]


@dataclass(slots=True)
class Loaded:
    """What the store holds about a batch, read before it is decided."""

    slots: dict[Place, Slot] = field(default_factory=dict)
    inbox: set[str] = field(default_factory=set)
    # source, subject and key, as `seen_key_of` -> the sequence taken in last
    seen: dict[str, int] = field(default_factory=dict)
    parked_keys: dict[str, ParkedKey] = field(default_factory=dict)
    parked_records: dict[str, list[ParkedRecord]] = field(default_factory=dict)
    # keys with more parked records than were loaded
    more_parked: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Plan:
    """What one transaction writes. `outbox` and `effects` are in order, with their partition."""

    slots: list[Slot] = field(default_factory=list)
    inbox: list[tuple[str, int]] = field(default_factory=list)
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)  # (sequence, partition)
    outbox: list[tuple[int, Outgoing]] = field(default_factory=list)
    effects: list[NewEffect] = field(default_factory=list)
    parked_keys: list[ParkedKey] = field(default_factory=list)
    parked_records: dict[str, ParkedRecord] = field(default_factory=dict)
    unparked_ids: list[str] = field(default_factory=list)
    dead_letters: list[DeadLetter] = field(default_factory=list)
    # partition -> topic name -> offset after the last record of it in this batch
    offsets: dict[int, dict[str, int]] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    # (type, reason) -> how often an event says why something was not done
    refused: dict[tuple[str, str], int] = field(default_factory=dict)
    handled: int = 0
    repeats: int = 0

    def keys_parked_by_handler(self) -> dict[str, set[str]]:
        """Which keys this batch parks because a handler failed, by handler."""
        found: dict[str, set[str]] = {}
        for parked in self.parked_keys:
            if parked.is_new and parked.handler and not parked.released:
                found.setdefault(parked.handler, set()).add(parked.key)
        return found
