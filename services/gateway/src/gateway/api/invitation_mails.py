"""How the mails went by which people were invited."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field

from contracts.message import Instant
from gateway.api.workings import Workings
from gateway.board.card import Answer
from gateway.people.invitations import INVITATIONS, InvitationState, place_of


class InvitationMail(Answer):
    """How the mail of somebody's newest invitation went. `refused`: for good, and why; they can be
    invited again. The link in it works until `good_until`."""

    state: InvitationState
    at: Instant
    good_until: Instant
    reason: Annotated[str | None, Field(examples=["550 5.1.1 no such mailbox"])] = None


async def mails_to(
    person_ids: Sequence[str], property_id: str, workings: Workings
) -> Mapping[str, InvitationMail]:
    """By person, of those who were invited at this property."""
    documents = workings.runtime.documents
    refs = (INVITATIONS.ref(place_of(property_id, person_id)) for person_id in person_ids)
    found = await asyncio.gather(*(documents.get(ref) for ref in refs))
    return {
        view.person_id: InvitationMail(
            state=view.state, at=view.at, good_until=view.good_until, reason=view.reason
        )
        for view in found
        if view is not None
    }
