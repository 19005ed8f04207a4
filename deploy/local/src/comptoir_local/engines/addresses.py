"""How everything else reaches the two engines."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EngineAddresses:
    """`kafka` is a bootstrap address, host:port; `mongo` a connection URL of a replica set."""

    kafka: str
    mongo: str
