"""From the topics to what people and guests receive, on the real engines and real wires."""

from __future__ import annotations

import json
import smtplib
from asyncio import to_thread
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import time
from typing import Any

import pytest

import notifier.app
import notifier.settings
from chassis import rows
from chassis.engine import Engine
from chassis.links import Links
from chassis.service import Service
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.ports import free_ports
from contracts import topics
from contracts.deliveries import DeliveryCancelled, Guest
from contracts.guest_links import PURPOSE
from contracts.message import Message
from contracts.notices import (
    Channel,
    NoticeFailed,
    NoticeHeldBack,
    NoticeResent,
    NoticeSent,
    Occasion,
    ResendNotice,
)
from contracts.properties import Language, PropertyState
from contracts.recipients import Browser, BrowserGone, PropertyRecipients, QuietHours, Recipient
from contracts.topics import Topic
from notifier.notices.model import NoticeState, OrderNotices, order_notices
from notifier.people.model import people
from notifier.properties.model import properties
from notifier.push.vapid import KeyPair
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.running import Running
from tests.support.bench import Bench, Published, eventually, shared_bench
from tests.support.deliveries import GUEST, ORDER, PROPERTY, after, placed, sheet
from tests.support.notices import DESK, courier_message, person, wish
from tests.support.returned_mail import group, returned
from tests.support.sms import ACCOUNT, SENDER, TOKEN, sms_setup

SECRET = "a secret of more than thirty-two characters"
KEYS = KeyPair.new()
ALL_DAY = QuietHours(start=time(0), end=time(23, 59, 59))
TOLD_ON = (topics.NOTIFIER_NOTICE_EVENTS, topics.NOTIFIER_RECIPIENT_EVENTS)
LINK = f"https://desk.example/board?order={ORDER}"
INES = person(
    "ines",
    wish(Occasion.COURIER_MESSAGE, Channel.PUSH),
    wish(Occasion.CANCELLED, Channel.SMS, Channel.MAIL),
    language=Language.EN,
    browsers=(),
)


@dataclass
class House:
    """The notifier at work for one property, and those whom it writes to."""

    bench: Bench
    service: Service
    engine: Engine
    partners: PartnersClient
    bounce_port: int
    earlier: Collection[Published] = ()

    async def staffed_by(self, *recipients: Recipient) -> None:
        """The property is known, and these people of it."""
        await self.bench.send(PropertyState(property_id=PROPERTY, sheet=sheet()))
        told = PropertyRecipients(property_id=PROPERTY, recipients=recipients)
        await self.bench.send(told)

        async def known() -> bool:
            documents = self.engine.runtime.documents
            home = await documents.get(properties.ref(PROPERTY))
            return home is not None and await documents.get(people.ref(PROPERTY)) is not None

        await eventually(known, "the notifier knows the property and its people")

    async def notices(self) -> OrderNotices | None:
        return await self.engine.runtime.documents.get(order_notices.ref(ORDER))

    async def settled(self, count: int) -> OrderNotices:
        """So many notices have been asked for, and each has ended."""

        async def ended() -> OrderNotices | None:
            known = await self.notices()
            if known is None or len(known.notices) != count:
                return None
            waiting = [n for n in known.notices if n.state is NoticeState.REQUESTED]
            return None if waiting else known

        found: OrderNotices = await eventually(ended, f"{count} notices have ended")
        return found

    async def records(self, topic: Topic) -> list[Published]:
        """All on a topic but what earlier tests brought about."""
        return [one for one in await self.bench.published(topic) if one not in self.earlier]

    async def at_rest(self) -> None:
        """Nothing is left to be sent or published."""
        database = self.bench.database(self.service)

        async def so() -> bool:
            unpublished = await database.count(rows.OUTBOX, {"published": False})
            return not unpublished and not await database.count(rows.EFFECTS, {})

        await eventually(so, "the notifier has nothing left to do")

    async def forget(self) -> None:
        """Have it know nothing of what it was told."""
        database = self.bench.database(self.service)
        names = [collection.name for collection in self.service.collections]
        for name in (*names, rows.INBOX, rows.SEEN):
            await database.delete(name, {})

    async def said(self, kind: type[Message], topic: Topic, count: int) -> list[Any]:
        """All messages of a kind on a topic, once there are so many."""

        async def there() -> list[Message] | None:
            records = await self.records(topic)
            found = [kind.read(one.value) for one in records if one.type == kind.TYPE]
            return found if len(found) >= count else None

        found: list[Any] = await eventually(there, f"{count} {kind.__name__}")
        return found

    async def told(self, kind: type[Message], count: int) -> list[Any]:
        return await self.said(kind, topics.NOTIFIER_NOTICE_EVENTS, count)


