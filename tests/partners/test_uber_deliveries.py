"""Creating deliveries, and the way they go."""

import httpx
import pytest

from partners.client import PartnersClient
from partners.uber.journey import Ending, Status, stages, steps
from tests.partners.listening_bridge import ListeningBridge
from tests.partners.uber_caller import (
    DELIVERIES,
    authorization,
    create,
    delivery_body,
    token,
    uber_setup,
)

DELIVERED = [
    ("pending", False),
    ("pickup", False),
    ("pickup", True),
    ("pickup_complete", False),
    ("dropoff", False),
    ("dropoff", True),
    ("delivered", False),
]


async def test_a_token_needs_the_accounts_credentials(
    partners: PartnersClient, wire: httpx.AsyncClient
) -> None:
    await partners.load_uber(uber_setup())

    assert (await token(wire)).json()["token_type"] == "Bearer"
    assert (await token(wire, client_secret="wrong")).status_code == 401
    assert (await token(wire, scope="eats.store")).status_code == 400
    assert (await token(wire, grant_type="password")).status_code == 400


async def test_a_delivery_is_created_and_shown(
    partners: PartnersClient, wire: httpx.AsyncClient
) -> None:
    await partners.load_uber(uber_setup())
    created = await create(wire)

    headers = await authorization(wire)
    shown = (await wire.get(f"{DELIVERIES}/{created['id']}", headers=headers)).json()

    assert (created["status"], created["external_id"]) == ("pending", "LUM-0042")
    assert created["courier"] is None
    assert shown == created


@pytest.mark.parametrize(
    "wrong",
    [
        {"pickup_name": ""},
        {"dropoff_phone_number": "none"},
        {"manifest_items": []},
        {"dropoff_address": {"street_address": ["an object, not a text"]}},
    ],
)
async def test_an_incomplete_delivery_is_refused(
    partners: PartnersClient, wire: httpx.AsyncClient, wrong: dict[str, object]
) -> None:
    await partners.load_uber(uber_setup())
    headers = await authorization(wire)

    response = await wire.post(DELIVERIES, json=delivery_body(**wrong), headers=headers)

    assert response.status_code == 400
    assert response.json()["code"] == "invalid_params"
    assert next(iter(wrong)) in response.json()["metadata"]


async def test_a_stranger_cannot_see_or_create_deliveries(
    partners: PartnersClient, wire: httpx.AsyncClient
) -> None:
    await partners.load_uber(uber_setup())
    created = await create(wire)
    stranger = {"authorization": "Bearer made-up"}
    owner = await authorization(wire)

    assert (await wire.post(DELIVERIES, json={}, headers=stranger)).status_code == 401
    assert (await wire.get(f"{DELIVERIES}/{created['id']}", headers=stranger)).status_code == 401
    assert (await wire.get(f"{DELIVERIES}/del_none", headers=owner)).status_code == 404
    assert (await wire.get("/v1/customers/cus_other/deliveries/x", headers=owner)).is_error


def test_a_delivery_goes_through_the_published_statuses() -> None:
    def way(ending: Ending) -> list[tuple[str, bool]]:
        return [(stage.status, stage.imminent) for stage in stages(ending)]

    assert way(Ending()) == DELIVERED
    assert way(Ending(end="returned")) == [*DELIVERED[:-1], ("returned", False)]
    assert way(Ending(end="canceled", at="pending")) == [DELIVERED[0], ("canceled", False)]
    assert way(Ending(end="canceled", at="pickup")) == [*DELIVERED[:3], ("canceled", False)]


def test_a_courier_tells_the_position_every_twenty_seconds_on_the_road() -> None:
    way = list(steps(Ending(), courier_update_s=20))
    positions = [step for step in way if step.kind == "event.courier_update"]
    on_the_road = 240 + 120 + 30 + 480 + 120

    assert len(positions) == 12 + 6 + 1 + 24 + 6
    assert {step.status for step in positions} == {"pickup", "pickup_complete", "dropoff"}
    assert sum(step.after_s for step in way) == 60 + on_the_road
    progress = [step.progress for step in way]
    assert progress == sorted(progress)
    assert progress[-1] == 1


async def test_a_delivery_moved_by_hand_tells_each_step(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await partners.load_uber(uber_setup())
    delivery = await create(wire)

    await partners.advance_delivery(delivery["id"])
    assert bridge.statuses() == DELIVERED[:1]
    moved = await partners.advance_delivery(delivery["id"], Status.PICKUP_COMPLETE)
    assert bridge.statuses() == DELIVERED[:4]
    assert moved["courier"]["name"]
    await partners.advance_delivery(delivery["id"], Status.DELIVERED)
    assert bridge.statuses() == DELIVERED

    with pytest.raises(httpx.HTTPStatusError, match="409"):
        await partners.advance_delivery(delivery["id"])
    assert await partners.under_way() == 0


@pytest.mark.parametrize(
    ("ending", "last"),
    [
        (Ending(), ("delivered", False)),
        (Ending(end="canceled", at="pending"), ("canceled", False)),
        (Ending(end="returned"), ("returned", False)),
    ],
)
async def test_a_delivery_runs_by_itself_to_its_planned_end(
    partners: PartnersClient,
    wire: httpx.AsyncClient,
    bridge: ListeningBridge,
    ending: Ending,
    last: tuple[str, bool],
) -> None:
    await partners.load_uber(uber_setup(speed=20_000, courier_update_s=100))
    await partners.plan_delivery("LUM-0042", ending)

    await create(wire)
    await partners.settled(30)

    assert bridge.statuses()[-1] == last
    assert len(bridge.statuses()) == len(stages(ending))


async def test_the_customer_can_cancel_until_the_end(
    partners: PartnersClient, wire: httpx.AsyncClient, bridge: ListeningBridge
) -> None:
    await partners.load_uber(uber_setup())
    delivery = await create(wire)
    await partners.advance_delivery(delivery["id"], Status.PICKUP)
    cancel = f"{DELIVERIES}/{delivery['id']}/cancel"
    headers = await authorization(wire)

    answer = await wire.post(cancel, headers=headers)
    again = await wire.post(cancel, headers=headers)

    assert (answer.status_code, answer.json()["status"]) == (200, "canceled")
    assert bridge.statuses()[-1] == ("canceled", False)
    assert again.status_code == 400
