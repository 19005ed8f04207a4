"""Handing the guest's link out at the desk."""

from __future__ import annotations

from fastapi import APIRouter

from contracts.guest_links import PATH, PURPOSE, good_until
from contracts.message import Instant
from gateway.api.admission import AtOrder
from gateway.api.media import no_links
from gateway.api.problems import Problem, missing
from gateway.api.workings import Use
from gateway.api.writing import WRITES, Write
from gateway.board.card import Answer

router = APIRouter(prefix="/api/v1/properties/{property}/orders/{order}", tags=["guests"])


class GuestLinkAnswer(Answer):
    """Whoever holds the link follows the order, until then."""

    url: str
    good_until: Instant


@router.post(
    "/guest-link",
    operation_id="makeGuestLink",
    summary="A link for the guest",
    responses=WRITES,
)
async def make_guest_link(here: AtOrder, write: Write, workings: Use) -> GuestLinkAnswer:
    """The same as the one in the guest's messages: to show, to print, to send."""
    await write.claim(here.caller, here.property_id)
    content = here.order.content
    if content is None:
        raise missing()
    if workings.links is None:
        raise no_links()
    until = good_until(content.placed_at)
    if until <= workings.now():
        raise Problem(409, "link-over", "the order is too old for a link")
    token = workings.links.sign(PURPOSE, here.order_id, until)
    return GuestLinkAnswer(url=workings.settings.url(f"{PATH}{token}"), good_until=until)
