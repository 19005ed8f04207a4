"""Ids that a repeat makes again, and the place of a key."""

from __future__ import annotations

import hashlib
import random
import struct
from collections.abc import Sequence
from functools import lru_cache

from contracts.topics import PARTITIONS


def derived_id(*parts: str) -> str:
    """An id that is the same for the same parts, as a UUID of version 8."""
    text = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    variant = "89ab"[int(text[16], 16) & 3]  # RFC 9562, sections 4.1 and 5.8
    return f"{text[:8]}-{text[8:12]}-8{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"


def partition_of(key: str, partitions: int = PARTITIONS) -> int:
    """Where Kafka's default partitioner puts a key: the same partition in every topic."""
    return by_key(key.encode(), range(partitions))


def by_key(key: bytes | None, partitions: Sequence[int]) -> int:
    """Kafka's default partitioner, for a producer. aiokafka's own takes four times as long, which
    is felt with one call per record."""
    if key is None:
        return random.choice(partitions)  # noqa: S311 - any will do
    return partitions[(murmur2(key) & 0x7FFFFFFF) % len(partitions)]


@lru_cache(maxsize=50_000)
def murmur2(data: bytes) -> int:
    """Kafka's hash of a key, 32 bits: MurmurHash2 with Kafka's seed."""
    length = len(data)
    whole = length & ~3
    hash = 0x9747B28C ^ length
    for word in struct.unpack(f"<{length >> 2}I", data[:whole]):
        word = word * 0x5BD1E995 & 0xFFFFFFFF
        hash = (hash * 0x5BD1E995 ^ (word ^ word >> 24) * 0x5BD1E995) & 0xFFFFFFFF
    if whole < length:
        rest = int.from_bytes(data[whole:], "little")
        hash = (hash ^ rest) * 0x5BD1E995 & 0xFFFFFFFF
    hash = (hash ^ hash >> 13) * 0x5BD1E995 & 0xFFFFFFFF
    return hash ^ hash >> 15
