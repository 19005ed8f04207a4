"""A whole installation for tests: five services, the partners, the demo hotel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from comptoir_local import lifecycle
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.choice import Engines
from comptoir_local.ports import Ports
from comptoir_local.processes import Installation
from comptoir_local.state import State
from tests.support.engines import temporary_home


@asynccontextmanager
async def whole_installation(
    engines: EngineAddresses, folder: Path, namespace: str
) -> AsyncIterator[Installation]:
    """Everything `comptoir up` starts but its traffic, on these engines, while the context lasts.

    `namespace` begins the names of its topics, groups and databases; `folder` keeps its secrets
    and logs.
    """
    home = temporary_home(folder)
    state = State(Engines.EXTERNAL, Ports.free(), namespace, engines)
    await lifecycle.up(home, state, traffic=False, say=lambda text: None)
    try:
        yield lifecycle.installation_of(home, state)
    finally:
        await lifecycle.down(home, state, wipe=False, say=lambda text: None)
