"""Finding a guest by room, status, name and id."""

from typing import Any

import httpx
import pytest

from partners.client import PartnersClient
from partners.opera.model import ReservationChange, ReservationStatus
from tests.partners.opera_caller import OperaCaller, charge_body


def _ids(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    found = response.json()["reservations"]["reservationInfo"]
    return [info["reservationIdList"][0]["id"] for info in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"roomId": "203", "searchType": "InHouse"}, ["934171", "934172"]),
        ({"searchType": "InHouse"}, ["934171", "934172", "934173"]),
        ({"searchType": "PostToRoom"}, ["934171", "934172"]),
        ({"searchType": "InHouse", "excludeNoPost": "true"}, ["934171", "934172"]),
        ({"searchType": "CheckedOut"}, ["934174"]),
        ({"searchType": "Arrival"}, ["934175"]),
        ({"reservationStatuses": ["CheckedOut", "DueIn"]}, ["934174", "934175"]),
        ({"surname": "d'hé"}, ["934171"]),
        ({"roomId": "203", "givenName": "Gaëlle"}, ["934172"]),
        ({"reservationIdList": ["934172", "934173"]}, ["934172", "934173"]),
        ({"confirmationNumberList": "52934174"}, ["934174"]),
        ({"limit": "2", "offset": "1"}, ["934172", "934173"]),
    ],
)
async def test_a_search_finds_who_matches(
    opera: OperaCaller, query: dict[str, Any], expected: list[str]
) -> None:
    assert _ids(await opera.find(**query)) == expected


async def test_nobody_found_is_204(opera: OperaCaller) -> None:
    response = await opera.find(roomId="999", searchType="InHouse")

    assert (response.status_code, response.content) == (204, b"")


async def test_a_page_says_whether_there_is_more(opera: OperaCaller) -> None:
    first = (await opera.find(limit="2")).json()["reservations"]
    last = (await opera.find(limit="2", offset="4")).json()["reservations"]

    assert (first["hasMore"], first["totalResults"], first["count"]) == (True, 5, 2)
    assert (last["hasMore"], last["totalResults"], last["count"]) == (False, 5, 1)


async def test_sharers_of_a_room_name_each_other(opera: OperaCaller) -> None:
    found = (await opera.find(roomId="203")).json()["reservations"]["reservationInfo"]

    assert [info["sharedGuests"][0]["lastName"] for info in found] == ["Le Guennec", "D'Hérouville"]


async def test_a_guest_who_may_not_charge_is_shown_as_such(opera: OperaCaller) -> None:
    found = (await opera.find(searchType="InHouse")).json()["reservations"]["reservationInfo"]

    by_room = {info["roomStay"]["roomId"]: info for info in found}
    free, barred = by_room["203"], by_room["204"]
    assert free["cashiering"]["billingPrivileges"]["postingRestriction"] is False
    assert "PostCharge" in free["allowedActions"]
    assert barred["cashiering"]["billingPrivileges"]["postingRestriction"] is True
    assert "PostCharge" not in barred["allowedActions"]


async def test_the_balance_follows_the_postings(opera: OperaCaller) -> None:
    await opera.post(charge_body(59.5))

    found = (await opera.find(reservationIdList="934171")).json()["reservations"]

    balance = found["reservationInfo"][0]["roomStay"]["balance"]
    assert balance == {"amount": 59.5, "currencyCode": "EUR"}


async def test_departures_are_found_by_date(opera: OperaCaller) -> None:
    gone: dict[str, str] = {"reservationStatuses": "CheckedOut"}

    assert _ids(await opera.find(**gone, departureStartDate="2026-11-25")) == ["934174"]
    assert _ids(await opera.find(**gone, departureEndDate="2026-11-25")) == ["934174"]
    assert (await opera.find(**gone, departureStartDate="2026-11-26")).status_code == 204
    assert (await opera.find(**gone, departureEndDate="2026-11-24")).status_code == 204


@pytest.mark.parametrize(
    "query",
    [
        {"searchType": "Nonsense"},
        {"reservationStatuses": "Nonsense"},
        {"limit": "many"},
        {"departureStartDate": "yesterday"},
    ],
)
async def test_a_query_the_specification_does_not_know_is_refused(
    opera: OperaCaller, query: dict[str, str]
) -> None:
    response = await opera.find(**query)

    assert response.status_code == 400
    assert response.json()["o:errorCode"].startswith("GEN")


async def test_reception_moves_and_checks_out_a_guest(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    await partners.change_reservation("LUMIERE", "934171", ReservationChange(room="301"))
    assert _ids(await opera.find(roomId="301", searchType="InHouse")) == ["934171"]
    assert _ids(await opera.find(roomId="203", searchType="InHouse")) == ["934172"]

    gone = ReservationChange(status=ReservationStatus.CHECKED_OUT)
    await partners.change_reservation("LUMIERE", "934171", gone)

    assert (await opera.find(roomId="301", searchType="InHouse")).status_code == 204
    assert (await opera.post(charge_body())).status_code == 400
