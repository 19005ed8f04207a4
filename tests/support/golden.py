"""Golden messages: what every released version wrote, and a reader may still meet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts"
GOLDEN = CONTRACTS / "golden"


@dataclass(frozen=True)
class Golden:
    """One record: its key, its headers as texts, its value as JSON."""

    type: str
    case: str
    key: str
    headers: Mapping[str, str]
    value: Mapping[str, Any]

    @property
    def raw_headers(self) -> list[tuple[str, bytes]]:
        return [(name, text.encode()) for name, text in self.headers.items()]

    @property
    def raw_value(self) -> bytes:
        return json.dumps(self.value, ensure_ascii=False).encode()

    def __str__(self) -> str:
        return f"{self.type}/{self.case}"


@cache
def goldens() -> tuple[Golden, ...]:
    """All of them, of every version, in the order of their names; read from their files once."""
    return tuple(_golden(path) for path in sorted(GOLDEN.glob("*/*/*.json")))


def goldens_of(type: str) -> list[Golden]:
    return [golden for golden in goldens() if golden.type == type]


def _golden(path: Path) -> Golden:
    content = json.loads(path.read_text(encoding="utf-8"))
    return Golden(path.parent.name, path.stem, **content)
