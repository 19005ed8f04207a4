"""The door for bounces loses nothing: it says that it has a report once that is published."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import pytest

from chassis.documents import Collection, D
from chassis.service import Reader
from comptoir_local.ports import free_ports
from contracts.notices import NoticeBounced
from notifier.mail.bounces import LARGEST_REPORT, SOURCE, take_bounces
from notifier.mail.return_path import ReturnPath
from tests.support.bench import eventually
from tests.support.documents import StoredDocuments
from tests.support.notices import DESK, after_placing, notices, only
from tests.support.returned_mail import group, holiday_notice, returned
from tests.support.runtime import RecordingRuntime
from tests.support.stay_mails import GUEST_MAIL, a_booking, after

KNOWN = notices(after_placing())
NOTICE = only(KNOWN).notice_id
BACK = ReturnPath("bounces.example")
HERE = BACK.of(NOTICE)


STAY = after(a_booking())
MAIL = STAY.mails[0].notice_id


class OneOrder(StoredDocuments):
    """The notices of one order and the mails of one stay, found by the one that came back."""

    async def find(
        self,
        collection: Collection[D],
        where: Mapping[str, Any],
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 100,
    ) -> list[D]:
        sought = {("notices.notice_id", NOTICE): KNOWN, ("mails.notice_id", MAIL): STAY}
        (by,) = where.items()
        found = sought.get(by)
        return [found] if isinstance(found, collection.model) else []


class Runtime(RecordingRuntime):
    @property
    def documents(self) -> Reader:
        return OneOrder()


@pytest.fixture
def runtime() -> Runtime:
    return Runtime()


@pytest.fixture
async def port(runtime: Runtime) -> AsyncIterator[int]:
    (port,) = free_ports(1)
    serving = asyncio.create_task(take_bounces(runtime, BACK, "127.0.0.1", port))
    await eventually(lambda: _answers(port), "the door is open")
    yield port
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def _hand_over(port: int, report: bytes, *to: str) -> dict[str, tuple[int, bytes]]:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        return server.sendmail("", list(to or (HERE,)), report)


async def hand_over(port: int, report: bytes, *to: str) -> dict[str, tuple[int, bytes]]:
    """As another mail server does: from nobody."""
    return await asyncio.to_thread(_hand_over, port, report, *to)


async def test_each_recipient_who_did_not_get_it_is_reported_once(
    port: int, runtime: Runtime
) -> None:
    report = returned(HERE, group(DESK), group("chef@lumiere.example"))
    for _ in range(2):
        await hand_over(port, report)
    assert len({published.id for published in runtime.published}) == 2
    assert {published.source for published in runtime.published} == {SOURCE}
    message = runtime.published[0].message
    assert isinstance(message, NoticeBounced)
    assert (message.notice_id, message.recipient) == (NOTICE, DESK)
    assert (message.order_id, message.guest_id) == (KNOWN.order_id, KNOWN.guest_id)


async def test_a_mail_about_a_stay_that_comes_back_is_reported_as_one_of_its_hut(
    port: int, runtime: Runtime
) -> None:
    await hand_over(port, returned(BACK.of(MAIL), group(GUEST_MAIL)), BACK.of(MAIL))
    (published,) = runtime.published
    message = published.message
    assert isinstance(message, NoticeBounced)
    assert (message.notice_id, message.recipient) == (MAIL, GUEST_MAIL)
    assert (message.order_id, message.property_id) == (STAY.order_id, STAY.mails[0].property_id)


async def test_while_kafka_is_down_the_sender_keeps_its_report(port: int, runtime: Runtime) -> None:
    runtime.kafka_answers = False
    with pytest.raises(smtplib.SMTPDataError, match="451"):
        await hand_over(port, returned(HERE, group(DESK)))
    runtime.kafka_answers = True
    await hand_over(port, returned(HERE, group(DESK)))
    assert len(runtime.published) == 1


async def test_what_is_no_report_of_a_failure_is_taken_and_changes_nothing(
    port: int, runtime: Runtime
) -> None:
    for mail in (holiday_notice(HERE), returned(HERE, group(DESK, action="delayed")), b"\xff"):
        await hand_over(port, mail)
    assert not runtime.published


async def test_only_addresses_that_our_mails_come_back_to_exist(
    port: int, runtime: Runtime
) -> None:
    for stranger in ("desk@bounces.example", HERE.replace("bounces.", ""), "bounce+x@y.example"):
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            await hand_over(port, returned(stranger, group(DESK)), stranger)
    nobody = BACK.of("00000000-0000-8000-8000-000000000000")
    with pytest.raises(smtplib.SMTPDataError, match="550"):
        await hand_over(port, returned(nobody, group(DESK)), nobody)
    assert not runtime.published


async def test_two_notices_in_one_mail_are_asked_for_one_by_one(port: int) -> None:
    other = BACK.of("00000000-0000-8000-8000-000000000000")
    refused = await hand_over(port, returned(HERE, group(DESK)), HERE, other)
    assert refused[other][0] == 452


async def test_a_report_that_is_too_large_is_refused(port: int, runtime: Runtime) -> None:
    with pytest.raises(smtplib.SMTPException):
        await hand_over(port, returned(HERE, group(DESK)) + b"x\r\n" * LARGEST_REPORT)
    assert not runtime.published
