"""Which ordering page is calling: what it signs is what it says."""

from __future__ import annotations

from pms_bridge.connections import Connections, OrderingPage
from pms_bridge.door.bodies import PARTNER
from pms_bridge.door.description import Parameter
from pms_bridge.door.endpoint import Call
from pms_bridge.door.problems import Reason, not_let_in
from pms_bridge.door.signatures import Signed, ordering_page_signed, time_in

_SIGNATURE = b"comptoir-signature"

SIGNED_BY_A_PAGE = (
    Parameter("comptoir-partner", "header", "The page's id with us"),
    Parameter(
        "comptoir-signature", "header", "`t=SECONDS,v1=HEX`, see the guide for ordering pages"
    ),
)


def page_calling(call: Call, connections: Connections, now: float) -> tuple[str, OrderingPage]:
    """The partner's id and its page. Raises `ProblemFound` 401."""
    partner = call.header(PARTNER)
    page = connections.ordering_pages.get(partner)
    secrets = page.secrets if page else ()
    # Looked at for an unknown caller too, so that the time it takes tells nothing.
    signed = ordering_page_signed(call.header(_SIGNATURE), call.body, secrets, now)
    if page is None:
        raise not_let_in(Reason.UNKNOWN_CALLER)
    if signed is not Signed.RIGHT:
        stale = signed is Signed.STALE
        raise not_let_in(Reason.STALE_SIGNATURE if stale else Reason.WRONG_SIGNATURE)
    return partner, page


def signed_at(call: Call) -> str:
    """When a page that was let in signed this sending, in Unix seconds as it wrote them: the same
    for a copy of the request, another one where the page signs anew."""
    return time_in(call.header(_SIGNATURE))
