"""The OpenAPI description, as the API really is: every problem is `application/problem+json`,
but for the guest's page, which says it as a page."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from gateway.api.examples import EXAMPLES
from gateway.api.guard import COOKIE
from gateway.api.problems import MEDIA_TYPE, ProblemAnswer

PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemAnswer"}}}
SECURITY = {
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
    "key": {"type": "http", "scheme": "bearer"},
}
# What the framework describes by itself and the API never answers.
NEVER_ANSWERED = ("HTTPValidationError", "ValidationError")


def install(app: FastAPI) -> None:
    """Have the app described by `described`, once."""
    found: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not found:
            found.update(described(app))
        return found

    app.openapi = openapi  # type: ignore[method-assign] # the framework's documented way


def described(app: FastAPI) -> dict[str, Any]:
    """The description of an app's routes, version 3.1."""
    whole = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    for path in whole["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and "text/html" not in answer.get("content", {}):
                    answer["content"] = PROBLEM
    components = whole["components"]
    for name in NEVER_ANSWERED:
        components["schemas"].pop(name, None)
    components["schemas"]["ProblemAnswer"] = ProblemAnswer.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    components["schemas"].update(components["schemas"]["ProblemAnswer"].pop("$defs", {}))
    for name, example in EXAMPLES.items():
        components["schemas"][name]["examples"] = [example]
    components["securitySchemes"] = SECURITY
    whole["security"] = [{"session": []}, {"key": []}]
    return whole
