"""How a part of what a hut sells, or says of itself, is changed: by whoever has seen it as it is
now, or not at all."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Depends, Header, Response
from pydantic import BaseModel, Field

from contracts.catalogue import ShortNight
from contracts.message import Message
from gateway.api.huts.admission import AdmittedToHut, AtHut, AtSelling
from gateway.api.naming import names_of
from gateway.api.problems import ChangedPart, Problem, invalid
from gateway.api.workings import Use, Workings
from gateway.api.writing import Accepted, Write, Writing
from gateway.board.card import Answer
from gateway.huts.model import HutView, sheet_ref, undescribed
from gateway.huts.revised import RevisedView
from gateway.requests.asking import SHOWN_EVERY, SHOWN_WITHIN
from gateway.requests.ledger import Claim
from gateway.selling.model import SELLING, SellingView, not_selling_yet

_ETAG = re.compile(r'"(\d{1,15})"')

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=40,
        description="The `ETag` with which the part was read. Was the part changed since, the "
        "request is refused with what was changed; without it, the last one wins",
        examples=['"12"'],
    ),
]


class Saved(Answer):
    """The part is as it was sent; `changed` is false where it was so already. `undercut` are the
    first nights, of `undercut_count`, on which more is sold than there is now."""

    revision: Annotated[int, Field(examples=[13])]
    changed: bool
    undercut: tuple[ShortNight, ...] = ()
    undercut_count: int = 0


# Makes the request: of what all of them name, and of when it was made first.
Make = Callable[[dict[str, Any], Claim], Message]
Read = Callable[[AdmittedToHut, Workings], Awaitable[RevisedView]]


class Changing:
    """One change of a part, as it came. `read` finds what the part is of, as it is now, which is
    shown at `shown_at` below the property."""

    def __init__(
        self,
        here: AdmittedToHut,
        write: Writing,
        workings: Workings,
        response: Response,
        if_match: str | None,
        read: Read,
        shown_at: str,
    ) -> None:
        self.here = here
        self._write = write
        self._workings = workings
        self._response = response
        self._seen = None if if_match in (None, "", "*") else _revision(if_match or "")
        self._read = read
        self._location = f"/api/v1/properties/{here.property_id}/{shown_at}"

    async def claim(self, body: BaseModel | bytes) -> Claim:
        """Note the change under its key. Raises the 409 problem of a key used otherwise."""
        return await self._write.claim(self.here.caller, self.here.property_id, body)

    async def ask(self, part: str, body: BaseModel, make: Make) -> Saved | Accepted:
        """Have the part changed, and wait a moment until a read here shows it. Raises the 409
        problem of a refusal, or of somebody who was faster."""
        return await self.carry_out(part, await self.claim(body), make)

    async def carry_out(self, part: str, claim: Claim, make: Make) -> Saved | Accepted:
        """The same, for a change that was noted already."""
        here, known = self.here, await self._read(self.here, self._workings)
        seen = self._seen
        if seen is not None and known.is_newest_of(part, seen):
            seen = max(seen, known.revision)  # what else was changed is no part of this
        message = make({"property_id": here.property_id, "revision": seen}, claim)
        try:
            saved = await self._write.asked(message, claim, here.caller, Saved, self._location)
        except Problem as problem:
            if self._seen is None or [field for field, _ in problem.errors] != ["revision"]:
                raise
            raise await self._outrun(self._seen) from problem
        if isinstance(saved, Saved):
            await self._shown(saved.revision)
            self._response.headers["ETag"] = etag(saved.revision)
        return saved

    async def _outrun(self, seen: int) -> Problem:
        """The 409 problem that says what was changed after a revision, and by whom."""
        known = await self._read(self.here, self._workings)
        lasts = known.changed_since(seen)
        actors = {last.by for last in lasts.values() if last.by}
        names = await names_of(self._workings.runtime.database, actors)
        changed = tuple(
            ChangedPart(part=part, revision=one.revision, at=one.at, by=names.get(one.by or ""))
            for part, one in lasts.items()
        )
        detail = "somebody else has changed it since you read it"
        more = {"revision": known.revision, "changed": changed}
        return Problem(409, "changed-meanwhile", detail, more=more)

    async def _shown(self, revision: int) -> None:
        """What changed comes on a topic of its own, which may be behind the answer's."""
        deadline = asyncio.get_running_loop().time() + SHOWN_WITHIN
        while asyncio.get_running_loop().time() < deadline:
            if (await self._read(self.here, self._workings)).revision >= revision:
                return
            await asyncio.sleep(SHOWN_EVERY)


async def selling_at(here: AdmittedToHut, workings: Workings) -> SellingView:
    """What the hut sells now, which may be nothing."""
    known = await workings.runtime.documents.get(SELLING.ref(here.property_id))
    return known or not_selling_yet(here.property_id, here.place.sheet)


async def sheet_at(here: AdmittedToHut, workings: Workings) -> HutView:
    """What the hut says of itself now, which may be nothing."""
    known = await workings.runtime.documents.get(sheet_ref(here.property_id))
    return known or undescribed(here.property_id)


def etag(revision: int) -> str:
    return f'"{revision}"'


def _revision(header: str) -> int:
    found = _ETAG.fullmatch(header.strip())
    if found is None:
        raise invalid("header.If-Match", 'is the `ETag` of an answer, as "12"')
    return int(found.group(1))


async def _changing_selling(
    here: AtSelling, write: Write, workings: Use, response: Response, if_match: IfMatch = None
) -> Changing:
    return Changing(here, write, workings, response, if_match, selling_at, "selling")


async def _changing_sheet(
    here: AtSelling, write: Write, workings: Use, response: Response, if_match: IfMatch = None
) -> Changing:
    return Changing(here, write, workings, response, if_match, sheet_at, "hut")


async def _selling(here: AtHut, workings: Use, response: Response) -> SellingView:
    known = await selling_at(here, workings)
    response.headers["ETag"] = etag(known.revision)
    return known


async def _sheet(here: AtHut, workings: Use, response: Response) -> HutView:
    known = await sheet_at(here, workings)
    response.headers["ETag"] = etag(known.revision)
    return known


Change = Annotated[Changing, Depends(_changing_selling)]
SheetChange = Annotated[Changing, Depends(_changing_sheet)]
# What the hut sells or says of itself, with the `ETag` of its revision on the answer.
Sold = Annotated[SellingView, Depends(_selling)]
Described = Annotated[HutView, Depends(_sheet)]
