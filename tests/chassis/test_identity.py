"""Ids that a repeat makes again, the place of a key, and traces."""

from __future__ import annotations

import uuid

from aiokafka.partitioner import DefaultPartitioner
from hypothesis import given
from hypothesis import strategies as st

from chassis.identity import by_key, derived_id, partition_of
from contracts.topics import PARTITIONS


def test_a_derived_id_is_a_uuid_of_version_8_and_the_same_again() -> None:
    made = uuid.UUID(derived_id("a", "b"))
    assert (made.version, made.variant) == (8, uuid.RFC_4122)
    assert derived_id("a", "b") == str(made)


@given(st.lists(st.text(alphabet="ab", max_size=3), min_size=1, max_size=4), st.data())
def test_parts_are_not_glued_together(parts: list[str], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.text(alphabet="ab", max_size=3), min_size=1, max_size=4))
    assert (derived_id(*parts) == derived_id(*other)) == (parts == other)


@given(st.binary())
def test_a_producer_puts_a_key_where_kafkas_own_partitioner_would(key: bytes) -> None:
    places = list(range(PARTITIONS))
    assert by_key(key, places) == DefaultPartitioner()(key, places, places)


@given(st.text(min_size=1))
def test_a_key_lies_where_kafkas_own_partitioner_puts_it(key: str) -> None:
    everywhere = list(range(PARTITIONS))
    kafkas = DefaultPartitioner()(key.encode(errors="replace"), everywhere, everywhere)
    assert partition_of(key.encode(errors="replace").decode()) == kafkas
