"""Mails go out over real SMTP; every answer of the relay has its ending."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from chassis.documents import Collection, D, Document, Ref
from chassis.effects import Again, Attempt, Done, Ending, LeaseTooShort
from contracts.notices import SendingDone
from contracts.properties import Language, PropertySheet
from notifier.mail.letter import Letters
from notifier.mail.postman import GIVE_UP_AFTER, Postman
from notifier.mail.relay import Relay
from notifier.mail.work import SendMail
from notifier.notices.model import NewOrder, NoticeKind
from notifier.properties.model import Property
from tests.support.contexts import NOW
from tests.support.deliveries import GUEST, ORDER, PROPERTY, content, sheet
from tests.support.mail_server import MailServer

DESK = "reception@lumiere.example"
CHEF = "chef@lumiere.example"


@dataclass
class Shelf:
    """The notifier's own documents: the property, once it is known."""

    home: PropertySheet | None = field(default_factory=sheet)

    async def get(self, ref: Ref[D]) -> D | None:
        if self.home is None:
            return None
        found: Document = Property(property_id=ref.id, sheet=self.home)
        assert isinstance(found, ref.collection.model)
        return found

    async def find(
        self,
        collection: Collection[D],
        where: Mapping[str, Any],
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 100,
    ) -> list[D]:
        raise AssertionError("mails are sent by looking up one property")


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with MailServer().running() as running:
        yield running


def postman(port: int, shelf: Shelf | None = None) -> Postman:
    relay = Relay("127.0.0.1", port)
    letters = Letters("https://desk.example")
    return Postman(relay, "Comptoir <orders@comptoir.example>", letters, shelf or Shelf())


def home(**fields: Any) -> Shelf:
    return Shelf(sheet(**fields))


def work(**fields: Any) -> SendMail:
    return SendMail(
        **{
            "notice_id": "notice-1",
            "order_id": ORDER,
            "property_id": PROPERTY,
            "guest_id": GUEST,
            "template": NoticeKind.NEW_ORDER,
            "about": NewOrder.of("K7Q2ZD", content()),
            **fields,
        }
    )


def attempt(*, number: int = 1, first_at: datetime = NOW, lease_over: bool = False) -> Attempt:
    def ensure_time() -> None:
        if lease_over:
            raise LeaseTooShort

    return Attempt("effect-1", number, NOW, first_at, None, ensure_time)


def report(ending: Ending) -> SendingDone:
    assert isinstance(ending, Done)
    (reported,) = ending.reports
    assert isinstance(reported, SendingDone)
    return reported


@pytest.mark.feature("O05")
@pytest.mark.feature("O07")
async def test_a_mail_reaches_the_property_s_addresses(server: MailServer) -> None:
    shelf = home(order_mail=(DESK, CHEF, DESK))
    done = report(await postman(server.port, shelf).send(work(), attempt()))
    (mail,) = server.messages
    assert server.taken_for == [[DESK, CHEF]]
    assert mail["To"] == f"{DESK}, {CHEF}"
    assert mail["From"] == "Comptoir <orders@comptoir.example>"
    assert mail["Subject"] == "Nouvelle commande : chambre 203, Chez Lina"
    assert parsedate_to_datetime(mail["Date"]) == NOW
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "fr"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "Anaïs D'Hérouville" in text.get_content()
    assert f"https://desk.example/board?order={ORDER}" in html.get_content()
    assert done.accepted == (DESK, CHEF)
    assert (done.refusal, done.template, done.language) == (None, "new_order", Language.FR)
    assert done.message_id == mail["Message-ID"] == "<notice-1@comptoir.example>"


async def test_a_repeated_mail_is_known_by_its_message_id(server: MailServer) -> None:
    server.gone = True
    lost = await postman(server.port).send(work(), attempt())
    assert isinstance(lost, Again)
    assert lost.unavailable
    server.gone = False
    report(await postman(server.port).send(work(), attempt(number=2)))
    assert {mail["Message-ID"] for mail in server.messages} == {"<notice-1@comptoir.example>"}
    assert len(server.messages) == 2


async def test_a_relay_that_nobody_answers_at_is_tried_again() -> None:
    async with MailServer().running() as stopped:
        port = stopped.port
    ending = await postman(port).send(work(), attempt())
    assert isinstance(ending, Again)
    assert ending.unavailable


@pytest.mark.parametrize("answer", ["451 Local error", "421 Closing", "452 Disk full"])
async def test_a_relay_that_cannot_take_mails_now_is_tried_again(
    server: MailServer, answer: str
) -> None:
    server.data = answer
    ending = await postman(server.port).send(work(), attempt())
    assert isinstance(ending, Again)
    assert ending.unavailable
    assert answer[:3] in ending.reason


