"""What any provider's news about a payment come to: the payment that they name is looked at."""

from __future__ import annotations

import re
from typing import NamedTuple

from chassis.service import Runtime
from contracts.message import PropertyId
from contracts.payments import CheckPayment

_OURS = re.compile(r"([0-9A-Za-z-]{1,64})\.([0-9A-Za-z-]{1,64})")


class Ours(NamedTuple):
    """A payment of ours: its order and itself."""

    order_id: str
    payment_id: str


def ours_in(reference: str) -> Ours | None:
    """What a reference that we gave a provider names; None where it is not one of ours."""
    found = _OURS.fullmatch(reference)
    return None if found is None else Ours(*found.groups())


async def have_looked_at(
    runtime: Runtime, ours: Ours, property_id: PropertyId, provider: str, news: str
) -> None:
    """Ask for a look at a payment. `news` names what was said at that `provider`: the same, said
    again, asks for nothing more. Raises `Unavailable`."""
    await runtime.publish(
        CheckPayment(property_id=property_id, order_id=ours.order_id, payment_id=ours.payment_id),
        id=f"{news}:{ours.payment_id}",
        source=f"/pms-bridge/{provider}/{property_id}",
        actor=f"partner:{provider}",
        correlation_id=ours.order_id,
    )
