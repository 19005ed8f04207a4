"""Keeps the properties, and how requests about them were answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.documents import Ref
from chassis.outcome import Changes, Context, Outcome
from chassis.table import Documents, HandlerTable
from contracts.properties import PropertyDefined, PropertyRefused, PropertyState
from gateway.properties.model import PROPERTIES, PropertyView
from gateway.requests.model import REQUESTS, Refusal, RequestOutcome

properties = HandlerTable("gateway")


def _property_and_request(message: Any) -> Sequence[Ref[Any]]:
    """The property stands first: it remembers which of its events were seen."""
    return (PROPERTIES.ref(message.property_id), REQUESTS.ref(message.request_id))


@properties.on(PropertyState, document=PROPERTIES)
def property_state(
    known: PropertyView | None, message: PropertyState, context: Context
) -> Outcome[PropertyView]:
    return Outcome(PropertyView(property_id=message.property_id, sheet=message.sheet))


@properties.on_many(PropertyDefined, touches=_property_and_request)
def property_defined(documents: Documents, message: PropertyDefined, context: Context) -> Changes:
    """Only the answer is kept: the sheet itself comes with the property's state, whose topic may
    be ahead of this one."""
    return Changes({REQUESTS.ref(message.request_id): RequestOutcome()})


@properties.on_many(PropertyRefused, touches=_property_and_request)
def property_refused(documents: Documents, message: PropertyRefused, context: Context) -> Changes:
    refusal = Refusal(field=message.field, reason=message.reason)
    return Changes({REQUESTS.ref(message.request_id): RequestOutcome(refusal=refusal)})
