"""What staff decide or ask for over HTTP, answered as the owning services answer: charges, notices,
the connection, a day's comparison."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from contracts import reconciliation
from contracts.folio_requests import (
    ChooseReservation,
    FolioRequestRefusal,
    FolioRequestRefused,
    FolioRequestTaken,
    RetryPosting,
    TickOffPosting,
)
from contracts.message import Message
from contracts.notices import Channel, NoticeResent, ResendNotice, ResendRefused
from contracts.properties import PropertyState
from contracts.reconciliation import (
    Check,
    CheckResult,
    ConnectionTested,
    DayReconciled,
    PropertyRequestRefused,
    ReconcileDay,
)
from gateway.access.roles import Role
from gateway.app import handlers
from tests.gateway.conftest import Hotel
from tests.support.contexts import NOW
from tests.support.deliveries import ORDER, PROPERTY, placed, sheet
from tests.support.runtime import Published

HERE = f"/api/v1/properties/{PROPERTY}"
POSTING = f"{HERE}/orders/{ORDER}/postings/p-1"
ABOUT: dict[str, Any] = {"property_id": PROPERTY, "order_id": ORDER}
Answer = Callable[[Published], Message]


@pytest.fixture
async def boss(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()), placed())
    async with hotel.person("boss@lumiere.example", hotel_lumiere=Role.MANAGER) as client:
        yield client


def answered(hotel: Hotel, say: Answer, *, causes: bool = True) -> None:
    """Play the service that is asked. Not `causes`: it asked the outside world in between, so that
    the answer names the request in a field of its own alone."""

    async def answer(published: Published) -> None:
        said = say(published)
        cause = published.id if causes else "a report of its own"
        if said.TYPE in handlers.rows:
            await hotel.happens(said, actor=published.actor, answers=cause)
        hotel.runtime.hand_over(said, causation_id=cause)

    hotel.runtime.on_publish = answer


async def post(
    client: httpx.AsyncClient, path: str, body: Any = None, key: str = "k-1"
) -> httpx.Response:
    return await client.post(path, json=body, headers={"Idempotency-Key": key})


@pytest.mark.parametrize(
    ("path", "body", "command"),
    [
        ("/done", {"note": "23 h 10"}, TickOffPosting(**ABOUT, posting_id="p-1", note="23 h 10")),
        ("/done", {}, TickOffPosting(**ABOUT, posting_id="p-1")),
        (
            "/choose",
            {"reservation_id": "4711"},
            ChooseReservation(**ABOUT, posting_id="p-1", reservation_id="4711"),
        ),
        ("/retry", None, RetryPosting(**ABOUT, posting_id="p-1")),
    ],
)
async def test_a_decision_about_a_charge_reaches_the_bridge_once(
    hotel: Hotel, boss: httpx.AsyncClient, path: str, body: Any, command: Message
) -> None:
    answered(hotel, lambda asked: FolioRequestTaken(**ABOUT, posting_id="p-1"))
    taken = await post(boss, POSTING + path, body)
    assert (taken.status_code, taken.json()) == (200, {"posting_id": "p-1"})
    assert (await post(boss, POSTING + path, body)).content == taken.content
    assert [one.message for one in hotel.runtime.published] == [command]
    assert hotel.runtime.published[0].actor.startswith("person:")


async def test_a_decision_that_comes_too_late_is_refused_and_a_retry_alike(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    answered(
        hotel,
        lambda asked: FolioRequestRefused(
            **ABOUT,
            posting_id="p-1",
            reason=FolioRequestRefusal.NOT_WAITING,
            field="posting_id",
            detail="nobody is asked about it any more",
        ),
    )
    refused = await post(boss, POSTING + "/retry")
    assert refused.status_code == 409
    assert refused.json()["errors"] == [{"field": "posting_id", "reason": "not_waiting"}]
    assert refused.json()["detail"] == "nobody is asked about it any more"
    assert (await post(boss, POSTING + "/retry")).content == refused.content
    assert len(hotel.runtime.published) == 1


async def test_a_notice_is_sent_again(hotel: Hotel, boss: httpx.AsyncClient) -> None:
    answered(
        hotel,
        lambda asked: NoticeResent(**ABOUT, notice_id="n-1", channel=Channel.MAIL, again_id="n-2"),
    )
    path = f"{HERE}/orders/{ORDER}/notices/n-1/resend"
    sent = await post(boss, path)
    assert (sent.status_code, sent.json()) == (201, {"notice_id": "n-2"})
    assert hotel.runtime.published[0].message == ResendNotice(**ABOUT, notice_id="n-1")


async def test_a_notice_that_is_none_is_refused(hotel: Hotel, boss: httpx.AsyncClient) -> None:
    answered(
        hotel,
        lambda asked: ResendRefused(
            **ABOUT, notice_id="n-9", field="notice_id", reason="is not known"
        ),
    )
    refused = await post(boss, f"{HERE}/orders/{ORDER}/notices/n-9/resend")
    assert refused.json()["errors"] == [{"field": "notice_id", "reason": "is not known"}]


async def test_a_connection_is_tried_and_says_what_it_found(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    checks = (
        CheckResult(check=Check.REACHED, passed=True),
        CheckResult(check=Check.SIGNED_IN, passed=False, detail="the client secret is wrong"),
    )
    answered(
        hotel,
        lambda asked: ConnectionTested(
            property_id=PROPERTY, request_id=asked.id, works=False, checks=checks, tried_at=NOW
        ),
        causes=False,
    )
    tried = await post(boss, f"{HERE}/connection/test")
    assert tried.status_code == 200
    assert tried.json()["works"] is False
    assert [one["check"] for one in tried.json()["checks"]] == ["reached", "signed_in"]
    assert tried.json()["checks"][1]["detail"] == "the client secret is wrong"
    assert (await post(boss, f"{HERE}/connection/test")).content == tried.content
    (asked,) = hotel.runtime.published
    assert asked.message == reconciliation.TestConnection(property_id=PROPERTY)


async def test_a_day_is_compared_now(hotel: Hotel, boss: httpx.AsyncClient) -> None:
    def compared(asked: Published) -> Message:
        assert isinstance(asked.message, ReconcileDay)
        return DayReconciled(
            property_id=PROPERTY,
            day=asked.message.day,
            currency="EUR",
            orders=12,
            ledger_total=30_000,
            folio_total=29_000,
            mismatch_count=1,
            mismatches=(),
            compared_at=NOW,
            request_id=asked.id,
        )

    answered(hotel, compared, causes=False)
    answer = await post(boss, f"{HERE}/reconciliation/2026-11-23")
    assert answer.status_code == 200
    assert (answer.json()["orders"], answer.json()["mismatch_count"]) == (12, 1)


async def test_without_a_pms_there_is_nothing_to_try(hotel: Hotel, boss: httpx.AsyncClient) -> None:
    answered(
        hotel,
        lambda asked: PropertyRequestRefused(
            property_id=PROPERTY, field="integrations.pms", reason="the property has no PMS"
        ),
    )
    refused = await post(boss, f"{HERE}/connection/test")
    assert refused.json()["errors"] == [
        {"field": "integrations.pms", "reason": "the property has no PMS"}
    ]


async def test_a_slow_pms_is_202_with_the_place_to_look(
    hotel: Hotel, boss: httpx.AsyncClient
) -> None:
    for path, place in (
        (f"{HERE}/connection/test", f"{HERE}/connection"),
        (f"{HERE}/reconciliation/2026-11-23", f"{HERE}/reconciliation/2026-11-23"),
    ):
        waiting = await post(boss, path)
        assert (waiting.status_code, waiting.headers["location"]) == (202, place)


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "20261123x", "0"])
async def test_a_day_that_is_none_names_the_field(boss: httpx.AsyncClient, day: str) -> None:
    answer = await post(boss, f"{HERE}/reconciliation/{day}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "path.day")
