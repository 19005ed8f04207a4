"""The only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """A host and port to listen on; port 0 takes a free one."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Reads `host:port`. Raises ValueError when it is not that."""
        host, separator, port = text.rpartition(":")
        if not separator or not host or not port.isdecimal():
            raise ValueError(f"{text!r} is not of the form host:port")
        return cls(host, int(port))


@dataclass(frozen=True)
class Settings:
    """What the process of simulators needs to know before it starts. `url` is where others reach
    it; None: where it listens."""

    http: Address
    smtp: Address
    bridge_url: str
    seed: int
    url: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Reads the `PARTNERS_*` variables; each has a default for a developer's machine."""
        return cls(
            http=Address.parse(environment.get("PARTNERS_HTTP", "127.0.0.1:8020")),
            smtp=Address.parse(environment.get("PARTNERS_SMTP", "127.0.0.1:8025")),
            bridge_url=environment.get("PARTNERS_BRIDGE_URL", "http://127.0.0.1:8001"),
            seed=int(environment.get("PARTNERS_SEED", "1")),
            url=environment.get("PARTNERS_URL"),
        )
