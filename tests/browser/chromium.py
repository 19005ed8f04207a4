"""Which Chromium the tests look through, and how it is started."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@cache
def executable() -> str:
    """`COMPTOIR_CHROMIUM`, else the first that `deploy/local/chromium.sh` finds."""
    if chosen := os.environ.get("COMPTOIR_CHROMIUM"):
        return chosen
    script = CHECKOUT / "deploy" / "local" / "chromium.sh"
    return subprocess.run(
        [script, "find"], check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


def launch_options() -> dict[str, Any]:
    return {"executable_path": executable(), "args": list(FLAGS), "headless": True}
