"""The topics as they are on the broker, against what the contracts say of them."""

from __future__ import annotations

from collections.abc import Sequence

from aiokafka.admin import AIOKafkaAdminClient

from contracts.topics import PARTITIONS


class TopologyError(Exception):
    """A topic is missing or has another number of partitions: no service may run on that."""


async def check_topics(bootstrap: str, names: Sequence[str]) -> None:
    """Check that every topic is there with the contract's number of partitions.

    Raises `TopologyError` naming each that is not, KafkaError where no broker answers.
    """
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await client.start()
        found = {one["topic"]: len(one["partitions"]) for one in await client.describe_topics()}
    finally:
        await client.close()
    wrong = [f"{name} is missing" for name in names if name not in found]
    wrong += [
        f"{name} has {found[name]} partitions, not {PARTITIONS}"
        for name in names
        if found.get(name, PARTITIONS) != PARTITIONS
    ]
    if wrong:
        raise TopologyError(
            f"{'; '.join(wrong)}. Topics are created by an explicit step before the services "
            f"start, and the number of partitions never changes."
        )
