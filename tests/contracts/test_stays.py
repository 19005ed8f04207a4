"""Who stays: which fields a booking needs, and which never leave the house."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.carts import Contact
from contracts.personal import for_guest, personal_fields
from contracts.schema.catalogue import message_types
from contracts.schema.json_schema import schema_of

NEEDED: dict[str, Any] = {
    "surname": "Lefèvre",
    "given_name": "Zoë",
    "phone": "01 01 01 01 01",
    "mail": "zoe@exemple.fr",
}


def test_names_phone_and_mail_are_all_that_a_booking_needs() -> None:
    contact = Contact(**NEEDED)
    assert (contact.address, contact.city, contact.postcode, contact.country) == (None,) * 4


@pytest.mark.parametrize("field", NEEDED)
def test_each_of_them_is_needed(field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        Contact(**{name: value for name, value in NEEDED.items() if name != field})


WRONG: list[tuple[str, Any]] = [
    ("surname", ""),
    ("surname", "  "),
    ("given_name", "\t"),
    ("phone", "-- --"),
    ("phone", "call me"),
    ("phone", "12"),
    ("mail", "zoe"),
    ("mail", "zoe@exemple"),
    ("mail", "zoe @exemple.fr"),
    ("country", "France"),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_what_is_no_name_phone_mail_or_country_is_refused(field: str, value: str) -> None:
    with pytest.raises(ValidationError, match=field):
        Contact(**{**NEEDED, field: value})


@pytest.mark.parametrize(
    "phone", ["0101010101", "+33 6 12 34 56 78", "(0)4.76.00.00.00", "+41/79-1"]
)
def test_phones_are_taken_as_people_write_them(phone: str) -> None:
    assert Contact(**{**NEEDED, "phone": phone}).phone == phone


def test_the_remark_is_not_in_what_goes_to_the_guest() -> None:
    contact = Contact(**NEEDED, remark="Mauvais payeur", city="Paris")
    told = for_guest(contact)
    assert "Mauvais payeur" not in told.model_dump_json()
    assert told == Contact(**NEEDED, city="Paris")


def test_the_published_schemas_say_which_field_stays_in_the_house() -> None:
    published = {message.name: schema_of(message) for message in message_types()}
    for name in ("orders.stay.requested.v1", "orders.stay.booked.v1"):
        contact = published[name]["$defs"]["Contact"]["properties"]
        marked = {field for field, told in contact.items() if "x-in-house" in str(told)}
        assert marked == {"remark"}


def test_all_that_tells_who_stays_is_personal() -> None:
    in_clear = Contact.model_fields.keys() - personal_fields(Contact)
    assert in_clear == {"title", "country", "language"}
