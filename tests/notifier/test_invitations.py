"""Invitations go out over real SMTP, once each, in the invited person's language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from chassis.effects import Again, Done
from contracts.people import InvitationEnd, InvitationEnded, PersonInvited
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
from tests.support.runtime import RecordingRuntime

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


def inviter(port: int, runtime: RecordingRuntime | None = None) -> Inviter:
    sender = Sender("Comptoir <orders@comptoir.example>")
    return Inviter(Relay("127.0.0.1", port), sender, runtime or RecordingRuntime())


def ends(runtime: RecordingRuntime) -> list[InvitationEnded]:
    """What was told of how invitations ended."""
    return [one.message for one in runtime.published if isinstance(one.message, InvitationEnded)]


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


async def test_a_link_that_is_over_is_not_mailed_and_its_end_is_told(server: MailServer) -> None:
    runtime = RecordingRuntime()
    over = work(good_until=NOW)
    assert isinstance(await inviter(server.port, runtime).carry(over, attempt()), Done)
    assert server.messages == []
    (told,) = ends(runtime)
    assert (told.end, told.reason) == (
        InvitationEnd.REFUSED,
        "it could not be sent before the link was over",
    )


async def test_an_address_that_no_server_takes_is_given_up_at_once(server: MailServer) -> None:
    runtime = RecordingRuntime()
    for mail in ("a..b@lumiere.example", "anaïs@lumiere.example"):
        assert isinstance(
            await inviter(server.port, runtime).carry(work(mail=mail), attempt()), Done
        )
    assert server.messages == []
    assert {told.end for told in ends(runtime)} == {InvitationEnd.REFUSED}


async def test_a_mail_that_was_taken_is_told_under_the_invitations_id(server: MailServer) -> None:
    runtime = RecordingRuntime()
    for _ in range(2):
        await inviter(server.port, runtime).carry(work(), attempt())
    first, again = ends(runtime)
    assert first == again
    assert len({published.id for published in runtime.published}) == 1
    assert (first.end, first.reason) == (InvitationEnd.SENT, None)
    assert (first.person_id, first.invitation_id) == ("5b1e", "message-1")
    assert (first.property_id, first.good_until) == (PROPERTY, INVITED.good_until)


async def test_a_mailbox_that_does_not_exist_is_told_with_the_servers_own_words(
    server: MailServer,
) -> None:
    server.recipients["nuit@lumiere.example"] = "550 5.1.1 no such mailbox"
    runtime = RecordingRuntime()
    assert isinstance(await inviter(server.port, runtime).carry(work(), attempt()), Done)
    (told,) = ends(runtime)
    assert (told.end, told.reason) == (InvitationEnd.REFUSED, "550 5.1.1 no such mailbox")


async def test_while_the_server_is_away_nothing_has_ended(server: MailServer) -> None:
    server.gone = True
    runtime = RecordingRuntime()
    assert isinstance(await inviter(server.port, runtime).carry(work(), attempt()), Again)
    assert ends(runtime) == []


async def test_an_end_that_cannot_be_told_is_tried_again(server: MailServer) -> None:
    runtime = RecordingRuntime()
    runtime.kafka_answers = False
    assert isinstance(await inviter(server.port, runtime).carry(work(), attempt()), Again)
