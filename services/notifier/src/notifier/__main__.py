"""Starts the notifier service."""

from chassis.run import run
from notifier.app import build
from notifier.settings import Settings

if __name__ == "__main__":
    settings = Settings()
    run(build(settings), settings)
