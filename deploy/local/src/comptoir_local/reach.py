"""Where an installation's engines are, for commands that work on one wherever it runs."""

from __future__ import annotations

import os
from dataclasses import dataclass

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.home import Home
from comptoir_local.state import State
from comptoir_local.trouble import Trouble


@dataclass(frozen=True)
class Reach:
    """`namespace` is put before every topic, group and database."""

    engines: EngineAddresses
    namespace: str

    @classmethod
    def of(cls, home: Home) -> Reach:
        """By COMPTOIR_KAFKA, COMPTOIR_MONGO and COMPTOIR_NAMESPACE; what is not set is as the last
        `comptoir up` chose. Raises Trouble naming what is missing."""
        last = State.load(home)
        known = last.pair(home).addresses if last else EngineAddresses("", "")
        kafka = os.environ.get("COMPTOIR_KAFKA") or known.kafka
        mongo = os.environ.get("COMPTOIR_MONGO") or known.mongo
        for name, address in (("COMPTOIR_KAFKA", kafka), ("COMPTOIR_MONGO", mongo)):
            if not address:
                raise Trouble(
                    f"{name} is not set, and nothing was ever started under {home.root}.",
                    "For example COMPTOIR_KAFKA=kafka.example:9092 and "
                    "COMPTOIR_MONGO=mongodb://mongo.example:27017/?replicaSet=rs0",
                )
        default = last.namespace if last else ""
        return cls(EngineAddresses(kafka, mongo), os.environ.get("COMPTOIR_NAMESPACE", default))
