"""A test of a connection ends at the first thing that is wrong, and says it in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr

from contracts import reconciliation
from contracts.properties import PmsMode
from contracts.reconciliation import (
    Check,
    CheckResult,
    ConnectionTested,
    ConnectionTried,
    PropertyRequestRefused,
)
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.running import Running
from pms_bridge.connections import Grant, OperaConnection
from pms_bridge.opera.trial import ConnectionTrial
from pms_bridge.properties.model import Property
from pms_bridge.properties.trials import TryConnection, connection_tried, trial_requested
from tests.partners.opera_caller import ENVIRONMENT
from tests.support.contexts import NOW, context, envelope
from tests.support.deliveries import PROPERTY
from tests.support.folios import a_property
from tests.support.opera import OurSide, Tries, charge, connection

Connect = Callable[[OperaConnection], OurSide]
WORK = TryConnection(property_id=PROPERTY, request_id="request-1")
ALL = list(Check)


async def tried(side: OurSide) -> tuple[CheckResult, ...]:
    ending = await ConnectionTrial({PROPERTY: side.hotel}).carry(WORK, Tries().next())
    (report,) = ending.reports
    assert isinstance(report, ConnectionTried)
    assert report.request_id == "request-1"
    return report.checks


def failure(checks: tuple[CheckResult, ...]) -> CheckResult:
    """The last check, after all before it passed."""
    *before, last = checks
    assert all(result.passed and result.detail == "" for result in before)
    assert [result.check for result in checks] == ALL[: len(checks)]
    assert not last.passed
    return last


async def test_a_connection_that_works_passes_every_check_and_posts_nothing(
    opera: OurSide, pms: PartnersClient
) -> None:
    checks = await tried(opera)
    assert [(result.check, result.passed) for result in checks] == [(one, True) for one in ALL]
    assert await pms.postings() == []


async def test_it_works_with_the_password_grant_too(
    connect: Connect, partners_running: Running, pms: PartnersClient
) -> None:
    password = {"username": ENVIRONMENT.username, "password": SecretStr(ENVIRONMENT.password)}
    side = connect(
        connection(partners_running.http_url, grant=Grant.PASSWORD, scope=None, **password)
    )
    assert all(result.passed for result in await tried(side))


async def test_the_token_is_asked_for_anew_though_there_is_one(
    opera: OurSide, pms: PartnersClient
) -> None:
    await opera.carrier.carry(charge(), Tries().next())
    await tried(opera)
    assert len(opera.requests("/oauth/")) == 2


async def test_a_gateway_that_is_not_there_is_not_reached(connect: Connect) -> None:
    last = failure(await tried(connect(connection("http://127.0.0.1:1"))))
    assert last.check is Check.REACHED
    assert "does not answer" in last.detail


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_secret": SecretStr("not this one")},
        {"app_key": SecretStr("52ecd082-8997-4c69-af34-2f72b83645ff")},
        {"scope": "another"},
    ],
    ids=["secret", "application key", "scope"],
)
async def test_wrong_credentials_are_reached_and_not_signed_in(
    connect: Connect, partners_running: Running, pms: PartnersClient, wrong: dict[str, Any]
) -> None:
    last = failure(await tried(connect(connection(partners_running.http_url, **wrong))))
    assert last.check is Check.SIGNED_IN
    assert "does not let us in" in last.detail
    assert "not this one" not in last.detail


async def test_an_identity_server_that_is_down_is_told_from_wrong_credentials(
    opera: OurSide, pms: PartnersClient
) -> None:
    await pms.set_faults(Partner.OPERA, Fault(path_contains="/tokens", status=503))
    last = failure(await tried(opera))
    assert (last.check, last.detail) == (
        Check.SIGNED_IN,
        "OPERA cannot sign us in now (no token: answered 503)",
    )


async def test_another_hotels_code_cannot_be_read(
    connect: Connect, partners_running: Running, pms: PartnersClient
) -> None:
    last = failure(await tried(connect(connection(partners_running.http_url, hotel_id="NOWHERE"))))
    assert last.check is Check.HOTEL_READ
    assert "check `hotel_id`" in last.detail


@pytest.mark.parametrize(
    ("path", "check"),
    [
        ("/rsv/", Check.HOTEL_READ),
        ("/financialPostings", Check.HOTEL_READ),
        ("/transactionCodes", Check.CODES_KNOWN),
    ],
)
async def test_an_operation_that_is_not_allowed_is_named(
    opera: OurSide, pms: PartnersClient, path: str, check: Check
) -> None:
    await pms.set_faults(Partner.OPERA, Fault(path_contains=path, status=403))
    last = failure(await tried(opera))
    assert last.check is check
    assert "allowed" in last.detail
    assert "403" in last.detail


async def test_a_transaction_code_that_the_hotel_does_not_have_is_named_with_its_rate(
    connect: Connect, partners_running: Running, pms: PartnersClient
) -> None:
    codes = {"10.00": "2010", "5.50": "2055"}
    side = connect(connection(partners_running.http_url, transaction_codes=codes))
    last = failure(await tried(side))
    assert (last.check, last.detail) == (
        Check.CODES_KNOWN,
        "the hotel has no transaction code 2055 (for 5.50 %)",
    )


async def test_silence_ends_the_test_in_time(
    connect: Connect, partners_running: Running, pms: PartnersClient
) -> None:
    side = connect(connection(partners_running.http_url, timeout_seconds=0.3))
    await pms.set_faults(Partner.OPERA, Fault(path_contains="/rsv/", delay_ms=2000))
    last = failure(await tried(side))
    assert last.check is Check.HOTEL_READ
    assert "no answer" in last.detail


async def test_a_property_without_an_entry_says_what_to_do() -> None:
    ending = await ConnectionTrial({}).carry(WORK, Tries().next())
    (report,) = ending.reports
    assert isinstance(report, ConnectionTried)
    assert "connections file" in failure(report.checks).detail


REQUEST = reconciliation.TestConnection(property_id=PROPERTY)


@pytest.mark.parametrize("pms", [PmsMode.TWO_WAY, PmsMode.ONE_WAY])
def test_a_test_is_tried_behind_no_breaker_and_answered_under_the_requests_id(pms: PmsMode) -> None:
    asked = context(envelope=envelope(REQUEST, id="request-1"))
    outcome = trial_requested(a_property(pms), REQUEST, asked)
    (effect,) = outcome.effects
    assert (effect.work, effect.partner) == (WORK, None)
    assert outcome.events == ()


@pytest.mark.parametrize(
    ("known", "field"), [(None, "property_id"), (a_property(PmsMode.NONE), "integrations.pms")]
)
def test_a_property_without_a_pms_has_nothing_to_test(known: Property | None, field: str) -> None:
    outcome = trial_requested(known, REQUEST, context())
    (refusal,) = outcome.events
    assert isinstance(refusal, PropertyRequestRefused)
    assert (refusal.field, outcome.effects) == (field, ())


@pytest.mark.parametrize("passed", [True, False])
def test_it_works_only_where_every_check_passed(passed: bool) -> None:
    checks = (
        CheckResult(check=Check.REACHED, passed=True),
        CheckResult(check=Check.SIGNED_IN, passed=passed),
    )
    report = ConnectionTried(
        property_id=PROPERTY, request_id="request-1", checks=checks, tried_at=NOW
    )
    (tested,) = connection_tried(a_property(), report, context()).events
    assert isinstance(tested, ConnectionTested)
    assert (tested.works, tested.checks, tested.request_id) == (passed, checks, "request-1")
