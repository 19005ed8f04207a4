"""Both engines in containers, through testcontainers and whatever Docker it finds."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import docker.errors
from docker.models.containers import Container
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.kafka import BROKER_SETTINGS, CLUSTER_ID, HEAP, answers
from comptoir_local.engines.mongo import CACHE_GB, OPLOG_MB, REPLICA_SET, primary
from comptoir_local.engines.waiting import until
from comptoir_local.ports import HOST, EnginePorts
from comptoir_local.trouble import Trouble

KAFKA_IMAGE = "apache/kafka:4.3.1"
MONGO_IMAGE = "mongo:8.0"
KAFKA_PORT, MONGO_PORT = 9092, 27017
# Where data lies that is kept in memory: no image has this folder, so its user may write there.
IN_MEMORY = "/in-memory"
_BETWEEN_BROKERS, _CONTROLLER = 29092, 29093


@dataclass(frozen=True)
class _Engine:
    """One container to be: `port` on 127.0.0.1 leads to `inner` inside."""

    name: str
    image: str
    port: int
    inner: int
    in_memory: bool
    command: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)


class ContainerEngines:
    """One container each, published on 127.0.0.1 alone and found again by a name with its port.

    `stop` keeps the containers and with them their data, unless that lies `in_memory`; `wipe`
    removes both.
    """

    def __init__(
        self,
        ports: EnginePorts,
        kafka_image: str = KAFKA_IMAGE,
        mongo_image: str = MONGO_IMAGE,
        *,
        in_memory: bool = False,
    ) -> None:
        self._kafka = _kafka(kafka_image, ports.kafka, in_memory)
        self._mongo = _mongo(mongo_image, ports.mongo, in_memory)

    @classmethod
    def from_environment(cls, ports: EnginePorts, *, in_memory: bool = False) -> "ContainerEngines":
        """Image names from COMPTOIR_KAFKA_IMAGE and COMPTOIR_MONGO_IMAGE, where set."""
        return cls(
            ports,
            os.environ.get("COMPTOIR_KAFKA_IMAGE", KAFKA_IMAGE),
            os.environ.get("COMPTOIR_MONGO_IMAGE", MONGO_IMAGE),
            in_memory=in_memory,
        )

    @property
    def addresses(self) -> EngineAddresses:
        return EngineAddresses(
            kafka=f"{HOST}:{self._kafka.port}",
            mongo=f"mongodb://{HOST}:{self._mongo.port}/?directConnection=true",
        )

    async def start(self) -> EngineAddresses:
        """Return once both answer; raise Trouble, with both stopped again, when one does not."""
        member, mongo = f"{HOST}:{MONGO_PORT}", f"{HOST}:{self._mongo.port}"
        try:
            await asyncio.gather(
                *(asyncio.to_thread(_bring_up, engine) for engine in (self._kafka, self._mongo))
            )
            await asyncio.gather(
                until("Kafka's container", lambda: answers(self.addresses.kafka)),
                until("MongoDB's container", lambda: primary(mongo, member)),
            )
        except Trouble:
            await self.stop()
            raise
        return self.addresses

    async def stop(self) -> None:
        """Stop both gracefully; what they hold stays inside them."""
        await asyncio.to_thread(_end, [self._kafka, self._mongo], False)

    async def wipe(self) -> None:
        """Remove both, with all they hold."""
        await asyncio.to_thread(_end, [self._kafka, self._mongo], True)


def _kafka(image: str, port: int, in_memory: bool) -> _Engine:
    # The broker's own traffic cannot go through the published port, so it has a listener inside.
    settings = BROKER_SETTINGS | {
        "listeners": f"OUTSIDE://:{KAFKA_PORT},INSIDE://{HOST}:{_BETWEEN_BROKERS},"
        f"CONTROLLER://{HOST}:{_CONTROLLER}",
        "advertised.listeners": f"OUTSIDE://{HOST}:{port},INSIDE://{HOST}:{_BETWEEN_BROKERS}",
        "listener.security.protocol.map": "OUTSIDE:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name": "INSIDE",
        "controller.listener.names": "CONTROLLER",
        "controller.quorum.voters": f"1@{HOST}:{_CONTROLLER}",
    }
    if in_memory:
        settings["log.dirs"] = f"{IN_MEMORY}/kafka"
    env = {f"KAFKA_{name.upper().replace('.', '_')}": value for name, value in settings.items()}
    env |= {"CLUSTER_ID": CLUSTER_ID, "KAFKA_HEAP_OPTS": HEAP}
    return _Engine(f"comptoir-kafka-{port}", image, port, KAFKA_PORT, in_memory, env=env)


def _mongo(image: str, port: int, in_memory: bool) -> _Engine:
    command = ["mongod", "--replSet", REPLICA_SET, "--bind_ip_all"]
    command += ["--wiredTigerCacheSizeGB", str(CACHE_GB), "--oplogSize", str(OPLOG_MB)]
    command += ["--dbpath", IN_MEMORY] if in_memory else []
    return _Engine(f"comptoir-mongo-{port}", image, port, MONGO_PORT, in_memory, command)


def _bring_up(engine: _Engine) -> None:
    with _client() as client:
        found = _find(client, engine.name)
        if found is not None:
            found.start()  # does nothing to one that runs
            return
        # They outlive the command that starts them, so no reaper may follow its end.
        testcontainers_config.ryuk_disabled = True
        container = DockerContainer(engine.image).with_name(engine.name).with_envs(**engine.env)
        # Docker takes a pair of address and port here; a bare port would be open to the network.
        container.ports[f"{engine.inner}/tcp"] = (HOST, engine.port)  # type: ignore[assignment]
        if engine.command:
            container.with_command(engine.command)
        if engine.in_memory:
            container.with_tmpfs_mount(IN_MEMORY)
        try:
            container.start()
        finally:
            container.get_docker_client().client.close()


def _end(engines: list[_Engine], wipe: bool) -> None:
    with _client() as client:
        for engine in engines:
            if (container := _find(client, engine.name)) is None:
                continue
            if wipe:
                container.remove(force=True, v=True)
            else:
                container.stop(timeout=20)


def _find(client: DockerClient, name: str) -> Container | None:
    try:
        return client.client.containers.get(name)
    except docker.errors.NotFound:
        return None


@contextmanager
def _client() -> Iterator[DockerClient]:
    try:
        client = DockerClient()
        try:
            yield client
        finally:
            client.client.close()
    except docker.errors.DockerException as error:
        raise Trouble(
            f"Docker refused: {error}",
            "ENGINES=containers needs a running Docker engine (DOCKER_HOST) and the images "
            "COMPTOIR_KAFKA_IMAGE and COMPTOIR_MONGO_IMAGE; `ENGINES=local` needs neither.",
        ) from error
