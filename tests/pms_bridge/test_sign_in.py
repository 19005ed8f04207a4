"""A PMS that does not let us in: what passes is nobody's business, what lasts is told once, and its
end too."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from itertools import permutations

import pytest
from pydantic import SecretStr

from chassis.effects import Again, Done
from chassis.service import Service, Unavailable
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from contracts.billing import FolioNeedsAttention, FolioSettled
from contracts.message import Message
from contracts.properties import PropertyState
from contracts.reconciliation import Check, CheckResult, ConnectionTested, ConnectionTried
from contracts.sign_in import SignInAccepted, SignInRefused, SignInTried
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.running import Running
from pms_bridge.connections import OperaConnection
from pms_bridge.opera.carrier import ChargeCarrier
from pms_bridge.properties.handlers import property_told
from pms_bridge.properties.model import Property, SignInRefusal, properties
from pms_bridge.properties.sign_in import LASTING, sign_in_tried
from pms_bridge.properties.trials import connection_tried
from tests.partners.opera_caller import ENVIRONMENT, opera_setup_of_today
from tests.support.bench import Bench, eventually
from tests.support.contexts import NOW, context
from tests.support.deliveries import PROPERTY, sheet
from tests.support.folios import a_property, euros, target
from tests.support.opera import OurSide, Tries, charge, connection

Connect = Callable[[OperaConnection], OurSide]
WRONG = SecretStr("not this one")
SETTLED = timedelta(seconds=33)


def said(seconds: float, *, accepted: bool = False) -> SignInTried:
    detail = "" if accepted else "no token: answered 401"
    at = NOW + timedelta(seconds=seconds)
    return SignInTried(property_id=PROPERTY, accepted=accepted, detail=detail, tried_at=at)


def after(*reports: SignInTried, of: Property | None = None) -> tuple[Property, list[Message]]:
    """The property after some reports, and what was told of them."""
    known = of or a_property()
    told: list[Message] = []
    for report in reports:
        outcome = sign_in_tried(known, report, context())
        known = outcome.state or known
        told += outcome.events
    return known, told


def names(told: list[Message]) -> list[str]:
    return [type(message).__name__ for message in told]


def test_a_refusal_that_passes_is_told_to_nobody() -> None:
    short = LASTING.total_seconds() - 1
    known, told = after(said(0), said(short), said(short + 1, accepted=True), said(60))
    assert told == []
    assert known.refused is not None
    assert known.refused.since == NOW + timedelta(seconds=60)


def test_a_refusal_that_lasts_is_told_once_with_its_beginning_and_what_to_do() -> None:
    known, told = after(said(0), said(3), said(15), said(60), said(120))
    (refused,) = told
    assert isinstance(refused, SignInRefused)
    assert refused.since == NOW
    assert "mend client, secret or key" in refused.detail
    assert "answered 401" in refused.detail
    assert known.refused == SignInRefusal(since=NOW, newest=NOW + timedelta(seconds=120), told=True)


def test_the_end_of_what_was_told_is_told_once() -> None:
    known, told = after(
        *(said(0), said(15), said(20, accepted=True), said(21, accepted=True)),
        *(said(300), said(400), said(401, accepted=True)),
    )
    assert names(told) == ["SignInRefused", "SignInAccepted"] * 2
    assert known.refused is None


@pytest.mark.parametrize(
    ("reports", "open"),
    [
        ((said(0), said(12), said(20, accepted=True)), False),
        ((said(0, accepted=True), said(5), said(20)), True),
        ((said(0), said(12), said(20, accepted=True), said(0)), False),
    ],
)
def test_the_newest_report_counts_in_whatever_order_they_come(
    reports: tuple[SignInTried, ...], open: bool
) -> None:
    for order in permutations(reports):
        known, told = after(*order)
        assert (known.refused is not None) is open, order
        assert (names(told)[-1:] == ["SignInRefused"]) is open, order


def test_a_report_about_no_property_of_ours_does_nothing() -> None:
    outcome = sign_in_tried(None, said(0), context())
    assert (outcome.state, outcome.events) == (None, ())


def test_the_propertys_new_sheet_does_not_forget_that_the_pms_refuses_us() -> None:
    known, _ = after(said(0), said(15))
    state = PropertyState(property_id=PROPERTY, sheet=sheet(name="Hôtel d'Été"))
    told_anew = property_told(known, state, context()).state
    assert told_anew is not None
    assert told_anew.refused == known.refused
    assert told_anew.sheet.name == "Hôtel d'Été"


@pytest.mark.parametrize("check", [Check.SIGNED_IN, Check.REACHED])
def test_a_connection_test_that_is_let_in_ends_it_and_any_other_does_not(check: Check) -> None:
    known, _ = after(said(0), said(15))
    report = ConnectionTried(
        property_id=PROPERTY,
        request_id="request-1",
        checks=(CheckResult(check=check, passed=True),),
        tried_at=NOW + timedelta(seconds=30),
    )
    outcome = connection_tried(known, report, context())
    ended = check is Check.SIGNED_IN
    assert names(list(outcome.events)) == ["ConnectionTested"] + ["SignInAccepted"] * ended
    assert isinstance(outcome.events[0], ConnectionTested)
    assert ((outcome.state or known).refused is None) is ended


async def test_each_refused_try_is_reported_until_people_know_and_the_charge_waits(
    connect: Connect, partners_running: Running, pms: PartnersClient
) -> None:
    side = connect(connection(partners_running.http_url, client_secret=WRONG))
    work, tries = charge(), Tries()
    for _ in range(2):
        ending = await side.carrier.carry(work, tries.next(LASTING))
        assert isinstance(ending, Again)
        assert ending.reports == ()
    known, told = after(*side.sign_ins)
    assert names(told) == ["SignInRefused"]
    assert WRONG.get_secret_value() not in str(side.sign_ins)
    side.documents.documents[properties.ref(PROPERTY)] = known
    await side.carrier.carry(work, tries.next(LASTING))
    assert len(side.sign_ins) == 2


async def test_being_let_in_is_reported_once_somebody_may_wait_for_it(
    opera: OurSide, pms: PartnersClient
) -> None:
    assert isinstance(await opera.carrier.carry(charge(), Tries("one").next()), Done)
    assert opera.sign_ins == []
    refused = SignInRefusal(since=NOW, newest=NOW, told=True)
    opera.documents.documents[properties.ref(PROPERTY)] = a_property().model_copy(
        update={"refused": refused}
    )
    assert isinstance(await opera.restarted().carry(charge(), Tries("two").next()), Done)
    (report,) = opera.sign_ins
    assert report.accepted


async def test_an_identity_server_that_is_down_refuses_nobody(
    opera: OurSide, pms: PartnersClient
) -> None:
    await pms.set_faults(Partner.OPERA, Fault(path_contains="/tokens", status=503))
    ending = await opera.carrier.carry(charge(), Tries().next())
    assert isinstance(ending, Again)
    assert opera.sign_ins == []


async def test_what_cannot_be_told_now_is_told_after_the_next_try(
    connect: Connect, partners_running: Running, pms: PartnersClient
) -> None:
    side = connect(connection(partners_running.http_url, client_secret=WRONG))

    async def kafka_is_down(report: SignInTried, id: str) -> None:
        raise Unavailable("Kafka does not answer")

    tries = Tries()
    deaf = ChargeCarrier({PROPERTY: side.hotel}, side.documents, kafka_is_down)
    assert isinstance(await deaf.carry(charge(), tries.next()), Again)
    await side.carrier.carry(charge(), tries.next(SETTLED))
    assert [report.accepted for report in side.sign_ins] == [False]


@pytest.fixture
async def bench(engines: EngineAddresses, namespace: str, bridge: Service) -> AsyncIterator[Bench]:
    made = Bench(engines, namespace)
    await made.create_topics(bridge)
    await made.send(PropertyState(property_id=PROPERTY, sheet=sheet()), sequence=1)
    yield made
    await made.close()


async def known_secret(pms: PartnersClient, secret: str) -> None:
    """What the PMS takes for our secret from now on."""
    setup = opera_setup_of_today()
    environment = setup.environment.model_copy(update={"client_secret": secret})
    await pms.load_opera(setup.model_copy(update={"environment": environment}))


async def test_charges_wait_while_the_pms_refuses_our_secret_and_go_out_once_it_is_mended(
    bench: Bench, bridge: Service, pms: PartnersClient
) -> None:
    async def told(kind: type[Message], topic: topics.Topic) -> list[Message]:
        records = await bench.published(topic)
        return [kind.read(one.value) for one in records if one.type == kind.TYPE]

    async def is_told(kind: type[Message], topic: topics.Topic) -> None:
        async def there() -> bool:
            return bool(await told(kind, topic))

        await eventually(there, f"{kind.__name__} is told")

    of_property, of_folio = topics.BRIDGE_PROPERTY_EVENTS, topics.BRIDGE_FOLIO_EVENTS
    await known_secret(pms, "another secret since this morning")
    async with bench.running(bridge):
        await bench.send(target(euros(2200, 300)), sequence=1)
        await is_told(SignInRefused, of_property)
        assert await pms.postings() == []
        await known_secret(pms, ENVIRONMENT.client_secret)
        await is_told(SignInAccepted, of_property)
        await is_told(FolioSettled, of_folio)
    assert sorted(line.amount for line in await pms.postings()) == [300, 2200]
    assert len(await told(SignInRefused, of_property)) == 1
    assert await told(FolioNeedsAttention, of_folio) == []
