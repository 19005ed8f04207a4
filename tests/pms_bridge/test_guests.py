"""The reservation that is charged is the right one, or none."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.billing import FolioProblem
from contracts.deliveries import Guest
from pms_bridge.opera.failures import NotChargeable
from pms_bridge.opera.guests import Reservation, choose


def reservation(
    number: str, surname: str, given_name: str = "", room: str | None = "203", **guest: Any
) -> Reservation:
    info: dict[str, Any] = {
        "reservationIdList": [
            {"id": f"C{number}", "type": "Confirmation"},
            {"id": number, "type": "Reservation"},
        ],
        "roomStay": {"roomId": room} if room else {},
        "reservationGuest": {"surname": surname, "givenName": given_name, **guest},
        "somethingNew": {"ignored": True},
    }
    return Reservation.model_validate(info)


def problem(found: list[Reservation], guest: Guest) -> FolioProblem:
    with pytest.raises(NotChargeable) as caught:
        choose(found, "203", guest)
    return caught.value.problem


@pytest.mark.feature("O15")
def test_the_surname_decides_between_sharers_of_a_room() -> None:
    found = [reservation("1", "Le Guennec", "Gaëlle"), reservation("2", "D'HEROUVILLE", "Anaïs")]
    assert choose(found, "203", Guest(surname="d’Hérouville")) == "2"


def test_a_surname_prefix_kept_apart_still_matches() -> None:
    found = [reservation("1", "Mühle", surnamePrefix="von der ")]
    assert choose(found, "203", Guest(surname="von der Mühle")) == "1"
    assert choose(found, "203", Guest(surname="Muhle")) == "1"


def test_the_given_name_decides_between_two_of_one_surname() -> None:
    found = [reservation("1", "Martin", "Léa"), reservation("2", "Martin", "Paul")]
    assert choose(found, "203", Guest(surname="Martin", given_name="LEA")) == "1"


@pytest.mark.parametrize("given_name", [None, "Zoé", ""])
def test_two_of_one_surname_are_never_guessed_between(given_name: str | None) -> None:
    found = [reservation("1", "Martin", "Léa"), reservation("2", "Martin", "Paul")]
    guest = Guest(surname="Martin", given_name=given_name)
    assert problem(found, guest) is FolioProblem.AMBIGUOUS


def test_two_of_the_very_same_name_are_never_guessed_between() -> None:
    found = [reservation("1", "Martin", "Léa"), reservation("2", "Martin", "Léa")]
    guest = Guest(surname="Martin", given_name="Léa")
    assert problem(found, guest) is FolioProblem.AMBIGUOUS


def test_nobody_of_that_name_is_not_found() -> None:
    found = [reservation("1", "Martin", "Léa")]
    assert problem(found, Guest(surname="Durand")) is FolioProblem.NOT_FOUND
    assert problem([], Guest(surname="Durand")) is FolioProblem.NOT_FOUND


def test_a_name_without_letters_matches_nobody() -> None:
    assert problem([reservation("1", "-")], Guest(surname="'")) is FolioProblem.NOT_FOUND


def test_a_reservation_of_another_room_is_not_taken() -> None:
    found = [reservation("1", "Martin", room="2030")]
    assert problem(found, Guest(surname="Martin")) is FolioProblem.NOT_FOUND


def test_a_guest_who_may_not_charge_is_told_apart() -> None:
    restricted = reservation("1", "Martin").model_dump(by_alias=True)
    restricted["cashiering"] = {"billingPrivileges": {"postingRestriction": True}}
    found = [Reservation.model_validate(restricted)]
    assert problem(found, Guest(surname="Martin")) is FolioProblem.NO_POST


def test_a_reservation_without_an_id_is_refused() -> None:
    bare = Reservation.model_validate({"reservationGuest": {"surname": "Martin"}})
    assert problem([bare], Guest(surname="Martin")) is FolioProblem.REFUSED
