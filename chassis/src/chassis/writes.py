"""What a transaction is to write, and how it may come to nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Writes:
    """Some pymongo write models of one collection, in order. Exactly `matched` rows must be there
    for those of them that change, replace or delete; None asks for no such care."""

    collection: str
    models: Sequence[Any]
    matched: int | None = None


class Unmatched(Exception):
    """Rows that a transaction wanted to change are not there, or others: nothing was written."""

    def __init__(self, collection: str) -> None:
        self.collection = collection
        super().__init__(f"rows of {collection} are not as they were")


class CommitFailed(Exception):
    """A transaction's commit, its last step, was not answered with a success."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        super().__init__(type(error).__name__)
