"""What mails about stays say: the warden's words, the recap, the guest, the hut."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.carts import Wish
from contracts.huts import HutSheet
from contracts.notices import StayNews
from contracts.properties import Language
from contracts.selling import Mails, MailTexts
from contracts.stays import StayState
from notifier.mail.writing import Content
from notifier.stays.letter import StayLetters
from notifier.stays.model import StayFacts
from notifier.stays.words import Saying, StayWords
from tests.support.stay_mails import SENDER, SHEET, TEXTS, a_booking, to_guest, told
from tests.support.stays import AIGLE, OURS, ZOE, hut_state, july, want, want_extra

LETTERS = StayLetters()
MAILS = Mails(sender=SENDER, texts=TEXTS)
TOTAL = {
    Language.FR: "Total\u00a0: 123,00\u00a0EUR",
    Language.EN: "Total: 123.00\u00a0EUR",
    Language.IT: "Totale: 123,00\u00a0EUR",
    Language.DE: "Summe: 123,00\u00a0EUR",
    Language.ES: "Total: 123,00\u00a0EUR",
}
FIRST_NIGHT = {
    Language.FR: "jeudi 1 juillet 2027",
    Language.EN: "Thursday 1 July 2027",
    Language.IT: "giovedì 1 luglio 2027",
    Language.DE: "Donnerstag, 1. Juli 2027",
    Language.ES: "jueves 1 de julio de 2027",
}


def facts(wish: Wish = Wish.OPTION, **fields: Any) -> StayFacts:
    """Two persons for two nights with two picnics."""
    wanted = (want(2), want(2, july(2)), want_extra(2))
    booking = a_booking(*wanted, wish=wish, **fields)
    return to_guest(told(None, booking)).facts


def letter(
    news: StayNews = StayNews.BOOKED,
    of: StayFacts | None = None,
    mails: Mails = MAILS,
    hut: HutSheet | None = SHEET,
) -> Content:
    home = hut_state(AIGLE, "Refuge de l'Aigle", languages=(Language.FR, Language.IT)).sheet
    return LETTERS.write(news, of or facts(), home, hut, mails)


class _Balanced(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
        assert tag not in ("img", "link", "script")  # nothing is loaded from elsewhere

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("news", StayNews)
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("wish", [Wish.OPTION, Wish.FIRM])
@pytest.mark.parametrize("known", [True, False], ids=["all known", "little known"])
def test_everything_is_said_in_every_language(
    news: StayNews, language: Language, wish: Wish, known: bool
) -> None:
    of = facts(wish, language=language)
    content = letter(news, of, MAILS if known else Mails(), SHEET if known else None)
    assert content.language is language
    assert TOTAL[language] in content.text
    assert FIRST_NIGHT[language] in content.text
    assert "\n" not in content.title
    for said in (content.title, content.text):
        assert not re.search(r"[{}]|None|!", said), said
    assert _Balanced(content.html).open == []


@pytest.mark.feature("R22")
def test_a_mail_is_the_warden_s_text_the_cart_the_guest_and_the_hut() -> None:
    content = letter(of=facts(Wish.FIRM))
    for said in (
        *("Prenez un drap-sac.", "Le dîner est à 19 h."),
        *("2 × Adulte, Grand dortoir", "2 × Pique-nique", "26,00\u00a0EUR", "52,00\u00a0EUR"),
        *("Total\u00a0: 123,00\u00a0EUR", "Déjà payé\u00a0: 0,00\u00a0EUR"),
        "Reste à payer au refuge\u00a0: 123,00\u00a0EUR",
        *("Zoë Lefèvre", "+33 6 00 00 00 01", "zoe@exemple.fr"),
        *("Lou Perret", "+33 4 50 00 00 01", "https://aigle.example", "2385 m"),
        *("Deux heures depuis le parking.", "Météo\u00a0: https://meteo.example", SENDER),
    ):
        assert said in content.text, said
    assert "dont TVA 10 %" in content.text


def test_what_is_paid_is_not_asked_for_again() -> None:
    paid = facts(Wish.FIRM).model_copy(update={"paid": 2300})
    text = letter(of=paid).text
    assert "Déjà payé\u00a0: 23,00\u00a0EUR" in text
    assert "Reste à payer au refuge\u00a0: 100,00\u00a0EUR" in text


def test_a_cancelled_stay_says_why_and_no_other_mail_does() -> None:
    of = facts(Wish.FIRM).model_copy(update={"reason": "Le pont est\nemporté"})
    content = letter(StayNews.CANCELLED, of)
    assert "Motif\u00a0: Le pont est emporté" in content.text
    assert "Le pont est emporté" in content.html
    assert "Le pont" not in letter(StayNews.CHANGED, of).text


def test_what_is_given_back_of_a_cancelled_stay_is_said() -> None:
    paid = facts(Wish.FIRM).model_copy(update={"paid": 2300, "refunded": 2300})
    content = letter(StayNews.CANCELLED, paid)
    assert "Remboursé\u00a0: 23,00\u00a0EUR" in content.text
    assert "Remboursé" in content.html
    assert "Remboursé" not in letter(StayNews.CANCELLED, facts(Wish.FIRM)).text


@pytest.mark.feature("R20")
@pytest.mark.parametrize(
    ("news", "wish", "title", "body"),
    [
        (StayNews.BOOKED, Wish.OPTION, "Pré-réservation au refuge", "Confirmez"),
        (StayNews.BOOKED, Wish.FIRM, "Réservation au refuge", "Prenez un drap-sac."),
        (StayNews.CONFIRMED, Wish.FIRM, "Réservation au refuge", "Prenez un drap-sac."),
        (StayNews.CHANGED, Wish.FIRM, "Votre réservation", "Prenez un drap-sac."),
        (StayNews.REMINDER, Wish.OPTION, "Votre option", "Confirmez"),
    ],
)
def test_each_subject_and_body_of_the_warden_has_its_mails(
    news: StayNews, wish: Wish, title: str, body: str
) -> None:
    content = letter(news, facts(wish))
    assert content.title.startswith(title)
    assert body in content.text


@pytest.mark.parametrize("news", [StayNews.CANCELLED, StayNews.EXPIRED])
def test_what_is_off_neither_asks_for_money_nor_welcomes_anybody(news: StayNews) -> None:
    text = letter(news).text
    for said in ("Reste à payer", "Confirmez", "Deux heures depuis"):
        assert said not in text


def test_a_guest_is_not_sent_a_subject_in_a_language_they_do_not_read() -> None:
    content = letter(of=facts(Wish.FIRM, language=Language.DE))
    assert content.title == f"Ihre Buchung {facts().reference}: Refuge de l'Aigle"
    # What the warden wrote in no other language is better than nothing.
    assert "Prenez un drap-sac." in content.text


def test_a_name_or_text_of_a_hut_is_no_markup() -> None:
    evil = MailTexts(booking_body="<script>alert(1)</script>", booking_subject="a\r\nBcc: x@y.z")
    content = letter(of=facts(Wish.FIRM), mails=Mails(texts={Language.FR: evil}))
    assert "<script>" not in content.html
    assert content.title == "a Bcc: x@y.z"


@pytest.mark.feature("R48")
@pytest.mark.parametrize("news", StayNews)
@pytest.mark.parametrize("language", Language)
def test_the_house_s_remark_is_in_no_mail(news: StayNews, language: Language) -> None:
    assert ZOE.remark == "Arrive tard"
    for state in StayState:
        wish = Wish.FIRM if state is StayState.FIRM else Wish.OPTION
        of = facts(wish, language=language)
        assert of.contact.remark is None
        # Not even if it were known.
        known = of.model_copy(update={"contact": ZOE})
        content = letter(news, known)
        for said in (content.title, content.text, content.html):
            assert "Arrive tard" not in said


def test_each_hut_of_a_tour_writes_of_its_own_nights_and_names_the_others() -> None:
    tour = a_booking(want(2), want(2, july(2), OURS), wish=Wish.FIRM)
    works = [work for work in _works(tour) if work.property_id == AIGLE]
    text = letter(of=works[0].facts).text
    assert "Total\u00a0: 52,00\u00a0EUR" in text
    assert "Ce séjour continue à\u00a0: Refuge de l'Ours" in text
    assert "2 juillet" not in text


def _works(booking: Any) -> list[Any]:
    return [effect.work for effect in told(None, booking).effects]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("missing", ["saying", "label", "month"])
def test_a_language_that_lacks_a_word_is_not_loaded(language: Language, missing: str) -> None:
    source = files("notifier") / "stays" / "words" / f"{language.value}.json"
    words = json.loads(source.read_text(encoding="utf-8"))
    StayWords.model_validate(words, strict=False)
    match missing:
        case "saying":
            del words["sayings"][Saying.REMINDER]
        case "label":
            del words["labels"]["remains"]
        case _:
            words["months"].pop()
    with pytest.raises(ValidationError):
        StayWords.model_validate(words, strict=False)
