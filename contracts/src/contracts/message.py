"""What every message is: frozen, strict when made, lenient when read, and bound to one topic."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
)

from contracts.envelope import format_instant
from contracts.personal import personal_fields
from contracts.topics import Topic

# A partner's clock may say anything; between these an instant has a UTC form and one can reckon
# with it.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)


def _of_our_time(instant: datetime) -> datetime:
    if not EARLIEST <= instant < LATEST:
        raise ValueError("lies before the year 1970 or after the year 2999")
    return instant


def _instant_json(instant: datetime) -> str:
    return format_instant(instant)


# An aware instant, written in UTC with milliseconds so that its text sorts as it does.
Instant = Annotated[
    AwareDatetime,
    AfterValidator(_of_our_time),
    PlainSerializer(_instant_json, return_type=str, when_used="json"),
]
PropertyId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,62}$")]
OrderId = Annotated[str, Field(min_length=1, max_length=64)]
Text = Annotated[str, Field(min_length=1, max_length=200)]


class Part(BaseModel):
    """A piece of a message. A maker's typing error is refused; a reader ignores what it does not
    know (see `Message.read`), so that a newer producer does not stop an older consumer."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Message(Part):
    """A message bound to a type name and a topic:

        class OrderPlaced(Message, type="orders.order.placed.v1", topic=EVENTS, key="order_id"): ...

    `key` names the field whose value is the record's key and the CloudEvents subject. A message
    with personal fields must have a `guest_id`; the class statement fails with TypeError otherwise.
    """

    TYPE: ClassVar[str]
    TOPIC: ClassVar[Topic]
    KEY: ClassVar[str]
    SUBJECT: ClassVar[str]

    property_id: PropertyId

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Takes the keywords of the class statement, which the hook below reads."""
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(
        cls,
        *,
        type: str | None = None,
        topic: Topic | None = None,
        key: str = "",
        subject: str = "",
        **kwargs: Any,
    ) -> None:
        if type is None or topic is None:
            return  # an abstract base that several messages share
        cls.TYPE, cls.TOPIC, cls.KEY, cls.SUBJECT = type, topic, key, subject or key
        for field in (cls.KEY, cls.SUBJECT):
            if field not in cls.model_fields:
                raise TypeError(f"{cls.__name__} has no field {field!r} to be its key")
        if personal_fields(cls) and "guest_id" not in cls.model_fields:
            raise TypeError(f"{cls.__name__} holds personal data but names no guest_id")
        if type in MESSAGES:
            raise TypeError(f"{type} is declared twice: {MESSAGES[type].__name__}, {cls.__name__}")
        MESSAGES[type] = cls

    @property
    def key(self) -> str:
        """The record's key, which decides its partition and so its owner."""
        return str(getattr(self, self.KEY))

    @property
    def subject(self) -> str:
        """The aggregate that this message is about."""
        return str(getattr(self, self.SUBJECT))

    def encode(self) -> bytes:
        """The record's value: JSON, absent optional fields left out."""
        return self.__pydantic_serializer__.to_json(self, exclude_none=True)

    @classmethod
    def read(cls, value: bytes) -> Self:
        """Parse a record's value. Raises `pydantic.ValidationError` naming field and reason."""
        return cls.model_validate_json(value, extra="ignore")


MESSAGES: dict[str, type[Message]] = {}
