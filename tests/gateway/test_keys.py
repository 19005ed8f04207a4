"""Keys of a property's own programs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from contracts.properties import PropertyState
from gateway.access.keys import MOST_KEYS
from gateway.access.people import KEYS, People, new_key
from gateway.access.roles import Role
from tests.gateway.conftest import Hotel
from tests.support.deliveries import PROPERTY, sheet

AT = f"/api/v1/properties/{PROPERTY}/keys"


@pytest.fixture
async def boss(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    for place in (PROPERTY, "refuge-aigle"):
        await hotel.happens(PropertyState(property_id=place, sheet=sheet()))
    async with hotel.person("boss@lumiere.example", hotel_lumiere=Role.MANAGER) as client:
        yield client


async def make(
    client: httpx.AsyncClient, key: str = "k-1", name: str = "Till", role: str = "reception"
) -> httpx.Response:
    body = {"name": name, "role": role}
    return await client.post(AT, json=body, headers={"Idempotency-Key": key})


async def remove(client: httpx.AsyncClient, key_id: str, key: str = "d-1") -> int:
    answer = await client.delete(f"{AT}/{key_id}", headers={"Idempotency-Key": key})
    return answer.status_code


async def opens(hotel: Hotel, key: str, path: str = f"/api/v1/properties/{PROPERTY}") -> int:
    async with hotel.client({"Authorization": f"Bearer {key}"}) as program:
        return (await program.get(path)).status_code


async def test_a_key_is_told_once_and_stored_as_a_hash(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    made = await make(boss)
    assert made.status_code == 201
    key = made.json()["key"]
    listed = await boss.get(AT)
    assert key not in listed.text
    (known,) = listed.json()["keys"]
    assert (known["name"], known["role"], known["created_by"]) == (
        "Till",
        "reception",
        "boss@lumiere.example",
    )
    assert key not in repr(await hotel.database.find(KEYS, {}))


async def test_a_key_opens_its_property_in_its_role_and_nothing_else(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    key = (await make(boss, role="restaurant")).json()["key"]
    assert await opens(hotel, key) == 200
    assert await opens(hotel, key, f"/api/v1/properties/{PROPERTY}/orders") == 403
    assert await opens(hotel, key, "/api/v1/properties/refuge-aigle") == 404
    (known,) = (await boss.get(AT)).json()["keys"]
    assert known["last_used_at"]


async def test_a_removed_key_opens_nothing(hotel: Hotel, boss: httpx.AsyncClient) -> None:
    made = (await make(boss)).json()
    assert await remove(boss, made["key_id"]) == 204
    assert await opens(hotel, made["key"]) == 401
    assert await remove(boss, made["key_id"]) == 204
    assert await remove(boss, made["key_id"], "d-2") == 404
    assert (await boss.get(AT)).json() == {"keys": []}


async def test_a_retry_makes_the_lost_key_anew_until_it_was_used(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    lost, key = (await make(boss)).json(), (await make(boss)).json()
    assert lost["key_id"] == key["key_id"]
    assert await opens(hotel, lost["key"]) == 401
    assert await opens(hotel, key["key"]) == 200
    refused = await make(boss)
    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "urn:comptoir:problem:key-in-use",
    )
    assert await opens(hotel, key["key"]) == 200


async def test_a_key_of_the_same_name_at_another_property_is_another_key(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    loader = new_key()
    await People(hotel.database).add_key("Till", loader, {"refuge-aigle": Role.MANAGER}, False)
    made = (await make(boss)).json()
    assert await opens(hotel, loader, "/api/v1/properties/refuge-aigle") == 200
    assert await remove(boss, "Till") == 404
    assert len((await boss.get(AT)).json()["keys"]) == 1
    assert await remove(boss, made["key_id"], "d-2") == 204
    assert await opens(hotel, loader, "/api/v1/properties/refuge-aigle") == 200


async def test_a_property_has_a_limit_of_keys(hotel: Hotel, boss: httpx.AsyncClient) -> None:
    rows = [
        {
            "_id": f"h-{n}",
            "key_id": f"k-{n}",
            "name": "n",
            "roles": {PROPERTY: "reception"},
            "operations": False,
            "created_at": datetime.now(UTC),
        }
        for n in range(MOST_KEYS)
    ]
    await hotel.database.insert(KEYS, rows)
    refused = await make(boss)
    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "urn:comptoir:problem:too-many-keys",
    )


async def test_a_program_cannot_make_more_of_its_kind_by_being_a_desk(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    key = (await make(boss)).json()["key"]
    async with hotel.client({"Authorization": f"Bearer {key}"}) as program:
        assert (await make(program, "k-2")).status_code == 403
