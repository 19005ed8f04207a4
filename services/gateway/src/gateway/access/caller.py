"""Who calls: a person with a session, or a program with a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gateway.access.roles import OPERATIONS, PERMISSIONS, Permission, Role

PERSON = "person:"
KEY = "key:"
# Somebody without an account: at a page that anybody may read, or with a link of ours.
GUEST = "guest:"


@dataclass(frozen=True, slots=True)
class Caller:
    """`actor` is how changes name who caused them: `person:ID`, `key:ID`, or `guest:` for
    somebody without an account, who has no role anywhere. `operations` may define
    properties and sees no guest by that alone. `session_ends_at` is None for a key."""

    actor: str
    name: str
    mail: str | None
    roles: Mapping[str, Role]
    operations: bool
    session_ends_at: datetime | None = None

    @property
    def is_person(self) -> bool:
        return self.actor.startswith(PERSON)

    @property
    def person_id(self) -> str:
        """Of a person; see `is_person`."""
        return self.actor.removeprefix(PERSON)

    def role_at(self, property_id: str) -> Role | None:
        return self.roles.get(property_id)

    def may(self, permission: Permission, property_id: str) -> bool:
        return permission in self.permissions_at(property_id)

    def permissions_at(self, property_id: str) -> frozenset[Permission]:
        """What the caller may do there, by role and by running the installation."""
        role = self.role_at(property_id)
        own = frozenset[Permission]() if role is None else PERMISSIONS[role]
        return own | OPERATIONS if self.operations else own


def roles_of(row: Mapping[str, Any]) -> dict[str, Role]:
    """The roles of a stored person or key."""
    return {property_id: Role(role) for property_id, role in row["roles"].items()}
