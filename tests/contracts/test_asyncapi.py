import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from contracts.envelope import Envelope, EnvelopeError
from contracts.schema.asyncapi import document, headers_schema
from contracts.schema.catalogue import MessageType, message_types
from contracts.topics import ALL_TOPICS, Kind, Topic
from tests.support.golden import CONTRACTS, goldens

DOCUMENT = document()


def references(node: Any) -> list[str]:
    if isinstance(node, list):
        return [found for item in node for found in references(item)]
    if not isinstance(node, dict):
        return []
    own = [node["$ref"]] if "$ref" in node else []
    return own + [found for item in node.values() for found in references(item)]


def resolve(reference: str) -> Any:
    node: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        node = node[step]
    return node


def test_every_reference_leads_somewhere() -> None:
    for reference in references(DOCUMENT):
        if reference.startswith("#/"):
            assert resolve(reference)
        else:
            path = CONTRACTS / Path(reference)
            assert json.loads(path.read_text(encoding="utf-8"))["$id"].endswith(path.stem)


@pytest.mark.parametrize("topic", ALL_TOPICS, ids=lambda topic: topic.name)
def test_a_channel_says_what_the_registry_says(topic: Topic) -> None:
    channel = DOCUMENT["channels"][topic.name]
    kafka = channel["bindings"]["kafka"]
    assert channel["address"] == topic.name
    assert channel["x-key"] == topic.key
    assert channel["x-visibility"] == ("public" if topic.public else "private")
    assert kafka["partitions"] == topic.partitions
    policy = "compact" if topic.compacted else "delete"
    assert kafka["topicConfiguration"]["cleanup.policy"] == [policy]
    assert kafka["topicConfiguration"].get("retention.ms") == topic.retention_ms


def test_there_is_a_channel_and_one_operation_for_each_topic_and_no_other() -> None:
    assert DOCUMENT["channels"].keys() == {topic.name for topic in ALL_TOPICS}
    channels = [operation["channel"]["$ref"] for operation in DOCUMENT["operations"].values()]
    assert sorted(channels) == sorted(f"#/channels/{topic.name}" for topic in ALL_TOPICS)


@pytest.mark.parametrize("topic", ALL_TOPICS, ids=lambda topic: topic.name)
def test_the_owner_receives_requests_and_sends_everything_else(topic: Topic) -> None:
    received = topic.kind in (Kind.COMMANDS, Kind.CONTROL)
    action = "receive" if received else "send"
    operation = DOCUMENT["operations"][f"{topic.owner}-{action}s-{topic.name}"]
    assert operation["action"] == action
    assert operation["tags"] == [{"name": topic.owner}]
    reply = operation.get("reply", {}).get("channel", {}).get("$ref")
    assert reply == (f"#/channels/{topic.answers}" if topic.answers else None)


@pytest.mark.parametrize("message", message_types(), ids=lambda message: message.name)
def test_a_message_is_on_its_channels_with_payload_and_headers(message: MessageType) -> None:
    described = DOCUMENT["components"]["messages"][message.name]
    assert described["payload"] == {"$ref": f"./schemas/{message.name}.json"}
    assert resolve(described["traits"][0]["$ref"])["headers"] == headers_schema()
    on = {name for name, it in DOCUMENT["channels"].items() if message.name in it["messages"]}
    assert on == {topic.name for topic in message.topics}


def test_every_golden_messages_headers_satisfy_the_published_schema() -> None:
    validator = Draft202012Validator(headers_schema())
    for golden in goldens():
        validator.validate(dict(golden.headers))


def test_every_header_we_write_is_described_and_the_always_written_are_required() -> None:
    (full, *_) = (one for one in goldens() if str(one) == "orders.delivery.placed.v1/full")
    written = {name for name, _ in Envelope.from_headers(full.raw_headers).headers()}
    described = headers_schema()
    assert written == described["properties"].keys()
    optional = described["properties"].keys() - set(described["required"])
    least = [header for header in full.raw_headers if header[0] not in optional]
    always = {name for name, _ in Envelope.from_headers(least).headers()}
    assert always == set(described["required"])


@pytest.mark.parametrize("sequence", ["0", "01", "-1", "1.0", "", "9" * 19])
def test_the_schema_refuses_the_sequences_that_the_envelope_refuses(sequence: str) -> None:
    (golden, *_) = goldens()
    headers = {**golden.headers, "ce_sequence": sequence}
    with pytest.raises(ValidationError):
        Draft202012Validator(headers_schema()).validate(headers)
    if sequence != "01":  # what we never write, but can read
        with pytest.raises(EnvelopeError):
            Envelope.from_headers([(name, text.encode()) for name, text in headers.items()])
