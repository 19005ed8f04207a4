"""What the settings say that each role may do is what the gateway lets it do."""

from __future__ import annotations

import json
from pathlib import Path

from gateway.access.roles import PERMISSIONS, Permission, Role

WEB = Path(__file__).parents[2] / "services" / "gateway" / "web"
SHOWN = WEB / "src" / "pages" / "settings" / "people" / "roles.json"


def test_the_table_of_roles_is_the_gateways_own() -> None:
    shown = {Role(role): set(may) for role, may in json.loads(SHOWN.read_text()).items()}
    assert shown == {role: set(may) for role, may in PERMISSIONS.items()}


def test_every_permission_has_a_row_in_its_own_order() -> None:
    assert json.loads(SHOWN.read_text())["manager"] == list(Permission)
