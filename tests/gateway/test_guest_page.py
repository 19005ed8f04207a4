"""How far a meal is, as the guest's page draws it, and the language that it is read in (O22)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from contracts.properties import Language
from gateway.board.card import Sum
from gateway.guest.languages import LANGUAGES, chosen
from gateway.guest.page import GRACE, SHARES, gone_page, left, order_page, steps_of
from gateway.guest.tracking import GuestOrder, GuestStatus
from gateway.guest.words import WORDS
from gateway.welcome.page import welcome_page
from gateway.welcome.words import WORDS as WELCOME

WEB = Path(__file__).parents[2] / "services" / "gateway" / "web"
NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
RUNNING = set(SHARES)


def an_order(status: GuestStatus, language: Language = Language.FR) -> GuestOrder:
    running = status in RUNNING
    return GuestOrder(
        reference="9K3TZ7",
        property="Hôtel Lumière",
        restaurant="Chez Lina",
        status=status,
        running=running,
        expected_at=NOW + timedelta(minutes=12) if running else None,
        language=language,
        time_zone="Europe/Paris",
        status_text=WORDS[language][f"status.{status}"],
        what_now=WORDS[language][f"now.{status}"],
        total=Sum(currency="EUR", amount=2550) if status is GuestStatus.DELIVERED else None,
        updated_at=NOW,
    )


def page_of(status: GuestStatus, language: Language = Language.FR) -> str:
    return order_page(an_order(status, language), "/stream", NOW)


@pytest.mark.parametrize(
    ("status", "states"),
    [
        (GuestStatus.RECEIVED, ["now", "ahead", "ahead", "ahead"]),
        (GuestStatus.PREPARING, ["done", "now", "ahead", "ahead"]),
        (GuestStatus.ON_THE_WAY, ["done", "done", "now", "ahead"]),
        (GuestStatus.NEAR, ["done", "done", "now", "ahead"]),
        (GuestStatus.DELIVERED, ["done", "done", "done", "done"]),
        (GuestStatus.CANCELLED, []),
        (GuestStatus.FAILED, []),
        (GuestStatus.RETURNED, []),
    ],
)
def test_the_steps_say_where_a_meal_is_and_one_that_does_not_come_has_none(
    status: GuestStatus, states: list[str]
) -> None:
    assert [step.state for step in steps_of(an_order(status))] == states
    assert page_of(status).count('aria-current="step"') == (1 if status in RUNNING else 0)


def test_a_courier_nearby_is_said_in_the_steps() -> None:
    texts = [step.text for step in steps_of(an_order(GuestStatus.NEAR))]
    assert WORDS[Language.FR]["status.near"] in texts
    assert WORDS[Language.FR]["status.on_the_way"] not in texts


@pytest.mark.feature("O22")
@pytest.mark.parametrize("language", list(Language))
def test_a_cancellation_is_the_largest_word_of_the_page_and_says_what_is_charged(
    language: Language,
) -> None:
    page = unescape(page_of(GuestStatus.CANCELLED, language))
    (headline,) = re.findall(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert headline.endswith(WORDS[language]["status.cancelled"])
    assert WORDS[language]["now.cancelled"] in page
    assert "<time" not in page
    assert "guest.js" not in page


@pytest.mark.parametrize(
    ("minutes", "word"),
    [(12, "in"), (0.2, "in"), (0, "soon"), (-GRACE + 1, "soon"), (-GRACE, "late"), (-30, "late")],
)
def test_the_time_left_counts_down_and_is_honest_when_it_is_over(minutes: float, word: str) -> None:
    words = WORDS[Language.EN]
    said = left(words, NOW + timedelta(minutes=minutes), NOW)
    assert said == words[word].format(minutes=12 if minutes == 12 else 1)


def test_the_page_and_its_script_count_alike() -> None:
    script = (WEB / "public" / "guest" / "guest.js").read_text()
    assert f"const GRACE = {GRACE};" in script


def test_an_amount_is_written_as_its_reader_writes_it() -> None:
    assert "25,50 EUR" in page_of(GuestStatus.DELIVERED, Language.DE)
    assert "25.50 EUR" in page_of(GuestStatus.DELIVERED, Language.EN)


@pytest.mark.parametrize("language", list(Language))
def test_every_page_without_an_account_is_read_in_any_of_our_languages(language: Language) -> None:
    pages = [
        page_of(GuestStatus.NEAR, language),
        gone_page(language),
        gone_page(language, busy=True),
        welcome_page("Anaïs", "nuit@lumiere.example", "/set", language),
        welcome_page(None, None, "/set", language),
    ]
    for page in pages:
        assert f'<html lang="{language}">' in page
        assert re.findall(r'href="\?lang=(\w+)"', page) == [code for code, _ in LANGUAGES]
        (here,) = re.findall(r'href="\?lang=(\w+)"[^>]*aria-current="true"', page)
        assert here == language
    assert set(WELCOME[language]) == set(WELCOME[Language.FR])


def test_only_our_own_languages_can_be_asked_for() -> None:
    assert {code for code, _ in LANGUAGES} == set(Language)
    assert chosen("it") is Language.IT
    assert [chosen(said) for said in ("", "xx", "<b>", "IT")] == [None] * 4


def test_an_order_with_markup_in_its_names_stays_text() -> None:
    order = an_order(GuestStatus.NEAR).model_copy(update={"courier": "<b>Marc</b>"})
    assert "<b>" not in order_page(order, "/stream", NOW)


def test_the_colours_are_those_of_the_back_office() -> None:
    """One language of colours; older phones do not know `light-dark()`, so it is written out."""
    tokens = (WEB / "src" / "app" / "tokens.css").read_text()
    light, dark = (WEB / "public" / "guest" / "guest.css").read_text().split("@media", 1)
    pairs = re.findall(r"(--[\w-]+): light-dark\((#\w+), (#\w+)\)", tokens)
    known = {name: (one, other) for name, one, other in pairs}
    shown = dict(re.findall(r"(--[\w-]+): (#\w+);", light))
    assert len(shown) > 10
    for name, colour in shown.items():
        assert colour == known[name][0], name
        assert f"{name}: {known[name][1]};" in dark, name
