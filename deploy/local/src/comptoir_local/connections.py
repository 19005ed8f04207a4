"""The bridge's connections file for the simulated partners of this machine."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from comptoir_local.own_secrets import OwnSecrets
from comptoir_local.ports import HOST, Ports
from comptoir_local.trouble import Trouble

if TYPE_CHECKING:
    from comptoir_local.processes import Installation

EXAMPLE = Path(__file__).with_name("connections.example.json")
# The example's secrets are public, so that they are only places for an installation's own.
_PUBLIC_SECRET = re.compile(r"for-the-simulated-[a-z]+-only")


def write_connections(installation: Installation, example: Path = EXAMPLE) -> Path:
    """Write the example with this installation's addresses of simulators and secrets in it.

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
    target.write_text(filled_in(example.read_text(), simulators, installation.secrets))
    return target


def filled_in(example: str, simulators: str, own: OwnSecrets) -> str:
    """The example's text, with the simulators' host:port and an installation's own secrets."""
    text = example.replace(f"{HOST}:{Ports.partners}", simulators)
    return _PUBLIC_SECRET.sub(lambda found: own.named(found.group()), text)


def ordering_partners(connections: Path) -> dict[str, list[str]]:
    """With which partners each property may place orders: those that take callbacks."""
    if not connections.exists():
        return {}
    pages = json.loads(connections.read_text()).get("ordering_pages", {})
    found: dict[str, list[str]] = {}
    for partner_id, page in pages.items():
        for property_id in page["properties"] if page.get("callback_url") else ():
            found.setdefault(property_id, []).append(partner_id)
    return found
