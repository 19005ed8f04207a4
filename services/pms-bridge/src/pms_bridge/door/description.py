"""The door's OpenAPI description of routes that FastAPI does not know: its hot ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from pms_bridge.door.problems import MEDIA_TYPE

COMPONENTS = "#/components/schemas/{model}"
# What every hot route may answer beside its success.
PROBLEMS = {
    HTTPStatus.UNAUTHORIZED: "Unknown caller, wrong signature, or a signature too old",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The body is not as documented; `errors` names the fields",
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "Nothing was promised: send the same again after `Retry-After`"
    ),
}


@dataclass(frozen=True)
class Parameter:
    """A text in the path or in a header. One in a header that is left out is not accepted."""

    name: str
    place: Literal["path", "header"]
    description: str

    def described(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "in": self.place,
            "required": self.place == "path",
            "description": self.description,
            "schema": {"type": "string"},
        }


def operation(
    id: str,
    *,
    summary: str,
    tag: str,
    parameters: Sequence[Parameter],
    body: type[BaseModel],
    or_body: type[BaseModel] | None = None,
    success: tuple[HTTPStatus, str, type[BaseModel] | None],
    problems: Mapping[HTTPStatus, str] = PROBLEMS,
) -> dict[str, Any]:
    """One operation; `success` is its status, what it means, and what comes with it. Some take
    one of two bodies."""
    status, meaning, answer = success
    taken: dict[str, Any] = {"description": meaning}
    if answer is not None:
        taken["content"] = _content("application/json", answer.__name__)
    refused = {
        str(int(problem)): {"description": why, "content": _content(MEDIA_TYPE, "Problem")}
        for problem, why in problems.items()
    }
    return {
        "operationId": id,
        "summary": summary,
        "tags": [tag],
        "parameters": [parameter.described() for parameter in parameters],
        "requestBody": {"required": True, "content": _either(body, or_body)},
        "responses": {str(int(status)): taken, **refused},
    }


def schemas(*models: type[BaseModel]) -> dict[str, Any]:
    """The components that operations refer to, with all that they are made of."""
    wanted = [(model, "validation") for model in models]
    _, described = models_json_schema(wanted, ref_template=COMPONENTS)  # type: ignore[arg-type]
    found: dict[str, Any] = described["$defs"]
    return found


def _either(body: type[BaseModel], other: type[BaseModel] | None) -> dict[str, Any]:
    if other is None:
        return _content("application/json", body.__name__)
    refs = [{"$ref": COMPONENTS.format(model=model.__name__)} for model in (body, other)]
    return {"application/json": {"schema": {"anyOf": refs}}}


def _content(media_type: str, model: str) -> dict[str, Any]:
    return {media_type: {"schema": {"$ref": COMPONENTS.format(model=model)}}}
