"""Where pictures are kept: the one seam that knows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gridfs.errors import FileExists

from chassis.database import Database
from chassis.service import Unavailable
from gateway.media.picture import Picture

BUCKET = "media"


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept picture and whose it is."""

    media_id: str
    property_id: str
    data: bytes


class MediaStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(
        self, media_id: str, property_id: str, picture: Picture, by: str, at: datetime
    ) -> None:
        """Keep a picture under an id; kept there before, it stays as it is. Raises `Unavailable`
        while the same request is being carried out a second time."""
        about = {
            "property_id": property_id,
            "content_type": Picture.CONTENT_TYPE,
            "width": picture.width,
            "height": picture.height,
            "by": by,
            "at": at,
        }
        try:
            await self._database.put_file(BUCKET, media_id, picture.data, about)
        except FileExists as error:
            raise Unavailable("the same picture is being kept right now") from error

    async def get(self, media_id: str) -> Kept | None:
        found = await self._database.get_file(BUCKET, media_id)
        return None if found is None else Kept(media_id, found[1]["property_id"], found[0])

    async def unknown(self, media_ids: Iterable[str], property_id: str) -> list[str]:
        """Those that are no pictures of this property."""
        wanted = list(media_ids)
        known = await self._database.file_ids(BUCKET, wanted, {"property_id": property_id})
        return [id for id in wanted if id not in known]
