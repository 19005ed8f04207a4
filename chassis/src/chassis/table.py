"""A service as a table: message type -> which documents it touches -> a pure function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from chassis.documents import Collection, D, Document, Ref
from chassis.outcome import Changes, Context, Outcome
from contracts.message import Message
from contracts.topics import Topic

M = TypeVar("M", bound=Message)

Documents = Mapping[Ref[Any], Document | None]
Handle = Callable[[Documents, Any, Context], Changes]
Refs = Callable[[Any], Sequence[Ref[Any]]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    message: type[Message]
    name: str
    touches: Refs
    reads: Refs
    handle: Handle
    # The only collection of which it touches documents, where it is known to be the only one.
    only: str | None = None


@dataclass(frozen=True, slots=True)
class StateRow:
    """How a document's state is published whole, for those who ask for it again."""

    collection: Collection[Any]
    topic: Topic
    message: Callable[[Any], Message | None]


def _nothing(message: Any) -> Sequence[Ref[Any]]:
    return ()


class HandlerTable:
    """The handlers of one service."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.rows: dict[str, Row] = {}
        self.states: list[StateRow] = []

    def on(
        self,
        message: type[M],
        *,
        document: Collection[D],
        key: Callable[[M], str] | None = None,
        reads: Callable[[M], Iterable[Ref[Any]]] | None = None,
    ) -> Callable[
        [Callable[[D | None, M, Context], Outcome[D]]],
        Callable[[D | None, M, Context], Outcome[D]],
    ]:
        """Register a handler of one document, found by `key` (default: the message's own key)."""

        def register(
            function: Callable[[D | None, M, Context], Outcome[D]],
        ) -> Callable[[D | None, M, Context], Outcome[D]]:
            def touches(received: M) -> tuple[Ref[D]]:
                return (document.ref(key(received) if key else received.key),)

            def handle(documents: Documents, received: M, context: Context) -> Changes:
                ((ref, known),) = documents.items()
                outcome = function(known, received, context)  # type: ignore[arg-type]
                changed = {} if outcome.state is None else {ref: outcome.state}
                return Changes(changed, outcome.events, outcome.effects)

            self._add(message, function.__name__, touches, reads, handle, document.name)
            return function

        return register

    def on_many(
        self,
        message: type[M],
        *,
        touches: Callable[[M], Sequence[Ref[Any]]],
        reads: Callable[[M], Iterable[Ref[Any]]] | None = None,
    ) -> Callable[
        [Callable[[Documents, M, Context], Changes]], Callable[[Documents, M, Context], Changes]
    ]:
        """Register a handler of several documents, which gets them all and returns those that
        change."""

        def register(
            function: Callable[[Documents, M, Context], Changes],
        ) -> Callable[[Documents, M, Context], Changes]:
            self._add(message, function.__name__, touches, reads, function)
            return function

        return register

    def state(
        self, document: Collection[D], topic: Topic
    ) -> Callable[[Callable[[D], Message | None]], Callable[[D], Message | None]]:
        """Register what a document says on a compacted topic, so that it can be said again under
        the sequence it has. None where it has said nothing there yet."""

        def register(function: Callable[[D], Message | None]) -> Callable[[D], Message | None]:
            self.states.append(StateRow(document, topic, function))
            return function

        return register

    def include(self, other: HandlerTable) -> None:
        """Take in the rows of another table of the same service (one table per noun)."""
        for row in other.rows.values():
            self._insert(row)
        self.states.extend(other.states)

    def _add(
        self,
        message: type[Message],
        name: str,
        touches: Refs,
        reads: Callable[[Any], Iterable[Ref[Any]]] | None,
        handle: Handle,
        only: str | None = None,
    ) -> None:
        def read_refs(received: Any) -> Sequence[Ref[Any]]:
            return tuple(reads(received)) if reads else ()

        self._insert(Row(message, name, touches, read_refs if reads else _nothing, handle, only))

    def _insert(self, row: Row) -> None:
        if row.message.TYPE in self.rows:
            raise ValueError(f"{self.service} handles {row.message.TYPE} twice")
        self.rows[row.message.TYPE] = row

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics this service consumes, by name, each once."""
        found = {row.message.TOPIC.name: row.message.TOPIC for row in self.rows.values()}
        return tuple(found[name] for name in sorted(found))
