"""An evening's orders, with everything that goes wrong on one, told to the simulators."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from partners.aftermath import called_off, failed_at_the_door, refunded_early
from partners.client import PartnersClient
from partners.demo_data import House, order
from partners.mishaps import EVERY, Mishap, SentOrder
from partners.ordering_page.model import IntakeTwist, PlaceOrder
from partners.uber.journey import Ending
from partners.uber.model import Mischief

GAP_S = 360.0
"""Mean time between two orders, before it is divided by the speed."""


async def play(
    client: PartnersClient,
    house: House,
    *,
    property_id: str,
    partner_id: str,
    orders: int = 30,
    seed: int = 1,
    first_number: int = 1,
    prefix: str = "LUM",
    speed: float = 60.0,
    mishaps: Sequence[Mishap] = EVERY,
) -> list[SentOrder]:
    """Places `orders` orders of the house's guests, `speed` times as fast as in real life.

    External ids are `prefix-date-number`, counted from `first_number`: give each play of a day its
    own numbers. Returns when the last order has been handed to the ordering page; wait for
    `client.settled` for the couriers, then tell what comes after a delivery with
    `aftermath.afterwards`. How fast couriers go is the account's own `speed`. Every order has one
    of `mishaps`, which may be that it has none.
    """
    dice = random.Random(seed)
    upcoming = _shuffled(mishaps, dice)
    sent: list[SentOrder] = []
    for number in range(first_number, first_number + orders):
        if sent:
            await asyncio.sleep(dice.expovariate(speed / GAP_S))
        now = datetime.now(UTC)
        external_id = f"{prefix}-{now:%Y%m%d}-{number:04}"
        body = order(dice, dice.choice(house.guests), property_id, external_id, now)
        mishap = next(upcoming)
        placed = await client.place_order(_command(partner_id, body, mishap))
        sent.append(SentOrder(mishap, body, placed.delivery_id))
        await _at_once(client, partner_id, body, mishap)
    return sent


async def _at_once(
    client: PartnersClient, partner_id: str, body: dict[str, Any], mishap: Mishap
) -> None:
    """What the page itself tells of an order that no courier ends."""
    match mishap:
        case Mishap.CALLED_OFF:
            await called_off(client, partner_id, body, "Le four est en panne")
        case Mishap.FAILED:
            await failed_at_the_door(client, partner_id, body)
        case Mishap.REFUNDED_EARLY:
            await refunded_early(client, partner_id, body)


def _shuffled(mishaps: Sequence[Mishap], dice: random.Random) -> Iterator[Mishap]:
    """Each once before any comes again, and so many plain orders that about every fifth is one."""
    several = (Mishap.NONE,) * (len(mishaps) // 5) + tuple(mishaps)
    while True:
        yield from dice.sample(several, len(several))


def _command(partner_id: str, body: dict[str, Any], mishap: Mishap) -> PlaceOrder:
    ending, intake = Ending(), IntakeTwist()
    mischief: Mischief | None = None
    match mishap:
        case Mishap.REPEATED_INTAKE:
            intake = IntakeTwist(copies=3)
        case Mishap.LATE_INTAKE:
            intake = IntakeTwist(after_webhooks=2)
        case Mishap.REPEATED_WEBHOOKS:
            mischief = Mischief(duplicate_rate=1)
        case Mishap.REORDERED_WEBHOOKS:
            mischief = Mischief(reorder_rate=0.5)
        case Mishap.LATE_WEBHOOKS:
            mischief = Mischief(delay_rate=0.5, delay_s=2)
        case Mishap.CANCELED:
            ending = Ending(end="canceled")
        case Mishap.RETURNED:
            ending = Ending(end="returned")
    return PlaceOrder(
        partner_id=partner_id,
        order=body,
        book_courier=not mishap.without_courier,
        kitchen=mishap.without_courier or mishap is Mishap.KITCHEN,
        ending=ending,
        intake=intake,
        mischief=mischief,
        # What is told of an order at once, or refunded by its delivery's id, needs the answer.
        wait=mishap.without_courier or mishap in (Mishap.REFUNDED, Mishap.REFUNDED_EARLY),
    )
