"""How far each service's group is behind, from the offsets it has committed to Kafka."""

from collections.abc import Iterable, Set

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from comptoir_local.topics import administration


async def lags(kafka: str, groups: Iterable[str]) -> dict[str, int | None]:
    """Records not yet committed, per group, summed over partitions; None where Kafka is silent.

    A group that has committed nothing counts as zero.
    """
    names = list(groups)
    try:
        async with administration(kafka) as admin:
            committed = {name: await admin.list_consumer_group_offsets(name) for name in names}
        ends = await _ends(kafka, {one for offsets in committed.values() for one in offsets})
    except (KafkaError, OSError):
        return dict.fromkeys(names)
    return {
        name: sum(max(0, ends[one] - offset.offset) for one, offset in offsets.items())
        for name, offsets in committed.items()
    }


async def _ends(kafka: str, partitions: Set[TopicPartition]) -> dict[TopicPartition, int]:
    if not partitions:
        return {}
    async with AIOKafkaConsumer(bootstrap_servers=kafka) as consumer:
        ends: dict[TopicPartition, int] = await consumer.end_offsets(list(partitions))
    return ends
