"""Starts the orders service."""

from chassis.run import run
from orders.app import build
from orders.settings import Settings

if __name__ == "__main__":
    settings = Settings()
    run(build(settings), settings)
