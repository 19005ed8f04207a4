"""Whatever path an order takes, the guest's folio ends as it should: sequences of targets and of
what happens at the hotel, against the lines that the PMS holds in the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from contracts.billing import (
    BillingReason,
    FolioNeedsAttention,
    FolioPosted,
    FolioProblem,
    FolioSettled,
)
from contracts.deliveries import Guest
from contracts.message import Message
from contracts.money import Amount, TaxLine
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.opera.model import ReservationChange, ReservationStatus
from pms_bridge.connections import OperaConnection
from pms_bridge.properties.model import Property
from tests.partners.opera_caller import opera_setup_of_today, reservation
from tests.support.deliveries import PROPERTY, sheet
from tests.support.folios import NOTHING, FolioRun, choose, euros, retry, target, tick_off
from tests.support.opera import Billing, OurSide, Tries

Happening = Callable[[PartnersClient], Awaitable[None]]
# A message, something that happens at the hotel, or a person's answer to the last task.
Step = Message | Happening | str

FRANCS = Amount(
    currency="CHF", tax_lines=(TaxLine(name="TVA 8,1 %", rate="8.10", net=2000, tax=162),)
)
FIVE_AND_A_HALF = Amount(
    currency="EUR", tax_lines=(TaxLine(name="TVA 5,5 %", rate="5.50", net=1000, tax=55),)
)
ANAIS, GAELLE = "934171", "934172"


def reception(number: str = ANAIS, **change: Any) -> Happening:
    """What the front desk does to a reservation in the PMS."""

    async def happen(pms: PartnersClient) -> None:
        await pms.change_reservation("LUMIERE", number, ReservationChange(**change))

    return happen


def losing(times: int, **fields: Any) -> Happening:
    """The next answers to a charge are lost: the PMS has carried it out and says nothing."""

    async def happen(pms: PartnersClient) -> None:
        how = {"method": "POST", "path_contains": "/charges", "times": times, **fields}
        await pms.set_faults(Partner.OPERA, Fault(**{"lose_answer_rate": 1, **how}))

    return happen


def failing(times: int, status: int, path: str = "/charges") -> Happening:
    async def happen(pms: PartnersClient) -> None:
        fault = Fault(path_contains=path, times=times, status=status)
        await pms.set_faults(Partner.OPERA, fault)

    return happen


CHECKED_OUT = reception(status=ReservationStatus.CHECKED_OUT)
BACK = reception(status=ReservationStatus.IN_HOUSE)


@dataclass(frozen=True)
class Case:
    """`lines` are (reservation, transaction code, minor units), in the order of posting. `open` is
    why a person is asked in the end, if one is; `said` are all the problems told on the way."""

    name: str
    steps: tuple[Step, ...]
    lines: tuple[tuple[str, str, int], ...] = ()
    said: tuple[FolioProblem, ...] = ()
    open: FolioProblem | None = None
    of: Property | None = None


def both(reservation_id: str = ANAIS, sign: int = 1) -> tuple[tuple[str, str, int], ...]:
    return ((reservation_id, "2010", 2200 * sign), (reservation_id, "2020", 300 * sign))


DELIVERED = target(euros(2200, 300))
REFUNDED = target(NOTHING, reason=BillingReason.REFUNDED)
CANCELLED = target(NOTHING, reason=BillingReason.CANCELLED)
PARTLY = target(euros(1500, 300), reason=BillingReason.PARTIALLY_REFUNDED)
PARTLY_AGAIN = target(euros(1500), reason=BillingReason.PARTIALLY_REFUNDED)

CASES = (
    Case("delivered", (DELIVERED,), both()),
    Case("refunded before anything was posted", (REFUNDED,)),
    Case("refunded after posting", (DELIVERED, REFUNDED), both() + both(sign=-1)),
    Case(
        "refunded in part, twice",
        (DELIVERED, PARTLY, PARTLY_AGAIN),
        (*both(), (ANAIS, "2010", -700), (ANAIS, "2020", -300)),
    ),
    Case(
        "refunded in part, then in full",
        (DELIVERED, PARTLY, REFUNDED),
        (*both(), (ANAIS, "2010", -700), (ANAIS, "2010", -1500), (ANAIS, "2020", -300)),
    ),
    Case(
        "refunded in part before posting", (PARTLY,), ((ANAIS, "2010", 1500), (ANAIS, "2020", 300))
    ),
    Case("cancelled after a mistaken delivery", (DELIVERED, CANCELLED), both() + both(sign=-1)),
    Case(
        "the guest moves between order and delivery",
        (reception(room="301"), target(euros(2200, 300), room="301")),
        both(),
    ),
    Case(
        "the guest moves after delivery, and is refunded",
        (DELIVERED, reception(room="301"), target(NOTHING, room="301")),
        both() + both(sign=-1),
    ),
    Case(
        "the guest moves, and the order still says the old room",
        (reception(room="301"), DELIVERED, target(euros(2200, 300), room="301")),
        both(),
        said=(FolioProblem.NOT_FOUND,),
    ),
    Case(
        "the guest checks out before delivery",
        (CHECKED_OUT, DELIVERED),
        said=(FolioProblem.NOT_IN_HOUSE,),
        open=FolioProblem.NOT_IN_HOUSE,
    ),
    Case(
        "the guest checks out before delivery, and reception charges by hand",
        (CHECKED_OUT, DELIVERED, "tick off"),
        said=(FolioProblem.NOT_IN_HOUSE,),
    ),
    Case(
        "what was charged by hand is refunded",
        (CHECKED_OUT, DELIVERED, "tick off", BACK, REFUNDED),
        said=(FolioProblem.NOT_IN_HOUSE, FolioProblem.POSTED_BY_HAND),
        open=FolioProblem.POSTED_BY_HAND,
    ),
    Case(
        "the guest is checked in again, and it is tried again",
        (CHECKED_OUT, DELIVERED, BACK, "retry"),
        both(),
        said=(FolioProblem.NOT_IN_HOUSE,),
    ),
    Case(
        "the guest checks out between delivery and refund",
        (DELIVERED, CHECKED_OUT, REFUNDED),
        both(),
        said=(FolioProblem.REFUSED,),
        open=FolioProblem.REFUSED,
    ),
    Case(
        "two sharers: the surname decides",
        (target(euros(2200, 300), guest=Guest(surname="LE GUENNEC")),),
        both(GAELLE),
    ),
    Case(
        "a companion orders: reception chooses, and the refund goes to who was charged",
        (
            target(euros(2200, 300), guest=Guest(surname="Durand")),
            "choose",
            target(NOTHING, guest=Guest(surname="Durand")),
        ),
        both(GAELLE) + both(GAELLE, sign=-1),
        said=(FolioProblem.NOT_FOUND,),
    ),
    Case(
        "a guest who may not charge, until the restriction is lifted",
        (
            target(euros(2200), room="204", guest=Guest(surname="Bassanini")),
            reception("934173", no_post=False),
            "retry",
        ),
        (("934173", "2010", 2200),),
        said=(FolioProblem.NO_POST,),
    ),
    Case(
        "an order in another currency than the property's",
        (target(FRANCS),),
        said=(FolioProblem.WRONG_CURRENCY,),
        open=FolioProblem.WRONG_CURRENCY,
    ),
    Case(
        "a property in another currency than its PMS",
        (target(FRANCS.model_copy(update={"tax_lines": euros(2200).tax_lines})),),
        said=(FolioProblem.REFUSED,),
        open=FolioProblem.REFUSED,
        of=Property(property_id=PROPERTY, sheet=sheet(currency="CHF")),
    ),
    Case(
        "a tax rate without a transaction code",
        (target(FIVE_AND_A_HALF), "retry"),
        said=(FolioProblem.INVALID_CODE, FolioProblem.INVALID_CODE),
        open=FolioProblem.INVALID_CODE,
    ),
    Case("a lost answer", (losing(1), DELIVERED), both()),
    Case(
        "a lost answer, said as an error", (losing(1, lose_answer_by="status"), DELIVERED), both()
    ),
    Case(
        "answers lost to the charge and to its reversal",
        (losing(1), DELIVERED, losing(1), REFUNDED),
        both() + both(sign=-1),
    ),
    Case("three errors before anything is done", (failing(3, 500), DELIVERED), both()),
    Case("throttled", (failing(2, 429), DELIVERED), both()),
    Case("not let in for a while", (failing(2, 401, "/tokens"), DELIVERED), both()),
    Case("a token that is refused", (failing(1, 401), DELIVERED), both()),
)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
async def test_the_folio_ends_as_it_should(case: Case, opera: OurSide, pms: PartnersClient) -> None:
    billing = Billing(opera, FolioRun(case.of))
    for step in case.steps:
        await play(billing, pms, step)
    found = [
        (line.reservation_id, line.transaction_code, line.amount) for line in await pms.postings()
    ]
    assert found == list(case.lines)
    run = billing.run
    assert tuple(task.problem for task in run.messages(FolioNeedsAttention)) == case.said
    waiting = run.now.waiting
    assert (waiting.problem if waiting else None) == case.open
    assert (run.now.settled == run.now.target_number) == (case.open is None)
    if case.open is None:
        assert run.messages(FolioSettled)[-1].amount == run.now.target


async def play(billing: Billing, pms: PartnersClient, step: Step) -> None:
    if isinstance(step, Message):
        await billing.take(step)
    elif not isinstance(step, str):
        await step(pms)
    else:
        posting_id = billing.run.task.posting_id
        answers = {"tick off": tick_off, "retry": retry, "choose": choose}
        await billing.take(answers[step](posting_id), "person:clara")


async def test_the_task_names_the_rate_that_has_no_code(
    opera: OurSide, pms: PartnersClient
) -> None:
    billing = Billing(opera)
    await billing.take(target(FIVE_AND_A_HALF))
    assert "5.50 %" in billing.run.task.detail


async def test_the_pms_own_words_about_a_currency_are_shown(
    opera: OurSide, pms: PartnersClient
) -> None:
    of = Property(property_id=PROPERTY, sheet=sheet(currency="CHF"))
    billing = Billing(opera, FolioRun(of))
    await billing.take(target(Amount(currency="CHF", tax_lines=euros(2200).tax_lines)))
    assert "posts in EUR, not in CHF" in billing.run.task.detail
    assert await pms.postings() == []


async def test_a_charge_found_twice_is_taken_back_once(
    connect: Callable[[OperaConnection], OurSide], opera: OurSide, pms: PartnersClient
) -> None:
    """The answer is lost, and another process posts the same before it is looked up."""
    billing, other = Billing(opera), connect(opera.connection)

    async def land_meanwhile(request: httpx.Request) -> None:
        if request.url.path.endswith("/financialPostings") and other.sent == []:
            await other.carrier.carry(billing.run.work[0], Tries("another process").next())

    opera.client.event_hooks["request"].append(land_meanwhile)
    await losing(1)(pms)
    await billing.take(DELIVERED)
    lines = [line.amount for line in await pms.postings()]
    assert lines == [2200, 300, 2200, 300, -2200, -300]
    assert [fact.amount.total for fact in billing.run.messages(FolioPosted)] == [5000, -2500]
    assert [settled.amount.total for settled in billing.run.messages(FolioSettled)] == [2500]


async def test_two_martins_in_one_room_wait_for_reception_to_choose(
    opera: OurSide, pms: PartnersClient
) -> None:
    martins = (
        reservation("935001", "301", "Martin", "Léa"),
        reservation("935002", "301", "Martin", "Paul"),
    )
    await pms.load_opera(opera_setup_of_today(*martins))
    billing = Billing(opera)
    await billing.take(target(euros(2200), room="301", guest=Guest(surname="Martin")))
    assert [one.reservation_id for one in billing.run.task.candidates] == ["935001", "935002"]
    assert await pms.postings() == []
    await billing.take(choose(billing.run.task.posting_id, "935002"))
    assert [line.reservation_id for line in await pms.postings()] == ["935002"]
