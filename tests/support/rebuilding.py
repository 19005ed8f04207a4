"""`comptoir rebuild` of a whole installation's service, in the test's own process."""

from __future__ import annotations

from pydantic import SecretStr, TypeAdapter

from chassis.rebuilding.rebuild import Rebuilt, rebuild
from chassis.settings import ChassisSettings
from comptoir_local.processes import Installation, gateway_environment
from comptoir_local.rebuilding import ADDRESSES, orders_for


async def rebuilt(installation: Installation, service: str = "gateway", **options: bool) -> Rebuilt:
    """Raises `chassis.rebuilding.trouble.NotNow`."""
    settings = ChassisSettings(
        kafka=installation.engines.kafka,
        mongo=installation.engines.mongo,
        namespace=installation.namespace,
    )
    told = gateway_environment(installation)[ADDRESSES]
    addresses = TypeAdapter(dict[str, str]).validate_json(told)
    secret = SecretStr(installation.secrets.named("operator"))
    orders = orders_for(service, addresses, secret, **options)
    return await rebuild(settings, orders, lambda text: None)


def differences(done: Rebuilt) -> dict[str, object]:
    """What is not the same, by view."""
    return {name: one for name, one in done.found.items() if not one.none}
