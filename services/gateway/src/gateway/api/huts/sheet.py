"""What a hut says of itself: read whole, changed part by part, published at once (R10 to R16, R18,
R54)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from contracts.characteristics import FAMILIES
from contracts.hut_requests import (
    SetHutCharacteristics,
    SetHutContact,
    SetHutLinks,
    SetHutPhotos,
    SetHutPosition,
    SetHutTexts,
)
from contracts.huts import (
    Characteristics,
    Code,
    HutContact,
    HutPosition,
    HutSheet,
    HutTexts,
    Link,
    Photos,
)
from contracts.properties import Language
from gateway.api.examples.hut_bodies import (
    CHARACTERISTICS,
    HUT_CONTACT,
    LINKS,
    PHOTOS,
    POSITION,
    TEXTS,
)
from gateway.api.from_json import FromJson
from gateway.api.huts.revisions import Described, Saved, SheetChange
from gateway.api.huts.selling import READS, Revised
from gateway.api.workings import Use
from gateway.api.writing import ASKS, Accepted
from gateway.settings import MapTiles

router = APIRouter(prefix="/api/v1/properties/{property}/hut", tags=["hut"])


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ContactBody(_Body):
    model_config = ConfigDict(json_schema_extra={"examples": [HUT_CONTACT]})
    contact: Annotated[HutContact, FromJson()]


class PositionBody(_Body):
    model_config = ConfigDict(json_schema_extra={"examples": [POSITION]})
    position: Annotated[HutPosition, FromJson()]


class TextsBody(_Body):
    """The texts in one language; where all are empty the language has none."""

    model_config = ConfigDict(json_schema_extra={"examples": [TEXTS]})
    texts: Annotated[HutTexts, FromJson()]


class CharacteristicsBody(_Body):
    model_config = ConfigDict(json_schema_extra={"examples": [CHARACTERISTICS]})
    characteristics: Annotated[Characteristics, FromJson()]


class PhotosBody(_Body):
    """Photos of the library, by their ids."""

    model_config = ConfigDict(json_schema_extra={"examples": [PHOTOS]})
    photos: Annotated[Photos, FromJson()]


class LinksBody(_Body):
    model_config = ConfigDict(json_schema_extra={"examples": [LINKS]})
    links: Annotated[tuple[Link, ...], Field(max_length=60), FromJson()]


class HutAnswer(Revised):
    """The sheet, the families with all codes that a characteristic may have, and what a map of the
    hut may be drawn from (`plan`, `satellite`), which may be nothing."""

    sheet: HutSheet
    families: dict[Code, tuple[Code, ...]]
    map_tiles: dict[str, MapTiles] = Field(default_factory=dict)


@router.get("", operation_id="getHut", summary="What a hut says of itself", responses=READS)
async def get_hut(hut: Described, workings: Use) -> HutAnswer:
    """What was never said is null or empty."""
    return HutAnswer(
        revision=hut.revision,
        sheet=hut.sheet,
        families=dict(FAMILIES),
        map_tiles={name: tiles for name, tiles in workings.settings.map_tiles.items()},
    )


@router.put(
    "/contact",
    operation_id="putHutContact",
    summary="Say who answers for the hut",
    responses=ASKS,
)
async def put_contact(body: ContactBody, change: SheetChange) -> Saved | Accepted:
    """Name and mail are the least (R12)."""
    return await change.ask(
        "contact", body, lambda about, claim: SetHutContact(**about, contact=body.contact)
    )


@router.put(
    "/position",
    operation_id="putHutPosition",
    summary="Move the hut on the map",
    responses=ASKS,
)
async def put_position(body: PositionBody, change: SheetChange) -> Saved | Accepted:
    return await change.ask(
        "position", body, lambda about, claim: SetHutPosition(**about, position=body.position)
    )


@router.put(
    "/texts/{language}",
    operation_id="putHutTexts",
    summary="Describe the hut in a language",
    responses=ASKS,
)
async def put_texts(language: Language, body: TextsBody, change: SheetChange) -> Saved | Accepted:
    return await change.ask(
        "texts",
        body,
        lambda about, claim: SetHutTexts(**about, language=language, texts=body.texts),
    )


@router.put(
    "/characteristics",
    operation_id="putHutCharacteristics",
    summary="Tick what the hut has",
    responses=ASKS,
)
async def put_characteristics(body: CharacteristicsBody, change: SheetChange) -> Saved | Accepted:
    """What no family has is said in free text (R15)."""
    return await change.ask(
        "characteristics",
        body,
        lambda about, claim: SetHutCharacteristics(**about, characteristics=body.characteristics),
    )


@router.put(
    "/photos",
    operation_id="putHutPhotos",
    summary="Choose the photos that are shown",
    responses=ASKS,
)
async def put_photos(body: PhotosBody, change: SheetChange) -> Saved | Accepted:
    """The main one, the warden, and the gallery (R16)."""
    return await change.ask(
        "photos", body, lambda about, claim: SetHutPhotos(**about, photos=body.photos)
    )


@router.put(
    "/links",
    operation_id="putHutLinks",
    summary="Name websites and documents",
    responses=ASKS,
)
async def put_links(body: LinksBody, change: SheetChange) -> Saved | Accepted:
    return await change.ask(
        "links", body, lambda about, claim: SetHutLinks(**about, links=body.links)
    )
