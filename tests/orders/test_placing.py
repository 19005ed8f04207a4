"""Placing a delivery order."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.deliveries import (
    DeliveryPlaced,
    DeliveryRefused,
    Guest,
    OrderLine,
    PlaceDeliveryOrder,
    RefusalReason,
    Restaurant,
    reference_of,
)
from contracts.money import Amount
from contracts.properties import Integrations
from orders.delivery.model import TimelineKind
from orders.delivery.transitions import DeliveryStatus
from tests.orders.life import Life
from tests.support.deliveries import AMOUNT, EVENING, ORDER, after, content, place, sheet


def test_a_new_order_is_placed_with_all_that_was_asked_for() -> None:
    life = Life().after(place())
    assert life.events == [DeliveryPlaced]
    told = life.last(DeliveryPlaced)
    assert told.content == content()
    assert told.reference == reference_of(ORDER)
    assert life.known.status is DeliveryStatus.PLACED
    assert [(entry.kind, entry.at) for entry in life.known.timeline] == [
        (TimelineKind.PLACED, EVENING)
    ]


def test_a_reference_is_six_characters_that_can_be_read_out() -> None:
    references = {reference_of(f"order-{number}") for number in range(300)}
    assert len(references) == 300
    assert all(len(reference) == 6 for reference in references)
    assert not set("".join(references)) - set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_a_reference_never_changes() -> None:
    assert reference_of("order-1") == "1EQY48"


def test_the_same_order_again_changes_nothing() -> None:
    once = Life().after(place())
    twice = Life().after(place(), place())
    assert twice.order == once.order
    assert twice.told == once.told


def test_the_same_order_again_changes_nothing_even_when_deliveries_have_ended() -> None:
    life = Life().after(place())
    life.home = sheet(integrations=Integrations(delivery=False))
    assert life.after(place()).events == [DeliveryPlaced]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"room": "204"}, "content.room"),
        ({"guest": Guest(surname="Autre")}, "content.guest"),
        ({"restaurant": Restaurant(name="Chez Autre")}, "content.restaurant"),
        (
            {"lines": (OrderLine(name="Pizza", quantity=1, unit_amount=2500),)},
            "content.lines",
        ),
        ({"amount": Amount.nothing("EUR")}, "content.amount"),
        ({"placed_at": after(1)}, "content.placed_at"),
        ({"validation_code": None}, "content.validation_code"),
        ({"expected_at": after(99)}, "content.expected_at"),
        ({"external_id": "other"}, "content.external_id"),
        ({"partner_id": "other"}, "content.partner_id"),
    ],
)
def test_other_content_under_the_same_id_is_refused(changed: dict[str, Any], field: str) -> None:
    life = Life().after(place())
    kept = life.order
    life.after(place(**changed))
    refused = life.last(DeliveryRefused)
    assert (refused.reason, refused.field) == (RefusalReason.ALREADY_PLACED_DIFFERENTLY, field)
    assert life.order == kept


@pytest.mark.parametrize(
    ("change", "field"),
    [({"property_id": "hotel-other"}, "property_id"), ({"guest_id": "other"}, "guest_id")],
)
def test_an_order_stays_with_its_property_and_its_guest(change: dict[str, str], field: str) -> None:
    other = PlaceDeliveryOrder.model_validate({**dict(place()), **change})
    refused = Life().after(place(), other).last(DeliveryRefused)
    assert (refused.reason, refused.field) == (RefusalReason.ALREADY_PLACED_DIFFERENTLY, field)


def test_an_unknown_property_is_refused() -> None:
    life = Life(home=None).after(place())
    refused = life.last(DeliveryRefused)
    assert (refused.reason, refused.field) == (RefusalReason.UNKNOWN_PROPERTY, "property_id")
    assert refused.external_id == content().external_id
    assert life.order is None


def test_a_property_without_deliveries_refuses_orders() -> None:
    life = Life(home=sheet(integrations=Integrations(delivery=False))).after(place())
    assert life.last(DeliveryRefused).reason is RefusalReason.DELIVERY_NOT_OFFERED
    assert life.order is None


def test_another_currency_than_the_property_s_is_refused_and_never_relabelled() -> None:
    francs = Amount(currency="CHF", tax_lines=AMOUNT.tax_lines)
    life = Life().after(place(amount=francs))
    refused = life.last(DeliveryRefused)
    assert refused.reason is RefusalReason.CURRENCY_MISMATCH
    assert refused.field == "content.amount.currency"
    assert life.order is None


def test_a_refused_order_can_be_placed_once_what_hindered_it_is_mended() -> None:
    life = Life(home=None).after(place())
    life.home = sheet()
    assert life.after(place()).events == [DeliveryRefused, DeliveryPlaced]
