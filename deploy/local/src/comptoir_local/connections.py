"""The bridge's connections file for the simulated partners of this machine."""

import os
from pathlib import Path

from comptoir_local.ports import HOST, Ports
from comptoir_local.processes import Installation
from comptoir_local.trouble import Trouble

EXAMPLE = Path(__file__).parents[2] / "connections.example.json"


def write_connections(installation: Installation, example: Path = EXAMPLE) -> Path:
    """Write the example with the addresses of this installation's simulators in it.

    A file of the operator's own, named by COMPTOIR_CONNECTIONS, is left as it is.
    """
    target = Path(installation.connections)
    if os.environ.get("COMPTOIR_CONNECTIONS"):
        return target
    if not example.exists():
        raise Trouble(f"{example} is missing.", "Run from a full checkout of Comptoir.")
    simulators = f"{HOST}:{installation.ports.partners}"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    target.write_text(example.read_text().replace(f"{HOST}:{Ports.partners}", simulators))
    return target
