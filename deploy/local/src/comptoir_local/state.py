"""What one `up` chose and the next commands must know, and the lock that keeps them apart."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.choice import EnginePair, Engines, engines_for
from comptoir_local.engines.external import ExternalEngines
from comptoir_local.home import Home
from comptoir_local.ports import Ports
from comptoir_local.trouble import Trouble


@dataclass(frozen=True)
class State:
    """Which engines, ports and namespace; the processes' own records lie beside it.

    `external` are the addresses of engines that somebody else runs. They may hold a password, so
    the file is the owner's alone.
    """

    engines: Engines
    ports: Ports
    namespace: str = ""
    external: EngineAddresses | None = None

    @classmethod
    def load(cls, home: Home) -> "State | None":
        """The state of the last `up`, None where there was none."""
        try:
            known = json.loads(_file(home).read_text())
        except FileNotFoundError:
            return None
        return cls(
            Engines(known["engines"]),
            Ports(**known["ports"]),
            known["namespace"],
            EngineAddresses(**known["external"]) if known["external"] else None,
        )

    def save(self, home: Home) -> None:
        home.root.mkdir(parents=True, exist_ok=True)
        draft = _file(home).with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(asdict(self), indent=2))
        draft.replace(_file(home))

    def pair(self, home: Home) -> EnginePair:
        """The engines of that choice."""
        if self.external is not None:
            return ExternalEngines(self.external)
        return engines_for(self.engines, home, self.ports.engines)


@contextmanager
def only_one(home: Home) -> Iterator[None]:
    """Refuse to start or stop things while another command does; Trouble names its process."""
    home.root.mkdir(parents=True, exist_ok=True)
    with (home.root / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Trouble(
                f"Another comptoir command is at work here (process {file.read().strip()}).",
                "Wait until it has ended.",
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _file(home: Home) -> Path:
    return home.root / "state.json"
