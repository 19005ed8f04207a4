"""A service's documents as a door or a carrier reads them, held in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chassis.documents import Collection, D, Document, Ref


class StoredDocuments:
    """A `chassis.service.Reader` of single documents."""

    def __init__(self, documents: Mapping[Ref[Any], Document] | None = None) -> None:
        self.documents = dict(documents or {})

    async def get(self, ref: Ref[D]) -> D | None:
        found = self.documents.get(ref)
        return found if isinstance(found, ref.collection.model) else None

    async def find(
        self,
        collection: Collection[D],
        where: Mapping[str, Any],
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 100,
    ) -> list[D]:
        raise NotImplementedError("queries are the database's; test them on a real one")
