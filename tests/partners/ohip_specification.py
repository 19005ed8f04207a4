"""Oracle's published specifications, read as strict JSON Schemas.

They are Swagger 2.0, whose definitions are JSON Schema draft 4. Two changes are made before use:

- a date field that also says `maxLength: 8` cannot hold any date (`2026-11-23` has ten letters);
  this known defect is taken out, and counted, so that a specification without it is noticed;
- objects that list their properties take no others, so that a misspelt field fails.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "specs"
SPECS = Path(os.environ.get("COMPTOIR_SPECS", DEFAULT))

DATE_DEFECTS = {"csh.subset": 48, "rsv.subset": 0, "oauth": 0}


def specification(name: str) -> dict[str, Any]:
    """The file as published. Skips aloud where the specifications are not at hand."""
    path = SPECS / "ohip" / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"published specifications not found: set COMPTOIR_SPECS (looked for {path})")
    document: dict[str, Any] = json.loads(path.read_text())
    return document


@cache
def _definitions(name: str, corrected: bool) -> dict[str, Any]:
    definitions: dict[str, Any] = specification(name)["definitions"]
    return {key: _strict(value, corrected) for key, value in definitions.items()}


def _strict(schema: Any, corrected: bool) -> Any:
    if isinstance(schema, list):
        return [_strict(item, corrected) for item in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {key: _strict(value, corrected) for key, value in schema.items()}
    if corrected and is_date_defect(strict):
        del strict["maxLength"]
    if strict.get("type") == "object" and isinstance(strict.get("properties"), dict):
        strict.setdefault("additionalProperties", False)
    return strict


def is_date_defect(schema: dict[str, Any]) -> bool:
    """Whether a field wants a date and has no room for one."""
    return schema.get("format") == "date" and schema.get("maxLength") == 8


def date_defects(schema: Any) -> int:
    """How many fields of a specification have the defect."""
    if isinstance(schema, list):
        return sum(date_defects(item) for item in schema)
    if not isinstance(schema, dict):
        return 0
    return is_date_defect(schema) + sum(date_defects(value) for value in schema.values())


def errors(name: str, definition: str, value: Any, *, corrected: bool = True) -> list[str]:
    """Where `value` is not a `definition` of the specification `name`."""
    schema = {
        "$ref": f"#/definitions/{definition}",
        "definitions": _definitions(name, corrected),
    }
    validator = Draft4Validator(schema, format_checker=FormatChecker(("date", "email")))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def answer_definition(name: str, path: str, method: str, status: int) -> str | None:
    """The definition of an operation's answer, or None where it has no body."""
    document = specification(name)
    response = document["paths"][path][method]["responses"][str(status)]
    if "$ref" in response:
        response = document["responses"][response["$ref"].removeprefix("#/responses/")]
    schema = response.get("schema")
    return None if schema is None else schema["$ref"].removeprefix("#/definitions/")
