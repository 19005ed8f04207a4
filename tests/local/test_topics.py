"""The explicit step that creates topics."""

from dataclasses import replace

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.structs import OffsetAndMetadata

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.lag import lags
from comptoir_local.topics import administration, create_topics, settings_for
from comptoir_local.trouble import Trouble
from contracts.topics import ALL_TOPICS, ORDERS_BILLING_STATE, ORDERS_DELIVERY_EVENTS, SEGMENT_MS

PAIR = (ORDERS_DELIVERY_EVENTS, ORDERS_BILLING_STATE)


async def test_all_topics_are_created_once_with_their_partitions(
    engines: EngineAddresses, namespace: str
) -> None:
    created = await create_topics(engines.kafka, namespace)
    assert set(created) == {f"{namespace}{topic.name}" for topic in ALL_TOPICS}
    assert await create_topics(engines.kafka, namespace) == []

    async with administration(engines.kafka) as admin:
        described = await admin.describe_topics(created)
    partitions = {one["topic"]: len(one["partitions"]) for one in described}
    assert partitions == {f"{namespace}{topic.name}": topic.partitions for topic in ALL_TOPICS}


async def test_a_new_topic_takes_records_at_once(engines: EngineAddresses, namespace: str) -> None:
    names = await create_topics(engines.kafka, namespace, PAIR)
    async with AIOKafkaProducer(
        bootstrap_servers=engines.kafka, request_timeout_ms=3000
    ) as producer:
        for name in names:
            record = await producer.send_and_wait(name, b"first", key=b"key", partition=11)
            assert record.offset == 0


async def test_a_missing_topic_is_added_to_those_that_are_there(
    engines: EngineAddresses, namespace: str
) -> None:
    await create_topics(engines.kafka, namespace, PAIR[:1])
    assert await create_topics(engines.kafka, namespace, PAIR) == [f"{namespace}{PAIR[1].name}"]


async def test_a_topic_with_other_partitions_is_refused(
    engines: EngineAddresses, namespace: str
) -> None:
    await create_topics(engines.kafka, namespace, [replace(PAIR[0], partitions=3)])
    with pytest.raises(Trouble, match="has 3 partitions instead of 12"):
        await create_topics(engines.kafka, namespace, PAIR)
    async with administration(engines.kafka) as admin:
        assert f"{namespace}{PAIR[1].name}" not in await admin.list_topics()


async def test_a_topic_with_another_retention_is_refused(
    engines: EngineAddresses, namespace: str
) -> None:
    await create_topics(engines.kafka, namespace, [replace(PAIR[0], retention_ms=1000)])
    with pytest.raises(Trouble, match=r"has retention\.ms=1000 instead of 604800000"):
        await create_topics(engines.kafka, namespace, PAIR)


def test_state_is_compacted_and_kept_for_ever_while_events_are_deleted_in_time() -> None:
    assert settings_for(ORDERS_BILLING_STATE) == {
        "cleanup.policy": "compact",
        "segment.ms": str(SEGMENT_MS),
    }
    assert settings_for(ORDERS_DELIVERY_EVENTS) == {
        "cleanup.policy": "delete",
        "segment.ms": str(SEGMENT_MS),
        "retention.ms": str(ORDERS_DELIVERY_EVENTS.retention_ms),
    }


async def test_lag_counts_what_a_group_has_not_committed(
    engines: EngineAddresses, namespace: str
) -> None:
    [name] = await create_topics(engines.kafka, namespace, PAIR[:1])
    group, idle = f"{namespace}orders", f"{namespace}gateway"
    async with AIOKafkaProducer(bootstrap_servers=engines.kafka) as producer:
        for partition, count in ((0, 5), (7, 3)):
            for _ in range(count):
                await producer.send_and_wait(name, b"x", partition=partition)
    async with AIOKafkaConsumer(
        bootstrap_servers=engines.kafka, group_id=group, enable_auto_commit=False
    ) as consumer:
        places = {TopicPartition(name, 0): 1, TopicPartition(name, 7): 3}
        consumer.assign(list(places))
        await consumer.commit({place: OffsetAndMetadata(at, "") for place, at in places.items()})

    assert await lags(engines.kafka, [group, idle]) == {group: 4, idle: 0}
