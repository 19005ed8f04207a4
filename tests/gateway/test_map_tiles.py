"""What maps on the page are drawn from: said by the installation, answered, and let through."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest
from pydantic import ValidationError

from gateway.page import Page
from gateway.settings import PAGE, MapTiles, Settings
from tests.gateway.conftest import Hotel
from tests.gateway.huts import at_hut

PLAN = {"url": "https://tiles.example/plan/{z}/{x}/{y}.png", "attribution": "© tiles.example"}
SEEN_FROM_ABOVE = {
    "url": "https://tiles.example:8443/above/{z}/{x}/{y}.jpg",
    "attribution": "© tiles.example",
}


@pytest.mark.feature("R13")
async def test_a_hut_says_what_its_map_is_drawn_from(hotel: Hotel) -> None:
    async with at_hut(hotel, furnished=False) as hut:
        assert (await hut.get("/hut"))["map_tiles"] == {}
        state = hotel.app.state  # type: ignore[attr-defined]
        tiled = {"map_tiles": {"plan": MapTiles.model_validate(PLAN)}}
        settings = state.workings.settings.model_copy(update=tiled)
        state.workings = replace(state.workings, settings=settings)
        assert (await hut.get("/hut"))["map_tiles"] == {"plan": PLAN}


async def test_the_page_takes_pictures_from_the_tiles_alone() -> None:
    settings = Settings.model_validate({"map_tiles": {"plan": PLAN, "satellite": SEEN_FROM_ABOVE}})
    page = Page(PAGE, settings.tile_origins)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=page), base_url="https://comptoir.test"
    ) as client:
        policy = (await client.get("/")).headers["content-security-policy"]
    assert "img-src 'self' data: blob: https://tiles.example https://tiles.example:8443;" in policy


@pytest.mark.parametrize(
    "url",
    [
        "https://tiles.example/{z}/{x}.png",
        "ftp://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example; script-src *//{z}/{x}/{y}",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
    ],
)
def test_an_address_of_tiles_that_cannot_be_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValidationError, match="url"):
        Settings.model_validate({"map_tiles": {"plan": {**PLAN, "url": url}}})
