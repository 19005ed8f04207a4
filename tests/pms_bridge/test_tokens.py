"""Tokens are asked for seldom, once at a time, and renewed before they die."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from pydantic import SecretStr

from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.running import Running
from pms_bridge.connections import Grant, OperaConnection
from pms_bridge.opera.failures import NothingDone
from pms_bridge.opera.tokens import TokenDesk
from tests.partners.opera_caller import ENVIRONMENT, opera_setup_of_today
from tests.support.opera import OurSide, Tries, charge, connection

Connect = Callable[[OperaConnection], OurSide]


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def test_a_token_is_used_again_until_a_tenth_of_its_life_is_left(opera: OurSide) -> None:
    clock = Clock()
    desk = TokenDesk(opera.connection, opera.client, clock)
    first = await desk.token()
    clock.seconds = 3600 * 0.9 - 1
    assert await desk.token() == first
    clock.seconds = 3600 * 0.9
    assert await desk.token() != first


async def test_many_who_wait_for_a_token_cause_one_request(opera: OurSide) -> None:
    desk = TokenDesk(opera.connection, opera.client)
    tokens = await asyncio.gather(*(desk.token() for _ in range(20)))
    assert len(set(tokens)) == 1
    renewed = await asyncio.gather(*(desk.renewed(tokens[0]) for _ in range(20)))
    assert len(set(renewed)) == 1
    assert len(opera.requests("/oauth/")) == 2


async def test_a_token_that_opera_forgot_is_renewed_once_and_the_posting_goes_through(
    opera: OurSide, pms: PartnersClient
) -> None:
    await opera.carrier.carry(charge(), Tries("first").next())
    await pms.expire_opera_tokens()
    await opera.carrier.carry(charge(reservation_id="934171"), Tries("second").next())
    assert len(await pms.postings()) == 4
    assert len(opera.requests("/oauth/")) == 2


async def test_the_password_grant_gets_a_token_too(
    connect: Connect, partners_running: Running, pms: PartnersClient
) -> None:
    side = connect(
        connection(
            partners_running.http_url,
            grant=Grant.PASSWORD,
            scope=None,
            username=ENVIRONMENT.username,
            password=SecretStr(ENVIRONMENT.password),
            enterprise_id="ENT1",
        )
    )
    assert await TokenDesk(side.connection, side.client).token()
    (request,) = side.sent
    assert request.headers["enterpriseid"] == "ENT1"


async def test_wrong_credentials_are_no_posting_and_no_unknown(
    connect: Connect, partners_running: Running, pms: PartnersClient
) -> None:
    wrong = connection(partners_running.http_url, client_secret=SecretStr("not this"))
    side = connect(wrong)
    with pytest.raises(NothingDone, match="answered 401"):
        await TokenDesk(wrong, side.client).token()


async def test_a_token_that_never_lasts_ends_in_nothing_done_and_not_in_a_loop(
    opera: OurSide, pms: PartnersClient
) -> None:
    await pms.set_faults(Partner.OPERA, Fault(path_contains="/rsv/", status=401))
    ending = await opera.carrier.carry(charge(), Tries().next())
    assert getattr(ending, "reason", None) == "answered 401"
    assert len(opera.requests("/rsv/")) == 2


async def test_an_environment_with_short_lives_still_works(
    opera: OurSide, pms: PartnersClient
) -> None:
    await pms.load_opera(opera_setup_of_today(token_seconds=1))
    assert await TokenDesk(opera.connection, opera.client).token()
