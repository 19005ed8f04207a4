"""The gateway's settings; the only reader of the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import DirectoryPath, Field

from chassis.settings import ChassisSettings

PAGE = Path(__file__).parents[2] / "web"


class Settings(ChassisSettings):
    """`COMPTOIR_WEB`: the folder of the page (default: `web/` beside this package's source tree;
    an installation from wheels must set it). `COMPTOIR_ANSWER_WAIT`: seconds that a write waits for
    its answer before it says 202. `COMPTOIR_HEARTBEAT`: seconds between signs of life on a stream,
    and between two looks at whether its session still stands."""

    web: DirectoryPath = Field(default=PAGE, validate_default=True)
    answer_wait: float = Field(default=5.0, gt=0)
    heartbeat: float = Field(default=15.0, gt=0)
