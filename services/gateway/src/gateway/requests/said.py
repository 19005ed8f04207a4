"""What an answer says of the request that it answers: what came of it, or why it was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import JsonValue

from gateway.requests.model import Refusal

Said = dict[str, JsonValue] | Refusal


def fields(*names: str) -> Callable[[Any], Said]:
    """The answer is good, and these of its fields say what came of the request."""
    return lambda message: message.model_dump(mode="json", include=set(names))
