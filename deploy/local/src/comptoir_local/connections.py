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
# One that has to be hexadecimal text, as Paybox's keys are.
_PUBLIC_DIGITS = re.compile(r"(?:0123456789ABCDEF){8}")


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
    bridge = f"{HOST}:{installation.ports.pms_bridge}"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    target.write_text(filled_in(example.read_text(), simulators, bridge, installation.secrets))
    return target


def filled_in(example: str, simulators: str, bridge: str, own: OwnSecrets) -> str:
    """The example's text, with host:port of the simulators and of the bridge's door, and an
    installation's own secrets."""
    text = example.replace(f"{HOST}:{Ports.partners}", simulators)
    text = text.replace(f"{HOST}:{Ports.pms_bridge}/", f"{bridge}/")
    text = _PUBLIC_DIGITS.sub(lambda found: 2 * own.named(found.group()), text)
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
