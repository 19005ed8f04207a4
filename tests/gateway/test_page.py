"""The page's files: complete in every language, built without inline code, served small."""

from __future__ import annotations

import json
import re

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

WORDS = PAGE.parent / "src" / "i18n"
ASSET = re.compile(r"/assets/[\w.-]+\.js")
# Kept out of the feed or of the timeline; see gateway/board/handlers.py.
ONLY_IN_TIMELINE = {
    *("accepted", "preparing", "expected_time_changed", "code_changed", "partner_told"),
    *("folio_posted", "folio_unknown", "notice_sent"),
}
ONLY_IN_FEED = {"refused"}


def words(language: str, part: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((WORDS / language / f"{part}.json").read_text())
    return found


@pytest.mark.parametrize("language", list(Language))
def test_every_state_of_the_contracts_has_its_word(language: Language) -> None:
    needed = {
        *(f"status.{status}" for status in OrderStatus),
        *(f"stage.{stage}" for stage in Stage),
        *(f"folio.{state}" for state in FolioState),
        *(f"outcome.{outcome}" for outcome in ClaimOutcome),
        *(f"end.{end}" for end in AttentionEnd),
        *(f"telling.{telling}" for telling in Telling),
        *(f"folio_problem.{problem}" for problem in FolioProblem),
        *(f"refusal.{reason}" for reason in RefusalReason),
        *(f"channel.{channel}" for channel in Channel),
        *(f"why.{due}" for due in TotalDue),
        *(f"moment.{kind}" for kind in MomentKind if kind not in ONLY_IN_FEED),
    }
    assert needed <= set(words(language, "states"))
    feed = {f"feed.{kind}" for kind in MomentKind if kind not in ONLY_IN_TIMELINE}
    assert feed <= set(words(language, "activity"))


@pytest.mark.parametrize(
    "address",
    ["/", "/board", "/board?order=some-order", "/sign-in", "/p/hotel-lumiere/live", "/operations"],
)
async def test_the_page_answers_under_every_address_it_draws(hotel: Hotel, address: str) -> None:
    async with hotel.client() as client:
        answer = await client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"


async def test_the_page_has_no_inline_script_or_style_and_a_fresh_nonce(hotel: Hotel) -> None:
    async with hotel.client() as client:
        answers = [await client.get("/"), await client.get("/")]
    nonces = set()
    for answer in answers:
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", answer.text)
        found = re.search(r'name="style-nonce" content="([\w-]{20,})"', answer.text)
        assert found
        nonces.add(found[1])
        policy = answer.headers["content-security-policy"]
        assert f"style-src 'self' 'nonce-{found[1]}'" in policy
        assert "unsafe" not in policy
    assert len(nonces) == 2


@pytest.mark.parametrize(
    ("accepted", "encoding", "copy"), [("gzip, br", "br", ".br"), ("gzip", "gzip", ".gz")]
)
async def test_a_file_of_the_build_comes_small_and_is_kept_for_good(
    hotel: Hotel, accepted: str, encoding: str, copy: str
) -> None:
    async with hotel.client() as client:
        assets = ASSET.findall((await client.get("/")).text)
        # The largest: what saves nothing when it is compressed has no copy.
        asset = max(assets, key=lambda path: (PAGE / path.removeprefix("/")).stat().st_size)
        plain = await client.get(asset, headers={"Accept-Encoding": "identity"})
        small = await client.get(asset, headers={"Accept-Encoding": accepted})
        async with client.stream("GET", asset, headers={"Accept-Encoding": accepted}) as answer:
            sent = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert small.headers["content-encoding"] == encoding
    assert small.headers["vary"] == "Accept-Encoding"
    assert "immutable" in small.headers["cache-control"]
    assert small.headers["content-type"] == plain.headers["content-type"]
    assert int(small.headers["content-length"]) < int(plain.headers["content-length"])
    assert sent == (PAGE / (asset.removeprefix("/") + copy)).read_bytes()
    if encoding == "gzip":
        assert small.content == plain.content


async def test_a_file_with_a_name_of_its_own_is_asked_about_again(hotel: Hotel) -> None:
    async with hotel.client() as client:
        first = await client.get("/icon.svg")
        assert first.headers["cache-control"] == "no-cache"
        known = {"If-None-Match": first.headers["etag"]}
        assert (await client.get("/icon.svg", headers=known)).status_code == 304


@pytest.mark.parametrize(
    "path", ["/../package.json", "/%2e%2e/package.json", "/assets/nothing.js", "/elsewhere"]
)
async def test_nothing_outside_the_page_is_served(hotel: Hotel, path: str) -> None:
    async with hotel.client() as client:
        assert (await client.get(path)).status_code == 404


NAVIGATION = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


async def test_who_opens_an_address_that_leads_nowhere_is_told_so_by_the_page(
    hotel: Hotel,
) -> None:
    async with hotel.client() as client:
        answer = await client.get("/settings/notifications", headers=NAVIGATION)
        assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-cache")
        assert answer.headers["vary"] == "Accept"
        assert ASSET.search(answer.text)
        assert "nonce-" in answer.headers["content-security-policy"]
        for program in ({"Accept": "*/*"}, {}):
            answer = await client.get("/settings/notifications", headers=program)
            assert answer.json()["type"] == "urn:comptoir:problem:not-found"
            assert answer.headers["vary"] == "Accept"
        for path in ("/api", "/api/v1/nothing"):
            answer = await client.get(path, headers=NAVIGATION)
            assert answer.json()["type"] == "urn:comptoir:problem:not-found"


async def test_only_reading_is_answered_by_the_page(hotel: Hotel) -> None:
    async with hotel.client() as client:
        assert (await client.post("/", headers={"X-Comptoir": "1"})).status_code == 405
