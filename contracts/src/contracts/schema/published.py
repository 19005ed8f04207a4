"""The files that are generated from the models and committed, so that a change of them is seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from contracts.schema.asyncapi import document
from contracts.schema.catalogue import message_types
from contracts.schema.json_schema import schema_of
from contracts.schema.topic_table import with_table

SCHEMAS = "schemas"
ASYNCAPI = "asyncapi.json"
README = "README.md"


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def generated(folder: Path) -> dict[Path, str]:
    """Every generated file of the contracts folder and the text that it should have.

    The README is read for what lies around its table; raises `MarkersMissing`.
    """
    files = {folder / place: text for place, text in _texts().items()}
    readme = folder / README
    files[readme] = with_table(readme.read_text(encoding="utf-8"))
    return files


@cache
def _texts() -> Mapping[str, str]:
    """By path in the contracts folder, what the models alone say; they do not change while a
    process runs, and a folder is looked at several times."""
    texts = {
        f"{SCHEMAS}/{message.name}.json": _json(schema_of(message)) for message in message_types()
    }
    return {**texts, ASYNCAPI: _json(document())}


def write(folder: Path) -> list[Path]:
    """Bring the files up to date; returns those that changed, removed ones included."""
    outdated = stale(folder)
    files = generated(folder)
    for path in outdated:
        if path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8")
        else:
            path.unlink()
    return outdated


def stale(folder: Path) -> list[Path]:
    """The files that are missing, differ from the models, or belong to no message any more."""
    files = generated(folder)
    differing = [path for path, text in files.items() if _text(path) != text]
    orphans = set((folder / SCHEMAS).glob("*.json")) - files.keys()
    return sorted([*differing, *orphans])


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
