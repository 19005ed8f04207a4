"""Mails about stays go out over real SMTP: from the hut, answers to the hut, with a copy."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from chassis.documents import Document, Ref
from chassis.effects import Again
from contracts.notices import Audience, StayNews
from contracts.selling import Mails
from notifier.mail.postman import Sender
from notifier.mail.relay import Relay
from notifier.mail.return_path import ReturnPath
from notifier.stays.postman import StayPostman
from notifier.stays.work import SendStayMail
from tests.support.contexts import NOW
from tests.support.documents import StoredDocuments
from tests.support.mail_server import MailServer
from tests.support.notices import attempt, report
from tests.support.stay_mails import GUEST_MAIL, SENDER, a_booking, hut_known, told, works


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with MailServer().running() as running:
        yield running


def postman(port: int, known: dict[Ref[Any], Document] | None = None, *domains: str) -> StayPostman:
    sender = Sender("Comptoir <stays@comptoir.example>", ReturnPath("comptoir.example"))
    documents = StoredDocuments(hut_known() if known is None else known)
    return StayPostman(Relay("127.0.0.1", port), sender, frozenset(domains), documents)


def work(audience: Audience = Audience.GUEST, **fields: Any) -> SendStayMail:
    found = {one.audience: one for one in works(told(None, a_booking()))}
    return found[audience].model_copy(update=fields)


@pytest.mark.feature("R21")
async def test_it_is_from_the_hut_and_answers_go_to_the_hut(server: MailServer) -> None:
    done = report(await postman(server.port).carry(work(), attempt()))
    (mail,) = server.messages
    assert server.taken_for == [[GUEST_MAIL]]
    assert mail["From"] == "Refuge de l'Aigle <stays@comptoir.example>"
    assert mail["Reply-To"] == f"Refuge de l'Aigle <{SENDER}>"
    assert mail["Subject"] == done.title == "Réservation au refuge"
    assert mail["Message-ID"] == done.message_id == f"<{work().notice_id}@comptoir.example>"
    html = mail.get_body(("html",))
    assert html is not None
    assert done.html == html.get_content().replace("\r\n", "\n")
    assert mail["Auto-Submitted"] == "auto-generated"


async def test_a_hut_whose_domain_vouches_for_us_is_the_sender_itself(server: MailServer) -> None:
    report(await postman(server.port, None, "aigle.example").carry(work(), attempt()))
    (mail,) = server.messages
    assert mail["From"] == f"Refuge de l'Aigle <{SENDER}>"


@pytest.mark.feature("R21")
async def test_the_copy_goes_to_the_hut_s_own_address(server: MailServer) -> None:
    report(await postman(server.port).carry(work(Audience.HOTEL), attempt()))
    report(await postman(server.port).carry(work(), attempt()))
    assert server.taken_for == [[SENDER], [GUEST_MAIL]]
    copy, mail = server.messages
    assert (copy["Subject"], copy.get_body(("plain",)).get_content()) == (  # type: ignore[union-attr]
        mail["Subject"],
        mail.get_body(("plain",)).get_content(),  # type: ignore[union-attr]
    )


async def test_a_hut_without_any_address_gets_no_copy_and_that_is_said(server: MailServer) -> None:
    known = hut_known(mails=Mails(), sheet=None)
    done = report(await postman(server.port, known).carry(work(Audience.HOTEL), attempt()))
    assert done.refusal == "the hut has no address for its mails"
    report(await postman(server.port, known).carry(work(), attempt()))
    (mail,) = server.messages
    assert mail["Reply-To"] is None


async def test_a_hut_that_is_not_known_yet_is_waited_for(server: MailServer) -> None:
    ending = await postman(server.port, {}).carry(work(), attempt())
    assert isinstance(ending, Again)
    assert server.messages == []


async def test_a_reminder_that_comes_after_the_end_is_not_sent(server: MailServer) -> None:
    over = work().facts.model_copy(update={"expires_at": NOW - timedelta(minutes=1)})
    late = work(news=StayNews.REMINDER, facts=over)
    done = report(await postman(server.port).carry(late, attempt()))
    assert done.refusal is not None
    assert server.messages == []


async def test_an_address_that_no_server_takes_is_over_at_once(server: MailServer) -> None:
    contact = work().facts.contact.model_copy(update={"mail": "zoë@exämple.fr"})
    facts = work().facts.model_copy(update={"contact": contact})
    done = report(await postman(server.port).carry(work(facts=facts), attempt()))
    assert done.refusal is not None
    assert done.title is not None  # what would have been sent is there to read


@pytest.mark.parametrize("answer", ["450 Mailbox busy", "421 Closing"])
async def test_a_busy_mailbox_or_relay_is_tried_again_for_a_day(
    server: MailServer, answer: str
) -> None:
    server.recipients[GUEST_MAIL] = answer
    assert isinstance(await postman(server.port).carry(work(), attempt()), Again)
    late = attempt(number=9, first_at=NOW - timedelta(hours=24))
    done = report(await postman(server.port).carry(work(), late))
    assert done.refusal is not None
    assert done.refusal.startswith("given up")
