"""The gateway's application as tests look at it without running it; put together once for all."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import FastAPI

from chassis.database import Database
from gateway.app import serve
from gateway.settings import Settings
from tests.support.runtime import RecordingRuntime


@cache
def gateway_application() -> FastAPI:
    """What the gateway serves, on a database that is nowhere."""
    app = serve(RecordingRuntime(Database.connect("mongodb://127.0.0.1:1", "none")), Settings())
    assert isinstance(app, FastAPI)
    return app


def gateway_description() -> dict[str, Any]:
    """The OpenAPI description of all its routes."""
    return gateway_application().openapi()
