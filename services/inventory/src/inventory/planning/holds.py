"""What one stay holds at one property, attempt by attempt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pydantic import Field

from chassis.documents import Collection, Document, Index
from contracts.planning import HoldRefusal, Place, Shortage
from contracts.selling import Night

# A stock type on a night.
Spot = tuple[Night, str]


class Step(NamedTuple):
    """A stay of `before` persons in a stock type on a night becomes one of `after`; 0 is none."""

    night: Night
    stock_type_id: str
    before: int
    after: int


class Hold(Document):
    """Kept under `hold_id_of`. A stay occupies the most that any attempt in `live` asks for.

    What was refused stays refused and what was released stays released, so that a repeat gets the
    same answer, and a hold that comes after its own release takes nothing. `last_night` is the
    last that it has ever held.
    """

    property_id: str
    order_id: str
    last_night: Night | None = None
    live: dict[int, tuple[Place, ...]] = Field(default_factory=dict)
    refused: dict[int, tuple[Shortage, ...]] = Field(default_factory=dict)
    released: tuple[int, ...] = ()

    def said(self, attempt: int, places: Sequence[Place]) -> tuple[Shortage, ...] | None:
        """What was answered about an attempt already: nothing lacks where it is held. None where
        it is new."""
        if attempt in self.live:
            return ()
        if attempt in self.released:
            return tuple(
                Shortage(
                    night=place.night,
                    stock_type_id=place.stock_type_id,
                    reason=HoldRefusal.RELEASED,
                    short=place.persons,
                )
                for place in places
            )
        return self.refused.get(attempt)

    def occupied(self) -> Mapping[Spot, int]:
        """The persons that it occupies places for, per stock type and night."""
        return _most(self.live.values())

    def steps(self, other: Hold) -> list[Step]:
        """What becomes otherwise on which night when this hold becomes that one."""
        before, after = self.occupied(), other.occupied()
        return [
            Step(*spot, before.get(spot, 0), after.get(spot, 0))
            for spot in dict.fromkeys((*after, *before))
            if before.get(spot) != after.get(spot)
        ]

    def holding(self, attempt: int, places: tuple[Place, ...]) -> Hold:
        last = max(place.night for place in places)
        if self.last_night is not None:
            last = max(last, self.last_night)
        live = {**self.live, attempt: places}
        return self.model_copy(update={"live": live, "last_night": last})

    def refusing(self, attempt: int, lacking: tuple[Shortage, ...]) -> Hold:
        return self.model_copy(update={"refused": {**self.refused, attempt: lacking}})

    def releasing(self, attempt: int) -> Hold:
        live = {number: places for number, places in self.live.items() if number != attempt}
        return self.model_copy(update={"live": live, "released": (*self.released, attempt)})


holds = Collection("holds", Hold, indexes=(Index((("property_id", 1), ("last_night", 1))),))


def _most(attempts: Iterable[tuple[Place, ...]]) -> dict[Spot, int]:
    found: dict[Spot, int] = {}
    for places in attempts:
        for place in places:
            spot = (place.night, place.stock_type_id)
            found[spot] = max(found.get(spot, 0), place.persons)
    return found
