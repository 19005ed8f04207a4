"""The printed sheet: every open order with room and code, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from contracts.deliveries import Guest
from contracts.properties import Language, PropertyState
from gateway.access.roles import Role
from gateway.board.stages import Stage
from gateway.sheet.page import COLUMNS
from gateway.sheet.words import WORDS, language_of
from tests.gateway.conftest import Hotel
from tests.support.deliveries import PROPERTY, placed, sheet
from tests.support.order_events import courier_assigned, delivered

AT = f"/api/v1/properties/{PROPERTY}/live/sheet"


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("desk@example.com", hotel_lumiere=Role.RECEPTION) as client:
        yield client


async def test_the_sheet_has_what_the_desk_needs_without_a_screen(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(), courier_assigned())
    answer = await desk.get(AT, headers={"Accept-Language": "de-CH,de;q=0.9,fr;q=0.5"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    said = answer.text
    for wanted in ("203", "Chez Lina", "4821", "Marc", "+33600000001", "21:15", "Offene"):
        assert wanted in said
    assert '<html lang="de">' in said
    assert "2500" not in said
    assert "25.00" not in said


async def test_the_sheet_leaves_out_what_is_over(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await hotel.happens(placed(), delivered())
    said = (await desk.get(AT)).text
    assert "4821" not in said
    assert "Aucune commande en cours." in said


async def test_a_name_is_never_markup(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await hotel.happens(placed(guest=Guest(surname="<script>alert(1)</script>")))
    said = (await desk.get(AT)).text
    assert "<script" not in said
    assert "&lt;script&gt;" in said


async def test_the_sheet_has_nothing_that_the_security_policy_forbids(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    said = (await desk.get(AT)).text
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=", said)
    (link,) = re.findall(r'href="([^"]+)"', said)
    assert (await desk.get(link)).headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("language", list(Language))
def test_every_word_of_the_sheet_is_there_in_every_language(language: Language) -> None:
    running = {stage.value for stage in Stage if stage.running}
    assert set(WORDS[language]) == {"title", "printed", "none", *COLUMNS, *running}
    assert all(text.strip() for text in WORDS[language].values())
    assert "{when}" in WORDS[language]["printed"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "fr"),
        ("it", "it"),
        ("de-AT", "de"),
        ("en;q=0.3, es;q=0.8", "es"),
        ("pt, ru", "fr"),
        ("en;q=0", "fr"),
        ("de;q=nonsense, it;q=0.1", "it"),
        (",;,=", "fr"),
        ("*", "fr"),
    ],
)
def test_the_reader_gets_the_language_that_their_browser_asks_for(
    header: str, language: str
) -> None:
    assert language_of(header, Language.FR) == language
