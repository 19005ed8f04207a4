"""Loads the three huts. What a hut has been told since is kept: it is furnished only once."""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx

from comptoir_local.demo_huts import nerez, serena, stony_pass
from comptoir_local.demo_huts.desk import HutDesk
from comptoir_local.demo_huts.model import DemoHut
from comptoir_local.engines.waiting import until
from comptoir_local.trouble import Trouble

HUTS = (nerez.NEREZ, serena.SERENA, stony_pass.STONY_PASS)
HUT_IDS = tuple(hut.property_id for hut in HUTS)
# Their mails come from there, and a copy goes there.
HUT_MAILS = (nerez.MAIL, serena.MAIL, stony_pass.MAIL)


async def load_huts(gateway: httpx.AsyncClient) -> None:
    """Define the huts and say what they sell, where nobody has yet.

    Raises Trouble with the gateway's own words where it refuses.
    """
    await asyncio.gather(*(_load(gateway, hut) for hut in HUTS))


async def _load(gateway: httpx.AsyncClient, hut: DemoHut) -> None:
    await _define(gateway, hut)
    desk = HutDesk(gateway, hut.property_id)
    if (await desk.read("/stock-types"))["stock_types"]:
        return
    today = datetime.now(ZoneInfo(hut.sheet["time_zone"])).date()
    for path, body in hut.parts(today):
        await desk.put(path, body)


async def _define(gateway: httpx.AsyncClient, hut: DemoHut) -> None:
    version = hashlib.sha256(json.dumps(hut.sheet, sort_keys=True).encode()).hexdigest()[:32]
    path = f"/api/v1/properties/{hut.property_id}"
    headers = {"Idempotency-Key": version}
    answer = await gateway.put(path, json=hut.sheet, headers=headers)
    if answer.status_code not in (200, 201, 202):
        raise Trouble(f"The gateway did not take {hut.property_id}.", answer.text)

    async def known() -> bool:
        return (await gateway.get(path)).status_code == 200

    await until(hut.property_id, known)
