import re

import pytest

from contracts.schema.catalogue import MessageType, message_types, messages_on
from contracts.topics import (
    ALL_TOPICS,
    BUSINESS_TOPICS,
    BY_NAME,
    DAY_MS,
    PARTITIONS,
    REPLAY_WINDOW_MS,
    SEGMENT_MS,
    SERVICES,
    Kind,
    Topic,
)

DOMAIN_OF = {"pms-bridge": "bridge"}


def by_name(topic: Topic) -> str:
    return topic.name


@pytest.mark.parametrize("topic", ALL_TOPICS, ids=by_name)
def test_a_topic_is_named_domain_entity_kind_version(topic: Topic) -> None:
    assert re.fullmatch(r"[a-z][a-z-]*\.[a-z]+\.[a-z]+\.v1", topic.name)
    assert topic.kind.value == topic.name.split(".")[2]
    assert len(topic.name) <= 200  # Kafka allows 249; an installation may set a prefix


@pytest.mark.parametrize("topic", ALL_TOPICS, ids=by_name)
def test_a_topic_bears_its_owners_domain(topic: Topic) -> None:
    assert topic.owner in SERVICES
    domains = {topic.owner, DOMAIN_OF.get(topic.owner, topic.owner)}
    assert topic.name.split(".")[0] in domains


def test_all_topics_have_the_same_number_of_partitions() -> None:
    assert {topic.partitions for topic in ALL_TOPICS} == {PARTITIONS}


def test_names_are_unique_and_found_by_name() -> None:
    assert len(BY_NAME) == len(ALL_TOPICS)
    assert set(BUSINESS_TOPICS) < set(ALL_TOPICS)


def test_sources_are_unique() -> None:
    """Two topics with one source would count their sequences together."""
    assert len({topic.source for topic in ALL_TOPICS}) == len(ALL_TOPICS)


@pytest.mark.parametrize("topic", ALL_TOPICS, ids=by_name)
def test_only_state_is_kept_for_ever(topic: Topic) -> None:
    assert (topic.retention_ms is None) == topic.compacted == (topic.kind is Kind.STATE)


@pytest.mark.parametrize(
    "topic",
    [t for t in BUSINESS_TOPICS if t.retention_ms and t.kind is not Kind.CHANGES],
    ids=by_name,
)
def test_a_topic_is_kept_as_long_as_it_may_be_replayed(topic: Topic) -> None:
    assert topic.retention_ms is not None
    assert topic.retention_ms >= REPLAY_WINDOW_MS > SEGMENT_MS == DAY_MS


@pytest.mark.parametrize("topic", ALL_TOPICS, ids=by_name)
def test_requests_are_answered_on_a_topic_of_the_same_owner_and_key(topic: Topic) -> None:
    assert (topic.answers is not None) == (topic.kind is Kind.COMMANDS)
    if topic.answers:
        answers = BY_NAME[topic.answers]
        assert answers.kind is Kind.EVENTS
        assert (answers.owner, answers.key) == (topic.owner, topic.key)


@pytest.mark.parametrize("topic", ALL_TOPICS, ids=by_name)
def test_requests_reports_and_the_chassis_own_topics_are_private(topic: Topic) -> None:
    if topic.kind in (Kind.COMMANDS, Kind.REPORTS, Kind.CONTROL, Kind.DEAD_LETTERS):
        assert not topic.public


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_a_control_and_a_dead_letter_topic(service: str) -> None:
    kinds = {topic.kind for topic in ALL_TOPICS if topic.owner == service}
    assert {Kind.CONTROL, Kind.DEAD_LETTERS} <= kinds


@pytest.mark.parametrize("message", message_types(), ids=lambda message: message.name)
def test_every_message_travels_on_registered_topics(message: MessageType) -> None:
    assert message.topics
    assert all(topic in ALL_TOPICS for topic in message.topics)


@pytest.mark.parametrize("message", message_types(), ids=lambda message: message.name)
def test_a_type_is_named_after_its_domain_and_entity(message: MessageType) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z]+\.[a-z-]+\.v1", message.name)
    if message.key_field:
        assert message.name.split(".")[:2] == message.topics[0].name.split(".")[:2]


@pytest.mark.parametrize("topic", BUSINESS_TOPICS, ids=by_name)
def test_every_business_topic_carries_a_message(topic: Topic) -> None:
    assert messages_on(topic)


@pytest.mark.parametrize("message", message_types(), ids=lambda message: message.name)
def test_the_key_of_a_message_is_what_its_topic_says(message: MessageType) -> None:
    if message.key_field:
        assert message.key_field == message.topics[0].key.replace(" ", "_")
