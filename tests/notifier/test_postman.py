"""Mails go out over real SMTP; every answer of the relay has its ending."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from chassis.effects import Again, LeaseTooShort
from contracts.notices import Channel
from contracts.properties import Language
from notifier.mail.postman import Postman, Sender
from notifier.mail.relay import Relay
from notifier.mail.return_path import ReturnPath
from notifier.notices.target import Target
from notifier.properties.model import properties
from notifier.wording.letter import Letters
from tests.support.contexts import NOW
from tests.support.deliveries import ORDER, PROPERTY
from tests.support.documents import StoredDocuments
from tests.support.mail_server import MailServer
from tests.support.notices import DESK, attempt, home, known_property, mail_work, report

CHEF = "chef@lumiere.example"
NOTICE = mail_work().notice_id
LETTERS = Letters("https://desk.example")


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with MailServer().running() as running:
        yield running


def postman(
    port: int,
    shelf: StoredDocuments | None = None,
    *,
    return_path: ReturnPath | None = None,
    **fields: Any,
) -> Postman:
    """A postman of a property whose sheet has these `fields`."""
    sender = Sender("Comptoir <orders@comptoir.example>", return_path)
    return Postman(
        Relay("127.0.0.1", port), sender, LETTERS, shelf or StoredDocuments(home(**fields))
    )


async def test_a_mail_reaches_the_property_s_addresses(server: MailServer) -> None:
    done = report(
        await postman(server.port, order_mail=(DESK, CHEF, DESK)).carry(mail_work(), attempt())
    )
    (mail,) = server.messages
    assert server.taken_for == [[DESK, CHEF]]
    assert mail["To"] == f"{DESK}, {CHEF}"
    assert mail["From"] == "Comptoir <orders@comptoir.example>"
    assert mail["Subject"] == "Nouvelle commande\u00a0: chambre 203, Chez Lina"
    assert parsedate_to_datetime(mail["Date"]) == NOW
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "fr"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "Anaïs D'Hérouville" in text.get_content()
    assert f"https://desk.example/board?order={ORDER}" in html.get_content()
    assert (done.accepted, done.recipients) == ((DESK, CHEF), 2)
    assert (done.title, done.text) == (mail["Subject"], text.get_content().replace("\r\n", "\n"))
    assert (done.refusal, done.template, done.language) == (None, "new_order", Language.FR)
    assert done.message_id == mail["Message-ID"] == f"<{NOTICE}@comptoir.example>"


async def test_a_repeated_mail_is_known_by_its_message_id(server: MailServer) -> None:
    server.gone = True
    lost = await postman(server.port).carry(mail_work(), attempt())
    assert isinstance(lost, Again)
    assert lost.unavailable
    server.gone = False
    report(await postman(server.port).carry(mail_work(), attempt(number=2)))
    assert {mail["Message-ID"] for mail in server.messages} == {f"<{NOTICE}@comptoir.example>"}
    assert len(server.messages) == 2


async def test_a_relay_that_nobody_answers_at_is_tried_again() -> None:
    async with MailServer().running() as stopped:
        port = stopped.port
    ending = await postman(port).carry(mail_work(), attempt())
    assert isinstance(ending, Again)
    assert ending.unavailable


@pytest.mark.parametrize("answer", ["451 Local error", "421 Closing", "452 Disk full"])
async def test_a_relay_that_cannot_take_mails_now_is_tried_again(
    server: MailServer, answer: str
) -> None:
    server.data = answer
    ending = await postman(server.port).carry(mail_work(), attempt())
    assert isinstance(ending, Again)
    assert ending.unavailable
    assert answer[:3] in ending.reason


async def test_a_relay_that_does_not_take_our_sender_is_tried_again_until_that_is_mended(
    server: MailServer,
) -> None:
    server.sender = "550 Who are you"
    ending = await postman(server.port).carry(mail_work(), attempt())
    assert isinstance(ending, Again)
    assert ending.unavailable


async def test_one_busy_mailbox_does_not_count_against_the_relay(server: MailServer) -> None:
    server.recipients[DESK] = "450 Mailbox busy"
    ending = await postman(server.port).carry(mail_work(), attempt())
    assert ending == Again("answered 450", said="450 Mailbox busy")


async def test_a_relay_that_closes_on_a_recipient_is_unavailable(server: MailServer) -> None:
    server.recipients[DESK] = "421 Closing"
    ending = await postman(server.port).carry(mail_work(), attempt())
    assert isinstance(ending, Again)
    assert ending.unavailable


async def test_a_mail_that_nobody_may_get_is_over_with_the_reason(server: MailServer) -> None:
    server.recipients[DESK] = "550 No such user"
    done = report(await postman(server.port).carry(mail_work(), attempt()))
    assert (done.refusal, done.refused, done.accepted) == ("550 No such user", (DESK,), ())


async def test_a_mail_whose_content_is_refused_is_over(server: MailServer) -> None:
    server.data = "554 Looks like spam"
    done = report(await postman(server.port).carry(mail_work(), attempt()))
    assert (done.refusal, done.refused) == ("554 Looks like spam", (DESK,))


async def test_a_mail_that_some_may_get_is_sent_to_them(server: MailServer) -> None:
    server.recipients = {CHEF: "550 No such user", "busy@lumiere.example": "450 Busy"}
    addresses = (CHEF, "busy@lumiere.example", DESK)
    done = report(await postman(server.port, order_mail=addresses).carry(mail_work(), attempt()))
    assert server.taken_for == [[DESK]]
    assert (done.refusal, done.accepted) == (None, (DESK,))
    assert (done.refused, done.deferred) == ((CHEF,), ("busy@lumiere.example",))


async def test_a_mail_for_those_who_were_busy_goes_to_them_alone(server: MailServer) -> None:
    report(
        await postman(server.port, order_mail=(DESK, CHEF)).carry(
            mail_work(only=(CHEF,)), attempt()
        )
    )
    assert server.taken_for == [[CHEF]]


@pytest.mark.parametrize(
    "address", ["récep@lumiere.example", "a,b@lumiere.example", "a@b..example"]
)
async def test_an_address_that_no_mail_server_takes_keeps_the_others_from_nothing(
    server: MailServer, address: str
) -> None:
    done = report(
        await postman(server.port, order_mail=(address, DESK)).carry(mail_work(), attempt())
    )
    assert (done.accepted, done.refused) == ((DESK,), (address,))
    refused = report(
        await postman(server.port, order_mail=(address,)).carry(mail_work(), attempt())
    )
    assert refused.refusal is not None
    assert refused.refused == (address,)


async def test_a_property_that_is_not_known_yet_is_waited_for(server: MailServer) -> None:
    shelf = StoredDocuments()
    ending = await postman(server.port, shelf).carry(mail_work(), attempt())
    assert isinstance(ending, Again)
    assert ending.after is not None
    assert not ending.unavailable
    shelf.documents[properties.ref(PROPERTY)] = known_property()
    report(await postman(server.port, shelf).carry(mail_work(), attempt(number=2)))
    assert len(server.messages) == 1


async def test_a_property_without_addresses_is_not_tried_for_ever(server: MailServer) -> None:
    done = report(await postman(server.port, order_mail=()).carry(mail_work(), attempt()))
    assert done.refusal == "the property has no address for mails about orders"
    assert not server.messages


async def test_a_mail_that_cannot_go_out_for_a_day_is_given_up_with_the_last_reason(
    server: MailServer,
) -> None:
    server.data = "451 Local error"
    late = attempt(number=99, first_at=NOW - Postman.patience)
    done = report(await postman(server.port).carry(mail_work(), late))
    assert done.refusal is not None
    assert "451 Local error" in done.refusal
    nearly = attempt(number=98, first_at=NOW - Postman.patience + timedelta(seconds=1))
    assert isinstance(await postman(server.port).carry(mail_work(), nearly), Again)


async def test_a_mail_does_not_leave_when_the_lease_is_too_short(server: MailServer) -> None:
    with pytest.raises(LeaseTooShort):
        await postman(server.port).carry(mail_work(), attempt(lease_over=True))
    assert not server.messages


async def test_people_are_mailed_at_their_own_addresses_in_their_own_language(
    server: MailServer,
) -> None:
    target = Target(group="mail/de/0", channel=Channel.MAIL, language=Language.DE, mails=(CHEF,))
    done = report(await postman(server.port).carry(mail_work(target=target), attempt()))
    (mail,) = server.messages
    assert (server.taken_for, mail["Content-Language"]) == ([[CHEF]], "de")
    assert done.language is Language.DE


async def test_a_mail_comes_back_to_an_address_of_its_own(server: MailServer) -> None:
    back = ReturnPath("bounces.comptoir.example")
    report(await postman(server.port, return_path=back).carry(mail_work(), attempt()))
    assert server.envelope_from == [f"bounce+{NOTICE}@bounces.comptoir.example"]
    assert server.messages[0]["From"] == "Comptoir <orders@comptoir.example>"


async def test_without_a_door_for_bounces_a_mail_comes_back_to_its_sender(
    server: MailServer,
) -> None:
    report(await postman(server.port).carry(mail_work(), attempt()))
    assert server.envelope_from == ["orders@comptoir.example"]
