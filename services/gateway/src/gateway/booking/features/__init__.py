"""What a hut has, in words: every code of `contracts.characteristics`, in every language (R15)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files

from contracts.properties import Language

# Family, code.
FEATURES: Mapping[Language, Mapping[str, Mapping[str, str]]] = {
    language: json.loads((files(__package__) / f"{language}.json").read_text("utf-8"))
    for language in Language
}
