"""Documents: what a service keeps, each under one id in one collection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ConfigDict

from contracts.message import Frozen


class Document(Frozen):
    """Base of every stored state.

    Frozen: a change is a copy. Fields that this version does not know are kept as they are, so
    that an older process does not lose what a newer one wrote.
    """

    model_config = ConfigDict(extra="allow")


D = TypeVar("D", bound=Document)


def to_stored(document: Document) -> dict[str, Any]:
    """The state as the database keeps it: of JSON's own kinds of values."""
    # What `model_dump` does, without its preparations, which take as long as a small document.
    state: dict[str, Any] = document.__pydantic_serializer__.to_python(document, mode="json")
    return state


def from_stored(model: type[D], state: Mapping[str, Any]) -> D:
    """The document of a stored state. Raises `ValidationError` if it is unreadable."""
    document: D = model.__pydantic_validator__.validate_python(state, strict=False)
    return document


@dataclass(frozen=True, slots=True)
class Index:
    """An index over stored state: `fields` as (dotted path below the state, 1 or -1)."""

    fields: tuple[tuple[str, int], ...]
    unique: bool = False


@dataclass(frozen=True, eq=False)
class Collection(Generic[D]):
    """A named set of documents of one model, of which there is one object."""

    name: str
    model: type[D]
    indexes: tuple[Index, ...] = ()

    def ref(self, id: str) -> Ref[D]:
        return Ref(self, id)


class Ref(NamedTuple, Generic[D]):
    """One document, whether it exists yet or not."""

    collection: Collection[D]
    id: str

    @property
    def place(self) -> tuple[str, str]:
        return (self.collection.name, self.id)
