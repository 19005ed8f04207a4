"""Whoever cannot be charged without a guess is put before reception, with whom it may be."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from chassis.effects import Again, Done
from contracts.billing import FolioProblem, PostingRejected
from contracts.deliveries import Guest
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.opera.model import Reservation, ReservationChange, ReservationStatus
from pms_bridge.opera.platform import OperaPlatform
from pms_bridge.opera.reservations import FrontDesk
from tests.partners.opera_caller import opera_setup_of_today, reservation
from tests.support.opera import OurSide, Tries, charge, connection

MARTINS = (
    reservation("935001", "301", "MARTIN", "Léa"),
    reservation("935002", "301", "Martin", "Paul"),
    reservation("935003", "302", "Martin", "Zoé"),
)


async def house(pms: PartnersClient, *more: Reservation) -> None:
    """The simulated hotel with more guests; its business date is today's."""
    await pms.load_opera(opera_setup_of_today(*more))


async def rejected(opera: OurSide, room: str, surname: str, given: str = "") -> PostingRejected:
    work = charge(room=room, guest=Guest(surname=surname, given_name=given or None))
    ending = await opera.carrier.carry(work, Tries(f"{room}/{surname}/{given}").next())
    assert isinstance(ending, Done), ending
    (report,) = ending.reports
    assert isinstance(report, PostingRejected), report
    assert report.guest_id == work.guest_id
    return report


def shown(report: PostingRejected) -> list[tuple[str, str, str | None]]:
    return [(one.reservation_id, one.guest_name, one.room) for one in report.candidates]


async def test_two_sharers_of_one_surname_are_told_apart_by_the_given_name(
    opera: OurSide, pms: PartnersClient
) -> None:
    await house(pms, *MARTINS)
    work = charge(room="301", guest=Guest(surname="Martin", given_name="lea"))
    ending = await opera.carrier.carry(work, Tries().next())
    assert isinstance(ending, Done)
    lines = [line for line in await pms.postings() if line.reference == work.posting_id]
    assert {line.reservation_id for line in lines} == {"935001"}


@pytest.mark.parametrize("given", ["", "Zoé", "L"])
async def test_several_matches_are_never_guessed_between_but_shown(
    opera: OurSide, pms: PartnersClient, given: str
) -> None:
    await house(pms, *MARTINS)
    report = await rejected(opera, "301", "Martin", given)
    assert report.problem is FolioProblem.AMBIGUOUS
    assert shown(report) == [
        ("935001", "Léa MARTIN", "301"),
        ("935002", "Paul Martin", "301"),
    ]
    assert await pms.postings() == []


async def test_a_guest_of_that_name_in_another_room_is_shown_and_not_charged(
    opera: OurSide, pms: PartnersClient
) -> None:
    await house(pms, *MARTINS[2:])
    report = await rejected(opera, "207", "martin")
    assert report.problem is FolioProblem.NOT_FOUND
    assert "another room" in report.detail
    assert shown(report) == [("935003", "Zoé Martin", "302")]
    assert await pms.postings() == []


async def test_those_in_the_room_are_shown_too_as_a_companion_may_have_ordered(
    opera: OurSide, pms: PartnersClient
) -> None:
    await house(pms, *MARTINS[2:])
    report = await rejected(opera, "203", "Martin")
    assert report.problem is FolioProblem.NOT_FOUND
    assert [one[2] for one in shown(report)] == ["302", "203", "203"]
    report = await rejected(opera, "203", "Durand")
    assert report.detail == "nobody of that name is in room 203"
    assert [one[2] for one in shown(report)] == ["203", "203"]


@pytest.mark.parametrize(
    ("room", "surname", "reservation_id"),
    [("205", "Jager", "934174"), ("206", "NÚÑEZ", "934175")],
    ids=["checked out", "due in"],
)
async def test_a_guest_who_has_left_or_not_arrived_is_not_in_house(
    opera: OurSide, pms: PartnersClient, room: str, surname: str, reservation_id: str
) -> None:
    report = await rejected(opera, room, surname)
    assert report.problem is FolioProblem.NOT_IN_HOUSE
    assert shown(report)[0][0] == reservation_id


async def test_somebody_who_left_long_ago_is_nobody(opera: OurSide, pms: PartnersClient) -> None:
    long_ago = reservation("900001", "207", "Jäger").model_copy(
        update={
            "status": ReservationStatus.CHECKED_OUT,
            "arrival": MARTINS[0].arrival.replace(year=2019),
            "departure": MARTINS[0].departure.replace(year=2019),
        }
    )
    await house(pms, long_ago)
    report = await rejected(opera, "207", "Jäger")
    assert (report.problem, report.candidates) == (FolioProblem.NOT_FOUND, ())


async def test_a_guest_who_leaves_before_the_meal_comes_is_not_in_house(
    opera: OurSide, pms: PartnersClient
) -> None:
    gone = ReservationChange(status=ReservationStatus.CHECKED_OUT)
    await pms.change_reservation("LUMIERE", "934171", gone)
    report = await rejected(opera, "203", "D'Hérouville", "Anaïs")
    assert report.problem is FolioProblem.NOT_IN_HOUSE
    assert [one[0] for one in shown(report)] == ["934171", "934172"]


async def test_a_house_of_several_pages_is_read_to_its_end(
    opera: OurSide, pms: PartnersClient
) -> None:
    crowd = [reservation(f"94{n:04}", f"{400 + n}", "Autre") for n in range(150)]
    await house(pms, *crowd, MARTINS[2])
    report = await rejected(opera, "207", "Martin")
    assert shown(report) == [("935003", "Zoé Martin", "302")]


async def test_a_pms_that_fails_while_looking_for_candidates_is_asked_again(
    opera: OurSide, pms: PartnersClient
) -> None:
    async def fail_from_now_on(answer: httpx.Response) -> None:
        if "/reservations" in answer.url.path:
            await pms.set_faults(Partner.OPERA, Fault(path_contains="/rsv/", status=503))

    opera.client.event_hooks["response"].append(fail_from_now_on)
    ending = await opera.carrier.carry(charge(guest=Guest(surname="Durand")), Tries().next())
    assert isinstance(ending, Again)
    assert (ending.reason, ending.unavailable) == ("answered 503", True)


async def test_a_reservation_of_another_room_is_not_taken_though_the_pms_shows_it() -> None:
    """How OPERA compares rooms is not published: 203 must not find 2030."""
    info: dict[str, Any] = {
        "reservationIdList": [{"id": "1", "type": "Reservation"}],
        "roomStay": {"roomId": "2030"},
        "reservationGuest": {"surname": "Martin"},
    }

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/tokens"):
            return httpx.Response(200, json={"access_token": "t"})
        return httpx.Response(200, json={"reservations": {"reservationInfo": [info]}})

    of = connection("http://pms.example")
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        desk = FrontDesk(OperaPlatform(of, client), of.hotel_id)
        assert await desk.in_room("203") == []
        assert len(await desk.in_room("2030")) == 1
