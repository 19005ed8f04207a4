"""Misbehaviour on command: what it does, to whom, and how often."""

import asyncio
import time

import httpx
import pytest

from partners.client import PartnersClient
from partners.faults import Answer, Fault, FaultBoard, LoseAnswer, Partner, Refuse
from tests.partners.opera_caller import OperaCaller, charge_body
from tests.partners.uber_caller import token, uber_setup


async def test_a_status_alone_fails_every_request_before_any_work_is_done(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    await partners.set_faults(Partner.OPERA, Fault(status=503))

    assert (await opera.post(charge_body())).status_code == 503
    assert await partners.postings() == []

    await partners.clear_faults()
    assert (await opera.post(charge_body())).status_code == 201


async def test_a_fault_with_times_goes_away(partners: PartnersClient, opera: OperaCaller) -> None:
    await partners.set_faults(Partner.OPERA, Fault(status=500, times=2))

    statuses = [(await opera.post(charge_body())).status_code for _ in range(4)]

    assert statuses == [500, 500, 201, 201]


async def test_a_fault_can_be_meant_for_some_requests_only(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    fault = Fault(status=503, method="POST", path_contains="/charges")
    await partners.set_faults(Partner.OPERA, fault)

    assert (await opera.find()).status_code == 200
    assert (await opera.journal()).status_code == 204
    assert (await opera.post(charge_body())).status_code == 503


async def test_a_request_held_up_while_all_is_forgotten_leaves_no_trace(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    await partners.set_faults(Partner.OPERA, Fault(delay_ms=500, times=1))
    held_up = asyncio.create_task(opera.post(charge_body()))
    await asyncio.sleep(0.2)

    await partners.reset()

    with pytest.raises(httpx.TransportError):
        await held_up
    assert await partners.calls() == []


async def test_an_answer_lost_by_closing_leaves_the_work_done(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    await partners.set_faults(Partner.OPERA, Fault(lose_answer_rate=1, times=1))

    with pytest.raises(httpx.TransportError):
        await opera.post(charge_body())

    assert len(await partners.postings()) == 1
    assert (await opera.post(charge_body())).status_code == 201
    assert len(await partners.postings()) == 2


async def test_an_answer_lost_by_hanging_outlasts_the_callers_patience(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    fault = Fault(lose_answer_rate=1, lose_answer_by="hang", times=1)
    await partners.set_faults(Partner.OPERA, fault)

    with pytest.raises(httpx.ReadTimeout):
        await opera.post(charge_body(), timeout=0.2)

    assert len(await partners.postings()) == 1


async def test_an_answer_lost_by_an_error_status_leaves_the_work_done(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    fault = Fault(lose_answer_rate=1, lose_answer_by="status", status=502)
    await partners.set_faults(Partner.OPERA, fault)

    assert (await opera.post(charge_body())).status_code == 502
    assert len(await partners.postings()) == 1


async def test_a_delayed_request_is_carried_out_after_its_caller_has_given_up(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    await partners.set_faults(Partner.OPERA, Fault(delay_ms=1500, times=1))

    with pytest.raises(httpx.ReadTimeout):
        await opera.post(charge_body(), timeout=0.1)
    assert await partners.postings() == []

    deadline = time.monotonic() + 30
    while not (found := await partners.postings()) and time.monotonic() < deadline:
        await partners.calls()
    assert len(found) == 1


async def test_the_calls_tell_what_was_done_and_what_the_caller_was_told(
    partners: PartnersClient, opera: OperaCaller
) -> None:
    await partners.set_faults(
        Partner.OPERA, Fault(status=503, times=1), Fault(lose_answer_rate=1, times=1)
    )
    await opera.post(charge_body())
    with pytest.raises(httpx.TransportError):
        await opera.post(charge_body())
    await opera.post(charge_body())

    calls = [c for c in await partners.calls(Partner.OPERA) if c.path.endswith("/charges")]

    assert [(c.status, c.answer, c.fault) for c in calls] == [
        (None, 503, "refused"),
        (201, None, "answer lost by close"),
        (201, 201, None),
    ]


async def test_each_partner_has_faults_of_its_own(
    partners: PartnersClient, wire: httpx.AsyncClient, opera: OperaCaller
) -> None:
    await partners.load_uber(uber_setup())
    await partners.set_faults(Partner.UBER, Fault(status=503))

    assert (await token(wire)).status_code == 503
    assert (await opera.find()).status_code == 200


async def test_a_fault_the_simulators_do_not_know_is_refused(
    partners: PartnersClient, wire: httpx.AsyncClient
) -> None:
    misspelt = {"faults": [{"lose_answers": 1}]}

    assert (await wire.put("/_control/faults/opera", json=misspelt)).status_code == 422
    assert (await wire.put("/_control/faults/nobody", json={"faults": []})).status_code == 422


async def test_a_body_beyond_any_use_is_refused(opera: OperaCaller) -> None:
    body = charge_body() | {"padding": "x" * 5_000_000}

    assert (await opera.post(body)).status_code == 413


def _verdicts(seed: int) -> list[str]:
    board = FaultBoard(seed)
    board.set(Partner.OPERA, [Fault(fail_rate=0.3, lose_answer_rate=0.3)])
    return [type(board.judge(Partner.OPERA, "POST", "/")).__name__ for _ in range(200)]


def test_the_same_seed_draws_the_same_faults() -> None:
    assert _verdicts(7) == _verdicts(7)
    assert _verdicts(7) != _verdicts(8)
    assert set(_verdicts(7)) == {Answer.__name__, Refuse.__name__, LoseAnswer.__name__}


def test_a_fault_that_has_changed_nothing_is_not_used_up() -> None:
    board = FaultBoard(1)
    board.set(Partner.MAIL, [Fault(fail_rate=0, times=1), Fault(status=451)])

    assert board.judge(Partner.MAIL, "DATA", "a@hotel.example") == Refuse(451)
