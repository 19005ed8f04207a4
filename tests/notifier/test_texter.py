"""Text messages go out over real HTTP, once, as far as that can be known."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from chassis.effects import Again, Ending, LeaseTooShort, Unseen
from contracts.notices import Occasion
from contracts.properties import Language
from contracts.recipients import QuietHours
from notifier.notices.model import NoticeState, OrderNotices, order_notices
from notifier.notices.saying import Saying
from notifier.notices.target import Target
from notifier.sms.service import dialable
from notifier.sms.texter import SETTLED_AFTER, Texter
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.running import Running
from tests.support.contexts import NOW
from tests.support.deliveries import ORDER
from tests.support.documents import StoredDocuments
from tests.support.notices import (
    after_placing,
    attempt,
    home,
    notices,
    person,
    report,
    text_work,
)
from tests.support.sms import LETTERS, sms_setup, texting

PHONE = "+33639980042"


@pytest.fixture
async def url(partners: PartnersClient, partners_running: Running) -> str:
    """The SMS service with the hotel's account."""
    await partners.load_sms(sms_setup())
    return partners_running.http_url


async def send(url: str, *, documents: Any = None, seconds: float = 5.0, **tried: Any) -> Ending:
    work = tried.pop("work", None) or text_work()
    async with texting(url, documents or home(), seconds=seconds) as texter:
        return await texter.carry(work, attempt(**tried))


def later(first_at: datetime) -> dict[str, Any]:
    """A second try, after the first has settled."""
    return {
        "number": 2,
        "now": first_at + SETTLED_AFTER,
        "first_at": first_at,
        "last_at": first_at,
    }


async def test_a_guest_is_told_by_text_message(url: str, partners: PartnersClient) -> None:
    done = report(await send(url))
    (message,) = await partners.text_messages()
    assert message.to == PHONE
    assert message.body == (
        "Hôtel Lumière\u00a0: désolés, votre commande K7Q2ZD chez Chez Lina est annulée. "
        "Rien ne vous sera facturé."
    )
    assert (done.refusal, done.recipients, done.message_id) == (None, 1, message.sid)
    assert (done.text, done.language) == (message.body, Language.FR)


async def test_staff_are_told_on_their_phone_with_a_link_to_the_order(
    url: str, partners: PartnersClient
) -> None:
    target = Target.phone_of(person("ines", language=Language.EN), PHONE)
    work = text_work(target=target, occasion=Occasion.NEW_ORDER, saying=Saying.NEW_ORDER)
    report(await send(url, work=work))
    (message,) = await partners.text_messages()
    assert message.body.startswith("New order: room 203, Chez Lina. Anaïs D'Hérouville")
    assert message.body.endswith(f"\nhttps://desk.example/board?order={ORDER}")


@pytest.mark.parametrize("by", ["close", "status"])
async def test_a_message_whose_answer_was_lost_is_found_and_not_sent_again(
    url: str, partners: PartnersClient, by: Any
) -> None:
    first_at = datetime.now(UTC)
    await partners.set_faults(Partner.SMS, Fault(lose_answer_rate=1, lose_answer_by=by, times=1))
    ending = await send(url, now=first_at)
    assert isinstance(ending, Again)
    assert ending.unavailable
    assert ending.after == SETTLED_AFTER
    done = report(await send(url, **later(first_at)))
    (message,) = await partners.text_messages()
    assert done.message_id == message.sid


async def test_a_message_that_never_arrived_is_sent_by_the_next_try(
    url: str, partners: PartnersClient
) -> None:
    first_at = datetime.now(UTC)
    await partners.set_faults(Partner.SMS, Fault(status=503, times=1))
    assert isinstance(await send(url, now=first_at), Again)
    report(await send(url, **later(first_at)))
    assert len(await partners.text_messages()) == 1


@pytest.mark.promise("nothing doubled")
async def test_what_was_sent_before_a_restore_that_knows_nothing_of_it_is_found(
    url: str, partners: PartnersClient
) -> None:
    sent_at = datetime.now(UTC)
    first = report(await send(url, now=sent_at))
    unseen = Unseen(sent_at - timedelta(minutes=1), sent_at + timedelta(seconds=1))
    restored: Any = {"now": unseen.until + SETTLED_AFTER, "unseen": unseen}
    assert report(await send(url, **restored)).message_id == first.message_id
    assert len(await partners.text_messages()) == 1


async def test_nothing_is_sent_again_before_the_earlier_try_has_settled(
    url: str, partners: PartnersClient
) -> None:
    ending = await send(url, number=2, now=NOW, last_at=NOW - timedelta(seconds=10))
    assert isinstance(ending, Again)
    assert ending.after == SETTLED_AFTER - timedelta(seconds=10)
    assert not await partners.calls(Partner.SMS)


