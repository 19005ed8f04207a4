"""What one run measures, and the aims it is held against."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Size:
    """How much is done for each figure."""

    orders: int = 20_000
    commands: int = 40_000
    history: int = 1_000_000
    rate: int = 100
    seconds: int = 30
    calm: int = 20  # seconds of looking at the idle system
    reads: int = 500
    connections: int = 64
    bookings: int = 6_000


@dataclass(frozen=True)
class Figure:
    """One line of the table. `floor` is the bare script's figure, or what it is compared with;
    `reached` is None where there is no aim."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    aim: str = ""
    reached: bool | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None


@dataclass
class Figures:
    """All that was measured, `raw` in full and `lines` for people."""

    lines: list[Figure] = field(default_factory=list)
    raw: dict[str, Any] = field(default_factory=dict)

    def plain(self, name: str, value: float, unit: str, note: str = "") -> None:
        self.lines.append(Figure(name, value, unit, note=note))

    def at_least(
        self, name: str, value: float, unit: str, floor: float, share: float, note: str = ""
    ) -> None:
        """A rate that should be no less than a share of the floor's."""
        aim, reached = f"at least {share} of the floor", value >= share * floor
        self.lines.append(Figure(name, value, unit, floor, aim, reached, note))

    def at_most(
        self, name: str, value: float, unit: str, floor: float, times: float, note: str = ""
    ) -> None:
        """A time that should be no more than some times the floor's."""
        aim, reached = f"at most {times} times", value <= times * floor
        self.lines.append(Figure(name, value, unit, floor, aim, reached, note))

    def below(self, name: str, value: float, unit: str, limit: float, note: str = "") -> None:
        self.lines.append(
            Figure(name, value, unit, None, f"under {limit:g} {unit}", value < limit, note)
        )

    def above(self, name: str, value: float, unit: str, limit: float, note: str = "") -> None:
        self.lines.append(
            Figure(name, value, unit, None, f"at least {limit:g} {unit}", value >= limit, note)
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "figures": [{**asdict(line), "ratio": line.ratio} for line in self.lines],
            "raw": self.raw,
        }
