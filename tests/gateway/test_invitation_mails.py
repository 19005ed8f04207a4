"""Whoever invites sees how the mail went, and can invite again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import permutations
from typing import Any

import httpx
import pytest

from contracts.message import Message
from contracts.people import InvitationEnd, InvitationEnded, PersonInvited
from contracts.properties import Language, PropertyState
from gateway.access.roles import Role
from gateway.app import handlers
from gateway.people.invitations import INVITATIONS, InvitationState, InvitationView, place_of
from tests.gateway.conftest import Hotel
from tests.gateway.services import Services
from tests.support.contexts import NOW
from tests.support.deliveries import PROPERTY, sheet
from tests.support.order_events import State, apply

AT = f"/api/v1/properties/{PROPERTY}/people"
NEW = {"mail": "nuit@lumiere.example", "name": "Anaïs", "role": "reception"}
WEEK = timedelta(days=7)


@pytest.fixture
async def boss(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    Services(hotel)
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("boss@lumiere.example", hotel_lumiere=Role.MANAGER) as client:
        yield client


async def shown(client: httpx.AsyncClient, mail: str = NEW["mail"]) -> dict[str, Any]:
    """What the list says of a person."""
    people = (await client.get(AT)).json()["people"]
    found: dict[str, Any] = next(one for one in people if one["mail"] == mail)
    return found


async def ask(client: httpx.AsyncClient, path: str, key: str, **body: Any) -> httpx.Response:
    headers = {"Idempotency-Key": key}
    return await client.post(AT + path, json=body or None, headers=headers)


def newest(hotel: Hotel) -> tuple[PersonInvited, str]:
    """The invitation that was published last, with its id."""
    found = [one for one in hotel.runtime.published if isinstance(one.message, PersonInvited)]
    message = found[-1].message
    assert isinstance(message, PersonInvited)
    return message, found[-1].id


def ended(
    invited: PersonInvited, id: str, end: InvitationEnd, reason: str | None = None
) -> InvitationEnded:
    return InvitationEnded(
        property_id=invited.property_id,
        person_id=invited.person_id,
        invitation_id=id,
        end=end,
        reason=reason,
        good_until=invited.good_until,
        ended_at=NOW,
    )


async def test_a_mail_that_was_refused_shows_with_the_reason_and_a_new_one_takes_its_place(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    person_id = (await ask(boss, "", "k-1", **NEW)).json()["person_id"]
    assert (await shown(boss))["invitation"]["state"] == "sending"
    await hotel.happens(ended(*newest(hotel), InvitationEnd.REFUSED, "550 5.1.1 no such mailbox"))
    invitation = (await shown(boss))["invitation"]
    assert (invitation["state"], invitation["reason"]) == ("refused", "550 5.1.1 no such mailbox")
    again = await ask(boss, f"/{person_id}/invitation", "k-2")
    assert again.status_code == 200
    invitation = (await shown(boss))["invitation"]
    assert (invitation["state"], invitation.get("reason")) == ("sending", None)
    await hotel.happens(ended(*newest(hotel), InvitationEnd.SENT))
    assert (await shown(boss))["invitation"]["state"] == "sent"


async def test_nothing_of_the_link_is_kept_or_shown(hotel: Hotel, boss: httpx.AsyncClient) -> None:
    await ask(boss, "", "k-1", **NEW)
    invited, _ = newest(hotel)
    kept = await hotel.database.find(INVITATIONS.name, {})
    token = invited.link.rpartition("/")[2]
    assert len(kept) == 1
    assert token not in str(kept)
    assert token not in (await boss.get(AT)).text


async def test_who_has_a_password_has_no_invitation(hotel: Hotel, boss: httpx.AsyncClient) -> None:
    assert "invitation" not in await shown(boss, "boss@lumiere.example")


def invited(number: int) -> PersonInvited:
    return PersonInvited(
        property_id=PROPERTY,
        person_id="5b1e",
        mail="nuit@lumiere.example",
        name="Anaïs",
        language=Language.FR,
        property_name="Hôtel Lumière",
        invited_by="Direction",
        link="https://desk.example/welcome/x",
        good_until=NOW + WEEK * number,
    )


def test_the_newest_invitations_end_shows_in_whatever_order_all_is_heard() -> None:
    first, second = invited(1), invited(2)
    heard: list[tuple[Message, str]] = [
        (first, "i-1"),
        (ended(first, "i-1", InvitationEnd.SENT), "e-1"),
        (second, "i-2"),
        (ended(second, "i-2", InvitationEnd.REFUSED, "550"), "e-2"),
    ]
    for order in permutations(heard):
        documents: State = {}
        for message, id in order:
            apply(handlers, documents, message, id=id)
        view = documents[INVITATIONS.ref(place_of(PROPERTY, "5b1e"))]
        assert isinstance(view, InvitationView)
        assert (view.state, view.reason) == (InvitationState.REFUSED, "550")
        assert view.invitation_id == "i-2"
