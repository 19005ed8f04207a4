"""Which port everything listens on, and how to shift or choose them."""

import random
import socket
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

HOST = "127.0.0.1"
SHIFT = "`--ports-from N` (or COMPTOIR_PORT_BASE=N)"

# Below the range from which Linux takes the ports of outgoing connections, so that a port
# found free is not taken by a client between the look and its use.
_CHOICE = range(20_000, 32_000)


@dataclass(frozen=True)
class EnginePorts:
    kafka: int = 19092
    controller: int = 19093
    mongo: int = 27117

    @classmethod
    def free(cls) -> "EnginePorts":
        return cls(*free_ports(3))


@dataclass(frozen=True)
class Ports:
    """Every port of one installation on 127.0.0.1."""

    gateway: int = 8000
    pms_bridge: int = 8001
    orders: int = 8011
    inventory: int = 8012
    notifier: int = 8013
    partners: int = 8020
    smtp: int = 8025
    # Where each service has its door for operators.
    gateway_operators: int = 8030
    pms_bridge_operators: int = 8031
    orders_operators: int = 8041
    inventory_operators: int = 8042
    notifier_operators: int = 8043
    kafka: int = 19092
    controller: int = 19093
    mongo: int = 27117

    @classmethod
    def from_base(cls, base: int) -> "Ports":
        """All ports in one block of 118 starting at `base`, which is the gateway's."""
        services = {
            field.name: base + getattr(cls, field.name) - cls.gateway
            for field in fields(cls)
            if getattr(cls, field.name) < cls.kafka
        }
        return cls(**services, kafka=base + 92, controller=base + 93, mongo=base + 117)

    @classmethod
    def free(cls) -> "Ports":
        return cls(*free_ports(len(fields(cls))))

    @property
    def engines(self) -> EnginePorts:
        return EnginePorts(kafka=self.kafka, controller=self.controller, mongo=self.mongo)

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """`count` different free ports of 127.0.0.1, outside the range of outgoing connections. Nobody
    else who looks for free ones is given them while this process lives."""
    found: list[int] = []
    for port in random.sample(_CHOICE, len(_CHOICE)):
        if len(found) == count:
            break
        if is_free(port) and _claimed(port):
            found.append(port)
    return found


def _claimed(port: int) -> bool:
    """Whether this process is the first to want the port: who does takes the UDP port of the same
    number, which the system gives to one process and takes back at its end."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as claim:
        try:
            claim.bind((HOST, port))
        except OSError:
            return False
        claim.detach()  # stays open until the process ends
    return True


def taken(ports: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Those (name, port) pairs on which somebody already listens."""
    return [(name, port) for name, port in ports if not is_free(port)]