@pytest.fixture(scope="module")
async def working(
    engines: EngineAddresses, partners_running: Running
) -> AsyncIterator[tuple[Bench, Service, Engine, int]]:
    """One notifier for all tests here, and the port of its return path."""
    (bounce_port,) = free_ports(1)
    at = partners_running
    settings = {
        "SMTP": f"smtp://{at.smtp.host}:{at.smtp.port}",
        "MAIL_FROM": "Comptoir <orders@comptoir.example>",
        "PUBLIC_URL": "https://desk.example",
        "LINK_SECRETS": json.dumps([SECRET]),
        "SMS_URL": at.http_url,
        "SMS_ACCOUNT": ACCOUNT,
        "SMS_TOKEN": TOKEN,
        "SMS_FROM": SENDER,
        "VAPID_PRIVATE_KEY": KEYS.private,
        "PUSH_SERVICES": json.dumps([at.http_url.removeprefix("http://")]),
        "BOUNCE_PORT": str(bounce_port),
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in settings.items():
            environment.setenv(f"COMPTOIR_{name}", value)
        service = notifier.app.build(notifier.settings.Settings())
        async with shared_bench(engines, service) as bench, bench.running(service) as engine:
            yield bench, service, engine, bounce_port


@pytest.fixture
async def house(
    working: tuple[Bench, Service, Engine, int], partners: PartnersClient
) -> AsyncIterator[House]:
    """The notifier knows nobody, and has work left neither before nor after a test."""
    bench, service, engine, bounce_port = working
    await partners.load_sms(sms_setup())
    house = House(bench, service, engine, partners, bounce_port)
    house.earlier = [one for topic in TOLD_ON for one in await house.records(topic)]
    yield house
    await house.at_rest()
    await house.forget()


async def a_browser(partners: PartnersClient) -> Browser:
    subscribed = await partners.subscribe_browser(KEYS.public)
    return Browser(**subscribed.model_dump())


def cancelled() -> DeliveryCancelled:
    return DeliveryCancelled(
        property_id=PROPERTY, order_id=ORDER, guest_id=GUEST, occurred_at=after(9)
    )


async def test_a_new_order_is_mailed_to_the_hotel_with_a_button_to_its_board(house: House) -> None:
    await house.staffed_by()
    for _ in range(2):
        await house.bench.send(placed(), id="placed")
    await house.settled(1)
    (mail,) = await house.partners.messages()
    assert mail.envelope_to == [DESK]
    assert mail.subject == "Nouvelle commande\u00a0: chambre 203, Chez Lina"
    assert mail.text is not None
    assert mail.html is not None
    for fact in ("203", "Chez Lina", "4821", "Anaïs", LINK):
        assert fact in mail.text
        assert fact in mail.html
    assert f'<a href="{LINK}"' in mail.html
    (told,) = await house.told(NoticeSent, 1)
    assert (told.title, told.text) == (mail.subject, mail.text)
    assert (told.occasion, told.recipients) == (Occasion.NEW_ORDER, 1)


async def test_each_message_of_the_courier_is_mailed_and_pops_up_where_it_is_wished(
    house: House,
) -> None:
    ines = INES.model_copy(update={"browsers": (await a_browser(house.partners),)})
    await house.staffed_by(ines)
    await house.bench.send(placed())
    await house.bench.send(courier_message("Je suis devant l'hôtel"))
    await house.bench.send(courier_message("Vous êtes là ?", message_id="msg-2"))
    await house.settled(5)
    mails = [mail for mail in await house.partners.messages() if "livreur" in str(mail.subject)]
    assert [mail.envelope_to for mail in mails] == [[DESK], [DESK]]
    for mail, words in zip(mails, ("Je suis devant l'hôtel", "Vous êtes là ?"), strict=True):
        assert mail.subject == "Message du livreur\u00a0: chambre 203"
        assert words in str(mail.text)
        assert "Marc" in str(mail.text)
        assert f'<a href="{LINK}"' in str(mail.html)
    shown = [pop_up.payload or {} for pop_up in await house.partners.pop_ups()]
    assert {one["title"] for one in shown} == {"Message from the courier: room 203"}
    assert {one["body"] for one in shown} == {
        "Marc: Je suis devant l'hôtel",
        "Marc: Vous êtes là ?",
    }
    assert {one["url"] for one in shown} == {LINK}
    assert not await house.partners.text_messages()


async def test_a_guest_whose_order_is_cancelled_is_told_by_text_message_with_their_link(
    house: House,
) -> None:
    await house.staffed_by(INES)
    guest = Guest(surname="Weiß", phone="+49 151 23456789", language=Language.DE)
    await house.bench.send(placed(guest=guest))
    await house.bench.send(cancelled())
    await house.settled(5)
    by_phone = {message.to: message.body for message in await house.partners.text_messages()}
    said = by_phone["+4915123456789"]
    assert said.startswith("Hôtel Lumière: Es tut uns leid, Ihre Bestellung")
    token = said.rpartition("https://desk.example/guest/orders/")[2]
    assert Links([SECRET]).read(PURPOSE, token, after(10)) == ORDER
    assert by_phone["+33639980042"].startswith("Order cancelled: room 203")
    subjects = {tuple(mail.envelope_to): mail.subject for mail in await house.partners.messages()}
    assert subjects[(DESK,)] == "Commande annulée\u00a0: chambre 203"
    assert subjects[("ines@lumiere.example",)] == "Order cancelled: room 203"


async def test_a_text_message_whose_answer_is_lost_reaches_the_guest_once(
    house: House,
) -> None:
    await house.staffed_by()
    await house.partners.set_faults(Partner.SMS, Fault(lose_answer_rate=1, times=1))
    guest = Guest(surname="Weiß", phone="+4915123456789", language=Language.DE)
    await house.bench.send(placed(guest=guest))
    await house.bench.send(cancelled())

    async def sent() -> bool:
        known = await house.notices()
        notices = known.notices if known else ()
        return any(n.channel is Channel.SMS and n.state is NoticeState.SENT for n in notices)

    await eventually(sent, "the message was found again")
    (message,) = await house.partners.text_messages()
    assert message.to == "+4915123456789"


async def test_quiet_hours_hold_back_pop_ups_and_text_messages_and_let_mails_through(
    house: House,
) -> None:
    every = wish(Occasion.NEW_ORDER, Channel.MAIL, Channel.SMS, Channel.PUSH)
    browser = await a_browser(house.partners)
    await house.staffed_by(person("jan", every, browsers=(browser,), quiet=ALL_DAY))
    await house.bench.send(placed())
    known = await house.settled(4)
    states = {notice.channel: notice.state for notice in known.notices}
    assert states == {
        Channel.MAIL: NoticeState.SENT,
        Channel.SMS: NoticeState.HELD_BACK,
        Channel.PUSH: NoticeState.HELD_BACK,
    }
    assert len(await house.partners.messages()) == 2
    assert not await house.partners.text_messages()
    assert not await house.partners.pop_ups()
    held = await house.told(NoticeHeldBack, 2)
    assert {one.channel for one in held} == {Channel.SMS, Channel.PUSH}


async def test_a_browser_that_has_gone_is_told_to_whoever_keeps_browsers(house: House) -> None:
    browser = await a_browser(house.partners)
    await house.partners.leave_browser(browser.endpoint)
    pop_up = wish(Occasion.NEW_ORDER, Channel.PUSH)
    await house.staffed_by(person("jan", pop_up, browsers=(browser,)))
    await house.bench.send(placed())
    await house.settled(2)
    (gone,) = await house.said(BrowserGone, topics.NOTIFIER_RECIPIENT_EVENTS, 1)
    assert (gone.person_id, gone.endpoint) == ("jan", browser.endpoint)
    (failed,) = await house.told(NoticeFailed, 1)
    assert (failed.channel, failed.reason) == (
        Channel.PUSH,
        "the browser takes no pop-ups any more",
    )


async def test_a_mail_that_comes_back_is_marked_and_told_once(house: House) -> None:
    await house.staffed_by()
    await house.bench.send(placed())
    known = await house.settled(1)
    (mail,) = await house.partners.messages()
    assert mail.envelope_from == f"bounce+{known.notices[0].notice_id}@comptoir.example"
    report = returned(mail.envelope_from, group(DESK))
    for _ in range(2):
        await to_thread(_deliver, house.bounce_port, mail.envelope_from, report)

    async def bounced() -> bool:
        found = await house.notices()
        return found is not None and found.notices[0].state is NoticeState.BOUNCED

    await eventually(bounced, "the notice is marked")
    (failed,) = await house.told(NoticeFailed, 1)
    assert failed.reason == "came back: 5.1.1 550 5.1.1 <x>: unknown user"
    for stranger in ("orders@comptoir.example", "bounce+x@comptoir.example"):
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            await to_thread(_deliver, house.bounce_port, stranger, report)
    nobody = mail.envelope_from.replace(mail.envelope_from[7:15], "00000000")
    with pytest.raises(smtplib.SMTPDataError):
        await to_thread(_deliver, house.bounce_port, nobody, report)


def _deliver(port: int, to: str, report: bytes) -> None:
    """As another mail server does: from nobody."""
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.sendmail("", [to], report)


async def test_a_notice_is_sent_again_on_request(house: House) -> None:
    await house.staffed_by()
    await house.bench.send(placed())
    known = await house.settled(1)
    again = ResendNotice(property_id=PROPERTY, order_id=ORDER, notice_id=known.notices[0].notice_id)
    for _ in range(2):
        await house.bench.send(again, id="again")
    await house.settled(2)
    (answer,) = await house.told(NoticeResent, 1)
    first, second = await house.partners.messages()
    assert (first.text, first.subject) == (second.text, second.subject)
    assert first.message_id != second.message_id
    assert answer.again_id in str(second.message_id)


async def test_what_is_heard_before_the_order_is_told_once_the_order_is_known(
    house: House,
) -> None:
    await house.staffed_by()
    await house.bench.send(courier_message("Je suis là"))

    async def waiting() -> OrderNotices | None:
        return await house.notices()

    known: OrderNotices = await eventually(waiting, "the message waits for its order")
    assert not known.notices
    await house.bench.send(placed())
    await house.settled(2)
    subjects = {mail.subject for mail in await house.partners.messages()}
    assert "Message du livreur\u00a0: chambre 203" in subjects
