"""The weeks before the evening, in the gateway's read model: busy Fridays, quiet Mondays, a meal
now and then that did not come or was paid back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pymongo import MongoClient

from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID, SHEET
from comptoir_local.processes import Installation
from contracts.billing import FolioSettled
from contracts.deliveries import (
    Courier,
    CourierAssigned,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryPlaced,
    reference_of,
)
from contracts.message import Message
from contracts.money import Amount
from contracts.refunds import DeliveryRefunded
from partners.demo_data import House, order
from pms_bridge.door.intake_body import IntakeOrder
from tests.bench.history import Rows, fold

DAYS = 75
A_DAY = (5, 6, 7, 8, 13, 14, 9)  # from Monday to Sunday, give or take two
ZONE = ZoneInfo(SHEET["time_zone"])
COURIERS = tuple(
    Courier(name=name, phone="+33639980001", vehicle="vélo") for name in ("Malik", "Inès", "Chiara")
)
CANCELLED, REFUNDED = 0.04, 0.07


def live_through(installation: Installation, house: House) -> int:
    """Write the orders of the last weeks; how many there were."""
    dice, now = random.Random(7), datetime.now(UTC)
    rows: Rows = {}
    placed = list(_evenings(dice, now))
    for n, at in enumerate(placed):
        for name, row in fold(_life(dice, house, n, at), now):
            rows.setdefault(name, []).append(row)
    with MongoClient[dict[str, Any]](installation.engines.mongo) as client:
        database = client[f"{installation.namespace}comptoir-gateway"]
        for name, made in rows.items():
            database[name].insert_many(made, ordered=False)
    return len(placed)


def _evenings(dice: random.Random, now: datetime) -> Iterator[datetime]:
    """When guests ordered: most between seven and nine in the evening."""
    today = now.astimezone(ZONE).date()
    for days in range(DAYS, 0, -1):
        day = today - timedelta(days=days)
        for _ in range(A_DAY[day.weekday()] + dice.randint(-2, 2)):
            minutes = min(dice.gauss(105, 45), 230)
            at = datetime.combine(day, time(18, 30), ZONE) + timedelta(minutes=max(minutes, 0))
            yield at.astimezone(UTC)


def _life(dice: random.Random, house: House, n: int, at: datetime) -> list[Message]:
    """What happened to the n-th order, which was placed at this instant."""
    body = order(dice, dice.choice(house.guests), PROPERTY_ID, f"past-{n}", at)
    request = IntakeOrder.model_validate(body).command(PARTNER_ID)
    about: dict[str, Any] = {"property_id": PROPERTY_ID, "order_id": request.order_id}
    guest = {"guest_id": request.guest_id}
    taken = at + timedelta(minutes=dice.randint(3, 9))
    brought = at + timedelta(minutes=min(dice.gauss(34, 7), 70))
    amount, luck = request.content.amount, dice.random()
    life: list[Message] = [
        DeliveryPlaced(
            **about, **guest, reference=reference_of(request.order_id), content=request.content
        )
    ]
    if luck < CANCELLED:
        return [*life, DeliveryCancelled(**about, occurred_at=taken)]
    life.append(CourierAssigned(**about, **guest, courier=dice.choice(COURIERS), occurred_at=taken))
    life.append(DeliveryDelivered(**about, occurred_at=max(brought, taken + timedelta(minutes=9))))
    life.append(FolioSettled(**about, amount=amount))
    if luck < CANCELLED + REFUNDED:
        life.append(_paid_back(about, amount, brought + timedelta(minutes=25)))
    return life


def _paid_back(about: dict[str, Any], amount: Amount, at: datetime) -> DeliveryRefunded:
    """The amount's first tax line is paid back; often that is all of it."""
    line = amount.tax_lines[0]
    back = Amount(currency=amount.currency, tax_lines=(line,))
    return DeliveryRefunded(
        **about,
        refund_id="R1",
        amount=back,
        refunded=back,
        in_full=back.total == amount.total,
        reason="Il manquait un plat",
        occurred_at=at,
    )
