"""An evening's orders, with everything that goes wrong on one, told to the simulators."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from partners.client import PartnersClient
from partners.demo_data import House, order
from partners.ordering_page.model import IntakeTwist, PlaceOrder
from partners.uber.journey import End, Ending
from partners.uber.model import Mischief

GAP_S = 360.0
"""Mean time between two orders, before it is divided by the speed."""


class Mishap(StrEnum):
    """What is unusual about an order."""

    NONE = "none"
    REPEATED_INTAKE = "repeated intake"
    REPEATED_WEBHOOKS = "repeated webhooks"
    REORDERED_WEBHOOKS = "reordered webhooks"
    LATE_WEBHOOKS = "late webhooks"
    LATE_INTAKE = "late intake"
    CANCELED = "canceled"
    RETURNED = "returned"


_TEN = (Mishap.NONE, Mishap.NONE, *Mishap)
"""Every ten orders hold each mishap once, in an order of their own."""


@dataclass(frozen=True)
class SentOrder:
    """What was really sent: `order` is the intake's body, `end` how its delivery goes."""

    external_id: str
    end: End
    mishap: Mishap
    order: dict[str, Any]


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
) -> list[SentOrder]:
    """Places `orders` orders of the house's guests, `speed` times as fast as in real life.

    External ids are `prefix-date-number`, counted from `first_number`: give each play of a day its
    own numbers. Returns when the last order has been handed to the ordering page; wait for
    `client.settled` for the couriers. How fast these go is the account's own `speed`.
    """
    dice = random.Random(seed)
    mishaps = _mishaps(dice)
    sent: list[SentOrder] = []
    for number in range(first_number, first_number + orders):
        if sent:
            await asyncio.sleep(dice.expovariate(speed / GAP_S))
        now = datetime.now(UTC)
        external_id = f"{prefix}-{now:%Y%m%d}-{number:04}"
        body = order(dice, dice.choice(house.guests), property_id, external_id, now)
        mishap = next(mishaps)
        command = _command(partner_id, body, mishap)
        await client.place_order(command)
        sent.append(SentOrder(external_id, command.ending.end, mishap, body))
    return sent


def _mishaps(dice: random.Random) -> Iterator[Mishap]:
    while True:
        yield from dice.sample(_TEN, len(_TEN))


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
        ending=ending,
        intake=intake,
        mischief=mischief,
        wait=False,
    )
