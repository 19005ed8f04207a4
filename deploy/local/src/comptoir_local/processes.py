"""The processes of one installation, as data: what runs, on which port, with which settings."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from comptoir_local.connections import ordering_partners
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.home import Home
from comptoir_local.own_secrets import OwnSecrets
from comptoir_local.ports import HOST, Ports

SMS_SENDER = "Comptoir"


@dataclass(frozen=True)
class Installation:
    """What every process is told: folders, ports, engines and names."""

    home: Home
    ports: Ports
    engines: EngineAddresses
    namespace: str = ""
    log_level: str = "INFO"

    @property
    def public_url(self) -> str:
        return f"http://{HOST}:{self.ports.gateway}"

    @property
    def partners_url(self) -> str:
        return f"http://{HOST}:{self.ports.partners}"

    @property
    def connections(self) -> str:
        """The bridge's connections: the operator's own file, else the one made for this machine."""
        return os.environ.get("COMPTOIR_CONNECTIONS") or str(self.home.root / "connections.json")

    @cached_property
    def secrets(self) -> OwnSecrets:
        """This installation's own; made, where it has none yet."""
        return OwnSecrets.of(self.home.root)


Environment = Callable[[Installation], dict[str, str]]


@dataclass(frozen=True)
class Process:
    """One process, run as `python -m module`.

    `port` says where it serves `/ready`; without one it is ready as soon as it runs. A `service`
    reads Kafka in a group of its own name and tells its figures on `/metrics`; `operators` says
    where its door for operators is.
    """

    name: str
    module: str
    env: Environment
    port: Callable[[Ports], int] | None = None
    service: bool = False
    operators: Callable[[Ports], int] | None = None

    def ports(self, ports: Ports) -> tuple[int, ...]:
        """All ports that it listens on."""
        return tuple(port(ports) for port in (self.port, self.operators) if port)

    def url(self, installation: Installation, path: str) -> str | None:
        """Where it answers `path`, None when it has no door."""
        if self.port is None:
            return None
        return f"http://{HOST}:{self.port(installation.ports)}{path}"


def service_environment(installation: Installation, port: int, operators: int) -> dict[str, str]:
    """What every service is told. `operators` is the port of its door for them."""
    return {
        "COMPTOIR_KAFKA": installation.engines.kafka,
        "COMPTOIR_MONGO": installation.engines.mongo,
        "COMPTOIR_NAMESPACE": installation.namespace,
        "COMPTOIR_HTTP": f"{HOST}:{port}",
        "COMPTOIR_LOG_LEVEL": installation.log_level,
        "COMPTOIR_OPERATOR_HTTP": f"{HOST}:{operators}",
        "COMPTOIR_OPERATOR_SECRET": installation.secrets.named("operator"),
    }


def link_environment(installation: Installation) -> dict[str, str]:
    """What those are told who sign links or believe them."""
    return {
        "COMPTOIR_PUBLIC_URL": installation.public_url,
        "COMPTOIR_LINK_SECRETS": json.dumps([installation.secrets.named("links")]),
    }


def notifier_environment(installation: Installation) -> dict[str, str]:
    """Where mails, text messages and pop-ups go: to the simulators."""
    secrets, ports = installation.secrets, installation.ports
    return {
        "COMPTOIR_SMTP": f"smtp://{HOST}:{ports.smtp}",
        "COMPTOIR_MAIL_FROM": "Comptoir <comptoir@localhost>",
        "COMPTOIR_SMS_URL": installation.partners_url,
        "COMPTOIR_SMS_ACCOUNT": secrets.sms_account,
        "COMPTOIR_SMS_TOKEN": secrets.sms_token,
        "COMPTOIR_SMS_FROM": SMS_SENDER,
        "COMPTOIR_SMS_STATUS_URL": f"http://{HOST}:{ports.notifier}",
        "COMPTOIR_VAPID_PRIVATE_KEY": secrets.vapid_private,
        "COMPTOIR_PUSH_SERVICES": json.dumps([f"{HOST}:{ports.partners}"]),
    }


