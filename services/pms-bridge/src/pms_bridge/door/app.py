"""The door as one application, with its OpenAPI description."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException

from chassis.service import Runtime, Unavailable
from pms_bridge.connections import Connections
from pms_bridge.door.intake import intake_routes
from pms_bridge.door.intake_body import IntakeOrder
from pms_bridge.door.problems import MEDIA_TYPE, ProblemFound, answer_problem
from pms_bridge.door.uber_direct import uber_direct_routes
from pms_bridge.door.uber_event import UberEvent


def door(connections: Connections, runtime: Runtime) -> FastAPI:
    """The HTTP door for partner systems only."""
    app = FastAPI(
        title="Comptoir's door for partner systems", version="1", docs_url=None, redoc_url=None
    )
    for error in (ProblemFound, HTTPException, Unavailable):
        app.add_exception_handler(error, answer_problem)
    app.include_router(intake_routes(connections, runtime))
    app.include_router(uber_direct_routes(connections, runtime))
    app.openapi = lambda: _described(app)  # type: ignore[method-assign] # FastAPI's documented hook
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    """FastAPI's description, with the bodies that are read raw and so unknown to it, and problems
    under their own media type."""
    described = get_openapi(title=app.title, version=app.version, routes=app.routes)
    _, bodies = models_json_schema(
        [(IntakeOrder, "validation"), (UberEvent, "validation")],
        ref_template="#/components/schemas/{model}",
    )
    described["components"]["schemas"].update(bodies["$defs"])
    for path in described["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) >= HTTPStatus.BAD_REQUEST:
                    answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
    return described
