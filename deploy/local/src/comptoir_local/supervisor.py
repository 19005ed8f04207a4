"""Starts processes that outlive the command, waits until they are ready, stops them again."""

import asyncio
import os
import sys
from collections.abc import Sequence

import httpx

from comptoir_local.daemon import Daemon
from comptoir_local.engines.preflight import check_ports
from comptoir_local.engines.waiting import until
from comptoir_local.processes import Installation, Process

PATIENCE = 120.0
PROBE_TIMEOUT = 2.0


def daemon_of(process: Process, installation: Installation) -> Daemon:
    """Where this installation records and logs that process."""
    return Daemon(process.name, installation.home.run, installation.home.logs)


class Supervisor:
    """The processes of one wave: they start together and are ready together."""

    def __init__(
        self, installation: Installation, processes: Sequence[Process], patience: float = PATIENCE
    ) -> None:
        self._installation = installation
        self._processes = processes
        self._patience = patience

    async def start(self) -> list[str]:
        """Start those that do not run, wait until all are ready, and name those started.

        Raises Trouble with the end of the log of the one that failed, having stopped again
        whatever this call had started.
        """
        missing = [one for one in self._processes if not self._daemon(one).running()]
        ports = self._installation.ports
        check_ports((one.name, port) for one in missing for port in one.ports(ports))
        try:
            for process in missing:
                self._launch(process)
            async with asyncio.TaskGroup() as waiting:
                for process in self._processes:
                    waiting.create_task(self._ready(process))
        except BaseException as problem:
            await self._stop(missing)
            if isinstance(problem, BaseExceptionGroup):
                raise problem.exceptions[0] from None
            raise
        return [process.name for process in missing]

    async def stop(self) -> list[str]:
        """Stop those that run, all at once and gracefully; name them."""
        running = [one for one in self._processes if self._daemon(one).running()]
        await self._stop(running)
        return [process.name for process in running]

    async def _stop(self, processes: Sequence[Process]) -> None:
        await asyncio.gather(*(self._daemon(process).stop() for process in processes))

    def _launch(self, process: Process) -> None:
        port = process.port(self._installation.ports) if process.port else 0
        self._daemon(process).start(
            [sys.executable, "-m", process.module],
            os.environ | {"PYTHONUNBUFFERED": "1"} | process.env(self._installation),
            port,
        )

    async def _ready(self, process: Process) -> None:
        url = process.url(self._installation, "/ready")
        async with httpx.AsyncClient(timeout=PROBE_TIMEOUT, trust_env=False) as client:

            async def answers() -> bool:
                return url is None or await is_ready(client, url)

            await until(process.name, answers, self._daemon(process), self._patience)

    def _daemon(self, process: Process) -> Daemon:
        return daemon_of(process, self._installation)


async def is_ready(client: httpx.AsyncClient, url: str) -> bool:
    """Whether the process behind `url` says with a 200 that it is ready."""
    try:
        return (await client.get(url)).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
