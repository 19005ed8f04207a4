"""Personal data is marked where it is declared, so that no later reader has to guess.

`Annotated[str, Personal]` makes logs drop the field, the published schemas show `x-personal`, and
obliges the message that holds it to name its `guest_id`. `InHouse` marks what the house's own
people alone may see: the schemas show `x-in-house`, and `for_guest` leaves it out.
"""

from __future__ import annotations

from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


class PersonalMarker:
    """Marks a field as data about a person."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(schema)
        described["x-personal"] = True
        return described


Personal = PersonalMarker()


class InHouseMarker:
    """Marks a field that never goes to the guest, whatever is written or shown to them (R48)."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(schema)
        described["x-in-house"] = True
        return described


InHouse = InHouseMarker()
P = TypeVar("P", bound=BaseModel)


def for_guest(part: P) -> P:
    """The part without its own in-house fields: all that may be told to a guest. Those fields have
    a default, and are at it."""
    hidden = {
        name: field.default
        for name, field in type(part).model_fields.items()
        if _marks(field.annotation, InHouseMarker)
        or any(isinstance(item, InHouseMarker) for item in field.metadata)
    }
    return part.model_copy(update=hidden)


def personal_fields(model: type[BaseModel]) -> frozenset[str]:
    """Dotted paths of the personal fields of a model, nested models included."""
    return frozenset(_paths(model, ""))


def _paths(model: type[BaseModel], prefix: str) -> list[str]:
    paths: list[str] = []
    for name, field in model.model_fields.items():
        if any(isinstance(item, PersonalMarker) for item in field.metadata) or _marks(
            field.annotation, PersonalMarker
        ):
            paths.append(prefix + name)
        for nested in _models_in(field.annotation):
            paths.extend(_paths(nested, f"{prefix}{name}."))
    return paths


def _marks(annotation: Any, marker: type[Any]) -> bool:
    """Whether the marker sits inside a union, as in `Annotated[str, Personal] | None`."""
    if isinstance(annotation, marker):
        return True
    inside = get_args(annotation) if get_origin(annotation) is not None else ()
    return any(_marks(part, marker) for part in inside)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for arg in get_args(annotation) for model in _models_in(arg)]
