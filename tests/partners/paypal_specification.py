"""PayPal's published specifications, read as JSON Schemas (OpenAPI 3.0)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft4Validator

from tests.partners.ohip_specification import SPECS

# Of a schema alone, where the specification is loose: a misspelt field of these must fail.
STRICT = frozenset(
    {"order_request", "purchase_unit_request", "paypal_wallet_experience_context", "payment_source"}
)


@cache
def specification(name: str) -> dict[str, Any]:
    """The file as published. Skips aloud where the specifications are not at hand."""
    path = SPECS / "paypal" / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"published specifications not found: set COMPTOIR_SPECS (looked for {path})")
    document: dict[str, Any] = json.loads(path.read_text())
    return document


def schemas(name: str) -> dict[str, Any]:
    found: dict[str, Any] = specification(name)["components"]["schemas"]
    return found


def errors(name: str, schema: str, value: Any) -> list[str]:
    """Where `value` is not a `schema` of the specification `name`."""
    components = {
        key: {**one, "additionalProperties": False} if key in STRICT else one
        for key, one in schemas(name).items()
    }
    root = {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": components}}
    found = Draft4Validator(root).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def parameters(name: str, path: str, method: str) -> set[str]:
    """The headers that an operation takes, in lower case."""
    document = specification(name)
    found = set()
    for parameter in document["paths"][path][method].get("parameters", ()):
        if "$ref" in parameter:
            parameter = document["components"]["parameters"][parameter["$ref"].split("/")[-1]]
        if parameter["in"] == "header":
            found.add(parameter["name"].lower())
    return found
