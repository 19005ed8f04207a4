"""Fixtures and options that every test may use."""

from hypothesis import HealthCheck, settings

pytest_plugins = ("tests.support.engines", "tests.support.features", "tests.support.workers")

# How long an example takes says more of what else the machine does than of what is tested.
settings.register_profile(
    "untimed", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")
