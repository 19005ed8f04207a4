"""Who one is, what one may do, and changing one's own password."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from contracts.properties import PropertyState
from gateway.access.people import People, new_key
from gateway.access.roles import OPERATIONS, PERMISSIONS, Role
from gateway.access.throttle import PER_MAIL
from tests.gateway.conftest import PASSWORD, Hotel
from tests.gateway.services import Services
from tests.support.deliveries import PROPERTY, sheet

MAIL = "desk@example.com"
ME = "/api/v1/me"
NEW = "another long enough password"


@pytest.fixture
async def open_hotel(hotel: Hotel) -> Hotel:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    return hotel


@pytest.fixture
async def desk(open_hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    async with open_hotel.person(MAIL, hotel_lumiere=Role.RECEPTION) as client:
        yield client


@pytest.mark.parametrize("role", list(Role))
async def test_a_person_hears_what_they_may_do_where(open_hotel: Hotel, role: Role) -> None:
    async with open_hotel.person(MAIL, hotel_lumiere=role) as client:
        me = (await client.get(ME)).json()
    (place,) = me["properties"]
    assert place["role"] == role
    assert set(place["permissions"]) == PERMISSIONS[role]
    assert me["person_id"]


async def test_who_runs_the_installation_may_more_than_their_role_says(open_hotel: Hotel) -> None:
    async with open_hotel.person(MAIL, operations=True, hotel_lumiere=Role.RECEPTION) as client:
        (place,) = (await client.get(ME)).json()["properties"]
        people = await client.get(f"/api/v1/properties/{PROPERTY}/people")
    assert set(place["permissions"]) == PERMISSIONS[Role.RECEPTION] | OPERATIONS
    assert people.status_code == 200


async def test_a_language_is_known_once_preferences_were_saved(
    open_hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    Services(open_hotel)
    assert "language" not in (await desk.get(ME)).json()
    saved = await desk.put(
        f"{ME}/notifications", json={"language": "de"}, headers={"Idempotency-Key": "1"}
    )
    assert saved.status_code == 200
    assert (await desk.get(ME)).json()["language"] == "de"


async def test_a_program_is_no_person(open_hotel: Hotel) -> None:
    key = new_key()
    await People(open_hotel.database).add_key("till", key, {PROPERTY: Role.WARDEN}, False)
    async with open_hotel.client({"Authorization": f"Bearer {key}"}) as program:
        me = (await program.get(ME)).json()
        changed = await program.post(f"{ME}/password", json={"current": "x", "new": NEW})
    assert not {"person_id", "language", "mail", "session_ends_at"} & set(me)
    assert set(me["properties"][0]["permissions"]) == PERMISSIONS[Role.WARDEN]
    assert changed.status_code == 403


async def change(client: httpx.AsyncClient, current: str, new: str = NEW) -> httpx.Response:
    return await client.post(f"{ME}/password", json={"current": current, "new": new})


async def sign_in(hotel: Hotel, password: str) -> int:
    async with hotel.client() as client:
        answer = await client.post("/api/v1/session", json={"mail": MAIL, "password": password})
    return answer.status_code


async def test_a_changed_password_lets_in_the_old_one_no_more(
    open_hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    answer = await change(desk, PASSWORD)
    assert (answer.status_code, answer.content) == (204, b"")
    assert await sign_in(open_hotel, PASSWORD) == 401
    assert await sign_in(open_hotel, NEW) == 200


async def test_all_other_sessions_of_the_person_end(
    open_hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    async with (
        open_hotel.person(MAIL, hotel_lumiere=Role.RECEPTION) as elsewhere,
        open_hotel.person("other@example.com", hotel_lumiere=Role.RECEPTION) as colleague,
    ):
        assert (await elsewhere.get(ME)).status_code == 200
        assert (await change(desk, PASSWORD)).status_code == 204
        assert (await elsewhere.get(ME)).status_code == 401
        assert (await desk.get(ME)).status_code == 200
        assert (await colleague.get(ME)).status_code == 200


async def test_a_wrong_password_changes_nothing_and_counts_like_one_at_sign_in(
    open_hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    refused = await change(desk, "not my password")
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"field": "current", "reason": "is not your password"}]
    await asyncio.gather(*(change(desk, "not my password") for _ in range(PER_MAIL - 1)))
    closed = await change(desk, PASSWORD)
    assert (closed.status_code, closed.json()["type"]) == (
        429,
        "urn:comptoir:problem:too-many-tries",
    )
    assert int(closed.headers["retry-after"]) > 0
    assert await sign_in(open_hotel, PASSWORD) == 429


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"current": PASSWORD, "new": "short"}, "new"),
        ({"current": PASSWORD, "new": "x" * 201}, "new"),
        ({"current": PASSWORD}, "new"),
        ({"new": NEW}, "current"),
    ],
)
async def test_a_password_that_is_none_is_refused_by_its_field(
    desk: httpx.AsyncClient, body: dict[str, str], field: str
) -> None:
    answer = await desk.post(f"{ME}/password", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_of_two_changes_at_once_one_stands(
    open_hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    passwords = [f"{NEW} {n}" for n in range(2)]
    answers = await asyncio.gather(*(change(desk, PASSWORD, one) for one in passwords))
    assert sorted(answer.status_code for answer in answers) == [204, 422]
    stands = passwords[[answer.status_code for answer in answers].index(204)]
    assert await sign_in(open_hotel, stands) == 200
