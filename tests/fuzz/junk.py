"""Records that nobody should send, made from a seed: for every topic, every way to be wrong."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from random import Random
from typing import Any

from contracts import billing, deliveries, live, notices, properties
from contracts.message import MESSAGES
from contracts.topics import ALL_TOPICS, ORDERS_DELIVERY_EVENTS, Kind, Topic
from tests.support.golden import Golden, goldens

SEED = 20261123
MUTATIONS = 6
# Stands wherever a guest's name could: it must never be seen again outside the record itself.
GUEST = "Zenobie-Quatrepoint"
# As large as a record can be with its headers.
HUGE = json.dumps(GUEST * 54_000).encode()
# Known by importing them: whose messages the goldens are.
CONTRACTS = (billing, deliveries, live, notices, properties)

Headers = list[tuple[str, bytes | None]]

WRONG: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**30, -(2**63) - 1, 1.5, 1e308, "", GUEST, "x" * 100_000, "\x00\u202e"),
    *([], {}, [[[[[[[[]]]]]]]], {"$ne": None}, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"),
)
UNREADABLE_VALUES = (
    b"",
    b"\x00\xff\xfe",
    f'{{"surname": "{GUEST}"'.encode(),
    b"[" * 50_000,
    b"null",
    b"[]",
    b'{"property_id":"\\ud800"}',
    b'{"property_id":NaN}',
    json.dumps(GUEST * 1000).encode(),
)


class Fate(Enum):
    """What must become of a record at a service that reads its topic."""

    SET_ASIDE = auto()  # parked or a dead letter, by all who read the topic
    SET_ASIDE_BY_HANDLERS = auto()  # by those who handle its type; others skip it
    ANY = auto()  # it may be good enough


@dataclass(frozen=True, slots=True)
class Junk:
    topic: Topic
    key: bytes | None
    value: bytes | None
    headers: Headers
    fate: Fate
    type: str = ""


def junk() -> Iterator[Junk]:
    """All of it, the same every time."""
    dice = Random(SEED)
    for topic in ALL_TOPICS:
        yield from _without_key(topic)
        yield from _without_envelope(topic, dice)
        yield Junk(topic, *_record(dice, "nobody.knows.this.v1", b"{}"), Fate.ANY)
        if topic.kind is Kind.EVENTS:
            yield _gap(topic, dice)
    topics: set[str] = set()
    for golden in goldens():
        message = MESSAGES.get(golden.type)
        if message is None:
            continue
        yield from _of_type(golden, message.TOPIC, dice)
        if message.TOPIC.name not in topics:
            topics.add(message.TOPIC.name)
            huge = _record(dice, golden.type, HUGE)
            yield Junk(message.TOPIC, *huge, Fate.SET_ASIDE_BY_HANDLERS, golden.type)


def strays(order_id: str) -> Iterator[Junk]:
    """What claims, under other keys, to be the order's next events."""
    dice = Random(order_id)
    for sequence in range(1, 9):
        key, value, headers = _record(dice, "nobody.knows.this.v1", b"{}")
        claimed = {
            "ce_source": ORDERS_DELIVERY_EVENTS.source.encode(),
            "ce_subject": order_id.encode(),
            "ce_sequence": str(sequence).encode(),
        }
        own = [pair for pair in headers if pair[0] not in claimed]
        yield Junk(ORDERS_DELIVERY_EVENTS, key, value, [*own, *claimed.items()], Fate.ANY)


def _without_key(topic: Topic) -> Iterator[Junk]:
    # A broker takes no record without a key for a compacted topic.
    none = [] if topic.compacted else [None]
    for key in (*none, b"", b"\xff\xfe", GUEST.encode() * 5000):
        yield Junk(topic, key, b"{}", [], Fate.SET_ASIDE)


def _without_envelope(topic: Topic, dice: Random) -> Iterator[Junk]:
    """Each attribute null, not UTF-8, too long, or not what it should be."""
    yield Junk(topic, _key(dice).encode(), dice.randbytes(200), [], Fate.SET_ASIDE)
    wrong: list[bytes | None] = [None, b"\xff\xfe", GUEST.encode() * 5000]
    for name in ("ce_id", "ce_type", "ce_time", "ce_sequence", "traceparent"):
        values = [*wrong, GUEST.encode()] if name in {"ce_time", "ce_sequence"} else wrong
        for value in values:
            key = _key(dice)
            headers = [pair for pair in _headers(key, "x.v1", dice) if pair[0] != name]
            yield Junk(topic, key.encode(), b"{}", [*headers, (name, value)], Fate.SET_ASIDE)


def _gap(topic: Topic, dice: Random) -> Junk:
    key, value, headers = _record(dice, "nobody.knows.this.v1", b"{}")
    return Junk(topic, key, value, [*headers, ("ce_sequence", b"7")], Fate.SET_ASIDE)


def _of_type(golden: Golden, topic: Topic, dice: Random) -> Iterator[Junk]:
    type, refused = golden.type, Fate.SET_ASIDE_BY_HANDLERS
    for unreadable in UNREADABLE_VALUES:
        yield Junk(topic, *_record(dice, type, unreadable), refused, type)
    if not topic.compacted:
        yield Junk(topic, *_record(dice, type, None), refused, type)
    for _ in range(MUTATIONS):
        key = _key(dice)
        value = json.dumps(_mutated(_own(golden, key), dice)).encode()
        yield Junk(topic, key.encode(), value, _headers(key, type, dice), Fate.ANY, type)
    # Good in itself, but under a key that is not its own.
    value = json.dumps(_own(golden, _key(dice))).encode()
    yield Junk(topic, *_record(dice, type, value), refused, type)


def _key(dice: Random) -> str:
    """A key of its own for each record, so that each is seen by itself."""
    return f"junk-{dice.getrandbits(48):012x}"


def _record(dice: Random, type: str, value: bytes | None) -> tuple[bytes, bytes | None, Headers]:
    key = _key(dice)
    return key.encode(), value, _headers(key, type, dice)


def _headers(key: str, type: str, dice: Random) -> Headers:
    return [
        ("ce_specversion", b"1.0"),
        ("ce_id", f"{dice.getrandbits(64):x}".encode()),
        ("ce_source", b"/junk"),
        ("ce_type", type.encode()),
        ("ce_subject", key.encode()),
        ("ce_time", b"2026-11-23T20:00:00Z"),
        ("ce_property", b"hotel-lumiere"),
        ("not-ours", None),
        ("not-ours-either", b"\xff"),
    ]


def _own(golden: Golden, key: str) -> dict[str, Any]:
    """A golden's value about an aggregate of its own, with the guest of these tests."""
    message = MESSAGES[golden.type]
    value = _with_guest(copy.deepcopy(dict(golden.value)))
    return {**value, message.KEY: key, message.SUBJECT: key}


def _with_guest(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_guest(item) for item in value]
    if isinstance(value, dict):
        personal = {"surname", "given_name", "phone", "name", "card"}
        return {
            name: GUEST if name in personal and isinstance(item, str) else _with_guest(item)
            for name, item in value.items()
        }
    return value


def _mutated(value: dict[str, Any], dice: Random) -> dict[str, Any]:
    """The value with one of its leaves or branches replaced by something wrong, or left out."""
    found = list(_places(value))
    where, name = found[dice.randrange(len(found))]
    if dice.random() < 0.15:
        del where[name]
    else:
        where[name] = WRONG[dice.randrange(len(WRONG))]
    return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for name, item in items:
        yield value, name
        if isinstance(item, dict | list):
            yield from _places(item)
