"""The engines that tests and `comptoir up` run on."""

from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from pymongo import AsyncMongoClient

from comptoir_local.engines.addresses import EngineAddresses


async def test_what_is_produced_to_the_engines_is_consumed(
    engines: EngineAddresses, namespace: str
) -> None:
    topic = f"{namespace}letters"
    admin = AIOKafkaAdminClient(bootstrap_servers=engines.kafka)
    await admin.start()
    await admin.create_topics([NewTopic(topic, 3, 1)])
    await admin.close()

    async with AIOKafkaProducer(
        bootstrap_servers=engines.kafka, enable_idempotence=True
    ) as producer:
        sent = await producer.send_and_wait(topic, b"a letter", key=b"key")
    async with AIOKafkaConsumer(
        topic,
        bootstrap_servers=engines.kafka,
        group_id=f"{namespace}readers",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    ) as consumer:
        received = await consumer.getone()
        await consumer.commit()

    assert (received.partition, received.offset) == (sent.partition, sent.offset)
    assert (received.key, received.value) == (b"key", b"a letter")


async def test_a_transaction_of_the_engines_writes_all_or_nothing(
    engines: EngineAddresses, namespace: str
) -> None:
    async with AsyncMongoClient[dict[str, Any]](engines.mongo) as client:
        letters = client[f"{namespace}post"]["letters"]
        async with client.start_session() as session:
            async with await session.start_transaction():
                await letters.insert_one({"_id": 1}, session=session)
                await letters.insert_one({"_id": 2}, session=session)
            async with await session.start_transaction():
                await letters.insert_one({"_id": 3}, session=session)
                await session.abort_transaction()

        assert [letter["_id"] async for letter in letters.find().sort("_id")] == [1, 2]
        await client.drop_database(letters.database)
