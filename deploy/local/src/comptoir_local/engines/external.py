"""Engines that somebody else runs, by address."""

import asyncio
import os
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.kafka import answers
from comptoir_local.engines.waiting import until
from comptoir_local.trouble import Trouble

OLDEST_MONGO = 6
PATIENCE = 15.0


def addresses_from_environment(last: EngineAddresses | None = None) -> EngineAddresses:
    """Addresses from COMPTOIR_KAFKA (host:port) and COMPTOIR_MONGO (URL), else the last ones.

    Raises Trouble naming the variable that is missing.
    """
    kafka = os.environ.get("COMPTOIR_KAFKA") or (last.kafka if last else "")
    mongo = os.environ.get("COMPTOIR_MONGO") or (last.mongo if last else "")
    for name, address in (("COMPTOIR_KAFKA", kafka), ("COMPTOIR_MONGO", mongo)):
        if not address:
            raise Trouble(
                f"ENGINES=external needs {name}, which is not set.",
                "For example COMPTOIR_KAFKA=kafka.example:9092 and "
                "COMPTOIR_MONGO=mongodb://mongo.example:27017/?replicaSet=rs0",
            )
    return EngineAddresses(kafka, mongo)


class ExternalEngines:
    """Checks that both answer and are fit; never starts, stops or removes anything."""

    def __init__(self, addresses: EngineAddresses, patience: float = PATIENCE) -> None:
        self.addresses = addresses
        self._patience = patience

    async def start(self) -> EngineAddresses:
        """Return once both have answered; raise Trouble naming the one that does not."""
        kafka = self.addresses.kafka
        await until(
            f"Kafka at {kafka} (COMPTOIR_KAFKA)", lambda: answers(kafka), None, self._patience
        )
        await asyncio.to_thread(self._check_mongo)
        return self.addresses

    async def stop(self) -> None:
        """Leave them as they are."""

    async def wipe(self) -> None:
        """Leave what they hold: it is not this installation's to remove."""

    def _check_mongo(self) -> None:
        patience = int(self._patience * 1000)
        try:
            with MongoClient[dict[str, Any]](
                self.addresses.mongo, serverSelectionTimeoutMS=patience
            ) as client:
                hello = client.admin.command("hello")
                build = client.admin.command("buildInfo")
        except PyMongoError as error:
            raise Trouble(f"MongoDB (COMPTOIR_MONGO) does not answer: {error}") from error
        if int(build["versionArray"][0]) < OLDEST_MONGO:
            raise Trouble(f"MongoDB {build['version']} is too old; {OLDEST_MONGO}.0 is needed.")
        if "setName" not in hello and hello.get("msg") != "isdbgrid":
            raise Trouble(
                "MongoDB (COMPTOIR_MONGO) is not a replica set, so it has no transactions.",
                "A single node will do: start it with --replSet and run rs.initiate() once.",
            )
