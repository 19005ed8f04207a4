"""What an OpenAPI description shows by example, and what of it does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

JSON = "application/json"

Schema = dict[str, Any]
Place = tuple[str, str]
"""An operation's id, and its body or the status of an answer."""


def shown(described: Schema) -> Iterator[tuple[Place, Schema]]:
    """Every schema of a JSON body, and of a JSON answer that is a success; of a choice, each."""
    for path in described["paths"].values():
        for operation in path.values():
            id = operation["operationId"]
            for schema in _schemas(operation.get("requestBody", {})):
                yield (id, "body"), schema
            for status, answer in operation["responses"].items():
                if status.startswith("2"):
                    for schema in _schemas(answer):
                        yield (id, status), schema


def faults(described: Schema) -> dict[Place, str]:
    """Where no example is, or one that its schema does not hold or does not know every name of."""
    found: dict[Place, str] = {}
    for place, schema in shown(described):
        model = _model(schema, described)
        if not model.get("examples"):
            found[place] = f"{schema} has no example"
        for example in model.get("examples", ()):
            for error in _checker(model, described).iter_errors(example):
                found[place] = f"{error.json_path}: {error.message}"
    return found


def _schemas(content: Schema) -> list[Schema]:
    schema = content.get("content", {}).get(JSON, {}).get("schema")
    if schema is None:
        return []
    return list(schema.get("anyOf", [schema]))


def _model(schema: Schema, described: Schema) -> Schema:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    found: Schema = described["components"]["schemas"].get(name, schema)
    return found


def _checker(model: Schema, described: Schema) -> Draft202012Validator:
    whole = {**model, "components": described["components"]}
    return Draft202012Validator(_closed(whole), format_checker=FormatChecker())


def _closed(schema: Any) -> Any:
    """The same, with objects that take no names but their own: an old name in an example shows."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(part) for name, part in schema.items()}
    if isinstance(schema.get("properties"), dict):
        closed.setdefault("additionalProperties", False)
    return closed
