"""Draws the page on which an invited person sets their password."""

from __future__ import annotations

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from contracts.properties import Language
from gateway.access.passwords import LONGEST, SHORTEST
from gateway.guest.languages import LANGUAGES
from gateway.welcome.words import WORDS

_PAGES = Environment(
    loader=ChoiceLoader([PackageLoader("gateway", "welcome"), PackageLoader("gateway", "guest")]),
    autoescape=True,
    undefined=StrictUndefined,
)


def welcome_page(name: str | None, mail: str | None, action: str, language: Language) -> str:
    """The whole page; without a name it says that the link does not hold. `action` is where the
    password goes."""
    return _PAGES.get_template("welcome.html").render(
        language=language.value,
        languages=LANGUAGES,
        words=WORDS[language],
        name=name,
        mail=mail,
        action=action,
        shortest=SHORTEST,
        longest=LONGEST,
    )
