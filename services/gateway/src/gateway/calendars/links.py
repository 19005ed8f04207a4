"""Which stock types have a calendar link, and the mark by which it is known.

Of a link only its mark is kept: the link itself is signed anew from it whenever it is shown. A link
that was taken away is not known any more, and the next one has another mark.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.database import Database, Row
from chassis.links import LinkInvalid, Links

COLLECTION = "calendar_links"
PURPOSE = "stay-calendar"
PATH = "/calendars/"
# Programs subscribe once and for all; whoever wants an end takes the link away.
GOOD_FOR = timedelta(days=10 * 365)


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """The link of one stock type."""

    property_id: str
    stock_type_id: str
    mark: str
    created_at: datetime
    created_by: str | None

    def token(self, links: Links) -> str:
        """The same whenever it is shown."""
        payload = f"{self.property_id}/{self.stock_type_id}/{self.mark}"
        return links.sign(PURPOSE, payload, self.created_at + GOOD_FOR)


class CalendarLinks:
    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def of(self, property_id: str) -> dict[str, CalendarLink]:
        """All links of a property, by stock type."""
        where = {"_id": {"$gte": f"{property_id}/", "$lt": f"{property_id}0"}}
        rows = await self._database.find(COLLECTION, where)
        return {row["stock_type_id"]: _link(row) for row in rows}

    async def make(
        self, property_id: str, stock_type_id: str, mark: str, created_by: str
    ) -> CalendarLink:
        """The link of a stock type: the one that it has, else one with this mark."""
        row: Row = {
            "property_id": property_id,
            "stock_type_id": stock_type_id,
            "mark": mark,
            "created_at": self._now().replace(microsecond=0),
            "created_by": created_by,
        }
        id = f"{property_id}/{stock_type_id}"
        found = await self._database.change_one(
            COLLECTION, {"_id": id}, {"$setOnInsert": row}, upsert=True
        )
        return _link(found or row)

    async def remove(self, property_id: str, stock_type_id: str) -> bool:
        """Take a link away; False where there was none."""
        id = f"{property_id}/{stock_type_id}"
        return await self._database.delete(COLLECTION, {"_id": id}) == 1

    async def opened(self, links: Links, token: str) -> CalendarLink:
        """The link that a token is of. Raises `LinkInvalid`, also where it was taken away."""
        place, _, mark = links.read(PURPOSE, token, self._now()).rpartition("/")
        row = await self._database.find_one(COLLECTION, {"_id": place})
        if row is None or row["mark"] != mark:
            raise LinkInvalid
        return _link(row)


def _link(row: Row) -> CalendarLink:
    return CalendarLink(
        property_id=row["property_id"],
        stock_type_id=row["stock_type_id"],
        mark=row["mark"],
        created_at=row["created_at"],
        created_by=row.get("created_by"),
    )
