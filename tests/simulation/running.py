"""Runs seeds, each by itself, in as many processes as there are cores."""

from __future__ import annotations

import gc
import hashlib
import logging
import multiprocessing
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.pool import Pool

import structlog

from tests.simulation.faults import Fault
from tests.simulation.guards import EVERY_GUARD, Guards
from tests.simulation.verdict import judge
from tests.simulation.world import World


@dataclass(frozen=True, slots=True)
class Result:
    """What one seed came to."""

    seed: int
    wrong: list[str]
    faults: Counter[Fault]
    orders: int
    records: int
    story: list[str]


def run_seed(
    seed: int, guards: Guards = EVERY_GUARD, likelier: frozenset[Fault] = frozenset()
) -> Result:
    """Live through one evening and judge it."""
    world = lived_through(seed, guards, likelier)
    result = result_of(world)
    world.forget()
    return result


def lived_through(
    seed: int, guards: Guards = EVERY_GUARD, likelier: frozenset[Fault] = frozenset()
) -> World:
    """One evening, as it ended."""
    world = World(seed, guards, likelier)
    world.run()
    return world


def result_of(world: World) -> Result:
    return Result(
        world.seed,
        judge(world),
        world.dice.counts,
        len(world.evening.stories),
        sum(len(log) for log in world.broker.logs.values()),
        world.dice.story,
    )


@contextmanager
def processes() -> Iterator[Pool]:
    """As many processes as there are cores, for any number of evenings: starting one takes longer
    than an evening."""
    # Not forked: who calls may have loops and threads, and a child must not inherit them.
    context = multiprocessing.get_context("spawn")
    with context.Pool(os.cpu_count() or 1, initializer=quieten) as pool:
        yield pool


def run_seeds(
    pool: Pool,
    seeds: Iterable[int],
    guards: Guards = EVERY_GUARD,
    likelier: frozenset[Fault] = frozenset(),
) -> Iterator[Result]:
    """Results as they come, in any order."""
    return pool.imap_unordered(_Run(guards, likelier), seeds, chunksize=1)


@dataclass(frozen=True, slots=True)
class _Run:
    guards: Guards
    likelier: frozenset[Fault]

    def __call__(self, seed: int) -> Result:
        return run_seed(seed, self.guards, self.likelier)


def quieten() -> None:
    """For a process that does nothing else: what the chassis has to say about each fault is left
    out, and garbage is looked for only when several evenings' has come together."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        cache_logger_on_first_use=True,
    )
    gc.collect()
    gc.freeze()
    gc.set_threshold(250_000, 5, 5)


def trace_of(world: World) -> str:
    """Every record as it lies on the topics, and all that went wrong, in one figure: the same
    whenever the same happened in the same order."""
    digest = hashlib.sha256("\n".join(world.dice.story).encode())
    for (topic, partition), log in sorted(world.broker.logs.items()):
        digest.update(f"{topic}/{partition}/{len(log)}".encode())
        for record in log:
            digest.update(repr((record.key, record.value, record.headers)).encode())
    return digest.hexdigest()[:16]
