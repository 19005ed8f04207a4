"""The push service's door (RFC 8030), and control of the browsers behind it."""

from collections.abc import Callable
from datetime import UTC, datetime

from fastapi import APIRouter, Query, Request, Response

from partners.journal import Journal, Page
from partners.push.browsers import Browsers, NotTheirs, Unreadable, payload_of
from partners.push.model import PopUp, Subscribe, Subscription

LARGEST_BODY = 4096


def wire_routes(browsers: Browsers, shown: Journal[PopUp], own_url: Callable[[], str]) -> APIRouter:
    """What the hotel's systems call: one address per subscription."""
    router = APIRouter()
    router.add_api_route("/push/{name}", _Door(browsers, shown, own_url).push, methods=["POST"])
    return router


def control_routes(
    browsers: Browsers, shown: Journal[PopUp], own_url: Callable[[], str]
) -> APIRouter:
    """What a test or the demo does as the person before the browser."""
    router = APIRouter(prefix="/_control/push")
    control = _Control(browsers, shown, own_url)
    router.add_api_route("/browsers", control.subscribe, methods=["POST"], status_code=201)
    router.add_api_route("/browsers/{name}", control.leave, methods=["DELETE"], status_code=204)
    router.add_api_route("/pop-ups", control.list_pop_ups)
    return router


class _Door:
    def __init__(
        self, browsers: Browsers, shown: Journal[PopUp], own_url: Callable[[], str]
    ) -> None:
        self._browsers = browsers
        self._shown = shown
        self._own_url = own_url

    async def push(self, name: str, request: Request) -> Response:
        browser = self._browsers.find(name)
        if browser is None:
            return Response(status_code=410 if self._browsers.has_left(name) else 404)
        headers, body = request.headers, await request.body()
        ttl = headers.get("TTL", "")
        if not ttl.isdecimal() or headers.get("Content-Encoding") != "aes128gcm":
            return Response("TTL and Content-Encoding aes128gcm are required", 400)
        if len(body) > LARGEST_BODY:
            return Response(status_code=413)
        try:
            contact = browser.contact_of(headers.get("Authorization", ""), self._own_url())
            opened = browser.open(body)
        except NotTheirs as error:
            return Response(str(error), 403)
        except Unreadable:
            return Response("the browser cannot read it", 400)
        pop_up = PopUp(
            at=datetime.now(UTC),
            browser=name,
            topic=headers.get("Topic"),
            ttl=int(ttl),
            urgency=headers.get("Urgency"),
            contact=contact,
            payload=payload_of(opened),
        )
        self._shown.write(pop_up)
        return Response(status_code=201, headers={"Location": f"/push/{name}/message"})


class _Control:
    def __init__(
        self, browsers: Browsers, shown: Journal[PopUp], own_url: Callable[[], str]
    ) -> None:
        self._browsers = browsers
        self._shown = shown
        self._own_url = own_url

    async def subscribe(self, subscribe: Subscribe) -> Subscription:
        return self._browsers.subscribe(subscribe.server_key, self._own_url())

    async def leave(self, name: str) -> Response:
        self._browsers.leave(name)
        return Response(status_code=204)

    async def list_pop_ups(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[PopUp]:
        return self._shown.page(after, limit)
