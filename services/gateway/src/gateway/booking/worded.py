"""A text in the language that a guest reads, or the nearest that there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from contracts.properties import Language

T = TypeVar("T")


def in_language(
    said: Mapping[Language, T], asked: Language, languages: Sequence[Language]
) -> T | None:
    """What is said in `asked`, else in the first of the house's own `languages` that has it, else
    in any; None where nothing is said (R14). What is empty is not said."""
    order = (asked, *languages, *Language)
    return next((said[one] for one in order if said.get(one)), None)
