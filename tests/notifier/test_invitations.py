"""Invitations go out over real SMTP, once each, in the invited person's language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from chassis.effects import Again, Done
from contracts.people import PersonInvited
from contracts.properties import Language
from notifier.app import handlers
from notifier.invitations.inviter import Inviter
from notifier.invitations.words import WORDS
from notifier.invitations.work import SendInvitation
from notifier.mail.postman import Sender
from notifier.mail.relay import Relay
from tests.support.contexts import NOW, context, envelope
from tests.support.deliveries import PROPERTY
from tests.support.mail_server import MailServer
from tests.support.notices import attempt

LINK = "https://desk.example/welcome/eyJhIjoxfQ.c2ln"
INVITED = PersonInvited(
    property_id=PROPERTY,
    person_id="5b1e",
    mail="nuit@lumiere.example",
    name="Anaïs <b>",
    language=Language.FR,
    property_name="Hôtel Lumière",
    invited_by="Direction",
    link=LINK,
    good_until=NOW + timedelta(days=7),
)


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with MailServer().running() as running:
        yield running


def inviter(port: int) -> Inviter:
    return Inviter(Relay("127.0.0.1", port), Sender("Comptoir <orders@comptoir.example>"))


def work(**changes: Any) -> SendInvitation:
    """The work that an invitation brings about."""
    message = INVITED.model_copy(update=changes)
    row = handlers.rows[PersonInvited.TYPE]
    documents = {ref: None for ref in row.touches(message)}
    changed = row.handle(documents, message, context(envelope=envelope(message)))
    assert not changed.documents
    (effect,) = changed.effects
    assert isinstance(effect.work, SendInvitation)
    return effect.work


async def test_the_link_is_mailed_to_the_invited_address_alone(server: MailServer) -> None:
    assert isinstance(await inviter(server.port).carry(work(), attempt()), Done)
    (mail,) = server.messages
    assert server.taken_for == [["nuit@lumiere.example"]]
    assert mail["Subject"] == "Votre accès au back office de Hôtel Lumière"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert LINK in text.get_content()
    assert f'href="{LINK}"' in html.get_content()
    assert "<b>" not in html.get_content()


@pytest.mark.parametrize("language", list(Language))
async def test_every_language_has_its_words(server: MailServer, language: Language) -> None:
    await inviter(server.port).carry(work(language=language), attempt())
    (mail,) = server.messages
    assert mail["Content-Language"] == language
    assert set(WORDS[language]) == set(WORDS[Language.FR])
    assert mail["Subject"] == WORDS[language]["title"].format(property_name="Hôtel Lumière")


async def test_a_repeat_is_known_by_its_message_id(server: MailServer) -> None:
    server.gone = True
    assert isinstance(await inviter(server.port).carry(work(), attempt()), Again)
    server.gone = False
    for _ in range(2):
        await inviter(server.port).carry(work(), attempt())
    assert len({mail["Message-ID"] for mail in server.messages}) == 1


async def test_a_link_that_is_over_is_not_mailed(server: MailServer) -> None:
    assert isinstance(await inviter(server.port).carry(work(good_until=NOW), attempt()), Done)
    assert server.messages == []


async def test_an_address_that_no_server_takes_is_given_up_at_once(server: MailServer) -> None:
    for mail in ("a..b@lumiere.example", "anaïs@lumiere.example"):
        assert isinstance(await inviter(server.port).carry(work(mail=mail), attempt()), Done)
    assert server.messages == []
