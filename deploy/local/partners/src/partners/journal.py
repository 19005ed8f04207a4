"""Bounded, numbered records of what a partner's system has seen or done."""

from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """One line of a journal; never changed once written."""

    model_config = ConfigDict(frozen=True)


T = TypeVar("T", bound=Record)


class Page(BaseModel, Generic[T]):
    """Part of a journal: `last` is the number to continue after; `dropped` lines are gone."""

    items: list[T]
    last: int
    total: int
    dropped: int


class JournalCut(Exception):
    """A journal no longer holds its beginning, so counting it would be wrong."""


def complete(page: Page[T]) -> Page[T]:
    """The page, if nothing before it is lost. Raises `JournalCut` otherwise."""
    if page.dropped:
        raise JournalCut(f"the first {page.dropped} of {page.total} records are gone")
    return page


class Journal(Generic[T]):
    """Keeps the newest `limit` records, numbered from 1 in the order they were written.

    With `weigh`, also no more than `budget` of what it measures (bytes, say).
    """

    def __init__(
        self, limit: int, weigh: Callable[[T], int] | None = None, budget: int = 0
    ) -> None:
        self._kept: deque[T] = deque()
        self._limit = limit
        self._weigh = weigh or (lambda record: 0)
        self._budget = budget
        self._weight = 0
        self._total = 0

    def __iter__(self) -> Iterator[T]:
        return iter(self._kept)

    def write(self, record: T) -> None:
        """Appends a record; the oldest one goes when the journal is full."""
        self._kept.append(record)
        self._weight += self._weigh(record)
        self._total += 1
        while len(self._kept) > self._limit or self._weight > self._budget:
            self._weight -= self._weigh(self._kept.popleft())

    def clear(self) -> None:
        """Forgets everything; numbers begin at 1 again."""
        self._kept.clear()
        self._weight = self._total = 0

    def page(self, after: int, limit: int) -> Page[T]:
        """At most `limit` records whose number is greater than `after`."""
        dropped = self._total - len(self._kept)
        first = max(after - dropped, 0)
        items = list(islice(self._kept, first, first + limit))
        last = max(after, dropped) + len(items)
        return Page(items=items, last=last, total=self._total, dropped=dropped)
