"""What only a person can do, from the trouble outside to the tick in the back office, through the
real processes."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from comptoir_local.demo_reception import Json, Reception
from comptoir_local.processes import SMS_SENDER, Installation
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.sms.model import SmsAccount, SmsSetup
from partners.uber.journey import Ending, Status
from tests.support.bench import eventually
from tests.support.desk import HOTEL, Desk, Ordered


async def numbers_out_of_reach(
    partners: PartnersClient, installation: Installation, *numbers: str
) -> None:
    """The SMS service takes messages to these numbers and cannot bring them."""
    own = installation.secrets
    account = SmsAccount(
        account_sid=own.sms_account, auth_token=own.sms_token, senders=[SMS_SENDER]
    )
    await partners.load_sms(SmsSetup(accounts=[account], unreachable=list(numbers)))


async def texts_about(reception: Reception, ordered: Ordered) -> list[Json]:
    """The guest's text messages about an order, as the delivery log has them."""
    detail = await reception.read(f"{HOTEL}/orders/{ordered.order_id}")
    return [one for one in detail["notices"] if one["channel"] == "sms"]


async def done(desk: Desk, reception: Reception, ordered: Ordered, task: Json) -> None:
    """Say that a task is done; the order shows it, and asks nothing any more."""
    said = await reception.ask(
        "POST", f"{HOTEL}/tasks/{task['id']}/done", {"note": "Vu avec le client"}
    )
    assert said["task_id"] == task["id"]
    detail = await desk.shown(ordered, open_tasks=0)
    (moment,) = [one for one in detail["timeline"] if one["kind"] == "task_done"]
    assert (moment["note"], moment["by"]) == (task["kind"], "loader")
    closed = (await reception.read(f"{HOTEL}/tasks", open="false", limit="100"))["tasks"]
    (ended,) = [one for one in closed if one["id"] == task["id"]]
    assert (ended["end"], ended["note"], ended["by"]) == ("done", "Vu avec le client", "loader")


@pytest.mark.feature("O22")
async def test_a_guest_whose_phone_is_out_of_reach_is_left_to_reception_who_ticks_it_off(
    desk: Desk, partners: PartnersClient, reception: Reception, installation: Installation
) -> None:
    guest = desk.hotel.guests[0]
    await numbers_out_of_reach(partners, installation, guest.phone)
    ordered = await desk.place(ending=Ending(end="canceled"), guest=guest)
    await desk.move(ordered, Status.CANCELED)
    task = await reception.task(ordered.order_id)
    assert (task["kind"], task["problem"], task["by_hand"]) == ("guest_not_told", "cancelled", True)
    assert "undelivered, error 30003" in task["detail"]
    (text,) = await texts_about(reception, ordered)
    assert (text["state"], text["audience"]) == ("failed", "guest")
    await done(desk, reception, ordered, task)
    await numbers_out_of_reach(partners, installation)


@pytest.mark.feature("O22")
async def test_the_log_says_that_the_guests_text_message_has_arrived(
    desk: Desk, partners: PartnersClient, reception: Reception, installation: Installation
) -> None:
    await numbers_out_of_reach(partners, installation)
    ordered = await desk.place(ending=Ending(end="canceled"))
    await desk.move(ordered, Status.CANCELED)

    async def arrived() -> bool:
        await desk.shown(ordered, status="cancelled")
        return [one["state"] for one in await texts_about(reception, ordered)] == ["delivered"]

    await eventually(arrived, "the log says that it has arrived")


@pytest.mark.feature("O09")
async def test_a_message_that_the_partner_does_not_take_is_a_task_until_somebody_has_called(
    desk: Desk, partners: PartnersClient, reception: Reception, api: httpx.AsyncClient
) -> None:
    ordered = await desk.place()
    await desk.move(ordered, Status.PICKUP)
    await desk.shown(ordered, chat_open=True)
    await partners.set_faults(
        Partner.ORDERING_PAGE, Fault(path_contains="/callbacks", status=422, times=1)
    )
    path = f"{HOTEL}/orders/{ordered.order_id}/messages"
    await reception.ask("POST", path, {"text": "L'entrée est au 12."})
    task: dict[str, Any] = await reception.task(ordered.order_id)
    assert (task["kind"], task["about"]) == ("partner_not_told", "chat_message")
    await done(desk, reception, ordered, task)
    again = await api.post(
        f"{HOTEL}/tasks/{task['id']}/done", json={}, headers={"Idempotency-Key": "another"}
    )
    assert (again.status_code, again.json()["errors"]) == (
        409,
        [{"field": "task_id", "reason": "not_open"}],
    )
