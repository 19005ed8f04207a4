"""Instants of messages: our own texts are read with a memory, all of them as strictly as ever."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any

import pytest
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from contracts.envelope import format_instant, read_instant
from contracts.message import EARLIEST, LATEST, Instant, Part


class Ours(Part):
    at: Instant


class Pydantics(Part):
    at: Annotated[AwareDatetime, Field(ge=EARLIEST, lt=LATEST)]


NOON = datetime(2026, 11, 23, 12, 0, 0, 678_000, tzinfo=UTC)
TEXTS = (
    "2026-11-23T18:04:05.678Z",
    "2026-11-23T18:04:05Z",
    "2026-11-23T18:04:05.678+02:00",
    "2026-11-23T18:04:05.6789Z",
    "2026-11-23T18:04:05",
    "2026-11-23T18:04:05,678Z",
    "2026-11-23t18:04:05.678z",
    "2026-11-23T18:04:05.67 Z",
    "2026-13-23T18:04:05.678Z",
    "2026-11-23T24:00:00.000Z",
    "2026-11-23T23:59:60.000Z",
    "2026-W47-1T18:04:05.67Z",
    "1969-12-31T23:59:59.999Z",
    "3000-01-01T00:00:00.000Z",
    "٢026-11-23T18:04:05.678Z",
    "2026-11-23",
    "1700000000",
    "",
)
OTHERS: tuple[Any, ...] = (1_700_000_000, 1.5, True, None, [], {})


def outcome(model: type[BaseModel], read: str, value: Any) -> Any:
    """What comes of reading a value: an instant, or what is wrong with it."""
    try:
        if read == "json":
            known = model.model_validate_json(json.dumps({"at": value}))
        else:
            known = model.model_validate({"at": value}, strict=read == "strict")
    except ValidationError as error:
        return [(problem["loc"], problem["type"], problem["msg"]) for problem in error.errors()]
    return known.model_dump()["at"]


@pytest.mark.parametrize("read", ["json", "strict", "stored"])
@pytest.mark.parametrize("value", [*TEXTS, *OTHERS])
def test_what_is_taken_and_what_is_refused_is_what_pydantic_says(value: Any, read: str) -> None:
    assert outcome(Ours, read, value) == outcome(Pydantics, read, value)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_known_as_ours_only_if_it_would_be_written_so(text: str) -> None:
    known = read_instant(text)
    assert known is None or format_instant(known) == text


@pytest.mark.parametrize("hours", [0, 2, -11])
def test_an_instant_read_back_is_the_same_and_in_utc(hours: int) -> None:
    written = Ours(at=NOON.astimezone(timezone(timedelta(hours=hours)))).model_dump_json()
    again = Ours.model_validate_json(written)
    assert again.at == NOON
    assert again.at.tzinfo is UTC
    assert again.model_dump_json() == written
