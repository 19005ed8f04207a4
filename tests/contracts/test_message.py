from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from contracts import topics
from contracts.deliveries import CourierAssigned, DeliveryPickedUp
from contracts.live import LiveBoardChanged
from contracts.message import MESSAGES, Message

PICKED_UP = DeliveryPickedUp(
    property_id="hotel-lumiere",
    order_id="order-é",
    occurred_at=datetime(2026, 11, 23, 19, 4, 5, 678_900, tzinfo=timezone(timedelta(hours=1))),
)


def test_a_producers_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="courrier"):
        CourierAssigned.model_validate({**PICKED_UP.model_dump(), "courrier": "typing error"})


def test_a_reader_ignores_unknown_fields_at_every_depth() -> None:
    value = (
        b'{"property_id":"hotel-lumiere","order_id":"1","guest_id":"g","later":1,'
        b'"courier":{"name":"A","later":{"b":2}},"occurred_at":"2026-11-23T18:04:05Z"}'
    )
    assert CourierAssigned.read(value).courier.name == "A"


def test_a_reader_refuses_a_missing_field_by_name() -> None:
    with pytest.raises(ValidationError, match="occurred_at"):
        DeliveryPickedUp.read(b'{"property_id":"hotel-lumiere","order_id":"1"}')


def test_a_number_is_not_taken_for_a_text() -> None:
    with pytest.raises(ValidationError, match="order_id"):
        DeliveryPickedUp.read(
            b'{"property_id":"hotel-lumiere","order_id":1,"occurred_at":"2026-11-23T18:04:05Z"}'
        )


def test_instants_are_written_in_utc_with_milliseconds() -> None:
    assert b'"occurred_at":"2026-11-23T18:04:05.678Z"' in PICKED_UP.encode()


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        DeliveryPickedUp.read(
            b'{"property_id":"hotel-lumiere","order_id":"1","occurred_at":"2026-11-23T18:04:05"}'
        )


def test_absent_fields_are_left_out_of_the_bytes() -> None:
    changed = LiveBoardChanged(property_id="hotel-lumiere", order_id="1", card="{}")
    assert changed.encode() == b'{"property_id":"hotel-lumiere","order_id":"1","card":"{}"}'


def test_key_and_subject_are_the_declared_fields() -> None:
    assert (PICKED_UP.key, PICKED_UP.subject) == ("order-é", "order-é")
    changed = LiveBoardChanged(property_id="hotel-lumiere", order_id="1", card="{}")
    assert (changed.key, changed.subject) == ("hotel-lumiere", "1")


def test_a_message_is_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        PICKED_UP.occurred_at = datetime.now(UTC)  # type: ignore[misc] # the point of the test


def test_a_type_cannot_be_declared_twice() -> None:
    with pytest.raises(TypeError, match=r"orders\.delivery\.picked-up\.v1 is declared twice"):

        class Again(
            Message,
            type="orders.delivery.picked-up.v1",
            topic=topics.ORDERS_DELIVERY_EVENTS,
            key="property_id",
        ):
            pass


def test_a_key_must_be_a_field_of_the_message() -> None:
    with pytest.raises(TypeError, match="no field 'order_id'"):

        class Keyless(
            Message,
            type="test.keyless.happened.v1",
            topic=topics.ORDERS_DELIVERY_EVENTS,
            key="order_id",
        ):
            pass


def unbounded(schema: object, path: str) -> list[str]:
    """Where a JSON Schema takes any whole number, however large."""
    if isinstance(schema, list):
        return [found for each in schema for found in unbounded(each, path)]
    if not isinstance(schema, dict):
        return []
    found = [path] if schema.get("type") == "integer" and "maximum" not in schema else []
    return found + [at for name, each in schema.items() for at in unbounded(each, f"{path}.{name}")]


@pytest.mark.parametrize("type", sorted(MESSAGES))
def test_every_whole_number_is_one_that_a_database_keeps(type: str) -> None:
    assert unbounded(MESSAGES[type].model_json_schema(), type) == []
