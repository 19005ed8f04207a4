"""Pop-ups reach browsers over real HTTP; every answer of a push service has its ending."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from chassis.effects import Again, Ending, LeaseTooShort
from chassis.service import Reader
from contracts.deliveries import Guest, Restaurant
from contracts.recipients import Browser, BrowserGone
from notifier.notices.saying import Saying
from notifier.push.popups import PopUps
from notifier.push.service import PushServices
from notifier.push.vapid import Identity, KeyPair
from notifier.wording.letter import Letters
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.running import Running
from tests.support.contexts import NOW
from tests.support.deliveries import ORDER, PROPERTY
from tests.support.documents import StoredDocuments
from tests.support.notices import BROWSER, attempt, facts, home, pop_up_work, report
from tests.support.runtime import RecordingRuntime

KEYS = KeyPair.new()
CONTACT = "mailto:orders@comptoir.example"
LETTERS = Letters("https://desk.example")


class Runtime(RecordingRuntime):
    """What is published is written down; the property is known."""

    @property
    def documents(self) -> Reader:
        return StoredDocuments(home())


@pytest.fixture
def runtime() -> Runtime:
    return Runtime()


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    # A busy machine may take its time to answer; who tests that nobody does says how long that is.
    async with httpx.AsyncClient(timeout=20, trust_env=False) as client:
        yield client


@pytest.fixture
def pop_ups(client: httpx.AsyncClient, runtime: Runtime, partners_running: Running) -> PopUps:
    known = (partners_running.http_url.removeprefix("http://"),)
    services = PushServices(Identity(KEYS.private, CONTACT), known, client)
    return PopUps(services, LETTERS, runtime)


@pytest.fixture
async def browser(partners: PartnersClient) -> Browser:
    """A browser that has subscribed to us."""
    subscribed = await partners.subscribe_browser(KEYS.public)
    return Browser(**subscribed.model_dump())


async def show(pop_ups: PopUps, browser: Browser, **tried: Any) -> Ending:
    """Now, as a token is only good for an hour."""
    tried.setdefault("now", datetime.now(UTC))
    return await pop_ups.carry(pop_up_work(browser), attempt(**tried))


async def test_a_pop_up_is_read_by_the_browser_it_is_for(
    pop_ups: PopUps, browser: Browser, partners: PartnersClient
) -> None:
    work = pop_up_work(browser, facts=facts(expected_at=None))
    done = report(await pop_ups.carry(work, attempt(now=datetime.now(UTC))))
    (shown,) = await partners.pop_ups()
    assert browser.endpoint.endswith(shown.browser)
    assert shown.payload == {
        "title": "Nouvelle commande\u00a0: chambre 203, Chez Lina",
        "body": "Anaïs D'Hérouville, code\u00a0: 4821",
        "url": f"https://desk.example/board?order={ORDER}",
        "lang": "fr",
        "tag": work.notice_id,
        "occasion": "new_order",
        "order_id": ORDER,
        "notice_id": work.notice_id,
    }
    assert (shown.contact, shown.ttl, shown.urgency) == (CONTACT, 3600, "high")
    assert (done.refusal, done.recipients, done.title) == (None, 1, shown.payload["title"])


async def test_a_repeat_takes_the_place_of_what_still_waits_for_the_browser(
    pop_ups: PopUps, browser: Browser, partners: PartnersClient
) -> None:
    await partners.set_faults(Partner.PUSH, Fault(lose_answer_rate=1, times=1))
    lost = Again("no answer: RemoteProtocolError", unavailable=True)
    assert await show(pop_ups, browser) == lost
    report(await show(pop_ups, browser, number=2))
    first, second = await partners.pop_ups()
    assert first.topic == second.topic
    assert first.topic is not None
    assert len(first.topic) == 32
    assert first.payload == second.payload


async def test_a_browser_that_has_gone_is_told_of_once_under_its_property(
    pop_ups: PopUps, browser: Browser, partners: PartnersClient, runtime: Runtime
) -> None:
    await partners.leave_browser(browser.endpoint)
    for number in (1, 2):
        done = report(await show(pop_ups, browser, number=number))
        assert done.refusal == "the browser takes no pop-ups any more"
    first, second = runtime.published
    assert first.message == BrowserGone(
        property_id=PROPERTY, person_id="ines", endpoint=browser.endpoint
    )
    assert (first.id, first.source) == (second.id, second.source)


async def test_a_browser_that_never_was_has_gone_too(
    pop_ups: PopUps, browser: Browser, runtime: Runtime
) -> None:
    unknown = browser.model_copy(update={"endpoint": f"{browser.endpoint}x"})
    report(await show(pop_ups, unknown))
    assert len(runtime.published) == 1


async def test_while_kafka_is_down_nobody_forgets_that_a_browser_has_gone(
    pop_ups: PopUps, browser: Browser, partners: PartnersClient, runtime: Runtime
) -> None:
    await partners.leave_browser(browser.endpoint)
    runtime.kafka_answers = False
    assert isinstance(await show(pop_ups, browser), Again)


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_push_service_that_cannot_take_it_now_is_tried_again(
    pop_ups: PopUps, browser: Browser, partners: PartnersClient, status: int
) -> None:
    await partners.set_faults(Partner.PUSH, Fault(status=status, times=1))
    ending = await show(pop_ups, browser)
    assert ending == Again(f"answered {status}", unavailable=True)
    report(await show(pop_ups, browser, number=2))
    assert len(await partners.pop_ups()) == 1


async def test_a_push_service_that_does_not_answer_is_tried_again(
    pop_ups: PopUps, browser: Browser, partners: PartnersClient, client: httpx.AsyncClient
) -> None:
    client.timeout = httpx.Timeout(20, read=0.3)
    await partners.set_faults(Partner.PUSH, Fault(delay_ms=20_000, times=1))
    ending = await show(pop_ups, browser)
    assert ending == Again("no answer: ReadTimeout", unavailable=True)


@pytest.mark.parametrize("status", [400, 403, 413])
async def test_a_pop_up_that_is_refused_is_over(
    pop_ups: PopUps, browser: Browser, partners: PartnersClient, status: int
) -> None:
    await partners.set_faults(Partner.PUSH, Fault(status=status))
    assert report(await show(pop_ups, browser)).refusal == f"refused with {status}"


async def test_a_browser_that_listens_to_another_server_refuses_us(
    pop_ups: PopUps, partners: PartnersClient
) -> None:
    theirs = await partners.subscribe_browser(KeyPair.new().public)
    done = report(await show(pop_ups, Browser(**theirs.model_dump())))
    assert done.refusal == "refused with 403"
    assert not await partners.pop_ups()


async def test_keys_that_are_none_are_refused(
    pop_ups: PopUps, browser: Browser, partners: PartnersClient
) -> None:
    for field, value in (("p256dh", "AAAA"), ("p256dh", "é"), ("auth", "A")):
        broken = browser.model_copy(update={field: value})
        done = report(await show(pop_ups, broken))
        assert done.refusal == "the browser's keys are not keys"
    assert not await partners.calls(Partner.PUSH)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://intranet.hotel.example/x",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com/x",
        "https://[::1/x",
        "https://fcm.googleapis.com:99999/x",
    ],
)
async def test_nothing_is_asked_of_an_address_that_is_no_push_service_s(
    client: httpx.AsyncClient, runtime: Runtime, endpoint: str
) -> None:
    services = PushServices(Identity(KEYS.private, CONTACT), ("fcm.googleapis.com",), client)
    pop_ups = PopUps(services, LETTERS, runtime)
    done = report(await show(pop_ups, BROWSER.model_copy(update={"endpoint": endpoint})))
    assert done.refusal == "the endpoint is not one of a known push service"


async def test_a_pop_up_is_given_up_when_it_is_no_news_any_more(
    pop_ups: PopUps, browser: Browser, partners: PartnersClient
) -> None:
    await partners.set_faults(Partner.PUSH, Fault(status=503))
    done = report(await show(pop_ups, browser, now=NOW, first_at=NOW - PopUps.patience))
    assert done.refusal == "given up: answered 503"


async def test_a_pop_up_does_not_leave_when_the_lease_is_too_short(
    pop_ups: PopUps, browser: Browser, partners: PartnersClient
) -> None:
    with pytest.raises(LeaseTooShort):
        await show(pop_ups, browser, lease_over=True)
    assert not await partners.pop_ups()


async def test_without_keys_every_pop_up_is_refused_by_name(runtime: Runtime) -> None:
    done = report(await show(PopUps(None, LETTERS, runtime), BROWSER))
    assert done.refusal == "no keys for pop-ups are set up"


async def test_the_longest_words_fit_into_one_payload(
    pop_ups: PopUps, browser: Browser, partners: PartnersClient
) -> None:
    long = facts(
        restaurant=Restaurant(name="飯" * 200),
        guest=Guest(surname="飯" * 100, given_name="飯" * 100),
        message="飯" * 1000,
    )
    work = pop_up_work(browser, facts=long, saying=Saying.COURIER_MESSAGE, order_id="x" * 64)
    report(await pop_ups.carry(work, attempt(now=datetime.now(UTC))))
    assert len(await partners.pop_ups()) == 1


def test_a_new_pair_of_keys_belongs_together() -> None:
    pair = KeyPair.new()
    assert Identity(pair.private, CONTACT).public_key == pair.public
    assert pair.private != KeyPair.new().private
    with pytest.raises(ValueError, match="VAPID"):
        Identity("nonsense", CONTACT)
