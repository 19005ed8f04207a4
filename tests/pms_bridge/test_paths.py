"""Every way that an order may go, from what happens to the lines on the guest's folio: each target
as the orders service tells it, through our handlers and carrier, to the PMS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contracts.billing import BillingTarget, FolioSettled
from contracts.deliveries import ChangeDeliveryRoom
from contracts.message import Message
from partners.client import PartnersClient
from partners.opera.model import ReservationChange
from tests.orders.life import Life
from tests.orders.paths import PATHS, Path
from tests.support.opera import Billing, OurSide

Line = tuple[str, str, int]  # reservation, transaction code, minor units


@pytest.mark.promise("billing converges")
@pytest.mark.parametrize("path", PATHS)
async def test_the_guest_s_folio_holds_exactly_this(
    path: str, opera: OurSide, pms: PartnersClient
) -> None:
    way, billing, life = PATHS[path], Billing(opera), Life()
    if way.stay is not None:
        await pms.change_reservation("LUMIERE", way.payer, ReservationChange(status=way.stay))
    for message in (way.placing, *way.messages):
        await _moves(message, way, pms)
        told = len(life.told)
        for news in life.after(message).told[told:]:
            if isinstance(news, BillingTarget):
                await billing.take(news)
    found = [
        (line.reservation_id, line.transaction_code, line.amount) for line in await pms.postings()
    ]
    assert found == list(_lines(way))
    _ended(billing, way)


async def _moves(message: Message, way: Path, pms: PartnersClient) -> None:
    """Who has another room in the order has it in the PMS, too."""
    if isinstance(message, ChangeDeliveryRoom):
        change = ReservationChange(room=message.room)
        await pms.change_reservation("LUMIERE", way.payer, change)


def _lines(way: Path) -> Iterator[Line]:
    for charge in way.posted:
        for code, gross in zip(("2010", "2020"), charge, strict=True):
            if gross:
                yield (way.payer, code, gross)


def _ended(billing: Billing, way: Path) -> None:
    """A person is asked in the end or not, and if not the folio says that it is settled."""
    if not way.told:
        assert billing.run.folio is None
        return
    waiting = billing.run.now.waiting
    assert (waiting.problem if waiting else None) is way.problem
    if way.problem is None:
        settled = billing.run.messages(FolioSettled)[-1].amount
        assert settled.total == sum(map(sum, way.posted))
