"""The cluster that kubectl points at: what is asked of it, and ways into it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from comptoir_local.engines.waiting import listens, until
from comptoir_local.ports import HOST
from comptoir_local.trouble import Trouble

MARK = "comptoir.dev/for-tests"
SPACE = "comptoir"
NAME = "app.kubernetes.io/name"

Json = dict[str, Any]


async def kubectl(*arguments: str, given: str | None = None) -> str:
    """What kubectl answers. Raises Trouble with its own words where it fails."""
    running = await asyncio.create_subprocess_exec(
        "kubectl",
        *arguments,
        stdin=asyncio.subprocess.PIPE if given is not None else asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await running.communicate(given.encode() if given is not None else None)
    if running.returncode:
        said = f"{out.decode()[-1500:]}\n{err.decode()[-1500:]}".strip()
        raise Trouble(f"kubectl {' '.join(arguments[:4])} failed.", said)
    return out.decode()


async def objects(*arguments: str) -> list[Json]:
    """Objects as the cluster has them."""
    found: Json = json.loads(await kubectl("get", *arguments, "--output", "json"))
    items: list[Json] = found.get("items", [found])
    return items


async def must_be_for_tests() -> str:
    """The context's name, if its cluster is marked for tests. Raises Trouble where it is not."""
    context = (await kubectl("config", "current-context")).strip()
    (space,) = await objects("namespace", "default")
    if space["metadata"].get("labels", {}).get(MARK) != "true":
        raise Trouble(
            f"The cluster of the context {context} is not marked for tests.",
            f"Everything of Comptoir in it would be removed. If that is meant:\n"
            f"kubectl label namespace default {MARK}=true",
        )
    return context


async def pods(name: str, space: str = SPACE) -> list[Json]:
    """The pods of a Deployment that are not on their way out, the oldest first."""
    found = await objects("pods", "--namespace", space, "--selector", f"{NAME}={name}")
    living = [pod for pod in found if "deletionTimestamp" not in pod["metadata"]]
    return sorted(living, key=lambda pod: str(pod["metadata"]["creationTimestamp"]))


def is_ready(pod: Json) -> bool:
    conditions = pod["status"].get("conditions", ())
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)


def tag(pod: Json) -> str:
    """The release that a service's pod runs."""
    return str(pod["spec"]["containers"][0]["image"]).rpartition(":")[2]


async def rolled_out(names: Sequence[str], space: str = SPACE, seconds: int = 240) -> None:
    """Wait until Deployments have all their pods, and none of before."""
    for name in names:
        await kubectl(
            *("rollout", "status", f"deployment/{name}", "--namespace", space),
            f"--timeout={seconds}s",
        )


async def done(job: str, space: str = SPACE, seconds: int = 240) -> None:
    """Wait until a Job has ended well."""
    await kubectl(
        *("wait", f"job/{job}", "--for=condition=Complete", "--namespace", space),
        f"--timeout={seconds}s",
    )


async def machine_address() -> str:
    """Where a node port answers: a machine of the cluster that is not to be drained."""
    stays = await objects("pods", "--all-namespaces", "--selector", "comptoir.dev/stays=true")
    return str(stays[0]["status"]["hostIP"])


@asynccontextmanager
async def forwarded(target: str, space: str, local: int, remote: int) -> AsyncIterator[str]:
    """host:port of this machine that leads to a pod's or service's port, kept open."""
    keeping = asyncio.create_task(_keep_forwarding(target, space, local, remote))
    try:
        await until(f"The way to {target}", lambda: listens(f"{HOST}:{local}"))
        yield f"{HOST}:{local}"
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping


async def _keep_forwarding(target: str, space: str, local: int, remote: int) -> None:
    while True:
        running = await asyncio.create_subprocess_exec(
            *("kubectl", "port-forward", "--namespace", space, "--address", HOST),
            *(target, f"{local}:{remote}"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await running.wait()
        finally:
            if running.returncode is None:
                running.terminate()
                await running.wait()
        await asyncio.sleep(0.5)
