"""What becomes of a text message after the service took it: signed, told once, in the archive."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import permutations
from typing import Any

import httpx
import pytest

from chassis.documents import Collection, D
from chassis.service import Reader
from contracts.deliveries import Guest
from contracts.message import Message
from contracts.notices import (
    Audience,
    Channel,
    NoticeArrived,
    NoticeBounced,
    NoticeDelivered,
    NoticeFailed,
    NoticeSent,
)
from contracts.properties import Language
from notifier.naming import table
from notifier.notices.model import Notice, NoticeState, OrderNotices, order_notices
from notifier.sms.callbacks import SIGNATURE, StatusLinks, signature
from notifier.sms.door import LARGEST_FORM, StatusDoor
from tests.support.contexts import context
from tests.support.deliveries import GUEST, ORDER, PROPERTY, after
from tests.support.documents import StoredDocuments
from tests.support.notices import after_placing, notices, reported
from tests.support.runtime import RecordingRuntime
from tests.support.sms import TOKEN

LINKS = StatusLinks("https://sms.lumiere.example/")
SID = "SM" + "0a1b2c3d" * 4
WEISS = Guest(surname="Weiß", phone="+49 151 23456789", language=Language.DE)
ASKED = notices(after_placing(guest=WEISS, guest_too=True))
(MAIL,) = (one for one in ASKED.notices if one.channel is Channel.MAIL)
(TEXT,) = (one for one in ASKED.notices if one.channel is Channel.SMS)
TAKEN = reported(TEXT, recipients=1, message_id=SID)
ABOUT: dict[str, Any] = {
    "property_id": PROPERTY,
    "order_id": ORDER,
    "notice_id": TEXT.notice_id,
    "channel": Channel.SMS,
}
ARRIVED = NoticeArrived(**ABOUT, arrived_at=after(2))
LOST = NoticeBounced(**ABOUT, guest_id=GUEST, reason="undelivered, error 30003")


def after_all(*reports: Message) -> tuple[Notice, list[Message]]:
    """The guest's notice after some reports, and all that was told."""
    known = ASKED
    told: list[Message] = []
    for report in reports:
        row = table.rows[report.TYPE]
        ref = order_notices.ref(ORDER)
        none = dict.fromkeys(row.touches(report))
        changes = row.handle({**none, ref: known}, report, context())
        state = changes.documents.get(ref, known)
        assert isinstance(state, OrderNotices)
        known, told = state, [*told, *changes.events]
    notice = known.notice(TEXT.notice_id)
    assert notice is not None
    return notice, told


def test_a_message_that_arrived_is_told_once_after_it_was_sent() -> None:
    for order in permutations([TAKEN, ARRIVED, ARRIVED]):
        notice, told = after_all(*order)
        assert (notice.state, notice.delivered_at) == (NoticeState.SENT, after(2))
        sent, delivered = told
        assert isinstance(sent, NoticeSent)
        assert isinstance(delivered, NoticeDelivered)
        assert (delivered.audience, delivered.occasion) == (Audience.GUEST, TEXT.occasion)
        assert delivered.delivered_at == after(2)


def test_a_message_that_did_not_arrive_is_told_once_after_it_was_sent() -> None:
    for order in permutations([TAKEN, LOST, LOST]):
        notice, told = after_all(*order)
        assert notice.state is NoticeState.BOUNCED
        sent, failed = told
        assert isinstance(sent, NoticeSent)
        assert isinstance(failed, NoticeFailed)
        assert (failed.audience, failed.channel) == (Audience.GUEST, Channel.SMS)
        assert failed.reason == "came back: undelivered, error 30003"


def test_what_is_said_to_have_done_both_counts_as_lost() -> None:
    for order in permutations([TAKEN, LOST, ARRIVED]):
        notice, told = after_all(*order)
        assert notice.state is NoticeState.BOUNCED
        assert [type(one) for one in told].count(NoticeFailed) == 1


@pytest.mark.parametrize("report", [ARRIVED, LOST])
def test_a_report_about_no_notice_does_nothing(report: Message) -> None:
    row = table.rows[report.TYPE]
    changes = row.handle(dict.fromkeys(row.touches(report)), report, context())
    assert (dict(changes.documents), changes.events) == ({}, ())


class OneOrder(StoredDocuments):
    """The notices of one order, found by one of their ids."""

    def __init__(self, known: OrderNotices) -> None:
        super().__init__()
        self.known = known

    async def find(
        self,
        collection: Collection[D],
        where: Mapping[str, Any],
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 100,
    ) -> list[D]:
        (id,) = where.values()
        assert list(where) == ["notices.notice_id"]
        known = self.known if self.known.notice(id) else None
        return [known] if isinstance(known, collection.model) else []


