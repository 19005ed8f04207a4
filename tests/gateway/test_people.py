"""People of a property: invited by mail, given a role, let go; and the last manager who stays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from chassis.links import Links
from contracts.people import PersonInvited
from contracts.properties import PropertyState
from contracts.recipients import RemoveRecipient
from gateway.access.people import People
from gateway.access.roles import Role
from gateway.access.staff import LastManager, Staff
from gateway.api.invitations import INVITATION
from tests.gateway.conftest import LINK_SECRET, Hotel
from tests.support.deliveries import PROPERTY, sheet

AT = f"/api/v1/properties/{PROPERTY}/people"
NEW = {"mail": "Nuit@lumiere.example", "name": "Anaïs", "role": "reception", "language": "it"}
PASSWORD = "another long password"


@pytest.fixture
async def boss(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("boss@lumiere.example", hotel_lumiere=Role.MANAGER) as client:
        yield client


async def write(
    client: httpx.AsyncClient, method: str, path: str = "", key: str = "k-1", **body: Any
) -> httpx.Response:
    headers = {"Idempotency-Key": key}
    return await client.request(method, AT + path, json=body or None, headers=headers)


async def id_of(client: httpx.AsyncClient, mail: str) -> str:
    people = (await client.get(AT)).json()["people"]
    return next(str(person["person_id"]) for person in people if person["mail"] == mail)


def invitation(hotel: Hotel) -> PersonInvited:
    """The last one that was to be mailed."""
    sent = [
        one.message for one in hotel.runtime.published if isinstance(one.message, PersonInvited)
    ]
    return sent[-1]


def token_of(invited: PersonInvited) -> str:
    return invited.link.rpartition("/")[2]


async def accept(hotel: Hotel, token: str, password: str = PASSWORD) -> httpx.Response:
    async with hotel.client() as anybody:
        return await anybody.post(f"/api/v1/invitations/{token}", json={"password": password})


async def sign_in(hotel: Hotel, mail: str) -> int:
    async with hotel.client() as anybody:
        answer = await anybody.post("/api/v1/session", json={"mail": mail, "password": PASSWORD})
    return answer.status_code


async def test_an_invited_person_sets_a_password_by_the_mailed_link_and_comes_in(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    invited = await write(boss, "POST", **NEW)
    assert (invited.status_code, invited.json()["invited"]) == (201, True)
    mailed = invitation(hotel)
    assert (mailed.mail, mailed.language, mailed.property_name) == (
        "nuit@lumiere.example",
        "it",
        "Hôtel Lumière",
    )
    assert mailed.link.startswith("https://comptoir.test/welcome/")
    assert await sign_in(hotel, NEW["mail"]) == 401
    async with hotel.client() as anybody:
        page = await anybody.get(mailed.link)
        shown = await anybody.get(f"/api/v1/invitations/{token_of(mailed)}")
    assert "Anaïs" in page.text
    assert shown.json()["mail"] == "nuit@lumiere.example"
    assert (await accept(hotel, token_of(mailed))).status_code == 204
    assert await sign_in(hotel, NEW["mail"]) == 200
    assert [person["invited"] for person in (await boss.get(AT)).json()["people"]] == [False, False]


async def test_a_link_works_once_and_the_newest_alone(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    person_id = (await write(boss, "POST", **NEW)).json()["person_id"]
    first = token_of(invitation(hotel))
    again = await write(boss, "POST", f"/{person_id}/invitation", "k-2")
    assert again.status_code == 200
    assert (await accept(hotel, first)).status_code == 404
    newest = token_of(invitation(hotel))
    assert (await accept(hotel, newest, "short")).status_code == 422
    assert (await accept(hotel, newest)).status_code == 204
    used = await accept(hotel, newest)
    assert (used.status_code, used.json()["type"]) == (404, "urn:comptoir:problem:not-found")
    async with hotel.client() as anybody:
        page = await anybody.get(f"/welcome/{newest}", headers={"Accept-Language": "de"})
    assert (page.status_code, "schon benutzt" in page.text) == (404, True)


async def test_a_link_of_another_kind_or_time_opens_nothing(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    person_id = (await write(boss, "POST", **NEW)).json()["person_id"]
    links, now = Links([LINK_SECRET]), datetime.now(UTC)
    payload = links.read(INVITATION, token_of(invitation(hotel)), now)
    assert payload.startswith(person_id)
    forged = [
        links.sign("guest-order", payload, now + timedelta(days=1)),
        links.sign(INVITATION, payload, now - timedelta(seconds=1)),
        Links(["another secret, of somebody else's making"]).sign(
            INVITATION, payload, now + timedelta(days=1)
        ),
        "nonsense",
    ]
    for token in forged:
        assert (await accept(hotel, token)).status_code == 404


async def test_whoever_tries_links_is_stopped_for_a_while(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    answers = [(await accept(hotel, f"guess-{n}")).status_code for n in range(31)]
    assert answers == [404] * 30 + [429]


async def test_a_new_password_ends_the_sessions_of_the_old(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    person_id = await id_of(boss, "boss@lumiere.example")
    await write(boss, "POST", f"/{person_id}/invitation")
    assert (await boss.get("/api/v1/me")).status_code == 200
    await accept(hotel, token_of(invitation(hotel)))
    assert (await boss.get("/api/v1/me")).status_code == 401


async def test_somebody_who_works_elsewhere_gets_the_role_at_once_and_no_link(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    async with hotel.person("hut@example.com", refuge_aigle=Role.WARDEN) as warden:
        added = await write(boss, "POST", mail="hut@example.com", name="X", role="reception")
        assert (added.status_code, added.json()["invited"]) == (201, False)
        assert added.json()["name"] == "X"
        assert (await warden.get(f"/api/v1/properties/{PROPERTY}/orders")).status_code == 200
    assert hotel.runtime.published == []


async def test_a_retry_invites_once(hotel: Hotel, boss: httpx.AsyncClient) -> None:
    first, again = await write(boss, "POST", **NEW), await write(boss, "POST", **NEW)
    assert first.content == again.content
    assert len(hotel.runtime.published) == 1
    hotel.runtime.kafka_answers = False
    assert (
        await write(boss, "POST", key="k-2", **{**NEW, "mail": "b@c.example"})
    ).status_code == 503
    hotel.runtime.kafka_answers = True
    assert (
        await write(boss, "POST", key="k-2", **{**NEW, "mail": "b@c.example"})
    ).status_code == 201
    assert len((await boss.get(AT)).json()["people"]) == 3


async def test_who_is_let_go_is_out_at_once_and_told_nothing_more(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    async with hotel.person(
        "desk@lumiere.example", hotel_lumiere=Role.RECEPTION, refuge_aigle=Role.WARDEN
    ) as desk:
        person_id = await id_of(boss, "desk@lumiere.example")
        orders = f"/api/v1/properties/{PROPERTY}/orders"
        assert (await desk.get(orders)).status_code == 200
        gone = await write(boss, "DELETE", f"/{person_id}")
        assert gone.status_code == 204
        assert (await desk.get(orders)).status_code == 404
        assert (await desk.get("/api/v1/me")).status_code == 200
    assert hotel.runtime.published[-1].message == RemoveRecipient(
        property_id=PROPERTY, person_id=person_id
    )
    assert (await write(boss, "DELETE", f"/{person_id}")).status_code == 204
    assert (await write(boss, "DELETE", f"/{person_id}", "k-2")).status_code == 404


async def test_another_role_counts_at_once(hotel: Hotel, boss: httpx.AsyncClient) -> None:
    async with hotel.person("desk@lumiere.example", hotel_lumiere=Role.RECEPTION) as desk:
        person_id = await id_of(boss, "desk@lumiere.example")
        changed = await write(boss, "PATCH", f"/{person_id}", role="restaurant")
        assert (changed.status_code, changed.json()["role"]) == (200, "restaurant")
        assert (await desk.get(f"/api/v1/properties/{PROPERTY}/orders")).status_code == 403
    assert isinstance(hotel.runtime.published[-1].message, RemoveRecipient)


@pytest.mark.parametrize(("method", "body"), [("DELETE", {}), ("PATCH", {"role": "reception"})])
async def test_the_last_manager_stays(
    hotel: Hotel, boss: httpx.AsyncClient, method: str, body: dict[str, str]
) -> None:
    person_id = await id_of(boss, "boss@lumiere.example")
    refused = await write(boss, method, f"/{person_id}", **body)
    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "urn:comptoir:problem:last-manager",
    )
    again = {"mail": "boss@lumiere.example", "name": "B", "role": "reception"}
    assert (await write(boss, "POST", key="k-3", **again)).status_code == 409
    assert hotel.runtime.published == []


async def test_of_two_managers_who_let_each_other_go_one_stays(hotel: Hotel) -> None:
    people, staff = People(hotel.database), Staff(hotel.database)
    ids = [
        await people.add_person(mail, mail, PASSWORD, {PROPERTY: Role.MANAGER}, False)
        for mail in ("a@b.example", "b@b.example")
    ]
    ends = await asyncio.gather(*(staff.remove(id, PROPERTY) for id in ids), return_exceptions=True)
    assert [type(end) for end in ends if end is not None] == [LastManager]
    assert [one.role for one in await staff.of(PROPERTY)] == [Role.MANAGER]


async def test_a_person_of_another_property_cannot_be_touched(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    mail = "hut@example.com"
    id = await People(hotel.database).add_person(
        mail, mail, PASSWORD, {"refuge-aigle": Role.WARDEN}, False
    )
    assert (await write(boss, "PATCH", f"/{id}", role="manager")).status_code == 404
    assert (await write(boss, "DELETE", f"/{id}")).status_code == 404
    assert (await write(boss, "POST", f"/{id}/invitation")).status_code == 404
    assert hotel.runtime.published == []


async def test_operations_may_manage_the_people_of_any_property(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    async with hotel.person("ops@example.com", operations=True) as operations:
        assert (await operations.get(AT)).status_code == 200
        assert (await write(operations, "POST", **NEW)).status_code == 201


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mail": "nobody"}, "mail"),
        ({"mail": "a b@c.example"}, "mail"),
        ({"name": " "}, "name"),
        ({"name": "A\nB"}, "name"),
        ({"role": "king"}, "role"),
        ({"operations": True}, "operations"),
    ],
)
async def test_an_invitation_that_cannot_be_names_the_field(
    hotel: Hotel, boss: httpx.AsyncClient, changes: dict[str, Any], field: str
) -> None:
    answer = await write(boss, "POST", **{**NEW, **changes})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
