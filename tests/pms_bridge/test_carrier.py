"""How a posting ends, against a PMS that answers, refuses, keeps silent and posts twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from chassis.effects import Again, Done, Ending, LeaseTooShort, Unseen
from contracts.billing import FolioProblem, PostingConfirmed, PostingRejected, PostingUnknown
from contracts.deliveries import Guest
from contracts.properties import PmsMode
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.opera.model import Posting, ReservationChange, ReservationStatus
from partners.running import Running
from pms_bridge.connections import OperaConnection
from pms_bridge.folio.charge import PostCharge
from pms_bridge.opera.carrier import ChargeCarrier
from pms_bridge.properties.model import properties
from tests.support.deliveries import PROPERTY
from tests.support.folios import a_property, euros
from tests.support.opera import OurSide, Tries, charge, connection
from tests.support.sign_ins import nothing_to_tell

Connect = Callable[[OperaConnection], OurSide]
POSTING = {"method": "POST", "path_contains": "/charges"}
LOST = Fault(**POSTING, times=1, lose_answer_rate=1)  # type: ignore[arg-type]
SOON = timedelta(seconds=1)
SETTLED = timedelta(seconds=32.5)  # the connection's timeout and settle time, and the margin


def confirmation(ending: Ending) -> PostingConfirmed:
    assert isinstance(ending, Done), ending
    (report,) = ending.reports
    assert isinstance(report, PostingConfirmed), report
    return report


def rejection(ending: Ending) -> PostingRejected:
    assert isinstance(ending, Done), ending
    (report,) = ending.reports
    assert isinstance(report, PostingRejected), report
    return report


def doubt(ending: Ending) -> Again:
    assert isinstance(ending, Again), ending
    (report,) = ending.reports
    assert isinstance(report, PostingUnknown), report
    return ending


async def postings(pms: PartnersClient, work: PostCharge) -> list[Posting]:
    return [one for one in await pms.postings() if one.reference == work.posting_id]


async def test_a_charge_lands_on_the_guest_in_the_room(opera: OurSide, pms: PartnersClient) -> None:
    work = charge()
    report = confirmation(await opera.carrier.carry(work, Tries().next()))
    lines = await postings(pms, work)
    assert [(line.transaction_code, line.amount) for line in lines] == [
        ("2010", 2200),
        ("2020", 300),
    ]
    assert {line.reservation_id for line in lines} == {"934171"} == {report.reservation_id}
    assert {(line.check_number, line.remark) for line in lines} == {("9K3TZ7", "Chez Lina")}
    assert report.transaction_numbers == tuple(str(line.transaction_no) for line in lines)
    assert report.copies == 1


async def test_a_reversal_goes_to_the_reservation_that_was_charged(
    opera: OurSide, pms: PartnersClient
) -> None:
    work = charge(euros(-2200), reservation_id="934172")
    report = confirmation(await opera.carrier.carry(work, Tries().next()))
    (line,) = await postings(pms, work)
    assert (line.reservation_id, line.amount) == ("934172", -2200)
    assert report.reservation_id == "934172"
    assert opera.requests("/rsv/") == []


@pytest.mark.promise("unknown postings are looked up, never repeated blindly")
async def test_a_lost_answer_is_looked_up_and_not_posted_again(
    opera: OurSide, pms: PartnersClient
) -> None:
    await pms.set_faults(Partner.OPERA, LOST)
    work, tries = charge(), Tries()
    ending = doubt(await opera.carrier.carry(work, tries.next()))
    assert ending.unavailable
    assert ending.after == SETTLED
    report = confirmation(await opera.carrier.carry(work, tries.next(SOON)))
    assert report.reservation_id == "934171"
    assert len(report.transaction_numbers) == len(await postings(pms, work)) == 2


@pytest.mark.promise("money moves once")
async def test_what_was_posted_before_a_restore_that_knows_nothing_of_it_is_found(
    opera: OurSide, pms: PartnersClient
) -> None:
    work, sent_at = charge(), datetime.now(UTC)
    first = confirmation(await opera.carrier.carry(work, Tries(first=sent_at).next()))
    unseen = Unseen(sent_at - SOON, sent_at + SOON)
    tries = Tries(first=unseen.until + SETTLED)
    found = confirmation(await opera.carrier.carry(work, tries.next(unseen=unseen)))
    assert found.transaction_numbers == first.transaction_numbers
    # What was not posted then is, once nothing can land any more.
    other = charge().model_copy(update={"posting_id": "posting-2"})
    doubt(await opera.carrier.carry(other, Tries("b", unseen.until).next(unseen=unseen)))
    later = Tries("c", unseen.until + SETTLED).next(unseen=unseen)
    confirmation(await opera.carrier.carry(other, later))
    assert len(await postings(pms, work)) == len(await postings(pms, other)) == 2


async def test_an_error_after_the_work_was_done_is_an_unknown_too(
    opera: OurSide, pms: PartnersClient
) -> None:
    fault = LOST.model_copy(update={"lose_answer_by": "status", "status": 503})
    await pms.set_faults(Partner.OPERA, fault)
    work, tries = charge(), Tries()
    doubt(await opera.carrier.carry(work, tries.next()))
    confirmation(await opera.carrier.carry(work, tries.next(SOON)))
    assert len(await postings(pms, work)) == 2


async def test_silence_longer_than_the_timeout_is_an_unknown(
    connect: Connect, partners_running: Running, pms: PartnersClient
) -> None:
    side = connect(connection(partners_running.http_url, timeout_seconds=1))
    await pms.set_faults(Partner.OPERA, LOST.model_copy(update={"lose_answer_by": "hang"}))
    work, tries = charge(), Tries()
    doubt(await side.carrier.carry(work, tries.next()))
    confirmation(await side.carrier.carry(work, tries.next(SOON)))
    assert len(await postings(pms, work)) == 2


async def test_not_found_counts_only_after_the_settle_time(
    opera: OurSide, pms: PartnersClient
) -> None:
    refused = Fault(**POSTING, times=1, status=500)  # type: ignore[arg-type]
    await pms.set_faults(Partner.OPERA, refused)
    work, tries = charge(), Tries()
    doubt(await opera.carrier.carry(work, tries.next()))
    waiting = doubt(await opera.carrier.carry(work, tries.next(SOON)))
    assert not waiting.unavailable
    assert len(opera.requests("/charges")) == 1
    assert await postings(pms, work) == []
    confirmation(await opera.carrier.carry(work, tries.next(SETTLED)))
    assert len(await postings(pms, work)) == 2


@pytest.mark.promise("unknown postings are looked up, never repeated blindly")
async def test_a_process_that_died_after_sending_is_found_out_by_the_next(
    opera: OurSide, pms: PartnersClient
) -> None:
    work, tries = charge(), Tries()
    await opera.carrier.carry(work, tries.next())  # its report dies with the process
    report = confirmation(await opera.restarted().carry(work, tries.next(SOON)))
    assert report.copies == 1
    assert len(await postings(pms, work)) == 2


async def test_a_posting_that_is_there_twice_is_reported_as_two_copies(
    opera: OurSide, pms: PartnersClient
) -> None:
    work = charge()
    await opera.carrier.carry(work, Tries("one owner").next())
    await opera.carrier.carry(work, Tries("a former owner").next())
    tries = Tries("again")
    tries.next()
    report = confirmation(await opera.restarted().carry(work, tries.next(SOON)))
    assert report.copies == 2
    assert len(report.transaction_numbers) == 4


async def test_a_first_request_that_lands_after_all_shows_as_a_copy(
    connect: Connect, opera: OurSide, pms: PartnersClient
) -> None:
    work, tries = charge(), Tries()
    tries.next()
    first = connect(opera.connection)

    async def land_meanwhile(request: httpx.Request) -> None:
        if request.url.path.endswith("/charges"):
            await first.carrier.carry(work, Tries("the try before").next())

    opera.client.event_hooks["request"].append(land_meanwhile)
    report = confirmation(await opera.carrier.carry(work, tries.next(SETTLED)))
    assert report.copies == 2
    assert len(await postings(pms, work)) == 4


async def test_half_a_posting_is_completed_where_its_other_half_is(
    opera: OurSide, pms: PartnersClient
) -> None:
    half = charge(euros(2200), reservation_id="934172")
    await opera.carrier.carry(half, Tries("half").next())
    whole, tries = charge(posting_id=half.posting_id), Tries()
    tries.next()
    report = confirmation(await opera.carrier.carry(whole, tries.next(SETTLED)))
    lines = await postings(pms, whole)
    assert [(line.transaction_code, line.reservation_id) for line in lines] == [
        ("2010", "934172"),
        ("2020", "934172"),
    ]
    assert report.copies == 1


async def test_a_pms_that_is_down_was_surely_not_reached_and_costs_no_settle_time(
    connect: Connect, opera: OurSide, pms: PartnersClient
) -> None:
    work, tries = charge(), Tries()
    nowhere = connect(connection("http://127.0.0.1:1"))
    ending = await nowhere.carrier.carry(work, tries.next())
    assert ending == Again("no token: ConnectError", None, unavailable=True)
    await pms.set_faults(Partner.OPERA, Fault(path_contains="/reservations", times=1, status=503))
    ending = await opera.carrier.carry(charge(), Tries("another").next())
    assert ending == Again("answered 503", None, unavailable=True)


async def test_a_try_that_sent_nothing_is_followed_by_one_that_posts_at_once(
    opera: OurSide, pms: PartnersClient
) -> None:
    await pms.set_faults(Partner.OPERA, Fault(path_contains="/reservations", times=2, status=503))
    work, tries = charge(), Tries()
    for _ in range(2):
        assert isinstance(await opera.carrier.carry(work, tries.next(SOON)), Again)
    confirmation(await opera.carrier.carry(work, tries.next(SOON)))
    assert opera.requests("/financialPostings") == []


async def test_a_throttled_request_waits_as_long_as_the_pms_says_and_is_no_unknown(
    opera: OurSide, pms: PartnersClient
) -> None:
    await pms.set_faults(Partner.OPERA, Fault(**POSTING, times=1, status=429))  # type: ignore[arg-type]
    work, tries = charge(), Tries()
    ending = await opera.carrier.carry(work, tries.next())
    assert ending == Again("answered 429", None, unavailable=True)
    confirmation(await opera.carrier.carry(work, tries.next(SOON)))


async def test_a_journal_that_cannot_be_read_says_nothing_about_the_posting(
    opera: OurSide, pms: PartnersClient
) -> None:
    await pms.set_faults(Partner.OPERA, Fault(path_contains="/financialPostings", status=400))
    tries = Tries()
    tries.next()
    ending = await opera.carrier.carry(charge(), tries.next(SETTLED))
    assert isinstance(ending, Again)
    assert opera.requests("/charges") == []


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"guest": Guest(surname="Durand")}, FolioProblem.NOT_FOUND),
        ({"room": "204", "guest": Guest(surname="Bassanini")}, FolioProblem.NO_POST),
        ({"reservation_id": "934174"}, FolioProblem.REFUSED),
        ({"reservation_id": "1"}, FolioProblem.REFUSED),
    ],
)
async def test_a_charge_the_pms_does_not_take_is_rejected_with_the_reason(
    opera: OurSide, pms: PartnersClient, fields: dict[str, Any], problem: FolioProblem
) -> None:
    work = charge(**fields)
    report = rejection(await opera.carrier.carry(work, Tries().next()))
    assert (report.problem, bool(report.detail)) == (problem, True)
    assert await postings(pms, work) == []


async def test_a_guest_who_left_cannot_be_taken_back_from_and_a_person_is_told(
    opera: OurSide, pms: PartnersClient
) -> None:
    gone = ReservationChange(status=ReservationStatus.CHECKED_OUT)
    await pms.change_reservation("LUMIERE", "934171", gone)
    work = charge(euros(-2200), reservation_id="934171")
    report = rejection(await opera.carrier.carry(work, Tries().next()))
    assert report.problem is FolioProblem.REFUSED
    assert "CheckedOut" in report.detail


async def test_a_rate_without_a_code_is_rejected_unless_it_may_have_been_posted(
    connect: Connect, partners_running: Running, pms: PartnersClient
) -> None:
    side = connect(connection(partners_running.http_url, transaction_codes={"10.00": "2010"}))
    tries = Tries()
    report = rejection(await side.carrier.carry(charge(), tries.next()))
    assert report.problem is FolioProblem.INVALID_CODE
    assert isinstance(await side.restarted().carry(charge(), tries.next(SOON)), Again)


async def test_a_property_not_known_yet_is_waited_for(opera: OurSide) -> None:
    opera.documents.documents.clear()
    work, tries = charge(), Tries()
    ending = await opera.carrier.carry(work, tries.next())
    assert ending == Again("the property is not known yet", timedelta(seconds=2))
    opera.documents.documents[properties.ref(PROPERTY)] = a_property()
    confirmation(await opera.carrier.carry(work, tries.next(SOON)))
    assert opera.requests("/financialPostings") == []


async def test_a_property_that_takes_no_charges_is_rejected_as_not_connected(
    opera: OurSide,
) -> None:
    opera.documents.documents[properties.ref(PROPERTY)] = a_property(PmsMode.ONE_WAY)
    report = rejection(await opera.carrier.carry(charge(), Tries().next()))
    assert report.problem is FolioProblem.NOT_CONNECTED
    assert opera.sent == []


async def test_what_is_in_doubt_is_looked_up_even_after_the_property_stopped_taking_charges(
    opera: OurSide, pms: PartnersClient
) -> None:
    work, tries = charge(), Tries()
    await opera.carrier.carry(work, tries.next())
    opera.documents.documents[properties.ref(PROPERTY)] = a_property(PmsMode.ONE_WAY)
    confirmation(await opera.restarted().carry(work, tries.next(SOON)))


async def test_a_person_is_told_of_what_is_in_doubt_where_nothing_was_ever_connected(
    opera: OurSide,
) -> None:
    opera.documents.documents[properties.ref(PROPERTY)] = a_property(PmsMode.ONE_WAY)
    nowhere = ChargeCarrier({}, opera.documents, nothing_to_tell)
    work, tries = charge(), Tries()
    tries.next()  # died before it knew the property
    report = rejection(await nowhere.carry(work, tries.next(SOON)))
    assert report.problem is FolioProblem.NOT_CONNECTED
    assert "look there first" in report.detail


async def test_too_little_lease_stops_the_posting_before_it_leaves(
    opera: OurSide, pms: PartnersClient
) -> None:
    def too_late() -> None:
        raise LeaseTooShort

    work, tries = charge(), Tries()
    with pytest.raises(LeaseTooShort):
        await opera.carrier.carry(work, tries.next(ensure_time=too_late))
    assert opera.requests("/charges") == []
    confirmation(await opera.carrier.carry(work, tries.next(SOON)))
    assert len(await postings(pms, work)) == 2


async def test_preparing_too_long_stops_the_posting_before_it_leaves(
    connect: Connect, partners_running: Running, pms: PartnersClient
) -> None:
    side = connect(connection(partners_running.http_url, timeout_seconds=1))
    slow = Fault(path_contains="/reservations", delay_ms=1500, method="GET")
    await pms.set_faults(Partner.OPERA, slow)
    ending = await side.carrier.carry(charge(), Tries().next())
    assert isinstance(ending, Again)
    assert ending.unavailable
    assert side.requests("/charges") == []
