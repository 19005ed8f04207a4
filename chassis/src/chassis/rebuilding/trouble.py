"""Why views cannot be rebuilt now. Each of these leaves the views in use as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class NotNow(Exception):
    """Says what is in the way, and what to do about it."""


class HandlerFailed(NotNow):
    """The service's own code cannot take a message that it, or the release before it, has taken."""

    def __init__(self, handler: str, type: str, id: str, why: str) -> None:
        self.type, self.id = type, id
        super().__init__(
            f"{handler} cannot take {type} with the id {id}: {why}. The views in use were left as "
            f"they are; mend the handler and begin again"
        )


class Lost(NotNow):
    """The views in use know what their owners' history does not."""

    def __init__(self, missing: Mapping[str, Sequence[str]], gaps: int) -> None:
        self.missing, self.gaps = missing, gaps
        told = [
            f"{name}: {len(ids)} ({', '.join(sorted(ids)[:5])}, ...)"[:200]
            for name, ids in missing.items()
        ]
        if gaps:
            told.append(f"{gaps} messages come after one that is missing")
        super().__init__(
            f"the history knows less than the views in use. {'; '.join(told)}. Nothing was "
            f"changed. It began later than these, or they are strays; --accept-loss goes on without"
        )
