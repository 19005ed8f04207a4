"""A mail about a changed stay says what was paid, what goes back, and where the rest is paid."""

from __future__ import annotations

import pytest

from chassis.links import Links
from contracts.carts import Wish
from contracts.notices import StayNews
from contracts.properties import Language
from contracts.stay_links import PATH
from notifier.mail.writing import Content
from notifier.stays.letter import StayLetters
from notifier.stays.model import StayFacts
from tests.notifier.test_stay_letter import MAILS, facts
from tests.support.stay_mails import SHEET
from tests.support.stays import AIGLE, ORDER, hut_state

LETTERS = StayLetters("https://comptoir.example/", Links(["a secret of thirty-two characters"]))
LINK = f"https://comptoir.example{PATH}"


def changed(of: StayFacts, letters: StayLetters = LETTERS) -> Content:
    home = hut_state(AIGLE, "Refuge de l'Aigle", languages=(Language.FR,)).sheet
    return letters.write(StayNews.CHANGED, of, home, SHEET, MAILS, ORDER)


def paid(language: Language = Language.FR, **sums: int) -> StayFacts:
    """Of 123,00 for the stay."""
    update = {"language": language, "firm": True, **sums}
    return facts(Wish.FIRM).model_copy(update=update)


@pytest.mark.feature("R22", "R58", "R60")
def test_what_is_due_online_is_asked_for_with_the_way_to_pay_it() -> None:
    mail = changed(paid(paid=5200, due=2600))
    for said in ("Déjà payé\u00a0: 52,00", "À payer en ligne\u00a0: 26,00", f"{LINK}"):
        assert said in mail.text
    assert "Reste à payer au refuge\u00a0: 45,00" in mail.text
    assert f'href="{LINK}' in (mail.html or "")


@pytest.mark.parametrize("language", Language)
def test_every_language_asks_for_it(language: Language) -> None:
    assert LINK in changed(paid(language, paid=5200, due=2600)).text


def test_what_goes_back_is_said_and_nothing_is_asked_for() -> None:
    mail = changed(paid(paid=5200, refunded=2600))
    assert "Remboursé\u00a0: 26,00" in mail.text
    assert "À payer en ligne" not in mail.text
    assert LINK not in mail.text


def test_an_installation_that_signs_no_links_asks_all_the_same() -> None:
    mail = changed(paid(paid=5200, due=2600), StayLetters())
    assert "À payer en ligne" in mail.text
    assert "/guest/stays/" not in mail.text
