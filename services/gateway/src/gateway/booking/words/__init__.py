"""The words of a hut's page and of a guest's stay, in every language that we speak; those of the
booking itself are the page's own (`web/src/book/words`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files

from contracts.properties import Language

WORDS: Mapping[Language, dict[str, str]] = {
    language: json.loads((files(__package__) / f"{language}.json").read_text("utf-8"))
    for language in Language
}
