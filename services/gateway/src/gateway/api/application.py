"""The HTTP application: API and page."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from gateway.api import activity, description, live, orders, problems, properties, session
from gateway.api.guard import Guard
from gateway.api.workings import Workings
from gateway.page import Page


def application(workings: Workings) -> FastAPI:
    """Everything the gateway serves but the chassis' health routes."""
    app = FastAPI(
        title="Comptoir",
        version="1",
        description="Orders of a property, live. Times are UTC; amounts are in minor units.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.workings = workings
    problems.install(app)
    for module in (session, properties, live, activity, orders):
        app.include_router(module.router)
    description.install(app)
    app.mount("/", Page(workings.settings.web))
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Guard)
    return app
