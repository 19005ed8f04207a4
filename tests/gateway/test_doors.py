"""Who gets where: every route of the application against nobody, strangers and every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.datastructures import Headers

from contracts.properties import PropertyKind, PropertyState
from gateway.access.people import People, new_key
from gateway.access.roles import PERMISSIONS, Permission, Role
from gateway.api.guard import COOKIE, LARGEST_BODY, SECURITY_HEADERS, forged
from tests.gateway.conftest import Hotel
from tests.gateway.hut_routes import HUT_NEEDS
from tests.support.deliveries import ORDER, PROPERTY, placed, sheet
from tests.support.gateway_routes import gateway_application, gateway_description

# Whoever adds a route that anybody may call says so here: signing in and out,
OPEN_TO_ALL = {("POST", "/api/v1/session"), ("DELETE", "/api/v1/session")}
# what guests read of a hut and send it,
PUBLIC = "/guest/v1/huts/{hut}"
OF_HUTS = {
    ("GET", "/book/{hut}"),
    ("GET", PUBLIC),
    ("GET", f"{PUBLIC}/terms"),
    ("GET", f"{PUBLIC}/availability"),
    ("POST", f"{PUBLIC}/price"),
    ("POST", f"{PUBLIC}/stays"),
}
# and what a link opens, which is 404 without one.
BY_LINK = {
    ("GET", "/api/v1/invitations/{token}"),
    ("POST", "/api/v1/invitations/{token}"),
    ("GET", "/welcome/{token}"),
    ("GET", "/guest/orders/{token}"),
    ("GET", "/guest/v1/orders/{token}"),
    ("GET", "/guest/v1/orders/{token}/stream"),
    ("GET", "/calendars/{token}.ics"),
    ("GET", "/guest/stays/{token}"),
    ("GET", "/guest/v1/stays/{token}"),
    ("POST", "/guest/v1/stays/{token}/cancel"),
    ("GET", "/guest/v1/stays/{token}/payment"),
    ("POST", "/guest/v1/stays/{token}/payment"),
    ("POST", "/guest/v1/stays/{token}/payment/give-up"),
    ("GET", "/media/{media}"),
}
OWN = {
    ("GET", "/api/v1/me"),
    ("GET", "/api/v1/me/notifications"),
    ("POST", "/api/v1/me/password"),
    ("PUT", "/api/v1/me/notifications"),
    ("GET", "/api/v1/push-key"),
}
# What concerns the whole installation, and so those alone who run it.
INSTALLATION = "/api/v1/operations"
ASIDE = f"{INSTALLATION}/services/{{service}}"
OPERATIONS = {
    ("GET", f"{INSTALLATION}/flow"),
    ("GET", f"{ASIDE}/series"),
    ("GET", f"{ASIDE}/parked"),
    ("GET", f"{ASIDE}/parked/record"),
    ("POST", f"{ASIDE}/parked/release"),
    ("POST", f"{ASIDE}/parked/skip"),
    ("GET", f"{ASIDE}/dead"),
    ("GET", f"{ASIDE}/dead/record"),
    ("POST", f"{ASIDE}/dead/replay"),
    ("POST", f"{ASIDE}/dead/discard"),
}
HERE = "/api/v1/properties/{property}"
ORDER_HERE = f"{HERE}/orders/{{order}}"
# What each route at a property asks of a role; every such route must be named. None: of no role,
# operations alone.
NEEDS: dict[tuple[str, str], Permission | None] = {
    ("GET", HERE): Permission.SEE_PROPERTY,
    ("PUT", HERE): None,
    ("GET", f"{HERE}/live"): Permission.SEE_ORDERS,
    ("GET", f"{HERE}/live/sheet"): Permission.SEE_ORDERS,
    ("GET", f"{HERE}/live/stream"): Permission.SEE_ORDERS,
    ("GET", f"{HERE}/activity"): Permission.SEE_ORDERS,
    ("GET", f"{HERE}/tasks"): Permission.SEE_ORDERS,
    ("GET", f"{HERE}/notices"): Permission.SEE_ORDERS,
    ("GET", f"{HERE}/orders"): Permission.SEE_ORDERS,
    ("GET", f"{HERE}/orders/export"): Permission.EXPORT,
    ("GET", ORDER_HERE): Permission.SEE_ORDERS,
    ("GET", f"{ORDER_HERE}/presence"): Permission.SEE_ORDERS,
    ("PUT", f"{ORDER_HERE}/presence"): Permission.SEE_ORDERS,
    ("GET", f"{ORDER_HERE}/billing"): Permission.SEE_ORDERS,
    ("GET", f"{ORDER_HERE}/messages"): Permission.SEE_ORDERS,
    ("GET", f"{HERE}/connection"): Permission.SEE_RECONCILIATION,
    ("GET", f"{HERE}/figures"): Permission.SEE_FIGURES,
    ("GET", f"{HERE}/figures/export"): Permission.SEE_FIGURES,
    ("GET", f"{HERE}/reconciliation"): Permission.SEE_RECONCILIATION,
    ("GET", f"{HERE}/reconciliation/{{day}}"): Permission.SEE_RECONCILIATION,
    ("POST", f"{HERE}/orders"): Permission.PLACE_ORDERS,
    ("PUT", f"{ORDER_HERE}/room"): Permission.PLACE_ORDERS,
    ("POST", f"{ORDER_HERE}/notices/{{notice}}/resend"): Permission.PLACE_ORDERS,
    ("POST", f"{ORDER_HERE}/guest-link"): Permission.SEE_ORDERS,
    ("POST", f"{ORDER_HERE}/messages"): Permission.SEND_MESSAGES,
    ("POST", f"{ORDER_HERE}/claim"): Permission.CLAIM,
    ("DELETE", f"{ORDER_HERE}/claim/{{claim}}"): Permission.CLAIM,
    ("POST", f"{HERE}/media"): Permission.CLAIM,
    ("POST", f"{ORDER_HERE}/postings/{{posting}}/done"): Permission.DECIDE_CHARGES,
    ("POST", f"{ORDER_HERE}/postings/{{posting}}/choose"): Permission.DECIDE_CHARGES,
    ("POST", f"{ORDER_HERE}/postings/{{posting}}/retry"): Permission.DECIDE_CHARGES,
    ("POST", f"{HERE}/tasks/{{task}}/done"): Permission.DECIDE_CHARGES,
    ("POST", f"{HERE}/connection/test"): Permission.CONNECT,
    ("POST", f"{HERE}/reconciliation/{{day}}"): Permission.CONNECT,
    ("GET", f"{HERE}/people"): Permission.MANAGE_PEOPLE,
    ("POST", f"{HERE}/people"): Permission.MANAGE_PEOPLE,
    ("PATCH", f"{HERE}/people/{{person}}"): Permission.MANAGE_PEOPLE,
    ("DELETE", f"{HERE}/people/{{person}}"): Permission.MANAGE_PEOPLE,
    ("POST", f"{HERE}/people/{{person}}/invitation"): Permission.MANAGE_PEOPLE,
    ("GET", f"{HERE}/keys"): Permission.MANAGE_KEYS,
    ("POST", f"{HERE}/keys"): Permission.MANAGE_KEYS,
    ("DELETE", f"{HERE}/keys/{{key}}"): Permission.MANAGE_KEYS,
    **HUT_NEEDS,
}
# What those who run the installation may do at every property; they see no guest by that.
OPERATIONS_MAY = {
    Permission.SEE_PROPERTY,
    Permission.CONNECT,
    Permission.MANAGE_PEOPLE,
    Permission.MANAGE_KEYS,
    None,
}


def routes() -> Iterator[tuple[str, str]]:
    for path, operations in gateway_description()["paths"].items():
        for method in operations:
            yield method.upper(), path


ROUTES = sorted(routes())
AT_PROPERTY = [route for route in ROUTES if "{property}" in route[1]]
BODY = {
    "name": "Hôtel Lumière",
    "kind": "hotel",
    "languages": ["fr"],
    "currency": "EUR",
    "time_zone": "Europe/Paris",
}


async def ask(
    client: httpx.AsyncClient, method: str, path: str, property_id: str = PROPERTY
) -> httpx.Response:
    """Call a route about something that is not there, but for the property and the order."""
    url = path.replace("{property}", property_id).replace("{order}", ORDER)
    url = re.sub(r"\{\w+\}", "2026-11-23", url)
    body = BODY if (method, path) == ("PUT", HERE) else None
    return await client.request(method, url, json=body, headers={"Idempotency-Key": path})


def test_every_route_is_named_in_the_tables_of_this_test() -> None:
    assert set(AT_PROPERTY) == set(NEEDS)
    assert set(ROUTES) - set(AT_PROPERTY) == (OPEN_TO_ALL | OF_HUTS | BY_LINK | OWN | OPERATIONS)


# Nobody gets a permission by accident.
MATRIX = """
                     manager reception warden restaurant
