"""The simulated push service believes and opens only what a browser would."""

from __future__ import annotations

import time

import httpx
import pytest

from notifier.push.vapid import Identity, KeyPair
from partners.client import PartnersClient
from partners.push.model import Subscription
from partners.running import Running
from tests.support.notices import BROWSER
from tests.support.sealing import sealed

KEYS = KeyPair.new()
IDENTITY = Identity(KEYS.private, "mailto:desk@x.example")


@pytest.fixture
async def subscription(partners: PartnersClient) -> Subscription:
    return await partners.subscribe_browser(KEYS.public)


def headers(endpoint: str, **changes: str) -> dict[str, str]:
    authorization = IDENTITY.authorization(endpoint, time.time())
    kept = {"Authorization": authorization, "TTL": "60", "Content-Encoding": "aes128gcm"}
    return {name: value for name, value in (kept | changes).items() if value}


async def push(
    wire: httpx.AsyncClient, to: Subscription, body: bytes, **changes: str
) -> httpx.Response:
    return await wire.post(to.endpoint, content=body, headers=headers(to.endpoint, **changes))


async def test_what_the_browser_can_read_is_shown(
    wire: httpx.AsyncClient, partners: PartnersClient, subscription: Subscription
) -> None:
    answer = await push(wire, subscription, sealed(subscription, b'{"title": "\xc3\xa9"}'))
    assert (answer.status_code, bool(answer.headers["Location"])) == (201, True)
    await push(wire, subscription, sealed(subscription, b"no JSON"))
    first, second = await partners.pop_ups()
    assert (first.payload, second.payload) == ({"title": "é"}, None)
    assert first.contact == "mailto:desk@x.example"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"TTL": ""}, 400),
        ({"Content-Encoding": "gzip"}, 400),
        ({"Authorization": ""}, 403),
        ({"Authorization": "vapid t=a.b.c,k=d"}, 403),
        ({"Authorization": "Bearer x"}, 403),
    ],
)
async def test_what_is_not_as_the_standards_have_it_is_refused(
    wire: httpx.AsyncClient,
    partners: PartnersClient,
    subscription: Subscription,
    changes: dict[str, str],
    status: int,
) -> None:
    answer = await push(wire, subscription, sealed(subscription, b"{}"), **changes)
    assert answer.status_code == status
    assert not await partners.pop_ups()


async def test_a_token_for_elsewhere_or_of_yesterday_or_of_another_is_refused(
    wire: httpx.AsyncClient, partners: PartnersClient, subscription: Subscription
) -> None:
    body, endpoint = sealed(subscription, b"{}"), subscription.endpoint
    other = Identity(KeyPair.new().private, "mailto:desk@x.example")
    for authorization in (
        IDENTITY.authorization("https://elsewhere.example/x", time.time()),
        IDENTITY.authorization(endpoint, time.time() - 7200),
        IDENTITY.authorization(endpoint, time.time() + 2 * 24 * 3600),
        other.authorization(endpoint, time.time()),
        IDENTITY.authorization(endpoint, time.time()).replace("t=e", "t=f"),
    ):
        answer = await push(wire, subscription, body, Authorization=authorization)
        assert answer.status_code == 403
    assert not await partners.pop_ups()


async def test_what_was_sealed_for_another_browser_cannot_be_read(
    wire: httpx.AsyncClient, partners: PartnersClient, subscription: Subscription
) -> None:
    theirs = Subscription(**BROWSER.model_dump())
    assert (await push(wire, subscription, sealed(theirs, b"{}"))).status_code == 400
    assert (await push(wire, subscription, b"clear text")).status_code == 400
    assert (await push(wire, subscription, b"x" * 4097)).status_code == 413


async def test_a_browser_that_left_is_gone_and_one_that_never_was_is_not_there(
    wire: httpx.AsyncClient,
    partners: PartnersClient,
    partners_running: Running,
    subscription: Subscription,
) -> None:
    await partners.leave_browser(subscription.endpoint)
    assert (await push(wire, subscription, b"")).status_code == 410
    assert (await wire.post(f"{partners_running.http_url}/push/nobody")).status_code == 404
