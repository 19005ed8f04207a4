"""The HTTP application: API and page."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from gateway.api import (
    activity,
    booking_pages,
    calendar_feeds,
    claims,
    connections,
    courier_messages,
    description,
    export,
    figures,
    folio_requests,
    guest,
    guest_links,
    guest_payments,
    guest_stays,
    invitations,
    keys,
    live,
    media,
    notices,
    operations,
    orders,
    passwords,
    people,
    placing,
    preferences,
    presence,
    problems,
    properties,
    public_booking,
    public_huts,
    reconciliation,
    resending,
    rooms,
    session,
    set_aside,
    sheet,
    tasks,
)
from gateway.api.guard import Guard
from gateway.api.huts import (
    calendars,
    library,
    payment_trials,
    planning,
    planning_changes,
    readiness,
    sales,
    sales_export,
    selling,
    selling_changes,
    stay_changes,
    stay_mails,
    stays,
)
from gateway.api.huts import sheet as hut_sheet
from gateway.api.workings import Workings
from gateway.page import Page

# What is read. The export stands before the order of any id.
READ = (live, sheet, activity, export, orders, presence, tasks, notices, reconciliation, figures)
# What changes something.
WRITTEN = (placing, rooms, courier_messages, claims, folio_requests, resending, connections)
# What huts sell, plan and have sold. The export and the totals stand beside no id.
HUTS = (hut_sheet, library, selling, selling_changes, readiness, planning, planning_changes)
STAYS = (stays, stay_changes, stay_mails, sales, sales_export, calendars, payment_trials)
# What the gateway itself owns, and what is seen by a link.
OWN = (preferences, passwords, people, keys, invitations, media, guest_links, guest, calendar_feeds)
# Huts for anybody.
PUBLIC = (public_huts, public_booking, guest_stays, guest_payments, booking_pages)
# What concerns the whole installation.
INSTALLATION = (operations, set_aside)


def application(workings: Workings) -> FastAPI:
    """Everything the gateway serves but the chassis' health routes."""
    app = routed()
    app.state.workings = workings
    problems.install(app)
    description.install(app)
    app.mount("/", Page(workings.settings.web, workings.settings.tile_origins))
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Guard)
    return app


def routed() -> FastAPI:
    """The API's routes, which is all that its description needs.

    All in one list: routers that are included look through theirs twice for each request, and put
    together what a route needs when it is asked for first. What a router is given to be included
    with has therefore no effect.
    """
    modules = (
        session,
        properties,
        *READ,
        *WRITTEN,
        *HUTS,
        *STAYS,
        *OWN,
        *PUBLIC,
        *INSTALLATION,
    )
    return FastAPI(
        title="Comptoir",
        version="1",
        description="Orders of a property, live. Times are UTC; amounts are in minor units.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        routes=[route for module in modules for route in module.router.routes],
    )
