"""A thing that is on or off, on the control API."""

from pydantic import BaseModel, ConfigDict


class Switch(BaseModel):
    """Body of a request that turns something on or off."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool
