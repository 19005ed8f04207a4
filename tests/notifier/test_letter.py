"""What notices say, in every language."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest
from pydantic import ValidationError

from chassis.links import Links
from contracts.billing import FolioProblem
from contracts.claims import ClaimOutcome
from contracts.deliveries import Guest, Restaurant
from contracts.guest_links import PURPOSE
from contracts.handovers import HandoverKind
from contracts.notices import Channel
from contracts.properties import Language
from notifier.notices.saying import Saying
from notifier.notices.target import Target
from notifier.wording.letter import Letter, Letters
from notifier.wording.words import Words
from tests.support.deliveries import EVENING, ORDER, after, sheet
from tests.support.notices import facts

FOLLOW = {
    Language.FR: "Suivre la commande",
    Language.EN: "Follow the order",
    Language.IT: "Segui l'ordine",
    Language.DE: "Bestellung verfolgen",
    Language.ES: "Seguir el pedido",
}
# A letter that each language is not written without.
ACCENTS = {
    Language.FR: "Àçéô",
    Language.IT: "èàù",
    Language.DE: "äöüß",
    Language.ES: "áéíóú",
}
BEFORE_DELIVERY = {
    Language.FR: "avant la livraison",
    Language.EN: "before delivery",
    Language.IT: "prima della consegna",
    Language.DE: "Vor der Lieferung",
    Language.ES: "antes de la entrega",
}
LINKS = Links(["s" * 32])
LETTERS = Letters("https://desk.example/", LINKS)
GUEST = (Saying.GUEST_PLACED, Saying.GUEST_CANCELLED)
EVERYTHING = {
    "courier": "Marc",
    "message": "Où êtes-vous ?",
    "reason": "Fermé ce soir",
    "amount": 1250,
    "currency": "EUR",
}


def _letter(
    *,
    saying: Saying = Saying.NEW_ORDER,
    order_id: str = ORDER,
    now: datetime = EVENING,
    home: dict[str, Any] | None = None,
    target: Target | None = None,
    letters: Letters = LETTERS,
    **fields: Any,
) -> Letter:
    to = target or Target.addresses_of_property()
    return letters.write(saying, facts(**fields), to, order_id, sheet(**(home or {})), now)


def _to(saying: Saying, language: Language) -> Target:
    if saying in GUEST:
        return Target.guest("+33639980042", language)
    return Target(group="g", channel=Channel.MAIL, language=language)


class _Balanced(HTMLParser):
    """Counts what is opened and closed, and notes what is loaded from elsewhere."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.remote: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "img", "link"):
            self.open.append(tag)
        self.remote += [value or "" for name, value in attrs if name == "src" or tag == "link"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("saying", Saying)
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("known", [{}, EVERYTHING], ids=["little known", "all known"])
def test_everything_is_said_in_every_language(
    saying: Saying, language: Language, known: dict[str, Any]
) -> None:
    nothing = {"validation_code": None, "expected_at": None}
    letter = _letter(saying=saying, target=_to(saying, language), **(known or nothing))
    assert letter.language is language
    for text in (letter.title, letter.short):
        assert text.strip()
        assert "\n" not in text
    for text in (letter.title, letter.short, letter.text):
        assert not re.search(r"[{}]|None|!", text), text
    assert _Balanced(letter.html).open == []
    assert _Balanced(letter.html).remote == []
    assert len(letter.title) <= 200
    assert len(letter.short) <= 320


@pytest.mark.parametrize("saying", Saying)
def test_each_language_has_words_of_its_own(saying: Saying) -> None:
    said = {_letter(saying=saying, target=_to(saying, one)).short for one in Language}
    titles = {_letter(saying=saying, target=_to(saying, one)).title for one in Language}
    assert len(titles) == len(Language)
    assert len(said) >= 1


@pytest.mark.parametrize(("language", "letters"), ACCENTS.items())
def test_words_keep_their_accents(language: Language, letters: str) -> None:
    words = (files("notifier") / "wording" / "words" / f"{language}.json").read_text("utf-8")
    for letter in letters:
        assert letter in words


def test_there_are_words_for_all_that_can_happen() -> None:
    happens = [
        *(f"claim_{outcome}" for outcome in ClaimOutcome),
        *(f"task_{problem}" for problem in FolioProblem),
        *(f"task_{kind}" for kind in HandoverKind),
    ]
    assert {Saying(name) for name in happens} <= set(Saying)


@pytest.mark.parametrize("lost", ["follow", "new_order"])
def test_a_language_that_lacks_a_word_is_found_when_the_service_starts(lost: str) -> None:
    source = files("notifier") / "wording" / "words" / "fr.json"
    words = json.loads(source.read_text(encoding="utf-8"))
    Words.model_validate(words)
    for part in (words["labels"], words["sayings"]):
        part.pop(lost, None)
    with pytest.raises(ValidationError, match=lost):
        Words.model_validate(words)


@pytest.mark.parametrize("language", Language)
def test_a_letter_says_what_the_desk_needs_in_each_language(language: Language) -> None:
    letter = _letter(home={"languages": (language,)})
    assert letter.language is language
    for fact in ("203", "Chez Lina"):
        assert fact in letter.title
    link = f"https://desk.example/board?order={ORDER}"
    for fact in ("K7Q2ZD", "203", "Anaïs", "Chez Lina", "21:15", "4821", link):
        assert fact in letter.text
        assert fact in letter.html
    assert FOLLOW[language] in letter.text
    assert f'<html lang="{language}">' in letter.html


def test_the_button_follows_the_order_on_the_board() -> None:
    html = _letter().html
    assert f'<a href="https://desk.example/board?order={ORDER}"' in html
    assert ">Suivre la commande</a>" in html


def test_the_property_s_first_language_is_taken_where_the_reader_has_none() -> None:
    letter = _letter(home={"languages": (Language.DE, Language.FR)})
    assert letter.title == "Neue Bestellung: Zimmer 203, Chez Lina"


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
    for words in ("Code", "Livraison", "None", "Livreur", "Montant"):
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


def test_a_courier_s_message_cannot_become_markup_nor_be_cut_in_the_mail() -> None:
    words = "<i>Bonjour</i>, " + "je suis devant la porte " * 20
    letter = _letter(saying=Saying.COURIER_MESSAGE, message=words, courier="Marc")
    assert "<i>" not in letter.html
    assert words.strip() in letter.text
    assert letter.short.startswith("Marc\u00a0: <i>Bonjour</i>")
    assert letter.short.endswith("...")


def test_names_cannot_break_a_line_or_a_header() -> None:
    letter = _letter(
        restaurant=Restaurant(name="Chez\r\nBcc: all@x.example\x00\u2028Lina"), room="2\t03"
    )
    assert letter.title == "Nouvelle commande\u00a0: chambre 2 03, Chez Bcc: all@x.example Lina"
    assert "Restaurant\u00a0: Chez Bcc: all@x.example Lina\n" in letter.text


def test_names_with_braces_are_names() -> None:
    letter = _letter(restaurant=Restaurant(name="{room} {{ 7*7 }}"))
    assert letter.title.endswith("{room} {{ 7*7 }}")
    assert "{{ 7*7 }}" in letter.html


def test_an_order_id_is_escaped_in_the_link() -> None:
    assert "board?order=a%26b%20c%2Fd" in _letter(order_id="a&b c/d").text


@pytest.mark.parametrize(
    "saying", [Saying.NEW_ORDER, Saying.COURIER_MESSAGE, Saying.COURIER_NEAR, Saying.DELIVERED]
)
def test_a_letter_names_no_amount_before_it_is_due(saying: Saying) -> None:
    letter = _letter(saying=saying)
    for amount in ("25,00", "25.00", "2500", "1250", "EUR", "€"):
        assert amount not in letter.text
        assert amount not in letter.html


@pytest.mark.parametrize(
    ("language", "currency", "shown"),
    [
        (Language.FR, "EUR", "12,50\u00a0EUR"),
        (Language.EN, "EUR", "12.50\u00a0EUR"),
        (Language.DE, "CHF", "12,50\u00a0CHF"),
        (Language.FR, "JPY", "1250\u00a0JPY"),
        (Language.ES, "TND", "1,250\u00a0TND"),
    ],
)
def test_an_amount_has_its_currency_s_digits_and_the_language_s_comma(
    language: Language, currency: str, shown: str
) -> None:
    target = _to(Saying.PARTLY_REFUNDED, language)
    letter = _letter(saying=Saying.PARTLY_REFUNDED, target=target, amount=1250, currency=currency)
    assert shown in letter.text
    assert shown in letter.short


@pytest.mark.parametrize("saying", [Saying.REFUNDED, Saying.PARTLY_REFUNDED])
@pytest.mark.parametrize("language", Language)
def test_a_refund_before_delivery_is_told_without_an_amount_and_reads_well(
    saying: Saying, language: Language
) -> None:
    target = _to(saying, language)
    early = _letter(saying=saying, target=target)
    late = _letter(saying=saying, target=target, amount=1250, currency="EUR")
    for text in (early.text, early.html, early.short):
        assert not re.search(r"12[.,]50|EUR|€", text)
    assert not re.search(r", *[.,]|  |, *$", early.short)
    assert re.search(r"12[.,]50.EUR", late.short)
    partly = saying is Saying.PARTLY_REFUNDED  # there is no total to look up in the details yet
    assert (BEFORE_DELIVERY[language] in early.text) is partly
    assert BEFORE_DELIVERY[language] not in late.text


@pytest.mark.parametrize("language", Language)
def test_a_guest_s_message_has_a_link_that_opens_their_order(language: Language) -> None:
    target = Target.guest("+33639980042", language)
    letter = _letter(saying=Saying.GUEST_CANCELLED, target=target)
    token = letter.link.removeprefix("https://desk.example/guest/orders/")
    assert LINKS.read(PURPOSE, token, EVENING) == ORDER
    assert letter.short.endswith(letter.link)
    again = _letter(saying=Saying.GUEST_CANCELLED, target=target, now=after(120))
    assert again.short == letter.short


def test_without_a_secret_a_guest_is_written_to_without_a_link() -> None:
    target = Target.guest("+33639980042", Language.EN)
    letter = _letter(
        saying=Saying.GUEST_CANCELLED, target=target, letters=Letters("https://desk.example")
    )
    assert letter.short.endswith("You will not be charged.")
