"""The explicit step that creates the topics of `contracts`; services never create any."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, for_code

from comptoir_local.engines.waiting import until
from comptoir_local.trouble import Trouble
from contracts.topics import ALL_TOPICS, Topic

TOPIC_ALREADY_EXISTS = 36


async def create_topics(
    kafka: str, namespace: str = "", topics: Iterable[Topic] = ALL_TOPICS
) -> list[str]:
    """Create what is missing, check what is there, and return the names of the new ones.

    Each topic gets the cluster's own replication factor. Returns once every partition has a leader
    and groups have a coordinator, so that a service may start at once. Raises Trouble when a topic
    exists with other partitions, cleanup policy or retention than `contracts` says: the first
    would move keys away from their owners, the others lose records or keep them for too long.
    """
    wanted = {f"{namespace}{topic.name}": topic for topic in topics}
    async with administration(kafka) as admin:
        existing = {one["topic"]: one for one in await admin.describe_topics()}
        present = sorted(wanted.keys() & existing.keys())
        _check_partitions(wanted, existing)
        _check_settings(wanted, await _settings_of(admin, present))
        missing = sorted(wanted.keys() - existing.keys())
        await _create(admin, {name: wanted[name] for name in missing})
        await until("A new topic", lambda: _all_led(admin, list(wanted)))
        await until("The coordinator of groups", lambda: _coordinated(admin, namespace))
    return missing


def settings_for(topic: Topic) -> dict[str, str]:
    """Kafka's settings for a topic, by their Kafka names."""
    settings = {
        "cleanup.policy": "compact" if topic.compacted else "delete",
        "segment.ms": str(topic.segment_ms),
    }
    if topic.retention_ms is not None:
        settings["retention.ms"] = str(topic.retention_ms)
    return settings


@asynccontextmanager
async def administration(kafka: str) -> AsyncIterator[AIOKafkaAdminClient]:
    """A connected client for administering the cluster at that address."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    try:
        await admin.start()
        yield admin
    finally:
        await admin.close()


async def _create(admin: AIOKafkaAdminClient, topics: Mapping[str, Topic]) -> None:
    if not topics:
        return
    response = await admin.create_topics(
        [
            NewTopic(name, topic.partitions, -1, {}, settings_for(topic))
            for name, topic in topics.items()
        ]
    )
    for name, code, *why in response.topic_errors:
        if code not in (0, TOPIC_ALREADY_EXISTS):  # another command may have been quicker
            raise Trouble(f"Kafka refused to create {name}: {for_code(code).__name__} {why}")


def _check_partitions(wanted: Mapping[str, Topic], existing: Mapping[str, Any]) -> None:
    for name in sorted(wanted.keys() & existing.keys()):
        expected, found = wanted[name].partitions, len(existing[name]["partitions"])
        if found != expected:
            raise Trouble(
                f"Topic {name} has {found} partitions instead of {expected}.",
                "The number may never change: a key would move away from its owner. Remove the "
                "topic if nothing in it is needed, or use another COMPTOIR_NAMESPACE.",
            )


def _check_settings(wanted: Mapping[str, Topic], found: Mapping[str, Mapping[str, str]]) -> None:
    for name, settings in found.items():
        for setting, value in settings_for(wanted[name]).items():
            if settings.get(setting) != value:
                raise Trouble(
                    f"Topic {name} has {setting}={settings.get(setting)} instead of {value}.",
                    "Set it right with Kafka's kafka-configs tool and start again.",
                )


async def _settings_of(admin: AIOKafkaAdminClient, names: list[str]) -> dict[str, dict[str, str]]:
    if not names:
        return {}
    asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    found: dict[str, dict[str, str]] = {}
    for response in await admin.describe_configs(asked):
        for code, message, _, name, entries in response.resources:
            if code:
                raise Trouble(f"Kafka does not tell the settings of {name}: {message}")
            found[name] = {entry[0]: entry[1] for entry in entries}
    return found


async def _all_led(admin: AIOKafkaAdminClient, names: list[str]) -> bool:
    try:
        topics = await admin.describe_topics(names)
    except KafkaError:
        return False
    return all(
        not topic["error_code"]
        and topic["partitions"]
        and all(not one["error_code"] and one["leader"] >= 0 for one in topic["partitions"])
        for topic in topics
    )


async def _coordinated(admin: AIOKafkaAdminClient, namespace: str) -> bool:
    try:
        return bool(await admin.find_coordinator(f"{namespace}comptoir") >= 0)
    except KafkaError:
        return False
