"""Fixtures of the notifier's tests: the simulated partners."""

from tests.support.partners import partners, partners_running

__all__ = ["partners", "partners_running"]
