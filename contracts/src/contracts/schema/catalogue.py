"""Every message there is: its type, its model, and the topics it travels on."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from typing import Any

import contracts
from contracts import control, topics
from contracts.control import RequestFailed
from contracts.message import MESSAGES, Message, Part
from contracts.topics import Topic


@dataclass(frozen=True, slots=True)
class MessageType:
    """One type of message. `key_field` and `subject_field` are None for the chassis' own messages,
    whose key is that of the record they are about."""

    name: str
    model: type[Part]
    topics: tuple[Topic, ...]
    key_field: str | None = None
    subject_field: str | None = None

    @property
    def public(self) -> bool:
        """Whether another hotel system may meet it."""
        return any(topic.public for topic in self.topics)

    def read(self, value: bytes) -> Any:
        """Parse a record's value as consumers do, unknown fields ignored.

        Raises `pydantic.ValidationError` naming field and reason.
        """
        return self.model.model_validate_json(value, extra="ignore")


@cache
def message_types() -> tuple[MessageType, ...]:
    """Every message type that this package declares, by name."""
    for module in pkgutil.iter_modules(contracts.__path__, f"{contracts.__name__}."):
        if not module.ispkg:
            importlib.import_module(module.name)
    # The registry of a running process may hold others, as those a test declares.
    ours = [m for m in MESSAGES.values() if m.__module__.startswith(f"{contracts.__name__}.")]
    found = [_bound(model) for model in ours] + _chassis_messages()
    return tuple(sorted(found, key=lambda found: found.name))


def _bound(model: type[Message]) -> MessageType:
    return MessageType(model.TYPE, model, (model.TOPIC,), model.KEY, model.SUBJECT)


def _chassis_messages() -> list[MessageType]:
    """An answer to a failed request goes where answers go; the rest are an operator's orders."""
    controls = tuple(topics.control_topic(service) for service in topics.SERVICES)
    answered = sorted({topic.answers for topic in topics.ALL_TOPICS if topic.answers})
    answers = tuple(topics.BY_NAME[name] for name in answered)
    return [
        MessageType(vars(part)["TYPE"], part, answers if part is RequestFailed else controls)
        for part in vars(control).values()
        if isinstance(part, type) and issubclass(part, Part) and "TYPE" in vars(part)
    ]


def messages_on(topic: Topic) -> tuple[MessageType, ...]:
    """The types that travel on a topic, by name."""
    return tuple(found for found in message_types() if topic in found.topics)
