"""An installation is kept while it works, lost, and brought back into empty engines."""

from __future__ import annotations

import asyncio
import io
import json
import secrets
import signal
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from comptoir_local.backup.restoring import restore
from comptoir_local.backup.saving import save
from comptoir_local.demo_hotel import DIRECTION, Secrets, gateway_client, load_partners
from comptoir_local.demo_reception import signed_in
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.processes import SERVICES, Installation
from comptoir_local.reach import Reach
from comptoir_local.supervisor import Supervisor, daemon_of
from comptoir_local.trouble import Trouble
from partners.client import PartnersClient
from partners.uber.journey import Status
from tests.support.desk import HOTEL, Desk, Ordered
from tests.support.engines import temporary_home
from tests.support.huts import HutDesk, night
from tests.support.installations import whole_installation
from tests.support.rebuilding import differences, rebuilt

HUT = "refuge-nerez"
# A night that none of the questions is about.
ADJUSTED = f"/planning/{night(30)}/dortoir"
ORDERS = next(process for process in SERVICES if process.name == "orders")
Answers = dict[str, Any]


@pytest.fixture
async def lost(
    engines: EngineAddresses, tmp_path: Path, namespace: str
) -> AsyncIterator[Installation]:
    async with whole_installation(engines, tmp_path / "lost", namespace) as installation:
        yield installation


def client_of(installation: Installation) -> httpx.AsyncClient:
    return gateway_client(installation.public_url, Secrets.of(installation.home.root).key)


def connections_of(installation: Installation) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(Path(installation.connections).read_text())
    return known


async def desk_of(api: httpx.AsyncClient, lost: Installation, partners: PartnersClient) -> Desk:
    bridge = f"http://127.0.0.1:{lost.ports.pms_bridge}"
    return Desk(api, partners, await load_partners(partners, connections_of(lost), bridge, 0))


async def photograph(desk: HutDesk) -> str:
    picture = io.BytesIO()
    Image.new("RGB", (1200, 800), (120, 140, 90)).save(picture, "PNG")
    answer = await desk.client.post(
        f"{desk.at}/hut/media",
        params={"name": "facade.png"},
        content=picture.getvalue(),
        headers={"Idempotency-Key": secrets.token_hex(8)},
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["url"])


async def questions(at: Installation, orders: list[Ordered], media: str) -> Answers:
    """What the API answers the direction, but for what is of the moment: where a stream goes on,
    when an order that was under way was told on, and which night is the first one to be sold, which
    changes at the hut's midnight and at the hour when it sells no more for the same day."""
    planning = f"/api/v1/properties/{HUT}/planning?from={night()}&days=14"
    paths = [
        *(f"{HOTEL}/{what}" for what in ("orders?limit=50", "tasks?limit=50", "figures")),
        *(f"{HOTEL}/orders/{one.order_id}" for one in orders),
        *(f"{HOTEL}/orders/{one.order_id}/billing" for one in orders),
        planning,
        f"/api/v1/properties/{HUT}/sales",
        f"/api/v1/properties/{HUT}/sales/totals",
        f"/api/v1/properties/{HUT}/hut",
    ]
    password = Secrets.of(at.home.root).password
    async with signed_in(at.public_url, DIRECTION, password) as api:
        found = {path: (await api.get(path)).raise_for_status().json() for path in paths}
        picture = (await api.get(media)).raise_for_status().content
    for of_the_moment in ("today", "first_online", "last"):
        del found[planning][of_the_moment]
    for answer in found.values():
        answer.pop("offset", None)
        for card in answer.get("orders", ()):
            del card["updated_at"], card["revision"]
    found["picture"] = picture
    return found


async def adjust_on(desk: HutDesk, done: asyncio.Event) -> int:
    """The places of one night set by hand, to another number each time, until told to end; how
    often."""
    times = 0
    while not done.is_set():
        times += 1
        await desk.put(ADJUSTED, {"to": 1 + times % 14})
    return times