class Runtime(RecordingRuntime):
    known = ASKED

    @property
    def documents(self) -> Reader:
        return OneOrder(self.known)

    @property
    def told(self) -> list[Message]:
        return [one.message for one in self.published]


@pytest.fixture
def runtime() -> Runtime:
    return Runtime()


@pytest.fixture
async def service(runtime: Runtime) -> AsyncIterator[httpx.AsyncClient]:
    """The SMS service, which reaches us under another name than the one that we gave it."""
    transport = httpx.ASGITransport(app=StatusDoor(runtime, TOKEN, LINKS).app())
    async with httpx.AsyncClient(transport=transport, base_url="http://10.0.0.7:8080") as client:
        yield client


async def tell(
    service: httpx.AsyncClient,
    status: str,
    notice_id: str = TEXT.notice_id,
    token: str = TOKEN,
    sid: str = SID,
    **fields: str,
) -> httpx.Response:
    form = {"MessageSid": sid, "MessageStatus": status, "To": "+4915123456789", **fields}
    url = LINKS.of(notice_id)
    headers = {SIGNATURE: signature(token, url, form)}
    return await service.post(f"/sms/v1/notices/{notice_id}", data=form, headers=headers)


def test_the_signature_is_that_of_the_services_own_example() -> None:
    """Twilio's sample of `RequestValidator` (TwilioDevEd/api-snippets, signature_validation)."""
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert signature("12345", url, form) == "GvWf1cFY/Q7PnoempGyD5oXAezc="


async def test_a_delivered_message_is_reported(
    runtime: Runtime, service: httpx.AsyncClient
) -> None:
    for _ in range(2):
        assert (await tell(service, "delivered")).status_code == 204
    first, _ = runtime.told
    assert isinstance(first, NoticeArrived)
    assert (first.notice_id, first.order_id) == (TEXT.notice_id, ORDER)
    assert len({one.id for one in runtime.published}) == 1


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        ("undelivered", "30003", "undelivered, error 30003"),
        ("failed", "", "failed"),
        ("failed", "<b>", "failed"),
    ],
)
async def test_a_lost_message_is_reported_with_the_services_number(
    runtime: Runtime, service: httpx.AsyncClient, status: str, code: str, reason: str
) -> None:
    assert (await tell(service, status, ErrorCode=code)).status_code == 204
    (report,) = runtime.told
    assert isinstance(report, NoticeBounced)
    assert (report.reason, report.guest_id, report.recipient) == (reason, GUEST, None)


@pytest.mark.parametrize("status", ["queued", "sending", "sent", "accepted", "", "nonsense"])
async def test_what_is_still_on_its_way_is_no_news(
    runtime: Runtime, service: httpx.AsyncClient, status: str
) -> None:
    assert (await tell(service, status)).status_code == 204
    assert runtime.published == []


async def test_what_is_not_signed_with_our_token_is_refused(
    runtime: Runtime, service: httpx.AsyncClient
) -> None:
    assert (await tell(service, "undelivered", token="another")).status_code == 403
    path, form = f"/sms/v1/notices/{TEXT.notice_id}", {"MessageStatus": "undelivered"}
    assert (await service.post(path, data=form)).status_code == 403
    moved = {SIGNATURE: signature(TOKEN, LINKS.of(MAIL.notice_id), form)}
    assert (await service.post(path, data=form, headers=moved)).status_code == 403
    changed = {SIGNATURE: signature(TOKEN, LINKS.of(TEXT.notice_id), form)}
    other = {"MessageStatus": "delivered"}
    assert (await service.post(path, data=other, headers=changed)).status_code == 403
    assert runtime.published == []


@pytest.mark.parametrize("notice_id", ["no-such-notice", MAIL.notice_id])
async def test_what_is_about_no_text_message_of_ours_is_not_found(
    runtime: Runtime, service: httpx.AsyncClient, notice_id: str
) -> None:
    assert (await tell(service, "delivered", notice_id)).status_code == 404
    assert runtime.published == []


async def test_an_earlier_try_does_not_speak_for_the_one_that_counts(
    runtime: Runtime, service: httpx.AsyncClient
) -> None:
    taken = TEXT.model_copy(update={"message_id": SID})
    runtime.known = ASKED.with_notices(taken)
    assert (await tell(service, "undelivered", sid="SM" + "f" * 32)).status_code == 204
    assert runtime.published == []
    assert (await tell(service, "undelivered")).status_code == 204
    assert len(runtime.published) == 1


async def test_what_cannot_be_kept_is_not_said_to_be_taken(
    runtime: Runtime, service: httpx.AsyncClient
) -> None:
    runtime.kafka_answers = False
    assert (await tell(service, "delivered")).status_code == 503


async def test_an_oversized_form_is_refused(runtime: Runtime, service: httpx.AsyncClient) -> None:
    answer = await tell(service, "delivered", Body="x" * LARGEST_FORM)
    assert answer.status_code == 413
