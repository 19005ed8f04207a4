"""Pictures: what is taken, what becomes of it, and who sees it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import httpx
import pytest
from PIL import Image

from contracts.properties import PropertyState
from gateway.access.roles import Role
from gateway.media.picture import LARGEST_BYTES, LONGEST_SIDE, NotAPicture, picture_of
from tests.gateway.conftest import Hotel
from tests.gateway.pictures import encoded, jpeg, png
from tests.support.deliveries import PROPERTY, sheet

AT = f"/api/v1/properties/{PROPERTY}/media"
ORIENTATION, GPS = 0x0112, 0x8825


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_made_anew_as_a_jpeg(format: str) -> None:
    picture = picture_of(encoded(Image.new("RGB", (300, 200), "teal"), format))
    assert (opened(picture.data).format, picture.width, picture.height) == ("JPEG", 300, 200)


def test_what_the_camera_noted_is_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    picture = picture_of(jpeg(60, 40, exif=exif))
    assert (picture.width, picture.height) == (40, 60)
    assert not dict(opened(picture.data).getexif())


def test_a_large_picture_is_scaled_down_and_a_transparent_one_gets_white_ground() -> None:
    assert picture_of(jpeg(4000, 1000)).width == LONGEST_SIDE
    right = opened(picture_of(png()).data).getpixel((55, 20))
    assert isinstance(right, tuple)
    assert min(right) > 250


def test_what_hides_behind_a_picture_is_not_kept() -> None:
    assert b"<script>" not in picture_of(jpeg() + b"<script>alert(1)</script>").data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + b"\x00" * 50,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        jpeg()[:200],
        b"\xff\xd8\xff" + b"\x00" * 1000,
        encoded(Image.new("RGB", (8, 8)), "BMP"),
        b"\xff" * (LARGEST_BYTES + 1),
    ],
)
def test_what_is_no_picture_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        picture_of(data)


def test_a_picture_of_more_dots_than_memory_is_meant_for_is_refused() -> None:
    with pytest.raises(NotAPicture):
        picture_of(encoded(Image.new("1", (20_000, 20_000)), "PNG"))


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    for place in (PROPERTY, "refuge-aigle"):
        await hotel.happens(PropertyState(property_id=place, sheet=sheet()))
    async with hotel.person("desk@lumiere.example", hotel_lumiere=Role.RECEPTION) as client:
        yield client


async def upload(client: httpx.AsyncClient, data: bytes, key: str = "m-1") -> httpx.Response:
    headers = {"Idempotency-Key": key, "Content-Type": "image/jpeg"}
    return await client.post(AT, content=data, headers=headers)


async def test_staff_upload_a_picture_once_and_see_it(desk: httpx.AsyncClient) -> None:
    kept = await upload(desk, jpeg())
    assert kept.status_code == 201
    seen = await desk.get(kept.json()["url"])
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
    assert opened(seen.content).size == (60, 40)
    assert (await upload(desk, jpeg())).content == kept.content
    assert (await upload(desk, png())).json()["type"] == "urn:comptoir:problem:key-reused"


async def test_the_same_picture_twice_at_once_is_kept_once(desk: httpx.AsyncClient) -> None:
    first, second = await asyncio.gather(upload(desk, jpeg()), upload(desk, jpeg()))
    assert {first.status_code, second.status_code} <= {201, 503}
    again = await upload(desk, jpeg())
    assert (await desk.get(again.json()["url"])).status_code == 200


async def test_a_picture_of_another_property_is_not_found(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    url = (await upload(desk, jpeg())).json()["url"]
    async with hotel.person("hut@example.com", refuge_aigle=Role.MANAGER) as warden:
        assert (await warden.get(url)).status_code == 404
    async with hotel.person("cook@example.com", hotel_lumiere=Role.RESTAURANT) as cook:
        assert (await cook.get(url)).status_code == 404
    async with hotel.client() as nobody:
        assert (await nobody.get(url)).status_code == 404


async def test_what_cannot_be_kept_has_a_name(desk: httpx.AsyncClient) -> None:
    refused = await upload(desk, b"<svg/>", "m-2")
    assert (refused.status_code, refused.json()["type"]) == (
        422,
        "urn:comptoir:problem:not-a-picture",
    )
    assert refused.json()["errors"][0]["field"] == "body"
    large = await upload(desk, b"\xff" * (LARGEST_BYTES + 1), "m-3")
    assert (large.status_code, large.json()["type"]) == (413, "urn:comptoir:problem:too-large")
