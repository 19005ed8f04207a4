"""How everything is: processes, their readiness and memory, and the figures of each service."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import psutil
from prometheus_client.parser import text_string_to_metric_families

from comptoir_local.daemon import Daemon
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.kafka import answers
from comptoir_local.engines.mongo import mongo_answers
from comptoir_local.home import Home
from comptoir_local.lag import lags
from comptoir_local.lifecycle import installation_of
from comptoir_local.processes import ALL_PROCESSES, TRAFFIC, Installation, Process
from comptoir_local.state import State
from comptoir_local.supervisor import PROBE_TIMEOUT, daemon_of, is_ready

FIGURES = {
    "parked_keys": "comptoir_parked_keys",
    "dead_letters": "comptoir_dead_letters",
    "oldest_unpublished_s": "comptoir_outbox_oldest_seconds",
}
BREAKER = "comptoir_breaker_open"


@dataclass(frozen=True)
class Row:
    """One process. Memory in bytes; the figures are None where the process does not tell them.

    `not_answering`: partners of its whose breaker is open, so that what is meant for them waits.
    """

    name: str
    up: bool
    ready: bool
    pid: int | None = None
    since: datetime | None = None
    memory: int | None = None
    lag: int | None = None
    parked_keys: int | None = None
    dead_letters: int | None = None
    oldest_unpublished_s: float | None = None
    not_answering: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        """Whether it is as it should be; the demo's traffic may be switched off."""
        return self.ready or (self.name == TRAFFIC.name and not self.up)


async def status(home: Home, state: State) -> list[Row]:
    """One row per engine and process, in the order in which they start."""
    installation = installation_of(home, state)
    services = [one for one in ALL_PROCESSES if one.service]
    groups = {one.name: f"{installation.namespace}{one.name}" for one in services}
    engines = await engine_rows(home, installation.engines)
    kafka = installation.engines.kafka
    behind = await lags(kafka, groups.values()) if engines[0].ready else {}
    async with httpx.AsyncClient(timeout=PROBE_TIMEOUT, trust_env=False) as client:
        return [
            *engines,
            *await asyncio.gather(
                *(
                    process_row(one, installation, client, behind.get(groups.get(one.name, "")))
                    for one in ALL_PROCESSES
                )
            ),
        ]


async def engine_rows(home: Home, engines: EngineAddresses) -> tuple[Row, Row]:
    """Kafka's row and MongoDB's."""
    kafka, mongo = await asyncio.gather(
        answers(engines.kafka), mongo_answers(engines.mongo, PROBE_TIMEOUT)
    )
    return _engine_row("kafka", home, kafka), _engine_row("mongo", home, mongo)


def _engine_row(name: str, home: Home, ready: bool) -> Row:
    """Engines in containers or elsewhere have no process of ours, but are up when they answer."""
    pid, since, memory = _vitals(Daemon(name, home.run, home.logs))
    return Row(name, up=ready or pid is not None, ready=ready, pid=pid, since=since, memory=memory)


async def process_row(
    process: Process, installation: Installation, client: httpx.AsyncClient, lag: int | None
) -> Row:
    """One process's row; `lag` is its group's, measured for all services at once."""
    pid, since, memory = _vitals(daemon_of(process, installation))
    if pid is None:
        return Row(process.name, up=False, ready=False)
    ready_url, metrics_url = (process.url(installation, path) for path in ("/ready", "/metrics"))
    page = await _metrics(client, metrics_url) if process.service and metrics_url else ""
    figures = figures_in(page)
    return Row(
        process.name,
        up=True,
        ready=ready_url is None or await is_ready(client, ready_url),
        pid=pid,
        since=since,
        memory=memory,
        lag=lag,
        parked_keys=_whole(figures.get("parked_keys")),
        dead_letters=_whole(figures.get("dead_letters")),
        oldest_unpublished_s=figures.get("oldest_unpublished_s"),
        not_answering=not_answering_in(page),
    )


def _vitals(daemon: Daemon) -> tuple[int | None, datetime | None, int | None]:
    record = daemon.running()
    process = daemon.process(record) if record else None
    if record is None or process is None:
        return None, None, None
    try:
        family = [process, *process.children(recursive=True)]
        memory = sum(one.memory_info().rss for one in family)
    except psutil.NoSuchProcess:
        return None, None, None
    return record.pid, datetime.fromtimestamp(record.started, UTC), memory


async def _metrics(client: httpx.AsyncClient, url: str) -> str:
    """The page of Prometheus metrics; empty where there is none."""
    try:
        response = await client.get(url)
    except httpx.HTTPError:
        return ""
    return response.text if response.status_code == httpx.codes.OK else ""


def figures_in(page: str) -> dict[str, float]:
    """The figures a status shows, out of a page of Prometheus metrics; labelled ones are summed."""
    names = {metric: figure for figure, metric in FIGURES.items()}
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(page):
        if figure := names.get(family.name):
            found[figure] = sum(sample.value for sample in family.samples)
    return found


def not_answering_in(page: str) -> tuple[str, ...]:
    """The partners whose breaker is open, out of a page of Prometheus metrics."""
    return tuple(
        sorted(
            sample.labels["partner"]
            for family in text_string_to_metric_families(page)
            if family.name == BREAKER
            for sample in family.samples
            if sample.value
        )
    )


def _whole(figure: float | None) -> int | None:
    return None if figure is None else int(figure)
