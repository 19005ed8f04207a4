"""A property: what it is, and defining it."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated

from fastapi import APIRouter, Header, Response
from pydantic import ConfigDict, Field, JsonValue

from chassis.service import Reader
from contracts.properties import DefineProperty, Integrations, PropertySheet
from gateway.access.caller import Caller
from gateway.api.admission import AtProperty, Definer, PropertyPath
from gateway.api.problems import Problem, declared, invalid
from gateway.api.workings import Use
from gateway.board.card import Answer
from gateway.properties.model import PROPERTIES
from gateway.requests.asking import Asking, Faulted
from gateway.requests.ledger import Claim, KeyReused
from gateway.requests.model import RequestOutcome

router = APIRouter(prefix="/api/v1/properties/{property}", tags=["properties"])

ROUTE = "PUT /api/v1/properties/{property}"
# A property's id as the messages know it; see `contracts.message.PropertyId`.
PROPERTY_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")
# What was just defined should be there to read; longer than this nobody waits for it.
SHOWN_WITHIN, LOOK_EVERY = 1.0, 0.02

EXAMPLE: JsonValue = {
    "name": "Hôtel Lumière",
    "kind": "hotel",
    "languages": ["fr", "en"],
    "currency": "EUR",
    "time_zone": "Europe/Paris",
    "integrations": {"pms": "two_way", "delivery": True},
    "order_mail": ["desk@lumiere.example"],
}

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="The same again makes a retry of it; with another body it is refused",
        examples=["7d5a2c1e"],
    ),
]


class IntegrationsBody(Integrations):
    model_config = ConfigDict(strict=False)


class SheetBody(PropertySheet):
    """A property's sheet as JSON brings it."""

    model_config = ConfigDict(strict=False, json_schema_extra={"examples": [EXAMPLE]})
    integrations: IntegrationsBody = IntegrationsBody()

    def sheet(self) -> PropertySheet:
        return PropertySheet.model_validate_json(self.model_dump_json())


class PropertyAnswer(Answer):
    id: Annotated[str, Field(examples=["hotel-lumiere"])]
    sheet: PropertySheet


class Accepted(Answer):
    """The request was passed on; how it ended is not known yet. The same request under the same
    Idempotency-Key asks again."""

    request_id: str


@router.get(
    "",
    operation_id="getProperty",
    summary="A property's sheet",
    responses=declared(401, 403, 404, 503),
)
async def get_property(here: AtProperty) -> PropertyAnswer:
    return PropertyAnswer(id=here.property_id, sheet=here.place.sheet)


@router.put(
    "",
    operation_id="putProperty",
    summary="Define a property",
    responses={
        200: {"model": PropertyAnswer, "description": "Defined anew, or as it was"},
        201: {"model": PropertyAnswer, "description": "Created"},
        202: {"model": Accepted, "description": "Passed on; not known yet how it ended"},
        **declared(400, 401, 403, 404, 409, 413, 422, 500, 503),
    },
)
async def put_property(
    definer: Definer,
    property_id: PropertyPath,
    body: SheetBody,
    key: IdempotencyKey,
    response: Response,
    workings: Use,
) -> PropertyAnswer | Accepted:
    """Creates the property or replaces its sheet. Operations only."""
    if not PROPERTY_ID.fullmatch(property_id):
        raise invalid("path.property", "small letters, digits and hyphens, 2 to 63 of them")
    message = DefineProperty(property_id=property_id, sheet=body.sheet())
    documents = workings.runtime.documents
    claim = await _claim(workings.asking, documents, definer, key, message)
    outcome = await _ask(workings.asking, message, claim, definer)
    if outcome is None:
        response.status_code = 202
        response.headers["Location"] = f"/api/v1/properties/{property_id}"
        return Accepted(request_id=claim.command_id)
    if outcome.refusal is not None:
        field = outcome.refusal.field.removeprefix("sheet.")
        raise Problem(409, "refused", errors=[(field, outcome.refusal.reason)])
    await _shown(documents, message)
    response.status_code = 201 if claim.creates else 200
    return PropertyAnswer(id=property_id, sheet=message.sheet)


async def _claim(
    asking: Asking, documents: Reader, definer: Caller, key: str, message: DefineProperty
) -> Claim:
    known = await documents.get(PROPERTIES.ref(message.property_id))
    try:
        return await asking.claim(key, definer.actor, ROUTE, message, creates=known is None)
    except KeyReused as error:
        reason = "was used before with another body"
        raise Problem(409, "key-reused", errors=[("header.Idempotency-Key", reason)]) from error


async def _ask(
    asking: Asking, message: DefineProperty, claim: Claim, definer: Caller
) -> RequestOutcome | None:
    try:
        return await asking.ask(message, claim, definer.actor)
    except Faulted as error:
        raise Problem(500, "fault", "nothing was changed") from error


async def _shown(documents: Reader, message: DefineProperty) -> None:
    """Wait a moment until a read here shows what was defined."""
    deadline = asyncio.get_running_loop().time() + SHOWN_WITHIN
    while asyncio.get_running_loop().time() < deadline:
        view = await documents.get(PROPERTIES.ref(message.property_id))
        if view is not None and view.sheet == message.sheet:
            return
        await asyncio.sleep(LOOK_EVERY)
