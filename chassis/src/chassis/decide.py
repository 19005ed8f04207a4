"""Decides one batch: pure, in memory, record by record, each seeing what came before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chassis.batch import DeadLetter, Loaded, ParkedKey, ParkedRecord, Plan, Slot
from chassis.documents import Document, Ref, to_stored
from chassis.emit import Cause, emit, emit_dead_letter, emit_events, emit_failure, store_effects
from chassis.outcome import Changes, Context
from chassis.parking import Parking
from chassis.records import (
    CONTROL_TYPES,
    FOR_ANOTHER,
    TOMBSTONE,
    Control,
    Incoming,
    Read,
    Readable,
    Skipped,
    Unreadable,
    read,
    reason_of,
)
from chassis.repeats import Repeats
from chassis.table import HandlerTable
from contracts.control import ReleaseKey, RequestFailed, SkipParked
from contracts.envelope import Envelope
from contracts.message import MESSAGES, Message
from contracts.topics import BY_NAME, Kind

InTurn = Readable | Skipped | Unreadable
OWN_TYPES = CONTROL_TYPES.keys() | {RequestFailed.TYPE, TOMBSTONE, FOR_ANOTHER}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a record could not be handled. `awaits` names the missing message of a gap."""

    reason: str
    handler: str = ""
    awaits: tuple[str, str, int] | None = None


