"""The gateway in two, as a large installation runs it: one process answers, another keeps views."""

from __future__ import annotations

from dataclasses import replace

from comptoir_local.ports import HOST, free_ports
from comptoir_local.processes import SERVICES, Installation, Process
from gateway.settings import Role

GATEWAY = next(process for process in SERVICES if process.name == "gateway")


def in_role(role: Role) -> Process:
    """The gateway's own process at its own door, or the view builder at doors that are free now."""
    told = {"COMPTOIR_GATEWAY_ROLE": role.value}
    if role is Role.HTTP:
        return replace(GATEWAY, env=lambda to: GATEWAY.env(to) | told)
    door, operators = free_ports(2)
    told["COMPTOIR_HTTP"], told["COMPTOIR_OPERATOR_HTTP"] = f"{HOST}:{door}", f"{HOST}:{operators}"

    def environment(to: Installation) -> dict[str, str]:
        return GATEWAY.env(to) | told

    return replace(GATEWAY, name="views", env=environment, port=lambda ports: door, operators=None)
