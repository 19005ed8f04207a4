"""Evenings of faults end well; without one of the guards they do not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing.pool import Pool

import pytest

from tests.simulation.evening import ORDERS
from tests.simulation.faults import Fault
from tests.simulation.guards import EVERY_GUARD, Guard
from tests.simulation.running import processes, run_seed, run_seeds

SEEDS = range(1, 51)
CONTROL_SEEDS = range(1, 81)
AT_ONCE = 4


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with processes() as pool:
        yield pool


@pytest.mark.timeout(900)
def test_whatever_goes_wrong_every_view_folio_and_mail_comes_out_right(pool: Pool) -> None:
    results = list(run_seeds(pool, SEEDS))
    faults: Counter[Fault] = Counter()
    for result in results:
        faults.update(result.faults)
    assert {result.seed: result.wrong for result in results if result.wrong} == {}
    assert sorted(result.seed for result in results) == list(SEEDS)
    assert {result.orders for result in results} == {ORDERS}
    assert [fault for fault in Fault if not faults[fault]] == []


@pytest.mark.timeout(300)
def test_a_seed_replays_exactly_whatever_order_sets_have() -> None:
    assert _told_of_seed(7, hash_seed=1) == _told_of_seed(7, hash_seed=2)


def _told_of_seed(seed: int, *, hash_seed: int) -> str:
    """What the command tells of one seed: each fault when and where it struck, and the trace."""
    command = [sys.executable, "-m", "tests.simulation", "--seed", str(seed)]
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "trace " in done.stdout
    return done.stdout


# Two owners of one partition: what epochs and versions are there for.
OVERLAPS = frozenset(
    {Fault.REBALANCE, Fault.PAUSE_DECIDED, Fault.PAUSE_COMMITTED, Fault.TOPIC_HELD_BACK}
)


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("without", "likelier", "verdict", "lately"),
    [
        ({Guard.INBOX}, frozenset(), "chassis_parked_keys", 1),
        ({Guard.EPOCH}, OVERLAPS, "goes from|pending", 16),
        # Behind the epoch the version filter is a second line: it is missed where both are gone.
        ({Guard.EPOCH, Guard.VERSION}, OVERLAPS, "is not the fold|two messages are number", 1),
        ({Guard.RECOVERY}, frozenset(), "unpublished", 1),
        ({Guard.LOOKUP}, frozenset(), "the PMS holds", 3),
    ],
    ids=["inbox", "epoch", "version", "recovery", "lookup"],
)
def test_without_a_guard_the_count_fails(
    pool: Pool, without: set[Guard], likelier: frozenset[Fault], verdict: str, lately: int
) -> None:
    """`lately` is the seed that was guilty when this was written: it is tried first, as one that is
    guilty may be rare."""
    seeds = [lately, *(seed for seed in CONTROL_SEEDS if seed != lately)]
    guilty = _first_guilty(pool, seeds, without, likelier, verdict)
    assert guilty is not None, f"nobody misses {sorted(without)}"
    # The very same evening is good with all guards in place.
    assert run_seed(guilty, likelier=likelier).wrong == []


def _first_guilty(
    pool: Pool,
    seeds: Sequence[int],
    without: set[Guard],
    likelier: frozenset[Fault],
    verdict: str,
) -> int | None:
    later = (seeds[n : n + AT_ONCE] for n in range(1, len(seeds), AT_ONCE))
    for some in (seeds[:1], *later):
        for result in run_seeds(pool, some, EVERY_GUARD - without, likelier):
            if any(re.search(verdict, wrong) for wrong in result.wrong):
                return result.seed
    return None
