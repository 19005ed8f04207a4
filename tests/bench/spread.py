"""Many times in a few figures."""

from __future__ import annotations

from collections.abc import Sequence


def spread(took: Sequence[float]) -> dict[str, float]:
    """Median, 90th and 99th percentile (nearest rank), largest and count; raises on none."""
    if not took:
        raise ValueError("nothing was measured")
    ordered = sorted(took)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3)

    return {"p50": at(0.5), "p90": at(0.9), "p99": at(0.99), "max": at(1), "count": len(ordered)}