# Two installations are started for it, one after the other.
@pytest.mark.timeout(300)
@pytest.mark.promise("nothing lost")
@pytest.mark.promise("nothing doubled")
async def test_what_was_kept_while_it_worked_answers_the_same_and_goes_on(
    lost: Installation, tmp_path: Path, namespace: str
) -> None:
    folder = tmp_path / "backup"
    async with PartnersClient(lost.partners_url) as partners:
        async with client_of(lost) as api:
            desk = await desk_of(api, lost, partners)
            orders = [await desk.delivered() for _ in range(3)]
            hut = HutDesk(api, HUT)
            media = await photograph(hut)
            await hut.book(3, 1, wish="option", send_mail=False)
            # Brought while `orders` stands still: said by the courier, and taken in by nobody yet.
            pending = await desk.place()
            await desk.shown(pending)
            daemon_of(ORDERS, lost).signal(signal.SIGSTOP)
            await desk.move(pending, Status.DELIVERED)
            done = asyncio.Event()
            adjusting = asyncio.create_task(adjust_on(hut, done))
            await asyncio.to_thread(save, reach_of(lost), lost.home, folder, (), in_silence)
            done.set()
            assert await adjusting > 1
            daemon_of(ORDERS, lost).signal(signal.SIGCONT)
            await desk.shown(pending, status="delivered", folio="settled")
            await asyncio.gather(*(desk.mailed(one) for one in [*orders, pending]))
            before = await questions(lost, orders, media)
            posted = await partners.postings()
        await Supervisor(lost, SERVICES).stop()

        found = await asyncio.to_thread(brought_back, lost, folder, tmp_path / "found", namespace)
        await Supervisor(found, SERVICES).start()
        try:
            await check(found, partners, desk, (before, orders, media), pending, posted)
        finally:
            await Supervisor(found, SERVICES).stop()


def reach_of(installation: Installation) -> Reach:
    return Reach(installation.engines, installation.namespace)


def brought_back(lost: Installation, folder: Path, root: Path, namespace: str) -> Installation:
    """The installation under another namespace, which is as empty as new engines. A backup that is
    damaged, and a place that is not empty, are refused."""
    home = temporary_home(root)
    found = replace(lost, home=home, namespace=f"{namespace}b-")
    damaged = next(folder.glob("databases/orders/chassis_ownership.*"))
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
    with pytest.raises(Trouble, match=r"chassis_ownership.* is not as it was written"):
        restore(reach_of(found), folder, home.root, in_silence)
    damaged.write_bytes(whole)
    with pytest.raises(Trouble, match="is not empty"):
        restore(reach_of(lost), folder, home.root, in_silence)
    restore(reach_of(found), folder, home.root, in_silence)
    assert Secrets.of(home.root) == Secrets.of(lost.home.root)
    return found


def in_silence(text: str) -> None:
    """Nobody reads how far it is."""


async def check(
    found: Installation,
    partners: PartnersClient,
    desk: Desk,
    known: tuple[Answers, list[Ordered], str],
    pending: Ordered,
    posted: list[Any],
) -> None:
    before, orders, media = known
    async with client_of(found) as api:
        desk = Desk(api, partners, desk.hotel)
        # What nobody had taken in is: and the charge that was posted meanwhile is found.
        await desk.shown(pending, status="delivered", folio="settled")
        after = await questions(found, orders, media)
        assert {path: after[path] for path in before} == before
        assert await partners.postings() == posted
        await goes_on(Desk(api, partners, desk.hotel), HutDesk(api, HUT), posted)
        assert differences(await rebuilt(found, check=True)) == {}
        repeated = await sent_twice(partners)
        assert repeated <= {mail.message_id for mail in await desk.mails(pending)}


async def goes_on(desk: Desk, hut: HutDesk, posted: list[Any]) -> None:
    """New orders come to their ends, and what was being changed is changed again."""
    fresh = await desk.delivered()
    await desk.mailed(fresh)
    new = [one for one in await desk.partners.postings() if one not in posted]
    assert {one.check_number for one in new} == {fresh.reference}
    for places in (7, 9):
        await hut.put(ADJUSTED, {"to": places})
        assert await hut.left("dortoir", 30) == places


async def sent_twice(partners: PartnersClient) -> set[str | None]:
    """Mails that their server took twice. One that it took while nobody could write that down goes
    again, under the id by which servers and readers know it for the same."""
    mails = Counter(mail.message_id for mail in await partners.messages())
    return {id for id, times in mails.items() if times > 1}