async def test_a_relay_that_does_not_take_our_sender_is_tried_again_until_that_is_mended(
    server: MailServer,
) -> None:
    server.sender = "550 Who are you"
    ending = await postman(server.port).send(work(), attempt())
    assert isinstance(ending, Again)
    assert ending.unavailable


async def test_one_busy_mailbox_does_not_count_against_the_relay(server: MailServer) -> None:
    server.recipients[DESK] = "450 Mailbox busy"
    ending = await postman(server.port).send(work(), attempt())
    assert ending == Again("450 Mailbox busy")


async def test_a_relay_that_closes_on_a_recipient_is_unavailable(server: MailServer) -> None:
    server.recipients[DESK] = "421 Closing"
    ending = await postman(server.port).send(work(), attempt())
    assert isinstance(ending, Again)
    assert ending.unavailable


async def test_a_mail_that_nobody_may_get_is_over_with_the_reason(server: MailServer) -> None:
    server.recipients[DESK] = "550 No such user"
    done = report(await postman(server.port).send(work(), attempt()))
    assert (done.refusal, done.refused, done.accepted) == ("550 No such user", (DESK,), ())


async def test_a_mail_whose_content_is_refused_is_over(server: MailServer) -> None:
    server.data = "554 Looks like spam"
    done = report(await postman(server.port).send(work(), attempt()))
    assert (done.refusal, done.refused) == ("554 Looks like spam", (DESK,))


async def test_a_mail_that_some_may_get_is_sent_to_them(server: MailServer) -> None:
    server.recipients = {CHEF: "550 No such user", "busy@lumiere.example": "450 Busy"}
    shelf = home(order_mail=(CHEF, "busy@lumiere.example", DESK))
    done = report(await postman(server.port, shelf).send(work(), attempt()))
    assert server.taken_for == [[DESK]]
    assert (done.refusal, done.accepted) == (None, (DESK,))
    assert (done.refused, done.deferred) == ((CHEF,), ("busy@lumiere.example",))


async def test_a_mail_for_those_who_were_busy_goes_to_them_alone(server: MailServer) -> None:
    shelf = home(order_mail=(DESK, CHEF))
    report(await postman(server.port, shelf).send(work(only=(CHEF,)), attempt()))
    assert server.taken_for == [[CHEF]]


@pytest.mark.parametrize(
    "address", ["récep@lumiere.example", "a,b@lumiere.example", "a@b..example"]
)
async def test_an_address_that_no_mail_server_takes_keeps_the_others_from_nothing(
    server: MailServer, address: str
) -> None:
    shelf = home(order_mail=(address, DESK))
    done = report(await postman(server.port, shelf).send(work(), attempt()))
    assert (done.accepted, done.refused) == ((DESK,), (address,))
    alone = home(order_mail=(address,))
    refused = report(await postman(server.port, alone).send(work(), attempt()))
    assert refused.refusal is not None
    assert refused.refused == (address,)


async def test_a_property_that_is_not_known_yet_is_waited_for(server: MailServer) -> None:
    shelf = Shelf(home=None)
    ending = await postman(server.port, shelf).send(work(), attempt())
    assert isinstance(ending, Again)
    assert ending.after is not None
    assert not ending.unavailable
    shelf.home = sheet()
    report(await postman(server.port, shelf).send(work(), attempt(number=2)))
    assert len(server.messages) == 1


async def test_a_property_without_addresses_is_not_tried_for_ever(server: MailServer) -> None:
    done = report(await postman(server.port, home(order_mail=())).send(work(), attempt()))
    assert done.refusal == "the property has no address for mails about orders"
    assert not server.messages


async def test_a_mail_that_cannot_go_out_for_a_day_is_given_up_with_the_last_reason(
    server: MailServer,
) -> None:
    server.data = "451 Local error"
    late = attempt(number=99, first_at=NOW - GIVE_UP_AFTER)
    done = report(await postman(server.port).send(work(), late))
    assert done.refusal is not None
    assert "451 Local error" in done.refusal
    nearly = attempt(number=98, first_at=NOW - GIVE_UP_AFTER + timedelta(seconds=1))
    assert isinstance(await postman(server.port).send(work(), nearly), Again)


async def test_a_mail_does_not_leave_when_the_lease_is_too_short(server: MailServer) -> None:
    with pytest.raises(LeaseTooShort):
        await postman(server.port).send(work(), attempt(lease_over=True))
    assert not server.messages