see_property            x        x        x       x
see_orders              x        x        x       -
send_messages           x        x        x       -
claim                   x        x        x       -
place_orders            x        x        x       -
decide_charges          x        x        x       -
see_reconciliation      x        -        x       -
see_figures             x        -        x       -
see_stays               x        x        x       -
book_stays              x        x        x       -
define_selling          x        -        x       -
export                  x        -        x       -
connect                 x        -        -       -
manage_people           x        -        -       -
manage_keys             x        -        -       -
"""


def test_each_role_has_the_permissions_of_the_matrix() -> None:
    head, *lines = MATRIX.strip().splitlines()
    roles = [Role(name) for name in head.split()]
    found = {Permission(line.split()[0]): line.split()[1:] for line in lines}
    assert set(found) == set(Permission)
    for permission, marks in found.items():
        allowed = {role for role, mark in zip(roles, marks, strict=True) if mark == "x"}
        assert allowed == {role for role in Role if permission in PERMISSIONS[role]}, permission


def test_no_route_of_the_application_is_left_out_of_its_description() -> None:
    found = [
        context
        for context in iter_route_contexts(gateway_application().routes)
        if isinstance(context.original_route, APIRoute)
    ]
    assert len(found) >= len(ROUTES)
    assert all(context.include_in_schema for context in found)


@pytest.fixture
async def open_hotel(hotel: Hotel) -> Hotel:
    """With rooms and dormitories: every route there is has something to do with it."""
    house = sheet(kind=PropertyKind.HUT)
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=house), placed())
    return hotel


@pytest.mark.parametrize(("method", "path"), sorted(set(ROUTES) - OPEN_TO_ALL - OF_HUTS - BY_LINK))
async def test_nobody_gets_in_without_a_session(hotel: Hotel, method: str, path: str) -> None:
    async with hotel.client() as nobody:
        answer = await ask(nobody, method, path)
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:comptoir:problem:not-signed-in"


@pytest.mark.parametrize(("method", "path"), sorted(BY_LINK))
async def test_what_a_link_opens_is_not_found_without_one(
    hotel: Hotel, method: str, path: str
) -> None:
    url = re.sub(r"\{\w+\}", "no-link", path)
    bodies: dict[str, dict[str, Any]] = {
        "/api/v1/invitations/{token}": {"password": "a long enough password"},
        "/guest/v1/stays/{token}/payment": {"expected": 100},
    }
    body = bodies.get(path, {}) if method == "POST" else None
    key = {"Idempotency-Key": path}
    async with hotel.client() as nobody:
        answer = await nobody.request(method, url, json=body, headers=key)
    assert answer.status_code == 404


async def test_to_a_stranger_a_foreign_property_looks_exactly_like_none(open_hotel: Hotel) -> None:
    async with open_hotel.person("elsewhere@example.com", refuge_aigle=Role.MANAGER) as stranger:
        for method, path in AT_PROPERTY:
            foreign = await ask(stranger, method, path, PROPERTY)
            none = await ask(stranger, method, path, "no-such-property")
            assert foreign.status_code == none.status_code == 404, (method, path)
            assert foreign.content == none.content
            assert dict(foreign.headers) == dict(none.headers)


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_gets_where_the_table_says(open_hotel: Hotel, role: Role) -> None:
    async with open_hotel.person("someone@example.com", hotel_lumiere=role) as someone:
        for (method, path), permission in NEEDS.items():
            allowed = permission in PERMISSIONS[role]
            if path.endswith("/stream") and allowed:
                continue  # an open stream has no end; test_stream.py opens it
            answer = await ask(someone, method, path)
            assert (answer.status_code == 403) is not allowed, (method, path)
            assert answer.status_code not in {401, 500, 503}, (method, path)


async def test_operations_see_no_guest(open_hotel: Hotel) -> None:
    async with open_hotel.person("ops@example.com", operations=True) as operations:
        for (method, path), permission in NEEDS.items():
            answer = await ask(operations, method, path)
            if permission in OPERATIONS_MAY:
                assert answer.status_code not in {401, 403, 500, 503}, (method, path)
            else:
                assert answer.status_code == 404, (method, path)


@pytest.mark.parametrize("role", list(Role))
async def test_the_installation_is_shown_to_no_role_of_a_property(
    open_hotel: Hotel, role: Role
) -> None:
    async with open_hotel.person("someone@example.com", hotel_lumiere=role) as someone:
        for method, path in sorted(OPERATIONS):
            answer = await someone.request(method, path.replace("{service}", "orders"), json={})
            assert answer.status_code == 403, (method, path)
            assert answer.json()["type"] == "urn:comptoir:problem:not-allowed"


async def test_an_order_of_another_property_is_not_found(open_hotel: Hotel) -> None:
    house = sheet(kind=PropertyKind.HUT)
    await open_hotel.happens(PropertyState(property_id="refuge-aigle", sheet=house))
    async with open_hotel.person("hut@example.com", refuge_aigle=Role.MANAGER) as warden:
        for method, path in AT_PROPERTY:
            if "{order}" in path:
                answer = await ask(warden, method, path, "refuge-aigle")
                assert answer.status_code == 404, (method, path)
    assert open_hotel.runtime.published == []


async def test_a_key_opens_what_it_is_for_and_needs_no_header_of_ours(open_hotel: Hotel) -> None:
    key = new_key()
    await People(open_hotel.database).add_key("till", key, {PROPERTY: Role.RECEPTION}, False)
    async with open_hotel.client({"Authorization": f"Bearer {key}"}) as program:
        assert (await program.get(f"/api/v1/properties/{PROPERTY}/live")).status_code == 200
        assert (await program.put(f"/api/v1/properties/{PROPERTY}", json=BODY)).status_code == 403
        assert (await program.get("/api/v1/me")).json()["name"] == "till"
    async with open_hotel.client({"Authorization": "Bearer cmp_wrong"}) as program:
        assert (await program.get("/api/v1/me")).status_code == 401


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"x-comptoir": "1", "sec-fetch-site": "same-origin", "cookie": f"{COOKIE}=t"}, False),
        ({"x-comptoir": "1"}, False),
        ({"authorization": "Bearer k"}, False),
        ({}, True),
        ({"sec-fetch-site": "same-origin", "cookie": f"{COOKIE}=t"}, True),
        ({"x-comptoir": "1", "cookie": f"{COOKIE}=t"}, True),
        ({"x-comptoir": "1", "sec-fetch-site": "cross-site"}, True),
        ({"x-comptoir": "1", "sec-fetch-site": "same-site"}, True),
        ({"x-comptoir": "1", "sec-fetch-site": "none"}, True),
        ({"authorization": "Bearer k", "cookie": f"{COOKIE}=t"}, True),
    ],
)
def test_only_our_own_page_and_programs_may_write(headers: dict[str, str], refused: bool) -> None:
    assert forged("POST", Headers(headers)) is refused
    assert forged("GET", Headers(headers)) is False


async def test_a_forged_sign_in_is_refused_before_any_route(hotel: Hotel) -> None:
    async with hotel.client({"Sec-Fetch-Site": "cross-site"}) as other:
        answer = await other.post("/api/v1/session", json={"mail": "a@b.c", "password": "x"})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:comptoir:problem:cross-site")


async def test_signing_in_and_out(hotel: Hotel) -> None:
    async with hotel.person("desk@lumiere.example", hotel_lumiere=Role.RECEPTION) as client:
        assert (await client.get("/api/v1/me")).json()["mail"] == "desk@lumiere.example"
        answer = await client.delete("/api/v1/session")
        assert answer.status_code == 204
        assert (await client.get("/api/v1/me")).status_code == 401


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(hotel: Hotel) -> None:
    await People(hotel.database).add_person("a@b.example", "A", "a long enough password", {}, False)
    async with hotel.client() as client:
        body = {"mail": "a@b.example", "password": "a long enough password"}
        answer = await client.post("/api/v1/session", json=body)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"path=/", "secure", "httponly", "samesite=lax"} <= parts
    assert not any(part.startswith("domain") for part in parts)


@pytest.mark.parametrize(
    "path",
    ["/", "/api/v1/me", "/nothing-here", "/js/main.js", "/guest/orders/none", "/welcome/none"],
)
async def test_every_answer_carries_the_security_headers(hotel: Hotel, path: str) -> None:
    async with hotel.client() as client:
        answer = await client.get(path)
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name].startswith(value)  # the page's own policy says more
    assert "cache-control" in answer.headers


async def test_an_oversized_body_is_refused(hotel: Hotel) -> None:
    async with hotel.client() as client:
        answer = await client.post("/api/v1/session", content=b" " * (LARGEST_BODY + 1))
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:comptoir:problem:too-large")


async def test_a_problem_names_the_field_and_never_what_was_in_it(hotel: Hotel) -> None:
    async with hotel.client() as client:
        answer = await client.post("/api/v1/session", json={"mail": "x", "password": ["secret"]})
        broken = await client.post(
            "/api/v1/session", content=b"{", headers={"Content-Type": "application/json"}
        )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert {error["field"] for error in answer.json()["errors"]} == {"mail", "password"}
    assert "secret" not in answer.text
    assert broken.status_code == 422
