"""The way of a delivery, as plain data: every status change and every courier position."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Status(StrEnum):
    """Statuses of a delivery, as published."""

    PENDING = "pending"
    PICKUP = "pickup"
    PICKUP_COMPLETE = "pickup_complete"
    DROPOFF = "dropoff"
    DELIVERED = "delivered"
    CANCELED = "canceled"
    RETURNED = "returned"


TERMINAL = frozenset({Status.DELIVERED, Status.CANCELED, Status.RETURNED})

End = Literal["delivered", "canceled", "returned"]


class Ending(BaseModel):
    """How a delivery shall end; a cancelled one stops after `at`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    end: End = "delivered"
    at: Literal["pending", "pickup", "pickup_complete"] = "pickup"


@dataclass(frozen=True)
class Stage:
    """A status with the courier's nearness; `lasts_s` seconds of real life before the next."""

    status: Status
    imminent: bool
    lasts_s: float


@dataclass(frozen=True)
class Step:
    """Something a webhook tells, `after_s` seconds after the previous step.

    `progress` is how far the courier has come, from 0 at the restaurant to 1 at the hotel.
    """

    kind: Literal["event.delivery_status", "event.courier_update"]
    status: Status
    imminent: bool
    after_s: float
    progress: float
    remaining_s: float


_WAY = (
    Stage(Status.PENDING, imminent=False, lasts_s=60),
    Stage(Status.PICKUP, imminent=False, lasts_s=240),
    Stage(Status.PICKUP, imminent=True, lasts_s=120),
    Stage(Status.PICKUP_COMPLETE, imminent=False, lasts_s=30),
    Stage(Status.DROPOFF, imminent=False, lasts_s=480),
    Stage(Status.DROPOFF, imminent=True, lasts_s=120),
)
_ON_THE_ROAD = frozenset({Status.PICKUP, Status.PICKUP_COMPLETE, Status.DROPOFF})


def stages(ending: Ending) -> tuple[Stage, ...]:
    """The stages of a delivery that ends so."""
    way: tuple[Stage, ...] = _WAY
    if ending.end == "canceled":
        last = max(i for i, stage in enumerate(_WAY) if stage.status == ending.at)
        way = _WAY[: last + 1]
    return (*way, Stage(Status(ending.end), imminent=False, lasts_s=0))


def steps(ending: Ending, courier_update_s: float) -> Iterator[Step]:
    """All steps in order; a courier's position every `courier_update_s` seconds (0: never)."""
    way = stages(ending)
    total = sum(stage.lasts_s for stage in way)
    elapsed, after_s = 0.0, 0.0
    for stage in way:
        yield _step("event.delivery_status", stage, after_s, elapsed, total)
        after_s = stage.lasts_s
        if courier_update_s and stage.status in _ON_THE_ROAD:
            for n in range(1, int(stage.lasts_s / courier_update_s) + 1):
                passed = elapsed + n * courier_update_s
                yield _step("event.courier_update", stage, courier_update_s, passed, total)
                after_s -= courier_update_s
        elapsed += stage.lasts_s


def _step(
    kind: Literal["event.delivery_status", "event.courier_update"],
    stage: Stage,
    after_s: float,
    elapsed: float,
    total: float,
) -> Step:
    return Step(kind, stage.status, stage.imminent, after_s, elapsed / total, total - elapsed)
