"""What must hold once all is quiet, as pure functions of what was recorded: each says what is not
so, in one line per finding, and nothing where all is well."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from chassis.batch import Loaded, Slot
from chassis.decide import Decision
from chassis.records import Incoming, Readable, read
from chassis.table import HandlerTable
from contracts.topics import BY_NAME, Topic
from gateway.requests.model import REQUESTS
from partners.fault_gate import Call
from partners.mail.model import Message
from tests.chassis.memory import decided
from tests.support.bench import Published

Place = tuple[str, str]
States = Mapping[Place, Any]


def sequences_wrong(records: Iterable[Published]) -> list[str]:
    """Per source and subject, events count from 1 without a gap in the order of their first
    appearance; one that appears again says the same."""
    said: defaultdict[tuple[str, str], dict[int, Published]] = defaultdict(dict)
    wrong: list[str] = []
    for record in records:
        if record.sequence is None:
            continue
        about = (record.headers["ce_source"], record.headers["ce_subject"])
        known = said[about].setdefault(record.sequence, record)
        if (known.type, known.value) != (record.type, record.value):
            wrong.append(f"{about} says two things under sequence {record.sequence}")
    for about, by_sequence in said.items():
        if list(by_sequence) != list(range(1, len(by_sequence) + 1)):
            wrong.append(f"{about} has the sequences {list(by_sequence)}")
    return wrong


def compacted_wrong(records: Iterable[Published]) -> list[str]:
    """On a compacted topic, the last record of a key is its newest state."""
    newest: dict[tuple[str, str | None], int] = {}
    last: dict[tuple[str, str | None], int] = {}
    for record in records:
        if BY_NAME[record.topic].compacted and record.sequence is not None:
            place = (record.topic, record.key)
            newest[place] = max(record.sequence, newest.get(place, 0))
            last[place] = record.sequence
    return [
        f"{topic}: the last state of {key} is its {last[topic, key]}., not its {n}."
        for (topic, key), n in newest.items()
        if last[topic, key] < n
    ]


def doubled(mails: Iterable[Message]) -> dict[str, int]:
    """How many copies too many arrived, by Message-ID, where there are any."""
    copies = Counter(mail.message_id or "" for mail in mails)
    return {message_id: n - 1 for message_id, n in copies.items() if n > 1}


def doubles_wrong(mails: Sequence[Message], in_hand: Iterable[frozenset[str]]) -> list[str]:
    """A mail may come once more for each blow that fell while it was being sent, with the same
    Message-ID, and for nothing else."""
    allowed = Counter(notice for notices in in_hand for notice in notices)
    return [
        f"mail {message_id} came {extra + 1} times, though only "
        f"{allowed[notice_of(message_id)]} blows fell while it was being sent"
        for message_id, extra in doubled(mails).items()
        if extra > allowed[notice_of(message_id)]
    ]


def notice_of(message_id: str) -> str:
    """The notice that a Message-ID is made of."""
    return message_id.strip("<>").partition("@")[0]


def faults_of(calls: Iterable[Call]) -> Counter[str]:
    """How often a partner misbehaved, by how."""
    return Counter(call.fault for call in calls if call.fault is not None)


# -- views -----------------------------------------------------------------------------------------


def fold(table: HandlerTable, records: Iterable[Published]) -> tuple[dict[Place, Any], list[str]]:
    """What a service's own handlers make of all that was ever published, in memory, and what they
    could not handle."""
    batch = [read(_incoming(record), table) for record in records]
    loaded = Loaded()
    for item in batch:
        if isinstance(item, Readable):
            for ref in (*item.touches, *item.reads):
                loaded.slots.setdefault(ref.place, Slot(ref))
    plan = decided(Decision(table, loaded, datetime.now(UTC)), batch)
    wrong = [f"the fold cannot handle {parked.key}: {parked.reason}" for parked in plan.parked_keys]
    wrong += [f"the fold cannot read {letter.id}: {letter.reason}" for letter in plan.dead_letters]
    return {slot.ref.place: _state(slot) for slot in plan.slots}, wrong


def views_wrong(folded: States, stored: States) -> list[str]:
    """Every stored view is what the fold makes of its events, and the other way round."""
    wrong = []
    for place in sorted(folded.keys() | stored.keys()):
        if place not in stored:
            wrong.append(f"view {place} is missing")
        elif place not in folded:
            wrong.append(f"view {place} comes from nowhere")
        elif _unordered(place, folded[place]) != _unordered(place, stored[place]):
            fields = [k for k in folded[place] if folded[place][k] != stored[place].get(k)]
            wrong.append(f"view {place} differs from the fold of its events in {fields}")
    return wrong


def _unordered(place: Place, state: Any) -> Any:
    """How requests under one key ended, in an order of their own: they are answered on several
    topics, which promise none among each other."""
    if place[0] != REQUESTS.name:
        return state
    return {**state, "outcomes": sorted(state["outcomes"], key=itemgetter("request_id"))}


def _incoming(record: Published) -> Incoming:
    topic: Topic = BY_NAME[record.topic]
    key = None if record.key is None else record.key.encode()
    headers = tuple((name, value.encode()) for name, value in record.headers.items())
    return Incoming(topic, record.partition, record.offset, key, record.value, headers)


def _state(slot: Slot) -> Any:
    return None if slot.model is None else slot.model.model_dump(mode="json")
