"""Starts the service."""

from __future__ import annotations

from chassis.run import run
from pms_bridge.app import build
from pms_bridge.settings import Settings

if __name__ == "__main__":
    settings = Settings()
    run(build(settings), settings)
