"""`python -m comptoir_local.seed`: loads the demo hotel and huts. Again, it changes nothing."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import httpx

from comptoir_local.demo_hotel import (
    PEOPLE,
    Secrets,
    add_people,
    define_property,
    gateway_client,
    load_partners,
    load_sms_account,
)
from comptoir_local.demo_huts.furnishing import load_huts
from comptoir_local.home import Home
from comptoir_local.own_secrets import OwnSecrets
from comptoir_local.trouble import Trouble
from partners.client import PartnersClient

# A delivery of half an hour takes about three minutes.
COURIER_SPEED = float(os.environ.get("COMPTOIR_COURIER_SPEED", "10"))


async def seed(made: Secrets, own: OwnSecrets, connections: dict[str, Any]) -> list[str]:
    """Load simulators, people, hotel and huts; what to tell whoever started it."""
    async with PartnersClient(os.environ["COMPTOIR_PARTNERS_URL"]) as partners:
        await load_partners(
            partners,
            connections,
            os.environ["COMPTOIR_BRIDGE_URL"],
            COURIER_SPEED,
        )
        await load_sms_account(partners, own)
    await add_people(made)
    async with gateway_client(os.environ["COMPTOIR_PUBLIC_URL"], made.key) as gateway:
        await define_property(gateway)
        await load_huts(gateway)
    lines = [f"Sign in as {mail} ({name})" for name, mail, _, _ in PEOPLE]
    return [*lines, f"with the password {made.password}"]


def main() -> int:
    try:
        connections = json.loads(Path(os.environ["COMPTOIR_CONNECTIONS"]).read_text())
        folder = Home.default().root
        report = asyncio.run(seed(Secrets.of(folder), OwnSecrets.of(folder), connections))
    except (Trouble, httpx.HTTPError) as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'way_out', '')}\n")
        return 1
    sys.stdout.write("\n".join(report) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
