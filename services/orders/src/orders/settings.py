"""Settings of the orders service: those that every service has."""

from chassis.settings import ChassisSettings


class Settings(ChassisSettings):
    """Read once, at start, from `COMPTOIR_...`."""
