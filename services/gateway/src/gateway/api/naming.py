"""The names of people and programs behind the actors of changes."""

from __future__ import annotations

from collections.abc import Iterable

from chassis.database import Database
from gateway.access.caller import KEY, PERSON
from gateway.access.people import KEYS, PEOPLE
from gateway.board.moments import Names


async def names_of(database: Database, actors: Iterable[str]) -> Names:
    """The name of each person and each program among some actors. One who is gone has none any
    more."""
    asked = set(actors)
    people = [actor.removeprefix(PERSON) for actor in asked if actor.startswith(PERSON)]
    keys = [actor.removeprefix(KEY) for actor in asked if actor.startswith(KEY)]
    names: dict[str, str] = {}
    if people:
        rows = await database.find(PEOPLE, {"_id": {"$in": people}}, fields={"name": 1})
        names |= {f"{PERSON}{row['_id']}": row["name"] for row in rows}
    if keys:
        fields = {"key_id": 1, "name": 1}
        rows = await database.find(KEYS, {"key_id": {"$in": keys}}, fields=fields)
        names |= {f"{KEY}{row['key_id']}": row["name"] for row in rows}
    return names
