"""The one setting that says where the engines come from."""

from enum import StrEnum
from typing import Protocol

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.external import ExternalEngines, addresses_from_environment
from comptoir_local.engines.local import LocalEngines
from comptoir_local.home import Home
from comptoir_local.ports import EnginePorts


class Engines(StrEnum):
    LOCAL = "local"
    CONTAINERS = "containers"
    EXTERNAL = "external"


class EnginePair(Protocol):
    """Kafka and MongoDB, wherever they are.

    `start` returns once both answer and raises Trouble otherwise; `stop` ends what `start` may
    have started and keeps its data; `wipe` stops and removes the data.
    """

    @property
    def addresses(self) -> EngineAddresses: ...

    async def start(self) -> EngineAddresses: ...

    async def stop(self) -> None: ...

    async def wipe(self) -> None: ...


def engines_for(choice: Engines, home: Home, ports: EnginePorts) -> EnginePair:
    """The engines of that choice; nothing is started or asked yet."""
    match choice:
        case Engines.LOCAL:
            return LocalEngines(home, ports)
        case Engines.CONTAINERS:
            # Docker's client is slow to load, and only this choice needs it.
            from comptoir_local.engines.containers import ContainerEngines

            return ContainerEngines.from_environment(ports)
        case Engines.EXTERNAL:
            return ExternalEngines(addresses_from_environment())
