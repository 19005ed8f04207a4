"""The gateway's HTTP application on a real MongoDB, with the tail played by the test."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from pymongo import WriteConcern
from starlette.types import ASGIApp

from chassis.database import Database
from chassis.documents import Collection
from comptoir_local.engines.addresses import EngineAddresses
from contracts.message import Message
from gateway.access.passwords import hash_password
from gateway.access.people import KEYS, PEOPLE, People, folded
from gateway.access.roles import Role
from gateway.access.sessions import SESSIONS, Sessions
from gateway.access.staff import TURNS
from gateway.access.throttle import ATTEMPTS
from gateway.api.application import application
from gateway.api.guard import COOKIE
from gateway.api.workings import Workings
from gateway.app import build, handlers, prepare, workings_of
from gateway.calendars.links import COLLECTION as CALENDAR_LINKS
from gateway.media.store import BUCKET
from gateway.requests.ledger import LEDGER
from gateway.settings import Settings
from tests.support.order_events import State, apply
from tests.support.runtime import RecordingRuntime

COLLECTIONS = (
    *(collection.name for collection in build(Settings()).collections),
    *(PEOPLE, KEYS, SESSIONS, ATTEMPTS, TURNS, LEDGER, CALENDAR_LINKS),
    *(f"{BUCKET}.files", f"{BUCKET}.chunks"),
)
PASSWORD = "a long enough password"
LINK_SECRET = "a secret for links that nobody will ever guess"
SETTINGS = Settings(
    answer_wait=0.5,
    heartbeat=0.2,
    public_url="https://comptoir.test",
    link_secrets=(SecretStr(LINK_SECRET),),
    vapid_public_key="B" + "k" * 86,
    ordering_partners={"hotel-lumiere": ("demo-page", "other-page")},
)


@dataclass
class Clock:
    """A clock that moves when a test says so."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, time: timedelta) -> None:
        self.now += time


@dataclass
class Hotel:
    """A running gateway as a test uses it."""

    app: ASGIApp
    runtime: RecordingRuntime
    database: Database
    known: State = field(default_factory=dict)

    @property
    def workings(self) -> Workings:
        found: Workings = self.app.state.workings  # type: ignore[attr-defined]
        return found

    def work_with(self, **changes: Any) -> None:
        """Replace some of the workings."""
        self.work_as(replace(self.workings, **changes))

    def work_as(self, workings: Workings) -> None:
        """Replace them all: another application would take seconds to put together."""
        self.app.state.workings = workings  # type: ignore[attr-defined]

    async def happens(
        self,
        *messages: Message,
        actor: str = "partner:demo-page",
        id: str = "message-1",
        answers: str | None = None,
    ) -> None:
        """Have the table of handlers take messages that `actor` brought about, store the documents,
        and play the tail. `answers` is the id of the request that they are the answer to."""
        for message in messages:
            before = dict(self.known)
            news = apply(handlers, self.known, message, actor, id=id, answers=answers)
            for ref, document in list(self.known.items()):
                if before.get(ref) is not document:
                    await self.database.update(
                        ref.collection.name,
                        {"_id": ref.id},
                        {"$set": {"state": document.model_dump(mode="json")}},
                        upsert=True,
                    )
            for change in news:
                self.runtime.hand_over(change, causation_id=id)
                if change.TYPE in handlers.rows:
                    await self.happens(change, actor=actor, answers=id)

    async def index(self, *some: Collection[Any]) -> None:
        """Make the indexes of collections as the chassis does at the start of the service."""
        for collection in some:
            for index in collection.indexes:
                fields = [(f"state.{path}", direction) for path, direction in index.fields]
                await self.database.index(collection.name, fields, unique=index.unique)

    def client(self, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
        """A browser on the page's own site, or what `headers` make of it."""
        own = {"X-Comptoir": "1", "Sec-Fetch-Site": "same-origin"}
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app, raise_app_exceptions=False),
            base_url="https://comptoir.test",
            headers=own if headers is None else headers,
        )

    @asynccontextmanager
    async def person(
        self, mail: str, *, operations: bool = False, **roles: Role
    ) -> AsyncIterator[httpx.AsyncClient]:
        """A signed-in browser of a new person; underscores in property ids become hyphens.

        Signing in by password hashes at length on purpose: tests of it do so, all others begin
        with the session.
        """
        where = {property_id.replace("_", "-"): role for property_id, role in roles.items()}
        known = {"name": mail, "password_hash": _hash(), "roles": where, "operations": operations}
        row = await self.database.change_one(
            PEOPLE,
            {"mail": folded(mail)},
            {"$set": known, "$setOnInsert": {"_id": secrets.token_hex(12)}},
            upsert=True,
        )
        assert row is not None
        sessions = Sessions(self.database, People(self.database), lambda: datetime.now(UTC))
        async with self.client() as client:
            client.cookies.set(COOKIE, await sessions.open(row["_id"]), domain="comptoir.test")
            yield client


@cache
def _hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture(scope="session")
async def indexed(engines: EngineAddresses) -> AsyncIterator[Database]:
    """A database with the gateway's own indexes, made once: an index takes its time."""
    database = Database.connect(engines.mongo, f"gateway-tests-{secrets.token_hex(4)}")
    await prepare(database)
    yield database
    await database.drop()
    database.close()


def _emptied(driver: Any) -> None:
    """Few of the collections hold anything after a test: which do is one question, and the disk is
    waited for once."""
    first, *others = ([{"$limit": 1}, {"$project": {"in": {"$literal": of}}}] for of in COLLECTIONS)
    joined = [
        {"$unionWith": {"coll": of, "pipeline": stages}}
        for of, stages in zip(COLLECTIONS[1:], others, strict=True)
    ]
    for row in list(driver[COLLECTIONS[0]].aggregate([*first, *joined])):
        driver[row["in"]].with_options(write_concern=WriteConcern(1)).delete_many({})
    driver[COLLECTIONS[0]].delete_many({})


@pytest.fixture
async def database(indexed: Database) -> Database:
    """The same, emptied."""
    await indexed.with_driver(_emptied)
    return indexed


@pytest.fixture(scope="session")
def put_together(indexed: Database) -> FastAPI:
    """The application, put together once: its routes take longer to make than a test to run."""
    return application(workings_of(RecordingRuntime(indexed), SETTINGS))


@pytest.fixture
def hotel(put_together: FastAPI, database: Database) -> Hotel:
    """The application with workings that have seen nothing yet."""
    runtime = RecordingRuntime(database)
    put_together.state.workings = workings_of(runtime, SETTINGS)
    return Hotel(put_together, runtime, database)
