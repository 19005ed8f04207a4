"""What only grows is removed after a while, and by no rule of ours that anybody waits for."""

from __future__ import annotations

from datetime import UTC, datetime

from pymongo import MongoClient

from comptoir_local.engines.addresses import EngineAddresses
from gateway.app import collections
from gateway.pruning import KEPT
from gateway.requests.ledger import KEPT as REQUEST_KEPT
from gateway.requests.model import REQUESTS
from tests.bench.history import events, fold
from tests.gateway.conftest import Hotel


async def test_feed_log_and_outcomes_are_removed_so_long_after_their_last_change(
    hotel: Hotel, engines: EngineAddresses
) -> None:
    with MongoClient[dict[str, object]](engines.mongo) as client:
        for name, kept in KEPT.items():
            indexes = client[hotel.database.name][name].index_information()
            limits = {
                str(index["key"]): index.get("expireAfterSeconds") for index in indexes.values()
            }
            assert limits["[('at', 1)]"] == kept.total_seconds()


def test_every_row_has_the_instant_that_its_removal_counts_from() -> None:
    now = datetime.now(UTC)
    rows = [(name, row) for name, row in fold(events(1, now, 10), now) if name in KEPT]
    assert rows
    assert all(row["at"] == now for _, row in rows)


def test_what_is_removed_is_a_collection_of_the_gateways() -> None:
    assert {collection.name for collection in collections} >= set(KEPT)


def test_an_outcome_outlives_the_note_of_its_request() -> None:
    assert KEPT[REQUESTS.name] > REQUEST_KEPT
