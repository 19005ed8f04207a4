"""Texts as people type them: no control characters, and something in them."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BREAK = re.compile(r"[\t\n\r]")


def shown_text(text: str) -> str:
    """The text. Raises ValueError where it has what cannot be shown."""
    if _CONTROL.search(text):
        raise ValueError("has characters that cannot be shown")
    return text


def one_line(text: str) -> str:
    """The text. Raises ValueError where it goes on below."""
    if _BREAK.search(text):
        raise ValueError("goes over more than one line")
    return text


# Some words, perhaps over several lines.
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    Field(min_length=1),
    AfterValidator(shown_text),
]
# What stands on one line: a name, a room.
Line = Annotated[Words, AfterValidator(one_line)]