async def test_a_service_that_does_not_say_what_it_has_is_asked_again_and_sent_nothing(
    url: str, partners: PartnersClient
) -> None:
    first_at = datetime.now(UTC)
    await partners.set_faults(Partner.SMS, Fault(method="GET", status=500))
    ending = await send(url, **later(first_at))
    assert isinstance(ending, Again)
    assert not await partners.text_messages()


async def test_the_same_words_of_an_earlier_order_or_notice_are_not_taken_for_this_one(
    url: str, partners: PartnersClient
) -> None:
    first_at = datetime.now(UTC)
    sid = report(await send(url, now=first_at)).message_id
    other = (
        notices(after_placing())
        .notices[0]
        .model_copy(update={"notice_id": "other", "message_id": sid, "state": NoticeState.SENT})
    )
    about: OrderNotices = notices(after_placing()).with_notices(other)
    documents = {**home(), order_notices.ref(ORDER): about}
    report(await send(url, documents=documents, **later(first_at)))
    hours_later = first_at + timedelta(hours=3)
    report(await send(url, documents=documents, **later(hours_later)))
    assert len(await partners.text_messages()) == 3


@pytest.mark.parametrize("status", [429, 500, 503, 401])
async def test_a_service_that_cannot_take_it_now_is_tried_again(
    url: str, partners: PartnersClient, status: int
) -> None:
    await partners.set_faults(Partner.SMS, Fault(status=status))
    ending = await send(url)
    assert isinstance(ending, Again)
    assert ending.unavailable
    assert str(status) in ending.reason


async def test_a_wrong_token_can_be_mended_and_the_message_goes_out(
    url: str, partners: PartnersClient
) -> None:
    async with texting(url, home(), token="wrong") as texter:
        ending = await texter.carry(text_work(), attempt())
    assert isinstance(ending, Again)
    assert ending.reason == "answered 401, error 20003"
    report(await send(url))


async def test_a_service_that_does_not_answer_in_time_is_tried_again(
    url: str, partners: PartnersClient
) -> None:
    await partners.set_faults(Partner.SMS, Fault(delay_ms=2000, times=1))
    ending = await send(url, seconds=0.2)
    assert isinstance(ending, Again)
    assert ending.reason == "no answer: ReadTimeout"


async def test_a_number_that_is_none_is_over_without_being_repeated_in_the_reason(
    url: str, partners: PartnersClient
) -> None:
    await partners.load_sms(sms_setup(invalid=(PHONE,)))
    done = report(await send(url))
    assert done.refusal == "refused with 400, error 21211"
    assert done.text is not None


async def test_a_message_that_was_taken_and_lost_is_not_sent_again(
    url: str, partners: PartnersClient
) -> None:
    await partners.load_sms(sms_setup(unreachable=(PHONE,)))
    done = report(await send(url))
    assert done.refusal == "undelivered, error 30003"
    assert len(await partners.text_messages()) == 1


async def test_a_quiet_hour_of_the_reader_s_holds_a_message_back(
    url: str, partners: PartnersClient
) -> None:
    evening = QuietHours(start=time(20), end=time(8))
    target = Target.phone_of(person("ines", quiet=evening), PHONE)
    done = report(await send(url, work=text_work(target=target)))
    assert (done.quiet, done.refusal, done.recipients) == (True, None, 0)
    assert not await partners.text_messages()


async def test_a_message_is_given_up_when_it_is_no_news_any_more(
    url: str, partners: PartnersClient
) -> None:
    await partners.set_faults(Partner.SMS, Fault(status=503))
    done = report(await send(url, first_at=NOW - Texter.patience))
    assert done.refusal == "given up: answered 503"


async def test_a_message_does_not_leave_when_the_lease_is_too_short(
    url: str, partners: PartnersClient
) -> None:
    with pytest.raises(LeaseTooShort):
        await send(url, lease_over=True)
    assert not await partners.text_messages()


async def test_a_phone_number_without_a_country_code_is_not_guessed(url: str) -> None:
    work = text_work(target=Target.guest("06 39 98 00 42", Language.FR))
    assert report(await send(url, work=work)).refusal == "the phone number has no country code"


async def test_without_an_account_every_message_is_refused_by_name() -> None:
    texter = Texter(None, LETTERS, StoredDocuments(home()))
    done = report(await texter.carry(text_work(), attempt()))
    assert done.refusal == "no SMS service is set up"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+33639980042", "+33639980042"),
        ("+33 6 39 98 00 42", "+33639980042"),
        ("0033 (0)6.39.98.00.42", "+33639980042"),
        ("+49-151/23456789", "+4915123456789"),
        ("06 39 98 00 42", None),
        ("+0 12345678", None),
        ("reception", None),
        ("", None),
        ("+" + "1" * 16, None),
    ],
)
def test_numbers_are_read_as_people_write_them(written: str, number: str | None) -> None:
    assert dialable(written) == number
