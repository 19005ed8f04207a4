"""A breaker per partner: who does not answer is left in peace for a while, then asked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FAILURES_TO_OPEN = 5
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 60.0


@dataclass(slots=True)
class Breaker:
    """One partner's. Times are a monotonic clock's seconds."""

    failures: int = 0
    pause: float = FIRST_PAUSE
    open_until: float = 0.0
    probing: bool = False

    def shut(self, now: float) -> bool:
        """Whether nothing may be sent now."""
        if self.failures < FAILURES_TO_OPEN:
            return False
        return self.probing or now < self.open_until

    def begin(self) -> None:
        """Something is being sent; after a pause, it is the one that tries."""
        self.probing = self.failures >= FAILURES_TO_OPEN

    def succeeded(self) -> None:
        self.failures, self.pause, self.probing = 0, FIRST_PAUSE, False

    def failed(self, now: float) -> None:
        self.failures += 1
        if self.failures >= FAILURES_TO_OPEN:
            self.open_until = now + self.pause
            self.pause = min(LONGEST_PAUSE, self.pause * 2)
        self.probing = False


class Breakers:
    """All partners'. A partner without failures needs none. Times are as in `Breaker`."""

    def __init__(self) -> None:
        self._by_partner: dict[str, Breaker] = {}

    def shut(self, now: float) -> set[str]:
        """Partners to whom nothing may be sent now."""
        return {partner for partner, one in self._by_partner.items() if one.shut(now)}

    def next_opening(self, now: float) -> float | None:
        """Seconds until the next of them may be tried again, if any is shut."""
        waits = [one.open_until - now for one in self._by_partner.values() if one.failures]
        return min((wait for wait in waits if wait > 0), default=None)

    def admitted(self, due: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Of a partner that is being tried after a pause, only the first piece of work."""
        chosen, tried = [], set()
        for row in due:
            one = self._by_partner.get(str(row["partner"]))
            if one is not None and one.failures >= FAILURES_TO_OPEN:
                if row["partner"] in tried:
                    continue
                tried.add(row["partner"])
            chosen.append(row)
        return chosen

    def of(self, partner: str) -> Breaker:
        return self._by_partner.setdefault(partner, Breaker())
