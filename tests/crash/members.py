"""Members of a consumer group that died without leaving it."""

from __future__ import annotations

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.client import AIOKafkaClient
from aiokafka.protocol.group import LeaveGroupRequest


async def bury_members(kafka: str, group: str) -> int:
    """Take leave for all members of a group; how many there were.

    A dead process keeps its partitions until its session has run out, at the earliest after six
    seconds. What follows is the same, only sooner. Call it when all of them are dead.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    client = AIOKafkaClient(bootstrap_servers=kafka)
    try:
        await admin.start()
        await client.bootstrap()
        coordinator = await admin.find_coordinator(group)
        (answer,) = await admin.describe_consumer_groups([group])
        members = [member[0] for described in answer.groups for member in described[5]]
        if not await client.ready(coordinator):
            raise ConnectionError(f"the coordinator of {group} does not answer")
        for member in members:
            gone = await client.send(coordinator, LeaveGroupRequest(group, member))
            if gone.error_code:
                raise RuntimeError(f"{member} of {group} cannot be buried: {gone}")
        return len(members)
    finally:
        await client.close()
        await admin.close()
