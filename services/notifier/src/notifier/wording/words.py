"""The words of one language, checked to be all there when the service starts."""

from __future__ import annotations

from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from contracts.properties import Language
from notifier.notices.saying import Saying


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Labels(_Strict):
    room: str
    guest: str
    restaurant: str
    expected: str
    courier: str
    amount: str
    reason: str
    code: str
    code_use: str
    follow: str


class Phrase(_Strict):
    """What is said of one thing, as templates: `title` is a mail's subject and a pop-up's first
    line, `heading` and `lead` begin a mail, `short` is a text message and a pop-up's body."""

    title: str
    heading: str
    lead: str
    short: str


class Words(_Strict):
    """One language. Times are formats of `strftime`."""

    labels: Labels
    sent_by: str
    time: str
    day_and_time: str
    colon: str
    decimal: str
    sayings: dict[Saying, Phrase]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if missing := [saying.value for saying in Saying if saying not in self.sayings]:
            raise ValueError(f"nothing is said for: {', '.join(missing)}")
        return self


def words_in(language: Language) -> Words:
    """Raises `pydantic.ValidationError` naming what is missing."""
    source = files("notifier") / "wording" / "words" / f"{language.value}.json"
    return Words.model_validate_json(source.read_bytes())
