"""What owners know of their past: read from their doors for operators, the service's own from its
database, and put in the order in which it was said."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator, Sequence
from typing import Protocol
from urllib.parse import quote

import httpx
from pydantic import SecretStr, ValidationError

from chassis.calling import Caller
from chassis.database import Database
from chassis.history import HistoryPage, page_of
from chassis.identity import partition_of
from chassis.operator_door import ACTOR, PREFIX
from chassis.rebuilding.trouble import NotNow
from chassis.records import Incoming
from contracts.topics import BY_NAME, PARTITIONS

PAGE = 500
PATIENCE_SECONDS = 30.0
PAUSE_SECONDS = 0.2
TRIES = 3


class Owner(Protocol):
    """A service whose history is read."""

    @property
    def name(self) -> str: ...

    async def page(self, partition: int, after: int) -> HistoryPage:
        """Raises `NotNow`."""
        ...


class OwnHistory:
    """The service's own, from the database that is at hand anyway."""

    def __init__(self, name: str, database: Database, topics: frozenset[str]) -> None:
        self.name = name
        self._db = database
        self._topics = topics

    async def page(self, partition: int, after: int) -> HistoryPage:
        return await page_of(self._db, partition, after, PAGE, self._topics)


class DoorHistory:
    """Another service's, at its door for operators."""

    def __init__(
        self,
        name: str,
        address: str,
        secret: SecretStr,
        actor: str,
        topics: frozenset[str],
        client: httpx.AsyncClient,
    ) -> None:
        self.name = name
        self._url = address.rstrip("/") + PREFIX + "/history"
        self._headers = {
            "Authorization": f"Bearer {secret.get_secret_value()}",
            ACTOR: quote(actor, safe=":@"),
        }
        self._topics = ",".join(sorted(topics))
        self._client = client

    async def page(self, partition: int, after: int) -> HistoryPage:
        asked: dict[str, str | int] = {
            "partition": partition,
            "after": after,
            "limit": PAGE,
            "topics": self._topics,
        }
        response = await self._asked(asked)
        if response.status_code != 200:
            raise NotNow(
                f"{self.name} does not tell its history: it answers {response.status_code}"
            )
        try:
            return HistoryPage.model_validate_json(response.content)
        except ValidationError:
            raise NotNow(f"{self.name} tells its history in words of another release") from None

    async def _asked(self, asked: dict[str, str | int]) -> httpx.Response:
        for left in reversed(range(TRIES)):
            try:
                response = await self._client.get(self._url, params=asked, headers=self._headers)
                if response.status_code < 500 or not left:
                    return response
            except httpx.HTTPError as error:
                if not left:
                    raise NotNow(
                        f"{self.name}'s door for operators at {self._url} is out of reach: "
                        f"{type(error).__name__}"
                    ) from None
            await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError("unreachable")


def door_client() -> httpx.AsyncClient:
    return Caller(trust_env=False, timeout=httpx.Timeout(20.0, connect=2.0))


async def told_by(owner: Owner, partition: int) -> AsyncIterator[Sequence[Incoming]]:
    """What an owner published from one partition up to now, and perhaps a little more, in order and
    in pages. Raises `NotNow` where it has something to publish and does not get on with it."""
    page = await owner.page(partition, 0)
    wanted, waited = page.committed, 0.0
    while True:
        if page.said:
            yield [_incoming(said.topic, said.key, said.value, said.headers) for said in page.said]
        if page.next >= wanted:
            return
        after = page.next
        page = await owner.page(partition, after)
        if page.next > after:
            waited = 0.0
        elif waited >= PATIENCE_SECONDS:
            raise NotNow(f"{owner.name} has committed messages that it does not get published")
        else:
            waited += PAUSE_SECONDS
            await asyncio.sleep(PAUSE_SECONDS)


async def in_time(streams: Sequence[AsyncIterator[Sequence[Incoming]]]) -> AsyncIterator[Incoming]:
    """Several streams as one, each in its own order and all of them about in that of their time:
    an owner's clock that goes back moves nothing in its own stream."""
    waiting: list[tuple[str, int]] = []
    heads: list[_Stream] = [_Stream(stream) for stream in streams]
    first = await asyncio.gather(*(head.advance() for head in heads))
    waiting = [(head.time, n) for n, head in enumerate(heads) if first[n]]
    heapq.heapify(waiting)
    while waiting:
        _, n = waiting[0]
        head = heads[n]
        yield head.current
        if head.step() or await head.advance():
            heapq.heapreplace(waiting, (head.time, n))
        else:
            heapq.heappop(waiting)


class _Stream:
    """One stream and the message it stands at. Instants are texts of one width, which sort."""

    def __init__(self, pages: AsyncIterator[Sequence[Incoming]]) -> None:
        self._pages = pages
        self._page: Sequence[Incoming] = ()
        self._at = 0
        self.time = ""

    @property
    def current(self) -> Incoming:
        return self._page[self._at]

    def step(self) -> bool:
        self._at += 1
        if self._at >= len(self._page):
            return False
        self._note()
        return True

    async def advance(self) -> bool:
        page = await anext(self._pages, None)
        if page is None:
            return False
        self._page, self._at = page, 0
        self._note()
        return True

    def _note(self) -> None:
        self.time = max(self.time, time_of(self.current))


def time_of(incoming: Incoming) -> str:
    """A message's `ce_time` as it is written; nothing where there is none."""
    for name, value in incoming.headers:
        if name == "ce_time" and value is not None:
            return value.decode(errors="replace")
    return ""


def partitions_of(owners: Sequence[Owner]) -> list[AsyncIterator[Sequence[Incoming]]]:
    return [told_by(owner, partition) for owner in owners for partition in range(PARTITIONS)]


def _incoming(
    topic: str, key: bytes, value: bytes, headers: Sequence[tuple[str, bytes]]
) -> Incoming:
    """As it came to its readers: in the partition of its key, whoever's it was to bring about."""
    partition = partition_of(key.decode(errors="replace"))
    return Incoming(BY_NAME[topic], partition, -1, key, value, tuple(headers))
