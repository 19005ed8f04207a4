"""Serves the page: its files, and the page itself under every address that it draws by itself."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

# Addresses of the page's own making; mails link to /board?order=ID.
DRAWN_BY_THE_PAGE = frozenset({"", ".", "board"})


class Page(StaticFiles):
    """Static files that a browser asks about again each time (ETag), so a new release shows."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder)

    async def get_response(self, path: str, scope: Scope) -> Response:
        asked = "index.html" if path in DRAWN_BY_THE_PAGE else path
        response = await super().get_response(asked, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response
