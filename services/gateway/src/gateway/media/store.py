"""Where pictures and documents are kept: the one seam that knows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gridfs.errors import FileExists

from chassis.database import Database
from chassis.files import Files
from chassis.service import Unavailable
from gateway.media.document import PdfDocument
from gateway.media.picture import Picture

BUCKET = "media"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept, and whose it is; what is `public` anybody may see."""

    media_id: str
    property_id: str
    data: bytes
    content_type: str
    public: bool


class MediaStore:
    def __init__(self, database: Database) -> None:
        self._files = Files(database, BUCKET)

    async def keep(
        self,
        media_id: str,
        property_id: str,
        kept: Picture | PdfDocument,
        by: str,
        at: datetime,
        *,
        public: bool = False,
    ) -> None:
        """Keep a picture or a document under an id; kept there before, it stays as it is. Raises
        `Unavailable` while the same request is being carried out a second time."""
        about = {
            "property_id": property_id,
            "content_type": kept.CONTENT_TYPE,
            "by": by,
            "at": at,
            "public": public,
        }
        if isinstance(kept, Picture):
            about |= {"width": kept.width, "height": kept.height}
        try:
            await self._files.put(media_id, kept.data, about)
        except FileExists as error:
            raise Unavailable("the same file is being kept right now") from error

    async def get(self, media_id: str) -> Kept | None:
        found = await self._files.get(media_id)
        if found is None:
            return None
        data, about = found
        public = bool(about.get("public"))
        return Kept(media_id, about["property_id"], data, about["content_type"], public)

    async def unknown(self, media_ids: Iterable[str], property_id: str) -> list[str]:
        """Those that are no pictures of this property."""
        wanted = list(media_ids)
        known = await self._files.having(wanted, {"property_id": property_id})
        return [id for id in wanted if id not in known]
