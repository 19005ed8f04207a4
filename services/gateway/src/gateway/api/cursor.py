"""Where a page of a list ends, as an opaque text."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from fastapi import Query

from gateway.api.problems import invalid

Cursor = Annotated[
    str | None, Query(max_length=300, description="`next` of the page before this one")
]
Limit = Annotated[int, Query(ge=1, le=100, description="How many at most")]


def encode(position: str) -> str:
    return base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")


def decode(cursor: str) -> str:
    """Raises a 422 problem for what no page ever ended with."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise invalid("query.cursor", "is not the `next` of any page") from error
