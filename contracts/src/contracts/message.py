"""What every message is: frozen, strict when made, lenient when read, and bound to one topic."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PlainSerializer,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticKnownError, core_schema, to_json

from contracts.envelope import format_instant, read_instant
from contracts.personal import personal_fields
from contracts.topics import Topic

# A partner's clock may say anything; between these an instant has a UTC form and one can reckon
# with it.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)


class _Remembered:
    """Reads our own texts with a memory, and in the UTC of Python's own, with which everything else
    that is done to an instant is several times faster. All others are pydantic's to judge."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        instant = handler(source)
        return core_schema.json_or_python_schema(
            json_schema=core_schema.no_info_before_validator_function(_from_json, instant),
            python_schema=core_schema.lax_or_strict_schema(
                lax_schema=core_schema.no_info_before_validator_function(_from_stored, instant),
                strict_schema=instant,
            ),
        )


def _from_json(value: Any) -> Any:
    if type(value) is not str:
        return value
    try:
        return read_instant(value) or _ANY_INSTANT.validate_json(to_json(value))
    except ValidationError as error:
        problem: Any = error.errors()[0]
        raise PydanticKnownError(problem["type"], problem.get("ctx")) from None


def _from_stored(value: Any) -> Any:
    return (read_instant(value) or value) if type(value) is str else value


_ANY_INSTANT: TypeAdapter[datetime] = TypeAdapter(AwareDatetime, config=ConfigDict(strict=True))
# An aware instant, written in UTC with milliseconds so that its text sorts as it does.
Instant = Annotated[
    AwareDatetime,
    Field(ge=EARLIEST, lt=LATEST),
    _Remembered(),
    PlainSerializer(format_instant, return_type=str, when_used="json"),
]
PropertyId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,62}$")]
OrderId = Annotated[str, Field(min_length=1, max_length=64)]
# A partner's own reference of an order.
ExternalId = Annotated[str, Field(min_length=1, max_length=64)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
# How many. Bounded, since a database keeps no whole number above 64 bits.
Count = Annotated[int, Field(ge=0, le=10**15)]


class Frozen(BaseModel):
    """A value: whoever wants it otherwise makes a changed copy, which is why copying is to cost
    little. No field is private."""

    model_config = ConfigDict(frozen=True)

    def __copy__(self) -> Self:
        """As pydantic's own, without its detours."""
        cls, extra = type(self), self.__pydantic_extra__
        copied = cls.__new__(cls)
        put = object.__setattr__
        put(copied, "__dict__", self.__dict__.copy())
        put(copied, "__pydantic_extra__", None if extra is None else extra.copy())
        put(copied, "__pydantic_fields_set__", self.__pydantic_fields_set__.copy())
        put(copied, "__pydantic_private__", None)
        return copied


class Part(Frozen):
    """A piece of a message. A maker's typing error is refused; a reader ignores what it does not
    know (see `Message.read`), so that a newer producer does not stop an older consumer."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Message(Part):
    """A message bound to a type name and a topic:

        class OrderPlaced(Message, type="orders.order.placed.v1", topic=EVENTS, key="order_id"): ...

    `key` names the field whose value is the record's key and the CloudEvents subject. A message
    with personal fields must have a `guest_id`; the class statement fails with TypeError otherwise.
    """

    # Where `encode` keeps what it made: it is asked again where bytes are hashed and then sent.
    # Beside the fields, so that a changed copy has none of it.
    __slots__ = ("_encoded",)

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
        try:
            value: bytes = _ENCODED.__get__(self)
        except AttributeError:
            value = self.__pydantic_serializer__.to_json(self, exclude_none=True)
            _ENCODED.__set__(self, value)
        return value

    @classmethod
    def read(cls, value: bytes) -> Self:
        """Parse a record's value. Raises `pydantic.ValidationError` naming field and reason."""
        message: Self = cls.__pydantic_validator__.validate_json(value, extra="ignore")
        return message


MESSAGES: dict[str, type[Message]] = {}
_ENCODED: Any = Message.__dict__["_encoded"]
