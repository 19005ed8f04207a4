"""Who is charged: the reservation of the person who ordered, never a guess (O15).

OPERA charges reservations, not rooms, and a room may hold several (sharers): the surname decides,
then the given name, then a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from contracts.billing import FolioProblem
from contracts.deliveries import Guest
from pms_bridge.opera.failures import NotChargeable, NothingDone
from pms_bridge.opera.names import folded
from pms_bridge.opera.platform import Json, OperaPlatform, Query

PAGE = 100
PAGES_AT_MOST = 10  # a room has a handful of reservations; more pages than this is no room


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


async def find_guest(platform: OperaPlatform, hotel_id: str, room: str, guest: Guest) -> str:
    """The id of the reservation to charge (`getHotelReservations`).

    Raises `NotChargeable`, `Refused` or `NothingDone`.
    """
    path = f"/rsv/v1/hotels/{hotel_id}/reservations"
    found: list[Reservation] = []
    for page in range(PAGES_AT_MOST):
        answer = await platform.get(path, reservations_query(room, page * PAGE))
        infos, has_more = _read(answer)
        found.extend(infos)
        if not (has_more and infos):
            break
    return choose(found, room, guest)


def reservations_query(room: str, offset: int) -> Query:
    return (("roomId", room), ("searchType", "InHouse"), ("limit", PAGE), ("offset", offset))


def choose(found: Iterable[Reservation], room: str, guest: Guest) -> str:
    """The one reservation of that name in that room. Raises `NotChargeable`."""
    in_room = [one for one in found if one.stay.room in (None, room)]
    named = [one for one in in_room if one.is_of(guest)]
    if len(named) > 1:
        named = _of_given_name(named, guest)
    if not named:
        raise NotChargeable(FolioProblem.NOT_FOUND, f"nobody of that name is in room {room}")
    (chosen,) = named
    if chosen.may_not_post:
        raise NotChargeable(FolioProblem.NO_POST, f"the guest in room {room} may not be charged")
    if chosen.reservation_id is None:
        raise NotChargeable(FolioProblem.REFUSED, "the reservation found has no id")
    return chosen.reservation_id


def _of_given_name(named: Sequence[Reservation], guest: Guest) -> list[Reservation]:
    called = [one for one in named if one.has_given_name(guest.given_name)]
    if len(called) == 1:
        return called
    detail = f"{len(named)} reservations in the room have the guest's name"
    raise NotChargeable(FolioProblem.AMBIGUOUS, detail)


def _read(answer: Json) -> tuple[list[Reservation], bool]:
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
