"""Each breaking change is found and named; each allowed one passes."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contracts.control import RequestFailed
from contracts.schema.__main__ import main
from contracts.schema.asyncapi import document
from contracts.schema.catalogue import message_types
from contracts.schema.compatibility import Break, breaking_changes
from contracts.schema.contract import Contract, contract_in
from contracts.schema.field_changes import field_changes
from contracts.schema.json_schema import schema_of
from contracts.topics import BUSINESS_TOPICS
from tests.support.golden import CONTRACTS

Schema = dict[str, Any]
Edit = Callable[[Any], object]

PLACED = "orders.delivery.placed.v1"
EVENTS = "orders.delivery.events.v1"

SMALL: Schema = {
    "type": "object",
    "description": "An order.",
    "properties": {
        "id": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[a-z]+$"},
        "count": {"type": "integer", "minimum": 1, "maximum": 9},
        "note": {"anyOf": [{"type": "string", "maxLength": 20}, {"type": "null"}], "default": None},
        "status": {"$ref": "#/$defs/Status"},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}, "maxItems": 5},
        "labels": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 5}},
        "at": {"type": "string", "format": "date-time"},
        "copies": {"type": "integer", "default": 1},
    },
    "required": ["id", "count", "status", "lines", "at"],
    "$defs": {
        "Status": {"type": "string", "enum": ["open", "closed"]},
        "Line": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "within": {"anyOf": [{"$ref": "#/$defs/Line"}, {"type": "null"}]},
            },
            "required": ["name"],
        },
    },
}


def field(name: str, **keywords: Any) -> Edit:
    return lambda schema: schema["properties"][name].update(keywords)


def without(name: str, keyword: str) -> Edit:
    return lambda schema: schema["properties"][name].pop(keyword)


def definition(name: str, **keywords: Any) -> Edit:
    return lambda schema: schema["$defs"][name].update(keywords)


def line_field(name: str, **keywords: Any) -> Edit:
    return lambda schema: schema["$defs"]["Line"]["properties"].update({name: keywords})


BREAKING: dict[str, tuple[Edit, str, str]] = {
    "field removed": (lambda s: s["properties"].pop("note"), "$.note", "field removed"),
    "nested field removed": (
        lambda s: s["$defs"]["Line"]["properties"].pop("name"),
        "$.lines[].name",
        "field removed",
    ),
    "new required field": (
        lambda s: (s["properties"].update(extra={}), s["required"].append("extra")),
        "$.extra",
        "new required field",
    ),
    "field made required": (
        lambda s: s["required"].append("copies"),
        "$.copies",
        "field made required",
    ),
    "nested field made required": (
        definition("Line", required=["name", "within"]),
        "$.lines[].within",
        "field made required",
    ),
    "field made optional": (
        lambda s: s["required"].remove("at"),
        "$.at",
        "field no longer required",
    ),
    "type changed": (field("count", type="string"), "$.count", "type changed from integer"),
    "integer to number": (field("count", type="number"), "$.count", "to number"),
    "item type changed": (
        field("lines", items={"type": "string"}),
        "$.lines[]",
        "type changed from object to string",
    ),
    "map value narrowed": (
        field("labels", additionalProperties={"type": "string", "maxLength": 4}),
        "$.labels.*",
        "maxLength changed from 5 to 4",
    ),
    "map value removed": (
        without("labels", "additionalProperties"),
        "$.labels.*",
        "additionalProperties changed",
    ),
    "null no longer allowed": (
        lambda s: s["properties"].update(note={"type": "string", "maxLength": 20}),
        "$.note",
        "may no longer be null",
    ),
    "null allowed now": (
        lambda s: s["properties"].update(at={"anyOf": [s["properties"]["at"], {"type": "null"}]}),
        "$.at",
        "may be null now",
    ),
    "enum value removed": (
        definition("Status", enum=["open"]),
        "$.status",
        "enum value 'closed' removed",
    ),
    "enum value added": (
        definition("Status", enum=["open", "closed", "lost"]),
        "$.status",
        "enum value 'lost' added",
    ),
    "values listed now": (field("id", enum=["a"]), "$.id", "values listed before: None"),
    "maximum lowered": (field("count", maximum=8), "$.count", "maximum changed from 9 to 8"),
    "maximum raised": (field("count", maximum=10), "$.count", "readers of the earlier version"),
    "minimum raised": (field("count", minimum=2), "$.count", "already published"),
    "minimum lowered": (field("count", minimum=0), "$.count", "readers of the earlier version"),
    "length shortened": (field("id", maxLength=63), "$.id", "already published"),
    "length limited": (field("at", maxLength=30), "$.at", "already published"),
    "length unlimited": (without("id", "maxLength"), "$.id", "readers of the earlier version"),
    "length of a nullable shortened": (
        lambda s: s["properties"]["note"]["anyOf"][0].update(maxLength=10),
        "$.note",
        "maxLength changed from 20 to 10",
    ),
    "fewer items": (field("lines", maxItems=4), "$.lines", "maxItems changed from 5 to 4"),
    "pattern changed": (field("id", pattern="^[a-y]+$"), "$.id", "pattern changed"),
    "format changed": (field("at", format="date"), "$.at", "format changed"),
    "default changed": (field("copies", default=2), "$.copies", "default changed from 1 to 2"),
    "alternative added": (
        lambda s: s["properties"].update(id={"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        "$.id",
        "anyOf has 2 schemas",
    ),
}

ALLOWED: dict[str, Edit] = {
    "nothing": lambda schema: None,
    "optional field": lambda schema: field_added(schema),
    "nested optional field": line_field("size", type="integer", default=1),
    "optional field of a new part": lambda schema: (
        schema["$defs"].update(New={"type": "object", "required": ["x"]}),
        schema["properties"].update(new={"$ref": "#/$defs/New"}),
    ),
    "description": lambda schema: schema.update(description="Another text"),
    "title and examples": field("id", title="Id", examples=["a"]),
    "personal mark": field("id", **{"x-personal": True}),
    "order of fields": lambda schema: schema.update(
        properties=dict(reversed(schema["properties"].items()))
    ),
    "order of an enum": definition("Status", enum=["closed", "open"]),
    "definition renamed": lambda schema: (
        schema["$defs"].update(State=schema["$defs"].pop("Status")),
        schema["properties"].update(status={"$ref": "#/$defs/State"}),
    ),
    "definition written in place": lambda schema: schema["properties"].update(
        status=schema["$defs"].pop("Status")
    ),
}


def field_added(schema: Schema) -> None:
    schema["properties"]["extra"] = {"type": "string"}


def edited(original: Any, edit: Edit) -> Any:
    changed = copy.deepcopy(original)
    edit(changed)
    return changed


@pytest.mark.parametrize("change", BREAKING)
def test_a_breaking_change_is_named_with_path_and_reason(change: str) -> None:
    edit, path, reason = BREAKING[change]
    found = list(field_changes(SMALL, edited(SMALL, edit)))
    assert found, change
    assert all(place.startswith(path) for place, _ in found), found
    assert any(place == path and reason in why for place, why in found), found


@pytest.mark.parametrize("change", ALLOWED)
def test_an_allowed_change_passes(change: str) -> None:
    assert list(field_changes(SMALL, edited(SMALL, ALLOWED[change]))) == []


@pytest.fixture(scope="module")
def present() -> Contract:
    schemas = {message.name: schema_of(message) for message in message_types()}
    return Contract(schemas, document()["channels"])


def after(present: Contract, name: str, edit: Edit) -> list[Break]:
    """The breaks found when the schema, else the channel, of that name is edited."""
    schemas, channels = dict(present.schemas), dict(present.channels)
    part = schemas if name in schemas else channels
    part[name] = edited(part[name], edit)
    if not part[name]:
        del part[name]
    return breaking_changes(present, Contract(schemas, channels))


def kafka(**binding: Any) -> Edit:
    return lambda channel: channel["bindings"]["kafka"].update(binding)


def kept(**configuration: Any) -> Edit:
    return lambda channel: channel["bindings"]["kafka"]["topicConfiguration"].update(
        {name.replace("_", "."): value for name, value in configuration.items()}
    )


FAILED = RequestFailed.TYPE
FAILED_ON = sorted({topic.answers for topic in BUSINESS_TOPICS if topic.answers})

REGISTRY_BREAKS: dict[str, tuple[str, Edit, str]] = {
    "message removed": (PLACED, lambda s: s.clear(), f"{PLACED}: $: message removed"),
    "topic changed": (
        PLACED,
        lambda s: s.update({"x-topic": "orders.stay.events.v1"}),
        f"{PLACED}: $: topic changed from {EVENTS} to orders.stay.events.v1",
    ),
    "one topic fewer": (
        FAILED,
        lambda s: s["x-topic"].remove("orders.delivery.events.v1"),
        f"{FAILED}: $: topic changed from {FAILED_ON} to "
        f"{[topic for topic in FAILED_ON if topic != 'orders.delivery.events.v1']}",
    ),
    "a map's key removed": (
        "inventory.catalogue.set-mails.v1",
        lambda s: s["$defs"]["Language"]["enum"].remove("es"),
        "inventory.catalogue.set-mails.v1: $.mails.texts.<name>: enum value 'es' removed: "
        "messages already published may be refused",
    ),
    "key changed": (
        PLACED,
        lambda s: s.update({"x-key": "property_id"}),
        f"{PLACED}: $: key changed from order_id to property_id",
    ),
    "subject changed": (
        PLACED,
        lambda s: s.update({"x-subject": "guest_id"}),
        f"{PLACED}: $: subject changed from order_id to guest_id",
    ),
    "tax line's field removed": (
        PLACED,
        lambda s: s["$defs"]["TaxLine"]["properties"].pop("tax"),
        f"{PLACED}: $.content.amount.tax_lines[].tax: field removed",
    ),
    "topic removed": (EVENTS, lambda c: c.clear(), f"{EVENTS}: topic: topic removed"),
    "topic's key changed": (
        EVENTS,
        lambda c: c.update({"x-key": "property id"}),
        f"{EVENTS}: key: changed from order id to property id",
    ),
    "partitions changed": (
        EVENTS,
        kafka(partitions=24),
        f"{EVENTS}: partitions: changed from 12 to 24: keys would move away from their owners",
    ),
    "cleanup policy changed": (
        EVENTS,
        kept(cleanup_policy=["compact"]),
        f"{EVENTS}: cleanup policy: changed from delete to compact",
    ),
    "retention shortened": (
        EVENTS,
        kept(retention_ms=1000),
        f"{EVENTS}: retention: shortened from 604800000 to 1000 ms: a reader may miss records",
    ),
    "no longer public": (
        EVENTS,
        lambda c: c.update({"x-visibility": "private"}),
        f"{EVENTS}: visibility: public before, private now",
    ),
}

REGISTRY_ADDITIONS: dict[str, tuple[str, Edit]] = {
    "nothing": (PLACED, lambda s: None),
    "optional field": (PLACED, lambda s: field_added(s)),
    "one topic more": (FAILED, lambda s: s["x-topic"].append("orders.table.events.v1")),
    "retention lengthened": (EVENTS, kept(retention_ms=10**10)),
    "retention ended": (EVENTS, lambda c: unlimited(c)),
    "new message on a topic": (
        EVENTS,
        lambda c: c["messages"].update({"orders.delivery.lost.v1": {}}),
    ),
    "made public": (
        "gateway.live.changes.v1",
        lambda c: c.update({"x-visibility": "public"}),
    ),
}


def unlimited(channel: Schema) -> None:
    del channel["bindings"]["kafka"]["topicConfiguration"]["retention.ms"]


@pytest.mark.parametrize("change", REGISTRY_BREAKS)
def test_a_breaking_change_of_the_real_contract_is_named(change: str, present: Contract) -> None:
    name, edit, said = REGISTRY_BREAKS[change]
    assert [str(found) for found in after(present, name, edit)] == [said]


@pytest.mark.parametrize("change", REGISTRY_ADDITIONS)
def test_an_allowed_change_of_the_real_contract_passes(change: str, present: Contract) -> None:
    name, edit = REGISTRY_ADDITIONS[change]
    assert after(present, name, edit) == []


def test_new_messages_and_topics_are_allowed(present: Contract) -> None:
    schemas = {**present.schemas, "orders.table.asked.v1": {"type": "object"}}
    channels = {**present.channels, "orders.table.events.v1": {}}
    assert breaking_changes(present, Contract(schemas, channels)) == []


def test_every_message_of_the_real_contract_is_compared(present: Contract) -> None:
    """Nothing hides behind a keyword that the comparison does not follow."""
    for name, schema in present.schemas.items():
        alone = Contract({name: schema}, {})  # the others are as they were
        for field_name in schema.get("properties", {}):
            found = after(alone, name, lambda s, n=field_name: s["properties"].pop(n))  # type: ignore[misc] # the loop's own value
            assert [(one.subject, one.path) for one in found] == [(name, f"$.{field_name}")]


def test_every_limit_in_the_real_contract_is_compared(present: Contract) -> None:
    for name, schema in present.schemas.items():
        alone = Contract({name: schema}, {})  # the others are as they were
        for place in limits(schema):
            found = after(alone, name, lambda s, p=place: strange(s, p))  # type: ignore[misc] # the loop's own value
            assert found, f"{name}: a change of {'/'.join(map(str, place))} went unseen"


def limits(node: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where in a schema a keyword stands that constrains a value."""
    marks = {"x-visibility", "x-personal", "x-in-house"}
    telling = {"title", "description", "examples", "$schema", "$id", *marks}
    if isinstance(node, list):
        return [found for n, item in enumerate(node) for found in limits(item, (*place, n))]
    if not isinstance(node, dict):
        return [place]
    fields = place[-1:] in (("properties",), ("$defs",))
    return [
        found
        for keyword, value in node.items()
        if fields or (keyword not in telling and (keyword, value) != ("default", None))
        for found in limits(value, (*place, keyword))
    ]


