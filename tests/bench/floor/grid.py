"""`python -m tests.bench.floor.grid MONGO DATABASE PROPERTY FIRST PORT`: a bare grid of nights.

Reads a year of a hut's nights along the same index and writes their cells as JSON. Nobody is asked
who they are, nothing is put into rows, there is no framework.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from typing import Any

import uvicorn
from pydantic_core import to_json
from pymongo import AsyncMongoClient
from pymongo.read_concern import ReadConcern

NIGHTS = 365
FIELDS = {"_id": 0, "state.night": 1, "state.closing": 1, "state.cells": 1}


class Grid:
    """One ASGI application: every request is for the same year."""

    def __init__(self, mongo: str, database: str, property_id: str, first: str) -> None:
        self._mongo, self._database = mongo, database
        end = date.fromisoformat(first) + timedelta(days=NIGHTS)
        between = {"$gte": first, "$lt": end.isoformat()}
        self._where = {"state.property_id": property_id, "state.night": between}
        self._nights: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        found = await self._nights.find(self._where, FIELDS).sort("state.night", 1).to_list()
        cells = ",".join(row["state"]["cells"] for row in found)
        nights = to_json([row["state"]["night"] for row in found]).decode()
        body = f'{{"nights":{nights},"cells":[{cells}]}}'.encode()
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _lifespan(self, receive: Any, send: Any) -> None:
        await receive()
        client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(self._mongo)
        database = client.get_database(self._database, read_concern=ReadConcern("majority"))
        self._nights = database["planning_days"]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await client.close()
        await send({"type": "lifespan.shutdown.complete"})


def main() -> None:
    *told, port = sys.argv[1:]
    uvicorn.run(Grid(*told), port=int(port), access_log=False, log_level="warning")


if __name__ == "__main__":
    main()