def gateway_environment(installation: Installation) -> dict[str, str]:
    partners = ordering_partners(Path(installation.connections))
    return {
        "COMPTOIR_VAPID_PUBLIC_KEY": installation.secrets.vapid_public,
        "COMPTOIR_ORDERING_PARTNERS": json.dumps(partners),
        "COMPTOIR_SERVICE_ADDRESSES": json.dumps(
            {
                process.name: f"http://{HOST}:{process.operators(installation.ports)}"
                for process in SERVICES
                if process.operators
            }
        ),
    }


def visitor_environment(installation: Installation) -> dict[str, str]:
    """What those are told who use an installation from outside: its traffic and its seeding."""
    return {
        "COMPTOIR_HOME": str(installation.home.root),
        "COMPTOIR_KAFKA": installation.engines.kafka,
        "COMPTOIR_MONGO": installation.engines.mongo,
        "COMPTOIR_NAMESPACE": installation.namespace,
        "COMPTOIR_PUBLIC_URL": installation.public_url,
        "COMPTOIR_BRIDGE_URL": f"http://{HOST}:{installation.ports.pms_bridge}",
        "COMPTOIR_CONNECTIONS": installation.connections,
        "COMPTOIR_PARTNERS_URL": installation.partners_url,
    }


PARTNERS = Process(
    name="partners",
    module="partners",
    port=lambda ports: ports.partners,
    env=lambda to: {
        "PARTNERS_HTTP": f"{HOST}:{to.ports.partners}",
        "PARTNERS_SMTP": f"{HOST}:{to.ports.smtp}",
        "PARTNERS_BRIDGE_URL": f"http://{HOST}:{to.ports.pms_bridge}",
    },
)
SERVICES = (
    Process(
        name="orders",
        module="orders",
        port=lambda ports: ports.orders,
        env=lambda to: service_environment(to, to.ports.orders, to.ports.orders_operators),
        service=True,
        operators=lambda ports: ports.orders_operators,
    ),
    Process(
        name="inventory",
        module="inventory",
        port=lambda ports: ports.inventory,
        env=lambda to: service_environment(to, to.ports.inventory, to.ports.inventory_operators),
        service=True,
        operators=lambda ports: ports.inventory_operators,
    ),
    Process(
        name="notifier",
        module="notifier",
        port=lambda ports: ports.notifier,
        env=lambda to: (
            service_environment(to, to.ports.notifier, to.ports.notifier_operators)
            | link_environment(to)
            | notifier_environment(to)
        ),
        service=True,
        operators=lambda ports: ports.notifier_operators,
    ),
    Process(
        name="pms-bridge",
        module="pms_bridge",
        port=lambda ports: ports.pms_bridge,
        env=lambda to: (
            service_environment(to, to.ports.pms_bridge, to.ports.pms_bridge_operators)
            | {"COMPTOIR_CONNECTIONS": to.connections}
        ),
        service=True,
        operators=lambda ports: ports.pms_bridge_operators,
    ),
    Process(
        name="gateway",
        module="gateway",
        port=lambda ports: ports.gateway,
        env=lambda to: (
            service_environment(to, to.ports.gateway, to.ports.gateway_operators)
            | link_environment(to)
            | gateway_environment(to)
        ),
        service=True,
        operators=lambda ports: ports.gateway_operators,
    ),
)
TRAFFIC = Process(name="traffic", module="comptoir_local.traffic", env=visitor_environment)
SEED = Process(name="seed", module="comptoir_local.seed", env=visitor_environment)

# Started one after the other, stopped the other way round.
BEFORE_SEED: tuple[tuple[Process, ...], ...] = ((PARTNERS,), SERVICES)
ALL_PROCESSES: tuple[Process, ...] = (PARTNERS, *SERVICES, TRAFFIC)