def strange(schema: Any, place: tuple[Any, ...]) -> None:
    """Put a value there that nobody meant; another definition where a reference stands."""
    schema.setdefault("$defs", {})["Strange"] = {"type": "boolean"}
    node = schema
    for step in place[:-1]:
        node = node[step]
    meant = node[place[-1]]
    unmeant = "#/$defs/Strange" if place[-1] == "$ref" else "strange"
    node[place[-1]] = meant + 1 if isinstance(meant, int | float) else unmeant


def test_the_committed_contract_still_serves_readers_of_the_last_release() -> None:
    found = breaking_changes(contract_in(CONTRACTS / "released"), contract_in(CONTRACTS))
    assert found == [], "\n".join(map(str, found))


def test_the_command_fails_on_a_break_and_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = tmp_path / "earlier"
    (earlier / "schemas").mkdir(parents=True)
    (earlier / "asyncapi.json").write_bytes((CONTRACTS / "asyncapi.json").read_bytes())
    schema = json.loads((CONTRACTS / "schemas" / f"{PLACED}.json").read_text(encoding="utf-8"))
    schema["properties"]["floor"] = {"type": "integer"}
    (earlier / "schemas" / f"{PLACED}.json").write_text(json.dumps(schema), encoding="utf-8")
    assert main(["compatible", "--against", str(earlier)]) == 1
    assert capsys.readouterr().err == f"{PLACED}: $.floor: field removed\n"
