"""The keys of a property's own programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from contracts.message import Instant
from gateway.access.keys import MOST_KEYS, KeyInUse, KeyKnown, TooManyKeys
from gateway.access.roles import Role
from gateway.api.admission import AtKeys
from gateway.api.naming import names_of
from gateway.api.problems import Problem, declared, missing
from gateway.api.texts import Line
from gateway.api.workings import Use
from gateway.api.writing import WRITES, Write
from gateway.board.card import Answer

router = APIRouter(prefix="/api/v1/properties/{property}/keys", tags=["keys"])

KeyPath = Annotated[str, Path(alias="key", description="The key's id", max_length=64)]


class KeyBody(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Channel manager", "role": "reception"}]},
    )
    name: Annotated[Line, Field(max_length=100)]
    role: Role


class KeyAnswer(Answer):
    """A key as people may know it. `last_used_at` is right to the minute."""

    key_id: str
    name: str
    role: Role
    created_at: Instant
    created_by: Annotated[str | None, Field(description="The name of who made it")] = None
    last_used_at: Instant | None = None


class NewKeyAnswer(KeyAnswer):
    """`key` is told this once."""

    key: Annotated[str, Field(examples=["cmp_VbJ4..."])]


class Keys(Answer):
    keys: tuple[KeyAnswer, ...]


@router.get(
    "",
    operation_id="listKeys",
    summary="The property's keys",
    responses=declared(401, 403, 404, 503),
)
async def list_keys(here: AtKeys, workings: Use) -> Keys:
    found = await workings.door.keys.of(here.property_id)
    names = await names_of(
        workings.runtime.database, {known.created_by for known in found if known.created_by}
    )
    return Keys(keys=tuple(KeyAnswer(**_fields(known, names)) for known in found))


@router.post(
    "",
    operation_id="makeKey",
    summary="Make a key for a program",
    status_code=201,
    responses=WRITES,
)
async def make_key(here: AtKeys, body: KeyBody, write: Write, workings: Use) -> NewKeyAnswer:
    """A retry makes it anew, as the answer to the first request was lost, and the former opens
    nothing; a key that has been used is not made again."""
    claim = await write.claim(here.caller, here.property_id, body)
    try:
        key, known = await workings.door.keys.make(
            claim.command_id, here.property_id, body.name, body.role, here.caller.actor
        )
    except KeyInUse as error:
        raise Problem(409, "key-in-use", "this key was made, told, and used") from error
    except TooManyKeys as error:
        raise Problem(409, "too-many-keys", f"a property has at most {MOST_KEYS}") from error
    return NewKeyAnswer(key=key, **_fields(known, {here.caller.actor: here.caller.name}))


@router.delete(
    "/{key}",
    operation_id="removeKey",
    summary="Take a key away",
    status_code=204,
    responses=WRITES,
)
async def remove_key(here: AtKeys, key_id: KeyPath, write: Write, workings: Use) -> None:
    """It opens nothing here any more, from the next request on."""
    claim = await write.claim(here.caller, here.property_id)

    async def carry_out() -> Mapping[str, Any]:
        if not await workings.door.keys.remove(key_id, here.property_id):
            raise missing()
        return {}

    await write.once(claim, carry_out)


def _fields(known: KeyKnown, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "key_id": known.key_id,
        "name": known.name,
        "role": known.role,
        "created_at": known.created_at,
        "created_by": names.get(known.created_by or ""),
        "last_used_at": known.last_used_at,
    }
