"""The nights of a stock type as an iCalendar file (RFC 5545): one event per stay and run of nights,
with how many places it takes and nothing of who stays.

Dates are nights of the property, which have no time zone: an event begins with its first night and
ends, as the RFC has it, on the day after its last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from chassis.identity import derived_id
from contracts.carts import LineKind
from contracts.properties import Language
from gateway.stays.model import ShareState, StayShare

NIGHT = timedelta(days=1)
# Programs that follow the RFC's companion look again so often.
REFRESH = timedelta(hours=1)
_PLACES: dict[Language, tuple[str, str, str]] = {
    Language.FR: ("place", "places", "pré-résa"),
    Language.EN: ("place", "places", "option"),
    Language.IT: ("posto", "posti", "opzione"),
    Language.DE: ("Platz", "Plätze", "Option"),
    Language.ES: ("plaza", "plazas", "opción"),
}


@dataclass(frozen=True)
class Subject:
    """Which calendar it is: the hut's and the stock type's names in the language of its words."""

    property_id: str
    stock_type_id: str
    hut: str
    stock_type: str
    time_zone: str
    language: Language


def feed(subject: Subject, shares: Iterable[StayShare]) -> bytes:
    """The whole file: the same bytes for the same stays."""
    calendar = Calendar()
    calendar.add("prodid", "-//Comptoir//Stays//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{subject.hut} – {subject.stock_type}")
    calendar.add("x-wr-timezone", subject.time_zone)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for share in shares:
        for event in _events(subject, share):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(subject: Subject, share: StayShare) -> Iterator[Event]:
    changed = share.history[-1].at if share.history else share.booked_at
    for first, last, persons in _runs(_persons(share, subject.stock_type_id)):
        event = Event()
        event.add("uid", _uid(subject, share, first))
        event.add("dtstamp", _seconds(changed))
        event.add("last-modified", _seconds(changed))
        event.add("sequence", share.revision)
        event.add("dtstart", first)
        event.add("dtend", last + NIGHT)
        event.add("summary", _summary(subject, share, persons))
        event.add("status", "TENTATIVE" if share.state is ShareState.OPTION else "CONFIRMED")
        event.add("transp", "OPAQUE")
        event.add("class", "PRIVATE")
        yield event


def _uid(subject: Subject, share: StayShare, first: date) -> str:
    """Says nothing of the stay, and stays the same while the run begins with this night."""
    about = f"{share.stay_id}/{subject.stock_type_id}/{first.isoformat()}"
    return f"{derived_id('gateway', 'calendar', about)}@comptoir"


def _summary(subject: Subject, share: StayShare, persons: int) -> str:
    one, several, option = _PLACES[subject.language]
    places = f"{persons} {one if persons == 1 else several}"
    ending = f" ({option})" if share.state is ShareState.OPTION else ""
    return f"{subject.stock_type}: {places}{ending}"


def _persons(share: StayShare, stock_type_id: str) -> dict[date, int]:
    """How many sleep there on each of the nights, in order."""
    found: dict[date, int] = {}
    for line in share.lines:
        if line.kind is LineKind.NIGHT and line.stock_type_id == stock_type_id and line.night:
            found[line.night] = found.get(line.night, 0) + line.quantity
    return dict(sorted(found.items()))


def _runs(persons: dict[date, int]) -> Iterator[tuple[date, date, int]]:
    """Nights that follow each other with as many persons: the first, the last, and how many."""
    nights: Sequence[date] = list(persons)
    begin = 0
    for n, night in enumerate(nights):
        following = nights[n + 1] if n + 1 < len(nights) else None
        if following == night + NIGHT and persons[following] == persons[night]:
            continue
        yield nights[begin], night, persons[night]
        begin = n + 1


def _seconds(at: datetime) -> datetime:
    return at.replace(microsecond=0)
