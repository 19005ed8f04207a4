"""Who is charged: the reservation of the person who ordered, never a guess (O15).

OPERA charges reservations, not rooms, and a room may hold several (sharers): the surname decides,
then the given name, then a person, who is shown whom it may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from contracts.billing import FolioProblem
from contracts.deliveries import Guest
from pms_bridge.opera.failures import NotChargeable
from pms_bridge.opera.reservations import FrontDesk, Reservation, candidates

# A guest who ordered may have left since, but not longer ago than this.
LEFT_RECENTLY = timedelta(days=2)


async def find_guest(desk: FrontDesk, room: str, guest: Guest, today: date) -> str:
    """The id of the reservation to charge.

    Raises `NotChargeable`, `Refused` or `NothingDone`.
    """
    in_room = await desk.in_room(room)
    named = _named(in_room, guest)
    if named:
        return choose(named, room, guest)
    elsewhere = _named(await desk.in_house(), guest)
    if elsewhere:
        raise _not_found(room, guest, [*elsewhere, *in_room])
    away = _named(await desk.left_or_coming(room, today - LEFT_RECENTLY), guest)
    if away:
        detail = f"the guest of room {room} has left, or has not arrived"
        raise NotChargeable(FolioProblem.NOT_IN_HOUSE, detail, candidates([*away, *in_room]))
    raise _not_found(room, guest, in_room)


def choose(named: Sequence[Reservation], room: str, guest: Guest) -> str:
    """The one of several in a room, all of the guest's surname. Raises `NotChargeable`."""
    if len(named) > 1:
        named = _of_given_name(named, guest)
    (chosen,) = named
    if chosen.may_not_post:
        raise NotChargeable(FolioProblem.NO_POST, f"the guest in room {room} may not be charged")
    if chosen.reservation_id is None:
        raise NotChargeable(FolioProblem.REFUSED, "the reservation found has no id")
    return chosen.reservation_id


def _named(found: Sequence[Reservation], guest: Guest) -> list[Reservation]:
    return [one for one in found if one.is_of(guest)]


def _of_given_name(named: Sequence[Reservation], guest: Guest) -> list[Reservation]:
    called = [one for one in named if one.has_given_name(guest.given_name)]
    if len(called) == 1:
        return called
    detail = f"{len(named)} reservations in the room have the guest's name"
    raise NotChargeable(FolioProblem.AMBIGUOUS, detail, candidates(named))


def _not_found(room: str, guest: Guest, shown: Sequence[Reservation]) -> NotChargeable:
    """Who has that name elsewhere may have moved, or be somebody else: a person decides. Those who
    are in the room are shown too: a companion's name is often not on the reservation."""
    elsewhere = any(one.is_of(guest) for one in shown)
    where = "; somebody in another room has it" if elsewhere else ""
    detail = f"nobody of that name is in room {room}{where}"
    return NotChargeable(FolioProblem.NOT_FOUND, detail, candidates(shown))
