"""`python -m tests.simulation --seeds 200`: live through many evenings, or through one again."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter

from tests.simulation.faults import Fault
from tests.simulation.running import (
    Result,
    lived_through,
    processes,
    quieten,
    result_of,
    run_seeds,
    trace_of,
)


def main() -> int:
    asked = _arguments()
    if asked.seed is not None:
        quieten()
        world = lived_through(asked.seed)
        result = result_of(world)
        _tell(*result.story, f"trace {trace_of(world)}")
        return _report([result], 0.0, every_fault=False)
    started = time.monotonic()
    results = []
    with processes() as pool:
        for result in run_seeds(pool, range(asked.first, asked.first + asked.seeds)):
            results.append(result)
            if result.wrong:
                _tell_wrong(result)
            elif len(results) % 25 == 0:
                _tell(f"{len(results)} of {asked.seeds} seeds lived through")
    return _report(results, time.monotonic() - started, every_fault=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many evenings")
    parser.add_argument("--first", type=int, default=1, help="the first one's seed")
    parser.add_argument("--seed", type=int, help="this evening alone, with its faults in order")
    return parser.parse_args()


def _tell_wrong(result: Result) -> None:
    _tell(f"SEED {result.seed} FAILED: python -m tests.simulation --seed {result.seed}")
    _tell(*(f"  {wrong}" for wrong in result.wrong[:10]))


def _report(results: list[Result], seconds: float, *, every_fault: bool) -> int:
    """Tell what happened how often; 1 where something is wrong, or a fault was never hit."""
    counts: Counter[Fault] = Counter()
    for result in results:
        counts.update(result.faults)
    _tell(*(f"{fault.value:44}{counts[fault]:8}" for fault in Fault))
    failed = sorted(result.seed for result in results if result.wrong)
    never = [fault.value for fault in Fault if not counts[fault]] if every_fault else []
    if len(results) == 1 and failed:
        _tell_wrong(results[0])
    for fault in never:
        _tell(f"NEVER HIT: {fault}")
    summary = {
        "seeds": len(results),
        "failed": failed,
        "never_hit": never,
        "orders": sum(result.orders for result in results),
        "records": sum(result.records for result in results),
        "faults": counts.total(),
        "seconds": round(seconds, 1),
        "seeds_per_second": round(len(results) / seconds, 1) if seconds else None,
    }
    _tell(json.dumps(summary))
    return 1 if failed or never else 0


def _tell(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
