"""`python -m deploy.observe.look`: a real Prometheus beside what `comptoir up` started.

Then every expression of every dashboard is asked; those that have no answer are named, and alerts
that fire. With `--stay` Prometheus stays until it is interrupted.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from comptoir_local.home import Home, default_root
from comptoir_local.lifecycle import installation_of
from comptoir_local.ports import HOST, free_ports
from comptoir_local.processes import SERVICES, Installation
from comptoir_local.state import State
from deploy.observe.dashboards import expressions

HERE = Path(__file__).parent
PROMETHEUS = HERE.parents[1] / ".tooling" / "prometheus" / "prometheus"
STARTING_SECONDS = 30


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def configuration(to: Installation, every: str, rules: Path) -> str:
    """What Prometheus reads: this installation's services, and the rules in a folder."""
    targets = "\n".join(
        f'      - {{targets: ["{HOST}:{process.port(to.ports)}"],'
        f" labels: {{service: {process.name}}}}}"
        for process in SERVICES
        if process.port is not None
    )
    return (
        f"global: {{scrape_interval: {every}, evaluation_interval: {every}}}\n"
        f"rule_files: [{rules}/*.yml]\n"
        "scrape_configs:\n  - job_name: comptoir\n    static_configs:\n" + targets + "\n"
    )


@asynccontextmanager
async def prometheus(
    to: Installation, every: str = "5s", rules: Path = HERE / "prometheus" / "rules"
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a Prometheus that watches an installation, while the context lasts."""
    (port,) = free_ports(1)
    with tempfile.TemporaryDirectory(prefix="comptoir-look-") as folder:
        config = Path(folder) / "prometheus.yml"
        config.write_text(configuration(to, every, rules))
        server = await asyncio.create_subprocess_exec(
            str(PROMETHEUS),
            f"--config.file={config}",
            f"--storage.tsdb.path={folder}/data",
            f"--web.listen-address={HOST}:{port}",
            "--log.level=warn",
        )
        try:
            async with httpx.AsyncClient(
                base_url=f"http://{HOST}:{port}/api/v1", trust_env=False
            ) as client:
                await _started(client)
                yield client
        finally:
            server.terminate()
            await server.wait()


async def _started(client: httpx.AsyncClient) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            if (await client.get("/status/buildinfo")).is_success:
                return
        await asyncio.sleep(0.2)
    raise TimeoutError("Prometheus does not answer")


async def asked(client: httpx.AsyncClient, expression: str) -> list[dict[str, Any]]:
    """What an expression gives now, one entry per series."""
    answer = (await client.get("/query", params={"query": expression})).raise_for_status()
    found: list[dict[str, Any]] = answer.json()["data"]["result"]
    return found


async def firing(client: httpx.AsyncClient) -> dict[str, str]:
    """Alerts that are pending or fire: name and summary, and which of both."""
    alerts = (await client.get("/alerts")).raise_for_status().json()["data"]["alerts"]
    return {
        f"{one['labels']['alertname']}: {one['annotations']['summary']}": one["state"]
        for one in alerts
    }


async def _look(seconds: int, stay: bool) -> int:
    home = Home.at(default_root())
    state = State.load(home)
    if state is None:
        say("Nothing runs here: `make up` first.")
        return 1
    async with prometheus(installation_of(home, state)) as client:
        say(f"Prometheus at {client.base_url}; looking for {seconds} s ...")
        await asyncio.sleep(seconds)
        empty = [
            (name, expression)
            for name, expression in expressions()
            if not await asked(client, expression)
        ]
        total = len(list(expressions()))
        say(f"{total - len(empty)} of {total} expressions have an answer.")
        for name, expression in empty:
            say(f"  none: {name}: {expression}")
        for alert, how in (await firing(client)).items():
            say(f"  {how}: {alert}")
        if stay:
            await asyncio.Event().wait()
    return 0


def main(
    seconds: Annotated[int, typer.Option(min=10)] = 90,
    stay: Annotated[bool, typer.Option("--stay")] = False,
) -> None:
    """Have Prometheus watch what runs here, and ask all that the dashboards ask."""
    raise typer.Exit(asyncio.run(_look(seconds, stay)))


if __name__ == "__main__":
    typer.run(main)
