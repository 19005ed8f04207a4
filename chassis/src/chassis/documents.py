"""Documents: what a service keeps, each under one id in one collection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict


class Document(BaseModel):
    """Base of every stored state.

    Frozen: a change is a copy. Fields that this version does not know are kept as they are, so
    that an older process does not lose what a newer one wrote.
    """

    model_config = ConfigDict(frozen=True, extra="allow")


D = TypeVar("D", bound=Document)


@dataclass(frozen=True, slots=True)
class Index:
    """An index over stored state: `fields` as (dotted path below the state, 1 or -1)."""

    fields: tuple[tuple[str, int], ...]
    unique: bool = False


@dataclass(frozen=True)
class Collection(Generic[D]):
    """A named set of documents of one model."""

    name: str
    model: type[D]
    indexes: tuple[Index, ...] = ()

    def ref(self, id: str) -> Ref[D]:
        return Ref(self, id)


@dataclass(frozen=True)
class Ref(Generic[D]):
    """One document, whether it exists yet or not."""

    collection: Collection[D]
    id: str

    @property
    def place(self) -> tuple[str, str]:
        return (self.collection.name, self.id)

    def __hash__(self) -> int:
        return hash(self.place)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ref) and self.place == other.place
