"""Serves the built page: its files, and the page itself under every address that it draws."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from gateway.api.guard import content_policy

# Addresses that the page draws by itself; mails link to /board?order=ID.
DRAWN_BY_THE_PAGE = re.compile(r"(|\.|board|sign-in|nowhere|operations|p/[^/]+(/.*)?)")
# What the build names by its content never changes under its name.
NAMED_BY_CONTENT = "assets/"
BY_READER = {"Vary": "Accept", "Cache-Control": "no-cache"}
FOREVER = "public, max-age=31536000, immutable"
NONCE_PLACE = 'name="style-nonce" content=""'
# The copies that the build leaves beside a file, the smallest first.
COPIES = (("br", ".br"), ("gzip", ".gz"))
REFUSED = re.compile(r"q=0(\.0{0,3})?")


class Page(StaticFiles):
    """The build's folder. Files that it names by their content are kept by browsers for good; the
    others are asked about again each time (ETag), so a new release shows at once. Maps on it take
    their tiles from the origins `pictures_from`."""

    def __init__(self, folder: Path, pictures_from: Sequence[str] = ()) -> None:
        super().__init__(directory=folder)
        self._pictures_from = pictures_from
        index = folder / "index.html"
        self._index = index.read_text() if index.is_file() else None
        self._files = {str(file.relative_to(folder)) for file in folder.rglob("*")}

    async def get_response(self, path: str, scope: Scope) -> Response:
        if DRAWN_BY_THE_PAGE.fullmatch(path) and scope["method"] in {"GET", "HEAD"}:
            return self._drawn()
        try:
            response = await self._smallest(path, scope)
        except HTTPException as missing:
            if missing.status_code != 404 or of_the_api(path):
                raise
            # Who opened it is told by the page, and by JSON a program: two answers at one address.
            if not opened_by_a_person(scope):
                raise HTTPException(404, headers=BY_READER) from missing
            response = self._drawn(status=404)
            response.headers.update(BY_READER)
            return response
        kept = response.status_code < 400 and path.startswith(NAMED_BY_CONTENT)
        response.headers["Cache-Control"] = FOREVER if kept else "no-cache"
        return response

    def _drawn(self, status: int = 200) -> Response:
        """The page, with a fresh nonce for the styles that it makes while it runs."""
        if self._index is None:
            raise HTTPException(404)
        nonce = secrets.token_urlsafe(16)
        page = self._index.replace(NONCE_PLACE, f'name="style-nonce" content="{nonce}"')
        headers = {
            "Cache-Control": "no-cache",
            "Content-Security-Policy": content_policy(
                style_nonce=nonce, pictures_from=self._pictures_from
            ),
        }
        return HTMLResponse(page, status, headers=headers)

    async def _smallest(self, path: str, scope: Scope) -> Response:
        """A file, as the smallest copy that the browser takes."""
        accepted = Headers(scope=scope).get("accept-encoding", "")
        for encoding, suffix in COPIES:
            if takes(accepted, encoding) and path + suffix in self._files:
                response = await super().get_response(path + suffix, scope)
                response.headers["Content-Encoding"] = encoding
                response.headers["Vary"] = "Accept-Encoding"
                return response
        return await super().get_response(path, scope)


def of_the_api(path: str) -> bool:
    return path == "api" or path.startswith("api/")


def opened_by_a_person(scope: Scope) -> bool:
    """Whether this is an address that somebody typed or followed, and no program's question."""
    return "text/html" in Headers(scope=scope).get("accept", "")


def takes(accepted: str, encoding: str) -> bool:
    """Whether who sent an Accept-Encoding header takes an encoding (RFC 9110, 12.5.3): a weight of
    0 refuses it, and `*` stands for each that is not named."""
    named: dict[str, bool] = {}
    for part in accepted.lower().split(","):
        name, *parameters = (word.strip() for word in part.split(";"))
        named[name] = not any(REFUSED.fullmatch(parameter) for parameter in parameters)
    return named.get(encoding, named.get("*", False))
