"""Settings of the inventory service."""

from __future__ import annotations

from pydantic import Field

from chassis.settings import ChassisSettings


class Settings(ChassisSettings):
    """Read once, at start, from `COMPTOIR_...`. Times are in seconds."""

    # How long to rest between two audits of all plannings.
    audit_every: float = Field(default=600.0, gt=0)
