"""The published JSON Schema (2020-12) of a message type."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema

from contracts.schema.catalogue import MessageType

Schema = dict[str, Any]

# Set on our models so that a producer's typing error is refused. Published, it would tell readers
# to refuse a field that they do not know yet, and v1 could never gain one.
_CLOSED = "additionalProperties"


class _Published(GenerateJsonSchema):
    """Without the titles that only repeat a field's name."""

    def field_title_should_be_set(self, schema: CoreSchema | Any) -> bool:
        return False


def schema_id(type_name: str) -> str:
    return f"urn:comptoir:message:{type_name}"


def schema_of(message: MessageType) -> Schema:
    """The schema of a record's value, with where it travels (`x-topic`, a name or several), who may
    read it (`x-visibility`), and the fields that are its key and subject."""
    described = message.model.model_json_schema(mode="validation", schema_generator=_Published)
    names = [topic.name for topic in message.topics]
    head: Schema = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": schema_id(message.name),
        "title": described.pop("title"),
        "description": described.pop("description", ""),
        "x-topic": names[0] if len(names) == 1 else names,
        "x-visibility": "public" if message.public else "private",
    }
    if message.key_field:
        head |= {"x-key": message.key_field, "x-subject": message.subject_field}
    opened: Schema = _opened(described)
    return head | opened


def _opened(node: Any) -> Any:
    """The same with every closed object open; a property that bears the keyword's name is kept."""
    if isinstance(node, list):
        return [_opened(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        keyword: _opened(value)
        for keyword, value in node.items()
        if not (keyword == _CLOSED and value is False)
    }
