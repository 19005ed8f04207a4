"""What a new order's mail says, in every language."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest

from contracts.deliveries import Guest, Restaurant
from contracts.properties import Language
from notifier.mail.letter import Letter, Letters, Words
from notifier.notices.model import NewOrder, NoticeKind
from tests.support.deliveries import EVENING, ORDER, after, content, sheet

FOLLOW = {
    Language.FR: "Suivre la commande",
    Language.EN: "Follow the order",
    Language.IT: "Segui l'ordine",
    Language.DE: "Bestellung verfolgen",
    Language.ES: "Seguir el pedido",
}


def _letter(
    *,
    order_id: str = ORDER,
    now: datetime = EVENING,
    home: dict[str, Any] | None = None,
    **fields: Any,
) -> Letter:
    about = NewOrder.of("K7Q2ZD", content(**fields))
    letters = Letters("https://desk.example/")
    return letters.write(NoticeKind.NEW_ORDER, about, order_id, sheet(**(home or {})), now)


@pytest.mark.feature("O05")
@pytest.mark.feature("O07")
@pytest.mark.parametrize("language", Language)
def test_a_letter_says_what_the_desk_needs_in_each_language(language: Language) -> None:
    letter = _letter(home={"languages": (language,)})
    assert letter.language is language
    for facts in ("203", "Chez Lina"):
        assert facts in letter.subject
    link = f"https://desk.example/board?order={ORDER}"
    for facts in ("K7Q2ZD", "203", "Anaïs", "Chez Lina", "21:15", "4821", link):
        assert facts in letter.text
        assert facts in letter.html
    assert FOLLOW[language] in letter.text
    assert f'<html lang="{language}">' in letter.html
    assert "{" not in letter.subject + letter.text


@pytest.mark.feature("O07")
def test_the_button_follows_the_order_on_the_board() -> None:
    html = _letter().html
    assert f'<a href="https://desk.example/board?order={ORDER}"' in html
    assert ">Suivre la commande</a>" in html


def test_every_language_has_its_own_words() -> None:
    subjects = {_letter(home={"languages": (language,)}).subject for language in Language}
    assert len(subjects) == len(Language)


def test_a_language_that_lacks_a_word_is_found_when_the_service_starts() -> None:
    source = files("notifier") / "mail" / "words" / "fr.json"
    words = json.loads(source.read_text(encoding="utf-8"))
    Words.model_validate(words)
    del words["follow"]
    with pytest.raises(ValueError, match="follow"):
        Words.model_validate(words)


def test_the_property_s_first_language_is_taken() -> None:
    letter = _letter(home={"languages": (Language.DE, Language.FR)})
    assert letter.subject == "Neue Bestellung: Zimmer 203, Chez Lina"


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("Europe/Paris", "21:15"), ("Europe/London", "20:15"), ("Pacific/Auckland", "09:15")],
)
def test_times_are_those_of_the_property(zone: str, shown: str) -> None:
    assert shown in _letter(home={"time_zone": zone}).text


def test_summer_time_counts() -> None:
    summer = datetime(2026, 7, 1, 18, 0, tzinfo=UTC)
    assert "20:00" in _letter(expected_at=summer, now=summer).text


def test_a_time_of_another_day_is_shown_with_its_day() -> None:
    assert "24/11 à 00:10" in _letter(expected_at=after(210)).text


def test_what_is_not_known_is_not_mentioned() -> None:
    letter = _letter(validation_code=None, expected_at=None)
    for words in ("Code", "Livraison", "None"):
        assert words not in letter.text
        assert words not in letter.html


def test_names_cannot_become_markup() -> None:
    letter = _letter(
        guest=Guest(surname="<b>O'Neil</b> & Fils"),
        restaurant=Restaurant(name="<script>x</script>"),
    )
    assert "<script>" not in letter.html
    assert "&lt;b&gt;O&#39;Neil&lt;/b&gt; &amp; Fils" in letter.html
    assert "<b>O'Neil</b> & Fils" in letter.text


def test_names_cannot_break_a_line_or_a_header() -> None:
    letter = _letter(
        restaurant=Restaurant(name="Chez\r\nBcc: all@x.example\x00\u2028Lina"), room="2\t03"
    )
    assert letter.subject == "Nouvelle commande : chambre 2 03, Chez Bcc: all@x.example Lina"
    assert "Restaurant\u00a0: Chez Bcc: all@x.example Lina\n" in letter.text


def test_names_with_braces_are_names() -> None:
    letter = _letter(restaurant=Restaurant(name="{room} {{ 7*7 }}"))
    assert letter.subject.endswith("{room} {{ 7*7 }}")
    assert "{{ 7*7 }}" in letter.html


def test_an_order_id_is_escaped_in_the_link() -> None:
    assert "board?order=a%26b%20c%2Fd" in _letter(order_id="a&b c/d").text


@pytest.mark.feature("O14")
def test_a_letter_names_no_amount() -> None:
    letter = _letter()
    for amount in ("25,00", "25.00", "2500", "1250", "EUR", "€"):
        assert amount not in letter.text
        assert amount not in letter.html