class Decision:
    """One batch being decided: its records are taken in order, and then it is `done`. `poisoned`
    names records, by position, whose outcome the database refuses for good: they count as failed
    without being tried again."""

    def __init__(
        self,
        table: HandlerTable,
        loaded: Loaded,
        now: datetime,
        poisoned: Mapping[str, str] | None = None,
    ) -> None:
        self._table = table
        self._service = table.service
        self._slots = loaded.slots
        self._now = now
        self._poisoned = poisoned or {}
        self.plan = Plan()
        self._repeats = Repeats(loaded, self.plan)
        self._parking = Parking(loaded, self.plan, now)

    def take(self, item: Read) -> None:
        """Decide one record, the next in order."""
        incoming = item.incoming
        offsets = self.plan.offsets.setdefault(incoming.partition, {})
        offsets[incoming.topic.name] = incoming.offset + 1
        self._apply(item)

    def done(self) -> Plan:
        """What is to be written for all that was taken."""
        self.plan.slots = [slot for slot in self._slots.values() if slot.dirty]
        self._parking.finish()
        return self.plan

    def _apply(self, item: Read) -> None:
        match item:
            case Control():
                self._control(item)
            case Skipped(seen_key=None):
                self._count_skipped(item)
            case Unreadable(key=key) if key is None or item.incoming.topic.kind is Kind.CONTROL:
                self._dead_letter(item.incoming, item.reason)
            case _:
                self._in_turn(item)

    def _in_turn(self, item: InTurn) -> None:
        """Handle it, unless its key is parked: then it waits behind what came before it."""
        parked = self._parking.of(item.key or "")
        if parked is None:
            failure = self._try(item)
            if failure is not None:
                self._park(item, failure)
            return
        awaited = _awaited(item, parked)
        if awaited is None:
            self._parking.append(parked, item.incoming, "waits for its key")
            return
        failure = self._try(item)
        if failure is None:
            self._drain(parked, awaited)
        else:
            self._parking.put_first(parked, item.incoming, failure.reason)
            self._parking.keep(parked, failure.reason, failure.handler, failure.awaits)

    def _park(self, item: InTurn, failure: Failure) -> None:
        partition = item.incoming.partition
        parked = self._parking.open(
            item.key or "", partition, failure.reason, failure.handler, failure.awaits
        )
        self._parking.append(parked, item.incoming, failure.reason)

    def _try(self, item: InTurn, *, accept_gap: bool = False) -> Failure | None:
        """Handle one record. A request that fails is answered and set aside alone, so it never
        fails its key; anything else that fails is returned as a `Failure`."""
        if isinstance(item, Unreadable):
            return self._unreadable(item)
        if self._repeats.known(item):
            self.plan.repeats += 1
            return None
        missing = None if accept_gap else self._repeats.missing(item)
        if missing is not None and item.envelope is not None:
            source, subject = item.envelope.source, item.envelope.subject
            reason = f"gap: sequence {missing} of {subject} from {source} is missing"
            return Failure(reason, awaits=(source, subject, missing))
        if isinstance(item, Readable):
            return self._handle(item)
        self._count_skipped(item)
        self._repeats.remember(item)
        return None

    def _count_skipped(self, item: Skipped) -> None:
        # Types label a metric, which must not grow with what strangers send.
        type = item.type if item.type in MESSAGES or item.type in OWN_TYPES else "unknown"
        self.plan.skipped[type] = self.plan.skipped.get(type, 0) + 1

    def _count_refused(self, event: Message) -> None:
        # Only reasons that are one of a few words label a metric, and not what partners write.
        reason = event.__dict__.get("reason")  # a model is slow to say that it has none
        if isinstance(reason, StrEnum) and event.TOPIC.kind is Kind.EVENTS:
            which = (event.TYPE, reason.value)
            self.plan.refused[which] = self.plan.refused.get(which, 0) + 1

    def _handle(self, item: Readable) -> Failure | None:
        cause = Cause(self._service, item.row.name, item.envelope, self._now)
        try:
            self._carry_out(item, cause)
        except Exception as error:  # an exception is a bug of ours: this message's failure alone
            reason = reason_of(error)
            if item.incoming.topic.kind is not Kind.COMMANDS:
                return Failure(reason, handler=item.row.name)
            self._refuse(item.incoming, cause, item.key, reason)
            return None
        self.plan.handled += 1
        return None

    def _carry_out(self, item: Readable, cause: Cause) -> None:
        """Call the handler and take over all that it says, or raise and take over nothing."""
        if self._poisoned and item.incoming.position in self._poisoned:
            raise ValueError(self._poisoned[item.incoming.position])
        slots = [self._slots[ref.place] for ref in item.touches]
        changes = self._call(item, slots)
        records, counts = emit_events(cause, changes.events, slots)
        effects = store_effects(cause, changes.effects, item.incoming.partition)
        encoded = [
            (self._slots[ref.place], state, to_stored(state))
            for ref, state in changes.documents.items()
        ]
        # Nothing below raises.
        partition, actor = item.incoming.partition, item.envelope.actor
        for slot, state, stored in encoded:
            slot.model, slot.stored = state, stored
            slot.changed(partition, actor)
        for (index, source), count in counts.items():
            slots[index].sequences[source] = count
            slots[index].changed(partition, actor)
        self._repeats.remember(item)
        for event in changes.events:
            self._count_refused(event)
        self.plan.outbox += [(partition, record) for record in records]
        self.plan.effects += effects

    def _call(self, item: Readable, slots: Sequence[Slot]) -> Changes:
        def reader(ref: Ref[Document]) -> Document | None:
            if ref not in item.reads:
                raise LookupError(f"{item.row.name} reads {ref.place} without declaring it")
            return self._slots[ref.place].state()

        context = Context(self._now, item.envelope, self._service, item.row.name, reader)
        documents = {slot.ref: slot.state() for slot in slots}
        changes = item.row.handle(documents, item.message, context)
        for ref in changes.documents:
            if ref not in documents:
                raise LookupError(f"{item.row.name} changes {ref.place} without declaring it")
        return changes

    def _unreadable(self, item: Unreadable) -> Failure | None:
        if item.incoming.topic.kind is not Kind.COMMANDS:
            return Failure(item.reason)
        if item.envelope is None:
            self._dead_letter(item.incoming, item.reason)
        else:
            cause = Cause(self._service, "read", item.envelope, self._now)
            self._refuse(item.incoming, cause, item.key or "", item.reason)
        return None

    def _refuse(self, incoming: Incoming, cause: Cause, key: str, reason: str) -> None:
        """A request that cannot be handled: answered, and set aside alone."""
        if incoming.topic.answers is not None:
            topic = BY_NAME[incoming.topic.answers]
            answer = emit_failure(cause, topic, key, reason, incoming.position)
            self.plan.outbox.append((incoming.partition, answer))
        self._dead_letter(incoming, reason)

    def _dead_letter(self, incoming: Incoming, reason: str, *, skipped: bool = False) -> None:
        letter = DeadLetter(incoming.position, incoming, reason, skipped)
        self.plan.dead_letters.append(letter)
        record = emit_dead_letter(self._service, letter)
        self.plan.outbox.append((incoming.partition, record))

    # -- an operator's orders ------------------------------------------------------------------

    def _control(self, item: Control) -> None:
        if self._repeats.known(item):
            self.plan.repeats += 1
            return
        self._repeats.remember(item)
        parked = self._parking.of(item.key)
        match item.order:
            case ReleaseKey(accept_gap=accept_gap) if parked is not None:
                self._drain(parked, item.envelope, accept_gap=accept_gap)
            case SkipParked(parked_id=parked_id) if parked is not None:
                skipped = self._parking.take(parked, parked_id)
                if skipped is not None:
                    self._skip(skipped, item.envelope.actor)
                    self._drain(parked, item.envelope)
            case ReleaseKey() | SkipParked():
                pass  # released already
            case _:
                try:
                    self._republish(item)
                except Exception as error:  # an unreadable document: this order's failure alone
                    self._dead_letter(item.incoming, reason_of(error))

    def _skip(self, record: ParkedRecord, actor: str) -> None:
        self._dead_letter(record.incoming, f"skipped by {actor}: {record.reason}", skipped=True)
        item = read(record.incoming, self._table)
        if isinstance(item, Unreadable) and item.envelope is not None:
            # Its sequence counts as taken in, or the next one would wait for it.
            item = Skipped.message(item.incoming, item.key or "", item.envelope)
        if isinstance(item, Readable | Skipped):
            self._repeats.remember(item)

    def _drain(self, parked: ParkedKey, why: Envelope, *, accept_gap: bool = False) -> None:
        """Handle what waits under a key, oldest first, until one fails or none is left."""
        for record in self._parking.waiting(parked):
            item = read(record.incoming, self._table)
            if isinstance(item, Control):
                continue  # an order is never parked
            failure = self._try(item, accept_gap=accept_gap)
            if failure is not None:
                self._parking.keep(parked, failure.reason, failure.handler, failure.awaits)
                return
            self._parking.remove(parked, record)
            accept_gap = False
        if self._parking.has_more(parked):
            cause = Cause(self._service, "release", why, self._now)
            self.plan.outbox.append(self._parking.go_on(cause, parked))
        else:
            self._parking.close(parked)

    def _republish(self, item: Control) -> None:
        """Say again what the key's documents last said on compacted topics, unchanged: all of it,
        or nothing where it raises."""
        said = []
        for row in self._table.states:
            slot = self._slots[row.collection.ref(item.key).place]
            sequence = slot.sequences.get(row.topic.source)
            state = slot.state()
            message = row.message(state) if state is not None else None
            if sequence is not None and message is not None:
                if message.subject != item.key:
                    raise ValueError(f"{message.TYPE} of {item.key} is about {message.subject}")
                cause = Cause(self._service, "republish", item.envelope, self._now)
                id = cause.id(row.topic.name, 0)
                record = emit(message, cause.envelope_for(id, message, sequence))
                said.append((item.incoming.partition, record))
        self.plan.outbox.extend(said)


def _awaited(item: InTurn, parked: ParkedKey) -> Envelope | None:
    """The item's envelope, if it is the very message that the parked key waits for."""
    envelope = item.envelope
    if envelope is None or parked.awaits is None:
        return None
    this = (envelope.source, envelope.subject, envelope.sequence)
    return envelope if this == parked.awaits else None
