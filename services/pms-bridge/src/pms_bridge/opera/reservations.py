"""Reservations as `getHotelReservations` shows them: read leniently, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from contracts.billing import Candidate
from contracts.deliveries import Guest
from pms_bridge.opera.failures import NothingDone
from pms_bridge.opera.names import folded
from pms_bridge.opera.platform import Json, OperaPlatform, Query

PAGE = 100
PAGES_AT_MOST = 10  # more reservations than these are in no room and in hardly any house
CANDIDATES_AT_MOST = 20


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class _Id(_Wire):
    id: str = ""
    type: str = ""


class _Person(_Wire):
    surname: str = ""
    surname_prefix: str = Field(default="", alias="surnamePrefix")
    given_name: str = Field(default="", alias="givenName")


class _Privileges(_Wire):
    restricted: bool = Field(default=False, alias="postingRestriction")


class _Cashiering(_Wire):
    privileges: _Privileges = Field(default=_Privileges(), alias="billingPrivileges")


class _RoomStay(_Wire):
    room: str | None = Field(default=None, alias="roomId")


class Reservation(_Wire):
    """What we read of a `reservationInfoType`."""

    ids: tuple[_Id, ...] = Field(default=(), alias="reservationIdList")
    stay: _RoomStay = Field(default=_RoomStay(), alias="roomStay")
    guest: _Person = Field(default=_Person(), alias="reservationGuest")
    cashiering: _Cashiering = _Cashiering()

    @property
    def reservation_id(self) -> str | None:
        return next((known.id for known in self.ids if known.type == "Reservation"), None)

    @property
    def may_not_post(self) -> bool:
        """Its description in the specification is vague; taken at its name."""
        return self.cashiering.privileges.restricted

    def is_of(self, guest: Guest) -> bool:
        """Whether the surname is the guest's, with or without its `von` or `de`."""
        wanted = folded(guest.surname)
        names = (self.guest.surname, self.guest.surname_prefix + self.guest.surname)
        return bool(wanted) and wanted in map(folded, names)

    def has_given_name(self, given_name: str | None) -> bool:
        wanted = folded(given_name or "")
        return bool(wanted) and wanted == folded(self.guest.given_name)

    @property
    def name(self) -> str:
        """As reception says it."""
        person = self.guest
        words = (person.given_name, person.surname_prefix.strip(), person.surname)
        return " ".join(word for word in words if word)


def candidates(found: Iterable[Reservation]) -> tuple[Candidate, ...]:
    """What a person can choose from, each reservation once; those without an id are left out."""
    named = {
        one.reservation_id: Candidate(
            reservation_id=one.reservation_id[:80],
            guest_name=one.name[:200],
            room=one.stay.room[:20] if one.stay.room else None,
        )
        for one in found
        if one.reservation_id
    }
    return tuple(named.values())[:CANDIDATES_AT_MOST]


class FrontDesk:
    """Asks a hotel for reservations. Every call may raise `Refused` or `NothingDone`."""

    def __init__(self, platform: OperaPlatform, hotel_id: str) -> None:
        self._platform = platform
        self._path = f"/rsv/v1/hotels/{quote(hotel_id, safe='')}/reservations"

    async def in_room(self, room: str) -> list[Reservation]:
        """Who is in the room now; several share one, each with a reservation."""
        found = await self._all((("roomId", room), ("searchType", "InHouse")))
        return [one for one in found if one.stay.room in (None, room)]

    async def in_house(self) -> list[Reservation]:
        """Everybody who has checked in and not out. Names are compared here, not there: how OPERA
        treats accents and apostrophes in its own search is not published."""
        return await self._all((("searchType", "InHouse"),))

    async def left_or_coming(self, room: str, around: date) -> list[Reservation]:
        """Who left the room since the day before `around`, or is to come into it."""
        since = (("departureStartDate", around.isoformat()),)
        statuses = (("reservationStatuses", "CheckedOut"), ("reservationStatuses", "DueIn"))
        found = await self._all((("roomId", room), *statuses, *since))
        return [one for one in found if one.stay.room in (None, room)]

    async def any(self) -> None:
        """Whether reservations may be read at all."""
        await self._platform.get(self._path, (("searchType", "InHouse"), ("limit", 1)))

    async def _all(self, query: Query) -> list[Reservation]:
        found: list[Reservation] = []
        for page in range(PAGES_AT_MOST):
            paging = (("limit", PAGE), ("offset", page * PAGE))
            infos, has_more = _read(await self._platform.get(self._path, (*query, *paging)))
            found.extend(infos)
            if not (has_more and infos):
                break
        return found


def _read(answer: Json) -> tuple[Sequence[Reservation], bool]:
    """Raises `NothingDone` for an answer of another form."""
    listed: Any = answer.get("reservations") or {}
    try:
        infos = [Reservation.model_validate(_without_nulls(info)) for info in _infos(listed)]
    except ValidationError as error:
        raise NothingDone(f"reservations cannot be read: {error.error_count()} errors") from None
    return infos, bool(listed.get("hasMore"))


def _infos(listed: Any) -> list[Any]:
    infos = listed.get("reservationInfo") if isinstance(listed, dict) else None
    return infos if isinstance(infos, list) else []


def _without_nulls(value: Any) -> Any:
    """A field that is null is a field that is absent."""
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return value
