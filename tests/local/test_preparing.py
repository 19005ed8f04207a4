"""The step before a release: topics and indexes, by address."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from pymongo import MongoClient
from typer.testing import CliRunner

from comptoir_local.cli import app
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.home import Home
from comptoir_local.ports import free_ports
from comptoir_local.preparing import prepared
from comptoir_local.reach import Reach
from comptoir_local.topics import administration, create_topics
from comptoir_local.trouble import Trouble
from contracts.topics import ALL_TOPICS, SERVICES
from gateway.access.people import PEOPLE
from tests.support.bench import PATIENCE


def indexes(engines: EngineAddresses, namespace: str) -> dict[str, set[str]]:
    """The names of all indexes, by database and collection."""
    found: dict[str, set[str]] = {}
    with MongoClient[dict[str, Any]](engines.mongo) as client:
        for service in SERVICES:
            database = client[f"{namespace}comptoir-{service}"]
            for name in database.list_collection_names():
                found[f"{service}/{name}"] = {one["name"] for one in database[name].list_indexes()}
    return found


async def test_it_readies_everything_and_again_and_beside_itself_changes_nothing(
    engines: EngineAddresses, namespace: str
) -> None:
    reach = Reach(engines, namespace)
    await asyncio.gather(prepared(reach, PATIENCE), prepared(reach, PATIENCE))
    first = indexes(engines, namespace)
    # The chassis' own, a document's, and what the gateway keeps outside its table of handlers.
    assert first["orders/chassis_inbox"] > {"_id_"}
    assert first["gateway/orders"] > {"_id_"}
    assert "mail_1" in first[f"gateway/{PEOPLE}"]
    async with administration(engines.kafka) as admin:
        names = set(await admin.list_topics())
    assert {f"{namespace}{topic.name}" for topic in ALL_TOPICS} <= names

    await prepared(reach, PATIENCE)
    assert indexes(engines, namespace) == first
    assert await create_topics(engines.kafka, namespace) == []


async def test_engines_that_do_not_answer_are_named(engines: EngineAddresses) -> None:
    away = EngineAddresses(f"127.0.0.1:{free_ports(1)[0]}", engines.mongo)
    with pytest.raises(Trouble, match=r"COMPTOIR_KAFKA"):
        await prepared(Reach(away, ""), 1.0)


def test_without_addresses_it_says_which_is_missing(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPTOIR_HOME", str(home.root))
    monkeypatch.setenv("COMPTOIR_KAFKA", "kafka.example:9092")
    monkeypatch.delenv("COMPTOIR_MONGO", raising=False)
    ended = CliRunner().invoke(app, ["prepare"])
    assert ended.exit_code == 1
    assert isinstance(ended.exception, Trouble)
    assert "COMPTOIR_MONGO is not set" in str(ended.exception)
