"""Defining properties."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.outcome import Outcome
from contracts.envelope import Envelope
from contracts.message import Message
from contracts.properties import (
    DefineProperty,
    Integrations,
    Language,
    PmsMode,
    PropertyDefined,
    PropertyKind,
    PropertyRefused,
    PropertySheet,
    PropertyState,
)
from contracts.topics import BUSINESS_TOPICS, Kind
from inventory.app import build, handlers
from inventory.properties.handlers import define
from inventory.properties.model import Property, properties
from inventory.settings import Settings
from tests.support.contexts import context, envelope
from tests.support.deliveries import PROPERTY, sheet

REQUEST: Envelope = envelope(id="request-9")


def _define(known: Property | None, wanted: PropertySheet) -> Outcome[Property]:
    message = DefineProperty(property_id=PROPERTY, sheet=wanted)
    return define(known, message, context(envelope=REQUEST))


def _known(**fields: Any) -> Property:
    return Property(property_id=PROPERTY, sheet=sheet(**fields))


def test_a_new_property_is_defined_answered_and_told_to_all() -> None:
    outcome = _define(None, sheet())
    assert outcome.state == _known()
    assert list(outcome.events) == [
        PropertyDefined(property_id=PROPERTY, request_id="request-9", changed=True, sheet=sheet()),
        PropertyState(property_id=PROPERTY, sheet=sheet()),
    ]


def test_the_same_sheet_again_is_answered_and_changes_nothing() -> None:
    outcome = _define(_known(), sheet())
    assert outcome.state is None
    assert list(outcome.events) == [
        PropertyDefined(property_id=PROPERTY, request_id="request-9", changed=False, sheet=sheet())
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Hôtel de la Lumière"},
        {"languages": (Language.IT, Language.FR)},
        {"time_zone": "Europe/Rome"},
        {"integrations": Integrations(pms=PmsMode.ONE_WAY, delivery=False)},
        {"order_mail": ()},
    ],
)
def test_everything_else_of_a_sheet_may_be_replaced(changed: dict[str, Any]) -> None:
    outcome = _define(_known(), sheet(**changed))
    assert outcome.state == _known(**changed)
    assert [type(event) for event in outcome.events] == [PropertyDefined, PropertyState]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"currency": "CHF"}, "sheet.currency"),
        ({"kind": PropertyKind.HUT}, "sheet.kind"),
    ],
)
def test_currency_and_kind_of_a_property_are_for_good(changed: dict[str, Any], field: str) -> None:
    outcome = _define(_known(), sheet(**changed))
    assert outcome.state is None
    (refused,) = outcome.events
    assert isinstance(refused, PropertyRefused)
    assert (refused.request_id, refused.field) == ("request-9", field)
    assert refused.reason


@pytest.mark.parametrize("kind", PropertyKind)
@pytest.mark.parametrize("pms", PmsMode)
def test_any_kind_of_property_may_have_any_pms(kind: PropertyKind, pms: PmsMode) -> None:
    outcome = _define(None, sheet(kind=kind, integrations=Integrations(pms=pms)))
    assert outcome.state is not None


def test_the_state_can_be_told_again_from_the_document_alone() -> None:
    (row,) = (row for row in handlers.states if row.collection is properties)
    outcome = _define(None, sheet())
    told: list[Message] = [event for event in outcome.events if isinstance(event, PropertyState)]
    assert [row.message(outcome.state)] == told


def test_the_service_publishes_what_its_handlers_tell() -> None:
    service = build(Settings())
    assert {topic.name for topic in service.publishes} == {
        topic.name
        for topic in BUSINESS_TOPICS
        if topic.owner == "inventory" and topic.kind in (Kind.EVENTS, Kind.STATE)
    }
