"""A property: what it is, and defining it."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field, JsonValue

from chassis.service import Reader
from contracts.properties import DefineProperty, Integrations, PropertySheet
from gateway.api.admission import AtProperty, Definer, PropertyPath
from gateway.api.problems import declared, invalid
from gateway.api.workings import Use
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer
from gateway.properties.model import PROPERTIES
from gateway.requests.asking import SHOWN_EVERY, SHOWN_WITHIN

router = APIRouter(prefix="/api/v1/properties/{property}", tags=["properties"])

# A property's id as the messages know it; see `contracts.message.PropertyId`.
PROPERTY_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")

EXAMPLE: JsonValue = {
    "name": "Hôtel Lumière",
    "kind": "hotel",
    "languages": ["fr", "en"],
    "currency": "EUR",
    "time_zone": "Europe/Paris",
    "integrations": {"pms": "two_way", "delivery": True},
    "order_mail": ["desk@lumiere.example"],
}


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
        **ASKS,
    },
)
async def put_property(
    definer: Definer,
    property_id: PropertyPath,
    body: SheetBody,
    write: Write,
    response: Response,
    workings: Use,
) -> PropertyAnswer | Accepted:
    """Creates the property or replaces its sheet. Operations only."""
    if not PROPERTY_ID.fullmatch(property_id):
        raise invalid("path.property", "small letters, digits and hyphens, 2 to 63 of them")
    message = DefineProperty(property_id=property_id, sheet=body.sheet())
    documents = workings.runtime.documents
    known = await documents.get(PROPERTIES.ref(property_id))
    claim = await write.claim(definer, property_id, body, creates=known is None)
    if await write.ask(message, claim.command_id, definer) is None:
        return write.passed_on(claim, f"/api/v1/properties/{property_id}")
    await _shown(documents, message)
    response.status_code = 201 if claim.creates else 200
    return PropertyAnswer(id=property_id, sheet=message.sheet)


async def _shown(documents: Reader, message: DefineProperty) -> None:
    """Wait a moment until a read here shows what was defined: the property's state comes on a topic
    of its own, which may be behind the answer's."""
    deadline = asyncio.get_running_loop().time() + SHOWN_WITHIN
    while asyncio.get_running_loop().time() < deadline:
        view = await documents.get(PROPERTIES.ref(message.property_id))
        if view is not None and view.sheet == message.sheet:
            return
        await asyncio.sleep(SHOWN_EVERY)
