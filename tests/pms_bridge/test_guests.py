"""The reservation that is charged is the right one, or none."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.billing import FolioProblem
from contracts.deliveries import Guest
from pms_bridge.opera.failures import NotChargeable
from pms_bridge.opera.guests import choose
from pms_bridge.opera.reservations import Reservation, candidates


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


@pytest.mark.parametrize("surname", ["von der Mühle", "Muhle", "VON-DER MUHLE"])
def test_a_surname_prefix_kept_apart_still_matches(surname: str) -> None:
    kept_apart = reservation("1", "Mühle", surnamePrefix="von der ")
    assert kept_apart.is_of(Guest(surname=surname))


@pytest.mark.parametrize(("pms", "page"), [("Martin", "Durand"), ("-", "'"), ("", "Martin")])
def test_other_names_and_names_without_letters_match_nobody(pms: str, page: str) -> None:
    assert not reservation("1", pms).is_of(Guest(surname=page))


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


def test_a_guest_who_may_not_charge_is_told_apart() -> None:
    restricted = reservation("1", "Martin").model_dump(by_alias=True)
    restricted["cashiering"] = {"billingPrivileges": {"postingRestriction": True}}
    found = [Reservation.model_validate(restricted)]
    assert problem(found, Guest(surname="Martin")) is FolioProblem.NO_POST


def test_a_reservation_without_an_id_is_refused() -> None:
    bare = Reservation.model_validate({"reservationGuest": {"surname": "Martin"}})
    assert problem([bare], Guest(surname="Martin")) is FolioProblem.REFUSED


def test_candidates_are_shown_as_reception_knows_them_each_once() -> None:
    found = [
        reservation("1", "Mühle", "Käthe", surnamePrefix="von der "),
        reservation("1", "Mühle", "Käthe"),
        reservation("2", "Martin", "", room=None),
        Reservation.model_validate({"reservationGuest": {"surname": "Nobody's"}}),
    ]
    shown = [(one.reservation_id, one.guest_name, one.room) for one in candidates(found)]
    assert shown == [("1", "Käthe Mühle", "203"), ("2", "Martin", None)]


def test_candidates_are_not_a_whole_hotel() -> None:
    assert len(candidates([reservation(str(n), "Martin") for n in range(50)])) == 20
