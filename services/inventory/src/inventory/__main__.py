"""Starts the inventory service."""

from chassis.run import run
from inventory.app import build
from inventory.settings import Settings

if __name__ == "__main__":
    settings = Settings()
    run(build(settings), settings)
