"""The words of mails about stays, in one language; checked to be all there at start."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from importlib.resources import files
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from contracts.notices import StayNews
from contracts.properties import Language


class Saying(StrEnum):
    """What a mail says: what happened, and of a new booking what it is."""

    OPTION = "option"
    FIRM = "firm"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    REMINDER = "reminder"
    EXPIRED = "expired"

    @classmethod
    def of(cls, news: StayNews, *, firm: bool) -> Saying:
        if news is StayNews.BOOKED:
            return cls.FIRM if firm else cls.OPTION
        return cls(news)

    @property
    def stands(self) -> bool:
        """Whether the stay goes on, so that something is still to be paid and to be said of it."""
        return self not in (Saying.CANCELLED, Saying.EXPIRED)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Labels(_Strict):
    reference: str
    guest: str
    phone: str
    mail: str
    address: str
    supplements: str
    total: str
    included: str
    paid: str
    remains: str
    refunded: str
    due: str
    pay: str
    reason: str
    until: str
    hut: str
    warden: str
    website: str
    position: str
    altitude: str
    access: str
    links: str
    others: str


class Phrase(_Strict):
    """`title` is the subject where the warden gave none. Both may name `hut` and `reference`,
    `lead` also `until`."""

    title: str
    heading: str
    lead: str


class StayWords(_Strict):
    """One language. `date` and `instant` are formats of `str.format`, `time` one of `strftime`."""

    labels: Labels
    weekdays: Annotated[tuple[str, ...], Field(min_length=7, max_length=7)]
    months: Annotated[tuple[str, ...], Field(min_length=12, max_length=12)]
    date: str
    instant: str
    time: str
    colon: str
    decimal: str
    sent_by: str
    answer: str
    sayings: dict[Saying, Phrase]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if missing := [saying.value for saying in Saying if saying not in self.sayings]:
            raise ValueError(f"nothing is said for: {', '.join(missing)}")
        return self

    def day(self, day: dt.date) -> str:
        return self.date.format(
            weekday=self.weekdays[day.weekday()],
            day=day.day,
            month=self.months[day.month - 1],
            year=day.year,
        )

    def moment(self, instant: dt.datetime, zone_name: str) -> str:
        """Day and hour by the hut's clock."""
        there = instant.astimezone(ZoneInfo(zone_name))
        return self.instant.format(date=self.day(there.date()), time=there.strftime(self.time))


def words_in(language: Language) -> StayWords:
    """Raises `pydantic.ValidationError` naming what is missing."""
    source = files("notifier") / "stays" / "words" / f"{language.value}.json"
    return StayWords.model_validate_json(source.read_bytes())
