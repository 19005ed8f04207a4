"""The page's files: complete in every language, without inline code, small, served as they are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from contracts.billing import AttentionEnd, FolioProblem
from contracts.claims import ClaimOutcome
from contracts.deliveries import RefusalReason
from contracts.notices import Channel
from contracts.properties import Language
from gateway.board.card import TotalDue
from gateway.board.detail import Telling
from gateway.board.ledger import FolioState
from gateway.board.moments import MomentKind
from gateway.board.stages import OrderStatus, Stage
from gateway.settings import PAGE
from tests.gateway.conftest import Hotel

SCRIPTS = sorted((PAGE / "js").glob("*.js"))
# Kept out of the feed or of the timeline; see gateway/board/handlers.py.
ONLY_IN_TIMELINE = {
    *("accepted", "preparing", "expected_time_changed", "code_changed", "partner_told"),
    *("folio_posted", "folio_unknown", "notice_sent"),
}
ONLY_IN_FEED = {"refused"}


def dictionary(language: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((PAGE / "i18n" / f"{language}.json").read_text())
    return words


@pytest.mark.parametrize("language", list(Language))
def test_every_language_has_the_same_keys_and_values(language: Language) -> None:
    words, first = dictionary(language), dictionary("fr")
    assert set(words) == set(first)
    assert all(text.strip() for text in words.values())
    for key, text in words.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", first[key])), key


def test_every_word_that_the_page_asks_for_is_in_the_dictionaries() -> None:
    source = "".join(script.read_text() for script in SCRIPTS)
    asked = set(re.findall(r"\bt\(\s*\"([\w.-]+)\"", source))
    assert len(asked) > 40
    assert asked <= set(dictionary("fr"))


def test_every_state_of_the_contracts_has_its_word() -> None:
    needed = {
        *(f"status.{status}" for status in OrderStatus),
        *(f"stage.{stage}" for stage in Stage),
        *(f"folio.{state}" for state in FolioState),
        *(f"outcome.{outcome}" for outcome in ClaimOutcome),
        *(f"end.{end}" for end in AttentionEnd),
        *(f"telling.{telling}" for telling in Telling),
        *(f"problem.{problem}" for problem in FolioProblem),
        *(f"refusal.{reason}" for reason in RefusalReason),
        *(f"channel.{channel}" for channel in Channel),
        *(f"why.{due}" for due in TotalDue),
        *(f"feed.{kind}" for kind in MomentKind if kind not in ONLY_IN_TIMELINE),
        *(f"moment.{kind}" for kind in MomentKind if kind not in ONLY_IN_FEED),
    }
    assert needed <= set(dictionary("fr"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_short_and_makes_no_markup_of_text(script: Path) -> None:
    source = script.read_text()
    assert source.count("\n") < 250
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source)


def test_a_style_sheet_is_short_and_linked() -> None:
    page = (PAGE / "index.html").read_text()
    for sheet in (PAGE / "css").glob("*.css"):
        assert sheet.read_text().count("\n") < 250
        assert f'href="/css/{sheet.name}"' in page


def test_the_page_has_no_inline_script_or_style() -> None:
    page = (PAGE / "index.html").read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", page)


@pytest.mark.parametrize("address", ["/", "/board", "/board?order=some-order"])
async def test_the_page_answers_under_every_address_it_draws(hotel: Hotel, address: str) -> None:
    async with hotel.client() as client:
        answer = await client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


async def test_a_file_is_compressed_and_asked_about_again(hotel: Hotel) -> None:
    async with hotel.client() as client:
        first = await client.get("/css/board.css")
        assert first.headers["cache-control"] == "no-cache"
        assert first.headers["content-encoding"] == "gzip"
        known = {"If-None-Match": first.headers["etag"]}
        assert (await client.get("/css/board.css", headers=known)).status_code == 304


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/%2e%2e/pyproject.toml", "/js/nothing.js"])
async def test_nothing_outside_the_page_is_served(hotel: Hotel, path: str) -> None:
    async with hotel.client() as client:
        assert (await client.get(path)).status_code == 404
