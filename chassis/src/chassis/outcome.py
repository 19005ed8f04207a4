"""What a handler may say: new state, messages to publish, work to do on the outside world."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar, Generic, NamedTuple

from pydantic import BaseModel, ConfigDict

from chassis.documents import D, Document, Ref
from chassis.identity import derived_id
from contracts.envelope import Envelope
from contracts.message import Message


class Work(BaseModel):
    """What an effect is to do, stored as data with the state that asked for it:

        class SendMail(Work, kind="notifier.send-mail"): ...

    `kind` is stored, so it is never renamed while such effects may be waiting.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    KIND: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(cls, *, kind: str = "", **kwargs: Any) -> None:
        cls.KIND = kind


@dataclass(frozen=True, slots=True)
class Effect:
    """Work on the outside world, carried out after the commit by the owner of the partition.

    Effects of one `lane` are carried out one at a time, in order; without a lane an effect waits
    for nobody. `partner` names whose failures open a breaker for all work with them. With `due_at`
    it is a timer: it is carried out then, and finds the state moved on if it comes late.
    """

    work: Work
    lane: str | None = None
    partner: str | None = None
    due_at: datetime | None = None


class Outcome(NamedTuple, Generic[D]):
    """Answer of a handler of one document. `state` None leaves the document as it is."""

    state: D | None = None
    events: Sequence[Message] = ()
    effects: Sequence[Effect] = ()


class Changes(NamedTuple):
    """Answer of a handler of several documents: those that change, all or nothing."""

    documents: Mapping[Ref[Any], Document] = MappingProxyType({})
    events: Sequence[Message] = ()
    effects: Sequence[Effect] = ()


class Context(NamedTuple):
    """What a handler may know beyond state and message. Gives no access to clock or dice."""

    now: datetime
    envelope: Envelope
    service: str
    handler: str
    reader: Callable[[Ref[Any]], Document | None]

    def new_id(self, n: int = 0) -> str:
        """The n-th id that this handler makes of this message: the same again at a repeat, and
        never the same as another service's, handler's or message's."""
        return derived_id(
            self.service, self.handler, self.envelope.source, self.envelope.id, str(n)
        )

    def read(self, ref: Ref[D]) -> D | None:
        """A document that the handler declared under `reads`, as of this batch; never changed."""
        return self.reader(ref)  # type: ignore[return-value] # the ref carries its own model
