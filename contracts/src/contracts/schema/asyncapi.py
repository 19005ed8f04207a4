"""The AsyncAPI 3.0 document: every topic as a channel, and what travels on it.

Source: AsyncAPI 3.0.0; its Kafka bindings 0.5.0; CloudEvents 1.0.2, "Kafka Protocol Binding".
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from contracts.envelope import CONTENT_TYPE, SPEC_VERSION
from contracts.schema.catalogue import MessageType, message_types, messages_on
from contracts.topics import ALL_TOPICS, Kind, Topic

Section = dict[str, Any]
BINDING_VERSION = "0.5.0"
# Everything else is sent by the topic's owner; these are sent to it.
_RECEIVED_BY_OWNER = (Kind.COMMANDS, Kind.CONTROL)

_ABOUT = """Every topic of a Comptoir installation. Names are given without the prefix that an \
installation may set. Records are CloudEvents 1.0 in Kafka's binary mode: the facts about a \
message are record headers, its value is JSON. Readers ignore fields and message types that they \
do not know. Channels with `x-visibility: public` are for other hotel systems; the others are \
Comptoir's own."""


def document() -> Section:
    """The whole document; payloads are references to the files in `schemas/` beside it."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Comptoir",
            "version": version("comptoir-contracts"),
            "description": _ABOUT,
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {topic.name: _channel(topic) for topic in ALL_TOPICS},
        "operations": {_operation_name(topic): _operation(topic) for topic in ALL_TOPICS},
        "components": {
            "messages": {message.name: _message(message) for message in message_types()},
            "messageTraits": {"cloudEvent": {"headers": headers_schema()}},
        },
    }


def headers_schema() -> Section:
    """JSON Schema of the headers our services write; all of them are UTF-8 texts."""
    optional = {
        "ce_causationid": "`ce_id` of the message that led to this one.",
        "ce_sequence": "Position among the events of this subject from this source, from 1 and "
        "without a gap. Absent where the source keeps no state.",
        "traceparent": "W3C trace context.",
    }
    required = {
        "content-type": "Media type of the value.",
        "ce_specversion": "CloudEvents version.",
        "ce_id": "Unique for ever together with `ce_source`; a repeat carries the same pair.",
        "ce_source": "Who says it.",
        "ce_type": "Which message it is; names its schema.",
        "ce_subject": "The aggregate that it is about.",
        "ce_time": "When, RFC 3339.",
        "ce_property": "The property (hotel, hut or restaurant) that it concerns.",
        "ce_actor": "Who caused it: `person:ID`, `key:ID`, `partner:ID` or `rule:NAME`.",
        "ce_correlationid": "The same on everything that one request led to.",
    }
    texts = {
        name: {"type": "string", "description": about}
        for name, about in (required | optional).items()
    }
    texts["content-type"] |= {"const": CONTENT_TYPE}
    texts["ce_specversion"] |= {"const": SPEC_VERSION}
    texts["ce_time"] |= {"format": "date-time"}
    texts["ce_sequence"] |= {"pattern": "^[1-9][0-9]{0,17}$"}
    return {"type": "object", "properties": texts, "required": list(required)}


def visibility(topic: Topic) -> str:
    return "public" if topic.public else "private"


def cleanup_policy(topic: Topic) -> str:
    return "compact" if topic.compacted else "delete"


def _channel(topic: Topic) -> Section:
    configuration: Section = {"cleanup.policy": [cleanup_policy(topic)]}
    if topic.retention_ms is not None:
        configuration["retention.ms"] = topic.retention_ms
    return {
        "address": topic.name,
        "description": topic.about,
        "messages": {
            message.name: {"$ref": f"#/components/messages/{message.name}"}
            for message in messages_on(topic)
        },
        "tags": [{"name": topic.owner}],
        "bindings": {
            "kafka": {
                "partitions": topic.partitions,
                "topicConfiguration": configuration,
                "bindingVersion": BINDING_VERSION,
            }
        },
        "x-key": topic.key,
        "x-visibility": visibility(topic),
    }


def _operation_name(topic: Topic) -> str:
    return f"{topic.owner}-{_action(topic)}s-{topic.name}"


def _action(topic: Topic) -> str:
    return "receive" if topic.kind in _RECEIVED_BY_OWNER else "send"


def _operation(topic: Topic) -> Section:
    """What the topic's owner does with it."""
    operation: Section = {
        "action": _action(topic),
        "channel": {"$ref": f"#/channels/{topic.name}"},
        "tags": [{"name": topic.owner}],
    }
    if topic.answers:
        operation["reply"] = {"channel": {"$ref": f"#/channels/{topic.answers}"}}
    return operation


def _message(message: MessageType) -> Section:
    bindings: Section = {"bindingVersion": BINDING_VERSION}
    if message.key_field:
        bindings["key"] = {"type": "string", "description": f"`{message.key_field}` of the value."}
    return {
        "name": message.name,
        "title": message.model.__name__,
        "summary": " ".join((message.model.__doc__ or "").split()),
        "contentType": CONTENT_TYPE,
        "payload": {"$ref": f"./schemas/{message.name}.json"},
        "bindings": {"kafka": bindings},
        "traits": [{"$ref": "#/components/messageTraits/cloudEvent"}],
        "x-visibility": "public" if message.public else "private",
    }
