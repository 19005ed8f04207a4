"""The only reader of the environment."""

from __future__ import annotations

from pathlib import Path

from chassis.settings import ChassisSettings


class Settings(ChassisSettings):
    """`connections` is the path of the connections file (`COMPTOIR_CONNECTIONS`): it holds
    secrets, so in production it is a mounted secret."""

    connections: Path
