from typing import Annotated

import pytest

from contracts import topics
from contracts.message import MESSAGES, Message, Part
from contracts.personal import Personal, personal_fields
from contracts.schema.catalogue import MessageType, message_types
from contracts.schema.json_schema import Schema, schema_of

TOPIC = topics.ORDERS_DELIVERY_EVENTS


class Passport(Part):
    number: Annotated[str, Personal]
    country: str


class Traveller(Part):
    name: Annotated[str, Personal]
    nickname: Annotated[str, Personal] | None = None
    passport: Passport | None = None
    companions: tuple[Passport, ...] = ()
    phones: tuple[Annotated[str, Personal], ...] = ()
    room: str = ""


def test_marks_are_found_in_unions_tuples_and_nested_parts() -> None:
    assert personal_fields(Traveller) == {
        "name",
        "nickname",
        "passport.number",
        "companions.number",
        "phones",
    }


def test_a_message_with_personal_data_must_name_its_guest() -> None:
    with pytest.raises(TypeError, match="Arrived holds personal data but names no guest_id"):

        class Arrived(Message, type="test.guest.arrived.v1", topic=TOPIC, key="property_id"):
            traveller: Traveller


def test_a_message_with_a_marked_field_of_its_own_must_name_its_guest() -> None:
    with pytest.raises(TypeError, match="Called holds personal data but names no guest_id"):

        class Called(Message, type="test.guest.called.v1", topic=TOPIC, key="property_id"):
            phone: Annotated[str, Personal] | None = None


def test_a_message_with_personal_data_that_names_its_guest_is_accepted() -> None:
    class Left(Message, type="test.guest.left.v1", topic=TOPIC, key="property_id"):
        guest_id: str
        traveller: Traveller

    assert MESSAGES.pop("test.guest.left.v1") is Left  # nobody else is to meet it
    assert "traveller.passport.number" in personal_fields(Left)


def marks_in(schema: Schema) -> int:
    """How many places of a published schema are marked."""
    nested = [item for item in schema.values() if isinstance(item, dict)]
    listed = [
        item
        for items in schema.values()
        if isinstance(items, list)
        for item in items
        if isinstance(item, dict)
    ]
    return (schema.get("x-personal") is True) + sum(marks_in(item) for item in nested + listed)


@pytest.mark.parametrize("message", message_types(), ids=lambda message: message.name)
def test_a_published_schema_with_marked_fields_names_the_guest(message: MessageType) -> None:
    schema = schema_of(message)
    assert (marks_in(schema) > 0) == bool(personal_fields(message.model))
    if marks_in(schema):
        assert "guest_id" in schema["required"]


def test_the_guests_name_and_the_couriers_phone_are_marked_where_they_are_published() -> None:
    published = {message.name: schema_of(message) for message in message_types()}
    guest = published["orders.delivery.placed.v1"]["$defs"]["Guest"]["properties"]
    assert guest["surname"]["x-personal"] is True
    courier = published["orders.delivery.courier-assigned.v1"]["$defs"]["Courier"]["properties"]
    assert courier["phone"]["anyOf"][0]["x-personal"] is True
    assert "x-personal" not in guest["language"]
