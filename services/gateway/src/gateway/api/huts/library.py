"""The hut's library of photos and documents (R17)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from chassis.identity import derived_id
from contracts.hut_requests import (
    AddHutMedium,
    DescribeHutMedium,
    RemoveHutMedium,
    SetHutFolders,
)
from contracts.huts import LARGEST_PHOTO, Folder, Medium, MediumKind
from contracts.selling import Labels
from gateway.api.examples.hut_bodies import FOLDERS, MEDIUM
from gateway.api.from_json import FromJson
from gateway.api.huts.admission import AtSelling
from gateway.api.huts.revisions import Saved, SheetChange
from gateway.api.media import BINARY
from gateway.api.problems import Problem
from gateway.api.texts import Line
from gateway.api.workings import Use
from gateway.api.writing import ASKS, Accepted
from gateway.media.document import NotADocument, PdfDocument, document_of
from gateway.media.picture import FORMATS, LARGEST_BYTES, NotAPicture, Picture, picture_of

router = APIRouter(prefix="/api/v1/properties/{property}/hut", tags=["hut"])

UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {type: BINARY for type in (*FORMATS.values(), PdfDocument.CONTENT_TYPE)},
    }
}
PDF = b"%PDF-"
FolderId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
MediumPath = Annotated[str, Path(alias="media", pattern=r"^[0-9A-Za-z-]{1,64}$")]


class FoldersBody(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [FOLDERS]})
    folders: Annotated[tuple[Folder, ...], Field(max_length=50), FromJson()]


class MediumBody(BaseModel):
    """How something in the library is called, where it lies, and what is written under it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [MEDIUM]})
    name: Annotated[Line, Field(max_length=200)]
    folder_id: FolderId | None = None
    captions: Annotated[Labels, FromJson()] = Field(default_factory=dict)


class UploadedAnswer(Saved):
    """As it is kept: `size` in bytes, the sides of a photo in pixels. Anybody may see it at
    `url`."""

    media_id: str
    url: str
    kind: MediumKind
    size: int
    width: int | None = None
    height: int | None = None


@router.put(
    "/folders",
    operation_id="putHutFolders",
    summary="Name the library's folders",
    responses=ASKS,
)
async def put_folders(body: FoldersBody, change: SheetChange) -> Saved | Accepted:
    """One that holds something is not taken away."""
    return await change.ask(
        "folders", body, lambda about, claim: SetHutFolders(**about, folders=body.folders)
    )


@router.post(
    "/media",
    operation_id="uploadHutMedium",
    summary="Put a photo or a PDF into the library",
    status_code=201,
    responses=ASKS,
    openapi_extra=UPLOAD,
    response_model_exclude_none=True,
)
async def upload(
    here: AtSelling,
    request: Request,
    change: SheetChange,
    workings: Use,
    name: Annotated[Line, Query(max_length=200, description="What it is called")],
    folder: Annotated[FolderId | None, Query(description="The folder it lies in")] = None,
    shrink: Annotated[
        bool, Query(description="Make a photo of more than 500 KB smaller instead of refusing it")
    ] = False,
) -> UploadedAnswer | Accepted:
    """A photo is JPEG, PNG or WebP of at most 500 KB, or 5 MiB with `shrink`; it is made anew as a
    JPEG, without what the camera noted. A document is a PDF of at most 5 MiB that only shows its
    pages."""
    data = await request.body()
    kept = await asyncio.to_thread(_checked, data, shrink=shrink)
    claim = await change.claim(data)
    media_id = derived_id("gateway", "media", claim.command_id)
    by = here.caller.actor
    await workings.media.keep(media_id, here.property_id, kept, by, claim.at, public=True)
    medium = _medium(media_id, kept, name, folder)
    saved = await change.carry_out(
        "media", claim, lambda about, claim: AddHutMedium(**about, medium=medium)
    )
    if isinstance(saved, Accepted):
        return saved
    about = {name: getattr(medium, name) for name in ("media_id", "kind", "size")}
    sides = {"width": medium.width, "height": medium.height, "url": f"/media/{media_id}"}
    return UploadedAnswer(**{**dict(saved), **about, **sides})


@router.put(
    "/media/{media}",
    operation_id="describeHutMedium",
    summary="Name, file and caption something in the library",
    responses=ASKS,
)
async def describe(media_id: MediumPath, body: MediumBody, change: SheetChange) -> Saved | Accepted:
    return await change.ask(
        "media",
        body,
        lambda about, claim: DescribeHutMedium(**about, media_id=media_id, **dict(body)),
    )


@router.delete(
    "/media/{media}",
    operation_id="removeHutMedium",
    summary="Take something out of the library",
    responses=ASKS,
)
async def remove(media_id: MediumPath, change: SheetChange) -> Saved | Accepted:
    """Not while it is shown as a photo, or linked."""
    claim = await change.claim(b"")
    return await change.carry_out(
        "media", claim, lambda about, claim: RemoveHutMedium(**about, media_id=media_id)
    )


def _checked(data: bytes, *, shrink: bool) -> Picture | PdfDocument:
    """What some bytes hold. Raises the problem of what cannot be kept, which says what helps."""
    try:
        if data.startswith(PDF):
            return document_of(data)
        if LARGEST_PHOTO < len(data) <= LARGEST_BYTES and not shrink:
            raise Problem(413, "too-large", _too_large(len(data)), errors=[("body", "too large")])
        return picture_of(data, LARGEST_PHOTO)
    except (NotAPicture, NotADocument) as error:
        too_large = len(data) > LARGEST_BYTES
        status, name = (413, "too-large") if too_large else (422, "not-a-medium")
        raise Problem(status, name, errors=[("body", str(error))]) from error


def _too_large(size: int) -> str:
    return (
        f"The photo has {size / 1024:.0f} KB; {LARGEST_PHOTO // 1024} KB are allowed. Saved as a "
        "JPEG of 800 x 600 pixels it has about 100 KB; with `shrink=true` it is made smaller here."
    )


def _medium(media_id: str, kept: Picture | PdfDocument, name: str, folder_id: str | None) -> Medium:
    photo = isinstance(kept, Picture)
    return Medium(
        media_id=media_id,
        kind=MediumKind.PHOTO if photo else MediumKind.DOCUMENT,
        name=name,
        size=len(kept.data),
        width=kept.width if isinstance(kept, Picture) else None,
        height=kept.height if isinstance(kept, Picture) else None,
        folder_id=folder_id,
    )
