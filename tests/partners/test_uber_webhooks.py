"""Webhooks: envelope, signature, retries, and what goes wrong with them on command."""

import asyncio
import hashlib
import hmac
from collections import Counter
from uuid import UUID

import httpx

from partners.client import PartnersClient
from partners.uber.dispatcher import TRIES
from partners.uber.journey import Status
from partners.uber.model import Mischief
from tests.partners.listening_bridge import Heard, ListeningBridge
from tests.partners.uber_caller import CUSTOMER, SIGNING_KEY, create, uber_setup
from tests.support.bench import PATIENCE


def _signed(heard: Heard, key: str = SIGNING_KEY) -> bool:
    expected = hmac.new(key.encode(), heard.body, hashlib.sha256).hexdigest()
    return heard.headers["x-uber-signature"] == expected


async def test_an_event_has_the_published_envelope_and_is_signed_over_its_raw_body(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await partners.load_uber(uber_setup())
    pincode = {"pincode": {"enabled": True}}
    delivery = await create(wire, dropoff_verification=pincode)
    await partners.advance_delivery(delivery["id"], Status.PICKUP)

    heard = bridge.webhooks()[-1]

    assert heard.path == "/webhooks/uber-direct/lumiere"
    assert _signed(heard)
    assert not _signed(heard, "old key")
    envelope = heard.json
    assert envelope["id"].startswith("evt_")
    assert envelope["kind"] == "event.delivery_status"
    assert (envelope["customer_id"], envelope["delivery_id"]) == (CUSTOMER, delivery["id"])
    assert (envelope["status"], envelope["live_mode"]) == ("pickup", False)
    data = envelope["data"]
    assert data["external_id"] == "LUM-0042"
    assert data["courier_imminent"] is False
    assert set(data["courier"]) >= {"name", "phone_number", "vehicle_type", "location", "img_href"}
    assert isinstance(data["courier"]["rating"], str)
    assert data["pickup_eta"] < data["dropoff_eta"]
    assert data["dropoff"]["verification"]["pincode"]["enabled"] is True


async def test_a_courier_update_carries_the_position(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await partners.load_uber(uber_setup(speed=20_000, courier_update_s=60))
    await create(wire)
    await partners.settled(30)

    updates = [h.json for h in bridge.webhooks() if h.json["kind"] == "event.courier_update"]

    assert len(updates) == 4 + 2 + 8 + 2
    assert updates[0]["location"] != updates[-1]["location"]
    assert updates[0]["location"] == updates[0]["data"]["courier"]["location"]


async def test_a_refused_event_is_sent_again_unchanged_until_it_is_taken(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await partners.load_uber(uber_setup())
    delivery = await create(wire)
    bridge.answers.extend([500, 503, 404])

    await partners.advance_delivery(delivery["id"], Status.PENDING)
    await _until_taken(partners, 4)

    assert [a.answer for a in await partners.webhooks()] == [500, 503, 404, 200]
    assert [a.attempt for a in await partners.webhooks()] == [1, 2, 3, 4]
    assert len({heard.body for heard in bridge.webhooks()}) == 1


async def test_an_event_is_given_up_after_seven_tries(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await partners.load_uber(uber_setup(retry_base_s=0.001))
    delivery = await create(wire)
    bridge.answers.extend([500] * 20)

    await partners.advance_delivery(delivery["id"], Status.PENDING)
    await _until_taken(partners, TRIES)

    assert [a.answer for a in await partners.webhooks()] == [500] * TRIES


async def test_an_unreachable_bridge_is_recorded_as_such(
    partners: PartnersClient, wire: httpx.AsyncClient
) -> None:
    await partners.load_uber(uber_setup(retry_base_s=60))
    delivery = await create(wire)

    await partners.advance_delivery(delivery["id"])

    (attempt,) = await partners.webhooks()
    assert (attempt.answer, attempt.error) == (None, "ConnectError")


async def _whole_way(partners: PartnersClient, wire: httpx.AsyncClient, mischief: Mischief) -> None:
    await partners.load_uber(uber_setup(mischief))
    delivery = await create(wire)
    await partners.advance_delivery(delivery["id"], Status.DELIVERED)


async def test_duplicates_repeat_every_event_under_its_id(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await _whole_way(partners, wire, Mischief(duplicate_rate=1))

    counted = Counter(heard.json["id"] for heard in bridge.webhooks())

    assert sorted(counted.values()) == [2] * 7
    assert sum(attempt.duplicate for attempt in await partners.webhooks()) == 7


async def test_reordered_events_come_after_later_ones(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await _whole_way(partners, wire, Mischief(reorder_rate=1))

    statuses = bridge.statuses()

    assert statuses[0] == ("delivered", False)
    assert len(statuses) == 7
    assert await partners.under_way() == 0


async def test_nobody_waits_for_a_delayed_event(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await _whole_way(partners, wire, Mischief(delay_rate=1, delay_s=3600))

    assert bridge.webhooks() == []
    assert await partners.under_way() == 7


async def test_delayed_events_come(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await _whole_way(partners, wire, Mischief(delay_rate=1, delay_s=0.05))
    await partners.settled(30)

    assert len(bridge.webhooks()) == 7


async def test_a_wrong_signature_is_recorded_and_put_right_when_it_is_refused(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await partners.load_uber(uber_setup(Mischief(wrong_signature_rate=1)))
    delivery = await create(wire)
    bridge.answers.append(401)

    await partners.advance_delivery(delivery["id"])
    await _until_taken(partners, 2)

    assert [_signed(heard) for heard in bridge.webhooks()] == [False, True]
    signatures = [attempt.signature for attempt in await partners.webhooks()]
    assert signatures == ["wrong", "right"]


async def test_a_lost_first_attempt_is_made_up_for(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await partners.load_uber(uber_setup(Mischief(lose_first_rate=1)))
    delivery = await create(wire)

    await partners.advance_delivery(delivery["id"])
    await _until_taken(partners, 2)

    attempts = await partners.webhooks()
    assert [attempt.answer for attempt in attempts] == [None, 200]
    assert attempts[0].error == "lost on the way"
    assert len(bridge.webhooks()) == 1


async def test_a_burst_waits_and_then_comes_at_once(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await partners.load_uber(uber_setup(Mischief(burst=5)))
    delivery = await create(wire)

    await partners.advance_delivery(delivery["id"], Status.PICKUP_COMPLETE)
    assert bridge.webhooks() == []
    await partners.advance_delivery(delivery["id"], Status.DELIVERED)
    assert len(bridge.webhooks()) == 5
    await partners.flush_webhooks()
    assert len(bridge.webhooks()) == 7


async def test_a_refund_is_told_in_its_own_kind(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await partners.load_uber(uber_setup())
    delivery = await create(wire)
    refund = {"currency_code": "EUR", "total_partner_refund": 0, "total_uber_refund": 1250}

    await partners.request_refund(delivery["id"], refund)

    (heard,) = bridge.webhooks()
    assert heard.json["kind"] == "event.refund_request"
    assert heard.json["external_id"] == "LUM-0042"
    data = heard.json["data"]
    assert {name: data[name] for name in refund} == refund
    assert str(UUID(data["id"])) == data["id"]


async def _until_taken(partners: PartnersClient, attempts: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(await partners.webhooks()) < attempts:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
