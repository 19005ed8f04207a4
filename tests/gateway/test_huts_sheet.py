"""What a hut says of itself: sheet, library, photos; and who sees them."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

import httpx
import pytest
from PIL import Image

from contracts.huts import LARGEST_PHOTO
from gateway.access.roles import Role
from gateway.media.document import NotADocument, document_of
from gateway.media.picture import picture_of
from tests.gateway.conftest import Hotel
from tests.gateway.huts import Hut, at_hut
from tests.gateway.pictures import encoded, jpeg

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n9\n%%EOF\n"
CONTACT = {"name": "Refuge de l'Aigle", "mail": "gardien@aigle.example", "phone": "+33400000000"}


@pytest.fixture
async def hut(hotel: Hotel) -> AsyncIterator[Hut]:
    async with at_hut(hotel, furnished=False) as hut:
        yield hut


async def upload(hut: Hut, data: bytes, name: str = "La façade", **query: str) -> httpx.Response:
    return await hut.client.post(
        f"{hut.at}/hut/media",
        params={"name": name, **query},
        content=data,
        headers={"Idempotency-Key": sha256(data + repr((name, query)).encode()).hexdigest()},
    )


@pytest.mark.feature("R10", "R12", "R13", "R14", "R15", "R18", "R54")
async def test_the_sheet_shows_at_once_what_was_saved(hut: Hut) -> None:
    nothing = await hut.get("/hut")
    assert (nothing["revision"], nothing["sheet"]["contact"]) == (0, None)
    await hut.put("/hut/contact", {"contact": CONTACT})
    position = {"latitude": 45.01, "longitude": 6.32, "altitude": 3450}
    await hut.put("/hut/position", {"position": position})
    await hut.put("/hut/texts/fr", {"texts": {"summary": "Perché", "extra": "Pas de chiens"}})
    chosen = {"chosen": {"season": ["summer"]}, "other": {"fr": "Table d'orientation"}}
    await hut.put("/hut/characteristics", {"characteristics": chosen})
    links = [{"url": "https://meteo.example", "label": {"fr": "Météo"}}]
    await hut.put("/hut/links", {"links": links})
    said = await hut.get("/hut")
    sheet = said["sheet"]
    assert sheet["contact"].items() >= CONTACT.items()
    assert sheet["position"] == position
    assert sheet["texts"]["fr"]["extra"] == "Pas de chiens"
    assert sheet["characteristics"]["other"]["fr"] == "Table d'orientation"
    assert sheet["links"][0]["url"] == "https://meteo.example"
    assert said["revision"] == 5
    assert "summer" in said["families"]["season"]


@pytest.mark.feature("R16", "R17")
async def test_photos_lie_in_folders_with_captions_and_are_seen_by_anybody(
    hotel: Hotel, hut: Hut
) -> None:
    await hut.put("/hut/folders", {"folders": [{"id": "dehors", "name": "Extérieurs"}]})
    kept = await upload(hut, jpeg(), folder="dehors")
    assert kept.status_code == 201, kept.text
    photo = kept.json()
    assert (photo["kind"], photo["width"], photo["height"]) == ("photo", 60, 40)
    path = f"/hut/media/{photo['media_id']}"
    named = {"name": "Au matin", "folder_id": "dehors", "captions": {"fr": "La terrasse"}}
    await hut.put(path, named)
    await hut.put("/hut/photos", {"photos": {"main": photo["media_id"]}})
    (medium,) = (await hut.get("/hut"))["sheet"]["media"]
    assert (medium["name"], medium["captions"]["fr"]) == ("Au matin", "La terrasse")
    async with hotel.client() as anybody:
        seen = await anybody.get(photo["url"])
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
    shown = await hut.send("DELETE", path)
    assert (shown.status_code, shown.json()["errors"][0]["field"]) == (409, "media_id")
    await hut.put("/hut/photos", {"photos": {}})
    assert (await hut.send("DELETE", path)).status_code == 200
    assert (await hut.get("/hut"))["sheet"]["media"] == []


@pytest.mark.feature("R18")
async def test_a_pdf_is_kept_and_linked(hotel: Hotel, hut: Hut) -> None:
    kept = (await upload(hut, PDF, "Plan d'accès")).json()
    assert (kept["kind"], kept["size"]) == ("document", len(PDF))
    await hut.put("/hut/links", {"links": [{"media_id": kept["media_id"]}]})
    async with hotel.client() as anybody:
        seen = await anybody.get(kept["url"])
    assert (seen.content, seen.headers["content-type"]) == (PDF, "application/pdf")
    assert seen.headers["content-disposition"] == "attachment"


async def test_a_retried_upload_is_one_photo(hut: Hut) -> None:
    first, again = await upload(hut, jpeg()), await upload(hut, jpeg())
    assert first.json()["media_id"] == again.json()["media_id"]
    assert len((await hut.get("/hut"))["sheet"]["media"]) == 1


def noise(side: int) -> bytes:
    picture = Image.frombytes("RGB", (side, side), os.urandom(side * side * 3))
    return encoded(picture, "JPEG")


@pytest.mark.feature("R17")
async def test_a_photo_that_is_too_large_is_refused_with_what_helps(hut: Hut) -> None:
    large = noise(1200)
    assert len(large) > LARGEST_PHOTO
    refused = await upload(hut, large)
    assert (refused.status_code, refused.json()["type"]) == (413, "urn:comptoir:problem:too-large")
    detail = refused.json()["detail"]
    assert "500 KB" in detail
    assert "800 x 600" in detail
    smaller = await upload(hut, large, shrink="true")
    assert smaller.status_code == 201
    assert smaller.json()["size"] <= LARGEST_PHOTO


def test_even_noise_is_made_small_enough() -> None:
    assert len(picture_of(noise(1200), LARGEST_PHOTO).data) <= LARGEST_PHOTO
    assert len(picture_of(noise(1200), 300 * 1024).data) <= 300 * 1024


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + b"\x00" * 50,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7 and nothing more",
        PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"),
        PDF.replace(b"startxref", b"/Encrypt 3 0 R startxref"),
    ],
)
async def test_what_is_no_photo_and_no_plain_pdf_is_refused(hut: Hut, data: bytes) -> None:
    refused = await upload(hut, data)
    assert (refused.status_code, refused.json()["type"]) == (
        422,
        "urn:comptoir:problem:not-a-medium",
    )
    assert (await hut.get("/hut"))["sheet"]["media"] == []


def test_a_document_that_is_too_large_is_refused() -> None:
    with pytest.raises(NotADocument, match="5 MiB"):
        document_of(PDF + b" " * 5 * 1024 * 1024)


async def test_who_was_slower_is_told_which_part_of_the_sheet_was_changed(hut: Hut) -> None:
    seen = (await hut.client.get(f"{hut.at}/hut")).headers["etag"]
    await hut.put("/hut/contact", {"contact": CONTACT})
    other = {"contact": {**CONTACT, "name": "Refuge"}}
    late = await hut.send("PUT", "/hut/contact", other, **{"If-Match": seen})
    assert [one["part"] for one in late.json()["changed"]] == ["contact"]
    texts = {"texts": {"summary": "Perché"}}
    assert (await hut.send("PUT", "/hut/texts/fr", texts, **{"If-Match": seen})).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/hut/contact", {"contact": {"name": "A"}}, "contact.mail"),
        ("/hut/contact", {"contact": {**CONTACT, "website": "ftp://x"}}, "contact.website"),
        ("/hut/position", {"position": {"latitude": 91, "longitude": 0}}, "position.latitude"),
        ("/hut/texts/fr", {"texts": {"summary": "x" * 501}}, "texts.summary"),
        ("/hut/links", {"links": [{"label": {}}]}, "links.0"),
        ("/hut/photos", {"photos": {"main": "../x"}}, "photos.main"),
        ("/hut/folders", {"folders": [{"id": "a"}]}, "folders.0.name"),
    ],
)
async def test_a_part_that_cannot_be_names_the_field(
    hut: Hut, path: str, body: dict[str, Any], field: str
) -> None:
    answer = await hut.send("PUT", path, body)
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


async def test_reception_reads_the_sheet_and_changes_none_of_it(hotel: Hotel) -> None:
    async with at_hut(hotel, Role.RECEPTION, furnished=False) as hut:
        assert (await hut.get("/hut"))["revision"] == 0
        refused = await hut.send("PUT", "/hut/contact", {"contact": CONTACT})
        assert refused.status_code == 403
        assert (await upload(hut, jpeg())).status_code == 403
