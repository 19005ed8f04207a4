"""What a part of the chassis tells of its work, kept for a test to look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chassis.trace import Trace
from chassis.tracing import Attribute, Kind, Tracing


class Told(Tracing):
    """Remembers each span it is told: name, trace, parent, attributes, error."""

    on = True

    def __init__(self, share: float = 1.0) -> None:
        self.share = share
        self.spans: list[tuple[str, Trace, str | None, Mapping[str, Attribute], str | None]] = []

    def wants(self, trace: Trace | None) -> bool:
        return trace is not None and trace.sampled

    def tell(
        self,
        name: str,
        kind: Kind,
        trace: Trace,
        parent: str | None,
        start: int,
        end: int,
        attributes: Mapping[str, Attribute],
        **more: Any,
    ) -> None:
        self.spans.append((name, trace, parent, dict(attributes), more.get("error")))
