"""What orders keeps of properties."""

from __future__ import annotations

from contracts.properties import PropertyState
from orders.app import build, handlers
from orders.properties.handlers import property_told
from orders.properties.model import Property
from orders.settings import Settings
from tests.support.contexts import context
from tests.support.deliveries import PROPERTY, sheet


def test_the_newest_state_of_a_property_is_kept() -> None:
    known = Property(property_id=PROPERTY, sheet=sheet())
    renamed = sheet(name="Hôtel de la Lumière")
    outcome = property_told(known, PropertyState(property_id=PROPERTY, sheet=renamed), context())
    assert outcome.state == Property(property_id=PROPERTY, sheet=renamed)
    assert not outcome.events


def test_the_service_publishes_what_its_handlers_tell_and_keeps_its_documents() -> None:
    service = build(Settings())
    assert service.handlers is handlers
    assert {topic.name for topic in service.publishes} == {
        "orders.delivery.events.v1",
        "orders.delivery.reports.v1",
        "orders.billing.state.v1",
        "orders.stay.events.v1",
        "orders.stay.reports.v1",
        "bridge.payment.commands.v1",
        "inventory.stock.commands.v1",
    }
    kept = {collection.name for collection in service.collections}
    assert kept == {"deliveries", "properties", "sellings", "kept_terms", "stays"}
