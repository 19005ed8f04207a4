"""What changed between two versions of one message's JSON Schema, and breaks a reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Node = Mapping[str, Any]
Change = tuple[str, str]

# They tell a person something and constrain nothing.
_ANNOTATIONS = {
    "title",
    "description",
    "examples",
    "deprecated",
    "x-personal",
    "x-in-house",
    "$comment",
}
# Where a message travels and what identifies it: compared with the message, not with its fields.
_BINDING = {"$schema", "$id", "x-topic", "x-key", "x-subject", "x-visibility"}
# Hold one schema each, written after the path as shown; or a list of schemas.
_NESTED = {"items": "[]", "additionalProperties": ".*", "propertyNames": ".<name>"}
_LISTED = ("anyOf", "oneOf", "allOf", "prefixItems")
_COMPARED_APART = {
    *_NESTED, *_LISTED, "$defs", "$ref", "type", "enum", "required", "properties", "nullable",
}  # fmt: skip
_NOT_LIMITS = _ANNOTATIONS | _BINDING | _COMPARED_APART
# Of these a smaller new value allows less; of the others below, a greater one does.
_UPPER_LIMITS = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}
_LOWER_LIMITS = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
_REFUSES_OLD = "messages already published may be refused"
_REFUSED_BY_OLD = "readers of the earlier version may refuse it"


def field_changes(old: Node, new: Node) -> Iterator[Change]:
    """Each breaking change as (path, reason); `$` is the message itself, `[]` any item."""
    return _Comparison(old.get("$defs", {}), new.get("$defs", {})).of(old, new, "$", frozenset())


@dataclass(frozen=True, slots=True)
class _Comparison:
    old_definitions: Node
    new_definitions: Node

    def of(self, old: Node, new: Node, path: str, within: frozenset[Change]) -> Iterator[Change]:
        """`within` are the pairs of definitions being compared above this place, so that a
        definition that holds itself comes to an end."""
        pair = (_definition(old), _definition(new))
        if pair[0] and pair in within:
            return
        was, now = _flat(old, self.old_definitions), _flat(new, self.new_definitions)
        yield from _value_changes(was, now, path)
        yield from self._properties(was, now, path, within | {pair})
        for keyword, suffix in _NESTED.items():
            yield from self._nested(keyword, was, now, path + suffix, within | {pair})
        for keyword in _LISTED:
            yield from self._listed(keyword, was, now, path, within | {pair})

    def _nested(
        self, keyword: str, was: Node, now: Node, path: str, within: frozenset[Change]
    ) -> Iterator[Change]:
        before, after = was.get(keyword), now.get(keyword)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from self.of(before, after, path, within)
        elif before != after:
            yield path, f"{keyword} changed from {before} to {after}"

    def _properties(
        self, was: Node, now: Node, path: str, within: frozenset[Change]
    ) -> Iterator[Change]:
        before, after = was.get("properties", {}), now.get("properties", {})
        required, requires = set(was.get("required", ())), set(now.get("required", ()))
        for name, field in before.items():
            place = f"{path}.{name}"
            if name not in after:
                yield place, "field removed"
                continue
            if name in requires - required:
                yield place, f"field made required: {_REFUSES_OLD}"
            if name in required - requires:
                yield place, f"field no longer required: {_REFUSED_BY_OLD}"
            yield from self.of(field, after[name], place, within)
        for name in after:
            if name in requires and name not in before:
                yield f"{path}.{name}", f"new required field: {_REFUSES_OLD}"

    def _listed(
        self, keyword: str, was: Node, now: Node, path: str, within: frozenset[Change]
    ) -> Iterator[Change]:
        before, after = was.get(keyword, []), now.get(keyword, [])
        if len(before) != len(after):
            yield path, f"{keyword} has {len(after)} schemas, {len(before)} before"
            return
        for one, other in zip(before, after, strict=True):
            yield from self.of(one, other, path, within)


def _present(node: Node) -> list[Node]:
    """The choices of `anyOf` other than null."""
    return [choice for choice in node.get("anyOf", []) if choice.get("type") != "null"]


def _definition(node: Node) -> str:
    """What the node refers to, itself or beside null; empty where it is written in place."""
    for place in [node, *_present(node)]:
        if "$ref" in place:
            return str(place["$ref"])
    return ""


def _flat(node: Node, definitions: Node) -> Node:
    """The node with its reference followed and `X or null` written as a nullable X."""
    reference = node.get("$ref")
    if reference is not None:
        target = definitions[reference.removeprefix("#/$defs/")]
        node = {**_flat(target, definitions), **{k: v for k, v in node.items() if k != "$ref"}}
    choices = _present(node)
    if len(choices) == len(node.get("anyOf", [])):
        return node
    rest = {keyword: value for keyword, value in node.items() if keyword != "anyOf"}
    only = _flat(choices[0], definitions) if len(choices) == 1 else {"anyOf": choices}
    return {**only, **rest, "nullable": True}


def _value_changes(was: Node, now: Node, path: str) -> Iterator[Change]:
    if was.get("type") != now.get("type"):
        yield path, f"type changed from {was.get('type')} to {now.get('type')}"
    if was.get("nullable") and not now.get("nullable"):
        yield path, f"may no longer be null: {_REFUSES_OLD}"
    if now.get("nullable") and not was.get("nullable"):
        yield path, f"may be null now: {_REFUSED_BY_OLD}"
    yield from _enum_changes(was, now, path)
    for keyword in sorted((was.keys() | now.keys()) - _NOT_LIMITS):
        if was.get(keyword) != now.get(keyword):
            yield path, _keyword_change(keyword, was.get(keyword), now.get(keyword))


def _enum_changes(was: Node, now: Node, path: str) -> Iterator[Change]:
    before, after = was.get("enum"), now.get("enum")
    if before is None or after is None:
        if before is not after:
            yield path, f"values listed before: {before}, now: {after}"
        return
    for value in (value for value in before if value not in after):
        yield path, f"enum value {value!r} removed: {_REFUSES_OLD}"
    for value in (value for value in after if value not in before):
        yield path, f"enum value {value!r} added: {_REFUSED_BY_OLD}"


def _keyword_change(keyword: str, before: Any, after: Any) -> str:
    if keyword == "default":
        return f"default changed from {before!r} to {after!r}: its absence means something else"
    changed = f"{keyword} changed from {before} to {after}"
    if keyword in _UPPER_LIMITS | _LOWER_LIMITS:
        return (
            f"{changed}: {_REFUSES_OLD if _tightened(keyword, before, after) else _REFUSED_BY_OLD}"
        )
    return changed


def _tightened(keyword: str, before: Any, after: Any) -> bool:
    if before is None or after is None:
        return before is None
    return bool(after < before) if keyword in _UPPER_LIMITS else bool(after > before)
