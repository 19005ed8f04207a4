"""Pictures: uploaded by staff, seen by staff, and by whoever holds a link to one. What a hut shows
of itself anybody may see."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from chassis.identity import derived_id
from chassis.links import LinkInvalid
from gateway.access.roles import Permission
from gateway.api.admission import AtClaims, identify
from gateway.api.problems import Problem, declared, missing
from gateway.api.workings import Use, Workings
from gateway.api.writing import WRITES, Write
from gateway.board.card import Answer
from gateway.media.document import PdfDocument
from gateway.media.picture import FORMATS, LARGEST_BYTES, NotAPicture, Picture, picture_of

router = APIRouter(tags=["media"])

PURPOSE = "media"
MediaId = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
BINARY = {"schema": {"type": "string", "format": "binary"}}
UPLOAD: dict[str, Any] = {
    "requestBody": {"required": True, "content": {type: BINARY for type in FORMATS.values()}}
}


class MediaAnswer(Answer):
    """A picture as it was kept. Sides in pixels; `url` is for signed-in people."""

    media_id: str
    url: str
    width: int
    height: int


@router.post(
    "/api/v1/properties/{property}/media",
    operation_id="uploadPicture",
    summary="Upload a picture",
    status_code=201,
    responses=WRITES,
    openapi_extra=UPLOAD,
)
async def upload(here: AtClaims, request: Request, write: Write, workings: Use) -> MediaAnswer:
    """JPEG, PNG or WebP, at most 5 MiB. It is made anew as a JPEG of at most 2000 pixels a side,
    without what the camera noted about place and owner."""
    data = await request.body()
    claim = await write.claim(here.caller, here.property_id, data)
    try:
        picture = await asyncio.to_thread(picture_of, data)
    except NotAPicture as error:
        too_large = len(data) > LARGEST_BYTES
        status, name = (413, "too-large") if too_large else (422, "not-a-picture")
        raise Problem(status, name, errors=[("body", str(error))]) from error
    media_id = derived_id("gateway", "media", claim.command_id)
    await workings.media.keep(media_id, here.property_id, picture, here.caller.actor, claim.at)
    return MediaAnswer(
        media_id=media_id, url=f"/media/{media_id}", width=picture.width, height=picture.height
    )


@router.get(
    "/media/{media}",
    operation_id="getPicture",
    summary="A picture or document",
    response_class=Response,
    responses={
        200: {
            "description": "The picture, or the document of a hut",
            "content": {Picture.CONTENT_TYPE: BINARY, PdfDocument.CONTENT_TYPE: BINARY},
        },
        **declared(404, 422, 503),
    },
)
async def picture(
    media_id: Annotated[str, Path(alias="media", max_length=64)],
    request: Request,
    workings: Use,
    token: Annotated[
        str | None, Query(max_length=1000, description="The token of a link to this picture")
    ] = None,
) -> Response:
    """What a hut shows of itself anybody may see. All else by session or key of somebody who may
    see the property's orders, or by a link; 404 to anybody else."""
    kept = await workings.media.get(media_id)
    if kept is None:
        raise missing()
    by_link = token is not None and _opens(workings, media_id, token)
    if not by_link and not kept.public:
        caller = await identify(request, workings)
        if caller is None or not caller.may(Permission.SEE_ORDERS, kept.property_id):
            raise missing()
    # A document is saved and read outside of our page.
    how = "inline" if kept.content_type == Picture.CONTENT_TYPE else "attachment"
    private = "public, max-age=86400" if kept.public else "private, max-age=3600"
    headers = {"Cache-Control": private, "Content-Disposition": how}
    return Response(kept.data, media_type=kept.content_type, headers=headers)


def photo_links(workings: Workings, media_ids: Iterable[str], until: datetime) -> tuple[str, ...]:
    """Links to pictures for a partner, who has no account with us. Raises the 409 problem of an
    installation without links."""
    wanted = tuple(media_ids)
    if not wanted:
        return ()
    if workings.links is None:
        raise no_links()
    signed = ((id, workings.links.sign(PURPOSE, id, until)) for id in wanted)
    return tuple(workings.settings.url(f"/media/{id}?token={token}") for id, token in signed)


def no_links() -> Problem:
    """This installation has no secret to sign links with."""
    return Problem(409, "no-links", "COMPTOIR_LINK_SECRETS is not set: no link can be made")


def _opens(workings: Workings, media_id: str, token: str) -> bool:
    if workings.links is None:
        return False
    try:
        return workings.links.read(PURPOSE, token, workings.now()) == media_id
    except LinkInvalid:
        return False
