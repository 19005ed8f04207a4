"""Ids that a repeat makes again, and the place of a key."""

from __future__ import annotations

import hashlib
import uuid
from functools import lru_cache

from aiokafka.partitioner import murmur2

from contracts.topics import PARTITIONS


def derived_id(*parts: str) -> str:
    """An id that is the same for the same parts, as a UUID of version 8."""
    number = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:16])
    number &= ~(0xF000 << 64) & ~(0xC000 << 48)
    return str(uuid.UUID(int=number | 8 << 76 | 2 << 62))  # RFC 9562, sections 4.2 and 5.8


@lru_cache(maxsize=50_000)
def partition_of(key: str, partitions: int = PARTITIONS) -> int:
    """Where Kafka's default partitioner puts a key: the same partition in every topic."""
    return int((murmur2(key.encode()) & 0x7FFFFFFF) % partitions)


def child_trace(traceparent: str | None, *parts: str) -> str:
    """The W3C trace context of work caused by `traceparent`, its span id derived from `parts`;
    a new trace where there was none to go on from."""
    span = hashlib.sha256("\x1f".join(("span", *parts)).encode()).hexdigest()
    fields = (traceparent or "").split("-")
    if len(fields) == 4 and len(fields[1]) == 32 and len(fields[3]) == 2:
        return f"00-{fields[1]}-{span[:16]}-{fields[3]}"
    return f"00-{span[16:48]}-{span[:16]}-01"
