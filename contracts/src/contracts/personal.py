"""Personal data is marked where it is declared, so that no later reader has to guess.

`Annotated[str, Personal]` makes logs drop the field, the published schemas show `x-personal`, and
obliges the message that holds it to name its `guest_id`.
"""

from __future__ import annotations

from typing import Any, get_args, get_origin

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


def personal_fields(model: type[BaseModel]) -> frozenset[str]:
    """Dotted paths of the personal fields of a model, nested models included."""
    return frozenset(_paths(model, ""))


def _paths(model: type[BaseModel], prefix: str) -> list[str]:
    paths: list[str] = []
    for name, field in model.model_fields.items():
        if any(isinstance(item, PersonalMarker) for item in field.metadata) or _marks(
            field.annotation
        ):
            paths.append(prefix + name)
        for nested in _models_in(field.annotation):
            paths.extend(_paths(nested, f"{prefix}{name}."))
    return paths


def _marks(annotation: Any) -> bool:
    """Whether the marker sits inside a union, as in `Annotated[str, Personal] | None`."""
    if isinstance(annotation, PersonalMarker):
        return True
    return get_origin(annotation) is not None and any(_marks(arg) for arg in get_args(annotation))


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for arg in get_args(annotation) for model in _models_in(arg)]
