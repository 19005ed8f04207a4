"""What a hut says of itself and on which terms it sells, through the real processes: what is saved
shows at once, to whoever works there and to whoever books."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from comptoir_local.demo_hotel import gateway_client
from comptoir_local.processes import Installation
from gateway.access.people import People, new_key
from gateway.access.roles import Role
from tests.gateway.pictures import jpeg
from tests.support.bench import eventually
from tests.support.huts import HutDesk, night

HUT = "refuge-blanc"
SHEET: dict[str, Any] = {
    "name": "Refuge Blanc",
    "kind": "hut",
    "languages": ["fr", "en"],
    "currency": "EUR",
    "time_zone": "Europe/Paris",
}
CONTACT = {"name": "Refuge Blanc", "mail": "gardien@blanc.example", "warden": "Maëlle"}
PLACE = {"latitude": 45.0103, "longitude": 6.3214, "altitude": 3450}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture
async def desk(installation: Installation) -> AsyncIterator[HutDesk]:
    """The hut's warden, by the API."""
    name = database_name(ChassisSettings(namespace=installation.namespace), "gateway")
    database = Database.connect(installation.engines.mongo, name)
    key = new_key()
    try:
        await People(database).add_key("products", key, {HUT: Role.WARDEN}, True)
    finally:
        database.close()
    async with gateway_client(installation.public_url, key) as client:
        desk = HutDesk(client, HUT)
        defined = await desk.answered("PUT", "", SHEET)
        assert defined.status_code in (200, 201), defined.text

        async def known() -> bool:
            return (await client.get(f"{desk.at}/selling")).status_code == 200

        await eventually(known, "the hut is known")
        yield desk


async def uploaded(desk: HutDesk, data: bytes, name: str, **query: str) -> dict[str, Any]:
    answer = await desk.client.post(
        f"{desk.at}/hut/media",
        params={"name": name, **query},
        content=data,
        headers={"Idempotency-Key": f"upload-{len(data)}"},
    )
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.feature("R10", "R12", "R13", "R14", "R15", "R16", "R17", "R18", "R54")
async def test_a_hut_describes_itself_and_it_shows_at_once(
    desk: HutDesk, installation: Installation
) -> None:
    await desk.put("/hut/contact", {"contact": CONTACT})
    await desk.put("/hut/position", {"position": PLACE})
    await desk.put("/hut/texts/fr", {"texts": {"summary": "Perché sur son rocher"}})
    ticked = {"chosen": {"comfort": ["hot_shower"]}, "other": {"fr": "Table d'orientation"}}
    await desk.put("/hut/characteristics", {"characteristics": ticked})
    await desk.put("/hut/folders", {"folders": [{"id": "dehors", "name": "Extérieurs"}]})
    photo = await uploaded(desk, jpeg(), "La façade", folder="dehors")
    plan = await uploaded(desk, PDF, "Plan d'accès")
    described = {"name": "La façade", "folder_id": "dehors", "captions": {"fr": "Au matin"}}
    await desk.put(f"/hut/media/{photo['media_id']}", described)
    shown = {"main": photo["media_id"], "gallery": [photo["media_id"]]}
    await desk.put("/hut/photos", {"photos": shown})
    links = [{"url": "https://meteo.example"}, {"media_id": plan["media_id"]}]
    await desk.put("/hut/links", {"links": links})

    sheet = (await desk.get("/hut"))["sheet"]
    assert sheet["contact"].items() >= CONTACT.items()
    assert sheet["position"] == PLACE
    assert sheet["texts"]["fr"]["summary"] == "Perché sur son rocher"
    assert sheet["characteristics"]["chosen"] == ticked["chosen"]
    assert sheet["photos"]["gallery"] == [photo["media_id"]]
    assert [one["name"] for one in sheet["media"]] == ["La façade", "Plan d'accès"]
    async with httpx.AsyncClient(base_url=installation.public_url) as anybody:
        seen = await anybody.get(photo["url"])
        read = await anybody.get(plan["url"])
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
    assert (read.content, read.headers["content-type"]) == (PDF, "application/pdf")


RULES = {
    "mode": "pre_booking",
    "deposit": {"kind": "fixed", "value": 1000},
    "min_days_before": 1,
    "cut_off": "16:00",
}


@pytest.mark.feature("R05", "R08", "R19", "R20", "R21", "R23", "R24", "R26", "R27", "R30")
async def test_a_hut_says_on_which_terms_it_sells(desk: HutDesk) -> None:
    await desk.furnish()
    await desk.put("/terms/fr", {"text": "Toute nuitée\nest due."})
    await desk.put("/rules", {"rules": RULES})
    words = {"booking_subject": "Votre réservation", "pre_booking_subject": "Votre pré-réservation"}
    mails = {"sender": "gardien@blanc.example", "texts": {"fr": words}}
    await desk.put("/mails", {"mails": mails})
    await desk.put("/closures", {"closed": [night(3)]})
    sold = (await desk.get("/selling"))["selling"]
    assert sold["terms"]["texts"] == {"fr": "Toute nuitée\nest due."}
    assert sold["rules"].items() >= RULES.items()
    assert sold["mails"]["sender"] == "gardien@blanc.example"
    assert [one["whole_from"] for one in sold["stock_types"]] == [None, 1]
    assert sold["closed"] == [night(3)]
    nothing = {"rules": {**RULES, "deposit": {"kind": "none"}}}
    await desk.put("/rules", nothing)
    assert (await desk.get("/rules"))["rules"]["deposit"] == {"kind": "none", "value": 0}


async def test_who_was_slower_is_told_who_was_faster(desk: HutDesk) -> None:
    seen = (await desk.client.get(f"{desk.at}/rules")).headers["etag"]
    await desk.put("/rules", {"rules": {**RULES, "min_days_before": 5}})
    late = await desk.answered("PUT", "/rules", {"rules": RULES}, **{"If-Match": seen})
    problem = late.json()
    assert (late.status_code, problem["type"]) == (409, "urn:comptoir:problem:changed-meanwhile")
    assert [one["part"] for one in problem["changed"]] == ["rules"]
