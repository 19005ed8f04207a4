"""How a callback ends, against a page that takes, refuses, keeps silent and loses answers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from chassis.effects import Again, Done, Ending
from contracts.handovers import HandoverDone
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.ordering_page.model import Callback, Conduct, PageSetup, PartnerAccess
from partners.running import Running
from pms_bridge.connections import OrderingPage
from pms_bridge.partner.carrier import NO_CALLBACKS, NOT_REACHED, PageCarrier
from pms_bridge.partner.page import Page, pages_of
from tests.support.handovers import PAGE, HandoverRun, claimed, work, written
from tests.support.opera import Tries

SECRET = "what we sign callbacks with"
Make = Callable[..., PageCarrier]


@pytest.fixture
async def site(partners: PartnersClient) -> PartnersClient:
    """The control of a page that takes callbacks."""
    access = PartnerAccess(
        partner_id=PAGE,
        secrets=["not needed here"],
        callback_secret=SECRET,
        uber_customer_id="",
        uber_client_id="",
        uber_client_secret="",
    )
    await partners.load_ordering_pages(PageSetup(partners=[access]))
    return partners


@pytest.fixture
async def carrier_of(partners_running: Running) -> AsyncIterator[Make]:
    """Makes our side of a page, and closes it in the end."""
    made: list[Page] = []

    def make(url: str | None = None, secret: str = SECRET, timeout: float = 1) -> PageCarrier:
        usual = f"{partners_running.http_url}/ordering-page/{PAGE}/callbacks"
        connection = OrderingPage.model_validate(
            {
                "properties": ["hotel-lumiere"],
                "secrets": ["a secret of sixteen or more"],
                "callback_url": url or usual,
                "callback_secret": SecretStr(secret),
                "timeout_seconds": timeout,
            }
        )
        pages = pages_of({PAGE: connection})
        made.extend(pages.values())
        return PageCarrier(pages)

    yield make
    for page in made:
        await page.close()


def refusal(ending: Ending) -> str | None:
    assert isinstance(ending, Done), ending
    (report,) = ending.reports
    assert isinstance(report, HandoverDone)
    return report.refusal


def put_off(ending: Ending) -> Again:
    assert isinstance(ending, Again), ending
    assert ending.unavailable
    return ending


async def taken(site: PartnersClient) -> list[Callback]:
    return [one for one in await site.callbacks() if one.answer == 200 and not one.repeat]


async def test_what_reception_writes_reaches_the_page_signed_and_word_for_word(
    site: PartnersClient, carrier_of: Make
) -> None:
    run = HandoverRun()
    run.handle(written("Entrée côté jardin, s'il vous plaît."))
    assert (
        refusal(await carrier_of().carry(run.work[0], Tries(first=run.work[0].asked_at).next()))
        is None
    )
    (one,) = await site.callbacks()
    assert (one.signature, one.answer, one.type) == ("right", 200, "chat_message")
    assert one.id == run.work[0].callback_id == one.body["id"]
    assert one.body["text"] == "Entrée côté jardin, s'il vous plaît."
    assert one.external_id == "LUM-20261123-0042"


async def test_a_claim_reaches_the_page_with_all_that_it_needs_to_decide(
    site: PartnersClient, carrier_of: Make
) -> None:
    run = HandoverRun()
    run.handle(claimed())
    assert (
        refusal(await carrier_of().carry(run.work[0], Tries(first=run.work[0].asked_at).next()))
        is None
    )
    (one,) = await taken(site)
    assert one.body == json.loads(run.work[0].body)
    assert (one.body["claim_id"], one.body["amount"]) == ("c-1", 1250)


async def test_the_pages_own_words_for_no_come_back(site: PartnersClient, carrier_of: Make) -> None:
    await site.conduct_of_page(PAGE, Conduct(refuse={"chat_message": "The courier has left."}))
    ending = await carrier_of().carry(work(), Tries().next())
    assert refusal(ending) == "the partner refused: The courier has left."


async def test_a_signature_that_the_page_does_not_accept_ends_at_once(
    site: PartnersClient, carrier_of: Make
) -> None:
    ending = await carrier_of(secret="a secret the page was not told").carry(work(), Tries().next())
    assert refusal(ending) == "the partner refused: The signature is not accepted."
    assert [one.signature for one in await site.callbacks()] == ["wrong"]


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
async def test_what_another_try_may_change_is_tried_again(
    site: PartnersClient, carrier_of: Make, status: int
) -> None:
    await site.set_faults(Partner.ORDERING_PAGE, Fault(status=status, times=1))
    carrier, tries, one = carrier_of(), Tries(), work()
    assert put_off(await carrier.carry(one, tries.next())).reason == f"answered {status}"
    assert refusal(await carrier.carry(one, tries.next())) is None
    assert len(await taken(site)) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 410, 422])
async def test_what_no_try_can_change_is_not_tried_again(
    site: PartnersClient, carrier_of: Make, status: int
) -> None:
    await site.set_faults(Partner.ORDERING_PAGE, Fault(status=status))
    ending = await carrier_of().carry(work(), Tries().next())
    assert refusal(ending) == f"the partner refused: answered {status}"


@pytest.mark.promise("a repeated request is handled once")
@pytest.mark.parametrize("how", ["close", "hang", "status"])
async def test_a_lost_answer_is_made_up_for_and_the_page_takes_it_once(
    site: PartnersClient, carrier_of: Make, how: str
) -> None:
    lost = Fault(lose_answer_rate=1, lose_answer_by=how, times=1)  # type: ignore[arg-type]
    await site.set_faults(Partner.ORDERING_PAGE, lost)
    carrier, tries, one = carrier_of(timeout=0.3), Tries(), work()
    put_off(await carrier.carry(one, tries.next()))
    assert refusal(await carrier.carry(one, tries.next())) is None
    assert [one.repeat for one in await site.callbacks()] == [False, True]
    assert len({json.dumps(one.body) for one in await site.callbacks()}) == 1


async def test_a_slow_page_is_given_up_on_in_time(site: PartnersClient, carrier_of: Make) -> None:
    await site.set_faults(Partner.ORDERING_PAGE, Fault(delay_ms=3000, times=1))
    began = datetime.now(UTC)
    assert "Timeout" in put_off(await carrier_of(timeout=0.2).carry(work(), Tries().next())).reason
    assert datetime.now(UTC) - began < timedelta(seconds=2)


async def test_a_page_that_is_away_is_tried_for_a_day_and_then_left_to_a_person(
    carrier_of: Make,
) -> None:
    one = work()
    carrier, tries = carrier_of(url="http://127.0.0.1:1/callbacks"), Tries()
    put_off(await carrier.carry(one, tries.next()))
    put_off(await carrier.carry(one, tries.next(timedelta(hours=23))))
    assert refusal(await carrier.carry(one, tries.next(timedelta(hours=1)))) == NOT_REACHED


async def test_what_waited_behind_is_given_up_with_it_not_a_day_later(carrier_of: Make) -> None:
    late = work(asked_at=datetime.now(UTC) - timedelta(days=1))
    assert refusal(await carrier_of().carry(late, Tries().next())) == NOT_REACHED


async def test_a_page_without_an_address_takes_nothing_and_that_is_said_at_once() -> None:
    assert refusal(await PageCarrier({}).carry(work(), Tries().next())) == NO_CALLBACKS


async def test_a_try_ends_before_the_workers_deadline(carrier_of: Make) -> None:
    assert carrier_of(timeout=3).deadline > timedelta(seconds=3)
    assert PageCarrier({}).deadline > timedelta()
