"""The gateway's HTTP application on a real MongoDB, with the tail played by the test."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.types import ASGIApp

from chassis.database import Database
from comptoir_local.engines.addresses import EngineAddresses
from contracts.message import Message
from gateway.access.people import KEYS, PEOPLE, People
from gateway.access.roles import Role
from gateway.access.sessions import SESSIONS
from gateway.access.throttle import ATTEMPTS
from gateway.api.application import application
from gateway.app import build, handlers, prepare, workings_of
from gateway.requests.ledger import LEDGER
from gateway.settings import Settings
from tests.support.order_events import State, apply
from tests.support.runtime import RecordingRuntime

COLLECTIONS = (
    *(collection.name for collection in build(Settings()).collections),
    *(PEOPLE, KEYS, SESSIONS, ATTEMPTS, LEDGER),
)
PASSWORD = "a long enough password"


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

    async def happens(self, *messages: Message) -> None:
        """Have the table of handlers take messages, store the documents, and play the tail."""
        for message in messages:
            before = dict(self.known)
            news = apply(handlers, self.known, message)
            for ref, document in self.known.items():
                if before.get(ref) is not document:
                    await self.database.update(
                        ref.collection.name,
                        {"_id": ref.id},
                        {"$set": {"state": document.model_dump(mode="json")}},
                        upsert=True,
                    )
            for change in news:
                self.runtime.hand_over(change)

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
        """A signed-in browser of a new person; underscores in property ids become hyphens."""
        where = {property_id.replace("_", "-"): role for property_id, role in roles.items()}
        await People(self.database).add_person(mail, mail, PASSWORD, where, operations)
        async with self.client() as client:
            answer = await client.post("/api/v1/session", json={"mail": mail, "password": PASSWORD})
            assert answer.status_code == 200
            yield client


@pytest.fixture(scope="session")
async def indexed(engines: EngineAddresses) -> AsyncIterator[Database]:
    """A database with the gateway's own indexes, made once: an index takes its time."""
    database = Database.connect(engines.mongo, f"gateway-tests-{secrets.token_hex(4)}")
    await prepare(RecordingRuntime(database))
    yield database
    await database.drop()
    database.close()


@pytest.fixture
async def database(indexed: Database) -> Database:
    """The same, emptied."""
    for collection in COLLECTIONS:
        await indexed.delete(collection, {})
    return indexed


@pytest.fixture
def hotel(database: Database) -> Hotel:
    runtime = RecordingRuntime(database)
    workings = workings_of(runtime, Settings(answer_wait=0.5, heartbeat=0.2))
    return Hotel(application(workings), runtime, database)
