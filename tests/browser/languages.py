"""A page that changes its language before one's eyes, and words that no dictionary had."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from contracts.topics import BY_NAME
from tests.browser.devices import LOCALES

# What is said first on a page, in each language: to skip the menu; at the sign-in, to come in.
SPOKEN = {
    "fr": "Aller au contenu|Se connecter",
    "en": "Skip to content|Sign in",
    "it": "Vai al contenuto|Accedi",
    "de": "Zum Inhalt|Anmelden",
    "es": "Ir al contenido|Iniciar sesión",
}
# A key of the dictionaries that no dictionary had.
RAW_KEY = re.compile(r"^[a-z_]+(\.[a-z_]+)+$")

TEXTS = """() => {
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) texts.push(walk.currentNode.textContent.trim());
  for (const name of ["aria-label", "title", "placeholder", "alt"]) {
    for (const one of document.querySelectorAll(`[${name}]`)) texts.push(one.getAttribute(name));
  }
  return [document.title, ...texts];
}"""


def each_language(page: Page, loaded: str) -> Iterator[str]:
    """The page in the language it was loaded in, then in every other, as a person changes it."""
    for language in (loaded, *(other for other in LOCALES if other != loaded)):
        if language != loaded:
            choose(page, language)
        expect(page.locator("html")).to_have_attribute("lang", language)
        said = page.get_by_text(re.compile(f"^({SPOKEN[language]})$"))
        expect(said.first).to_be_attached()
        yield language


def choose(page: Page, language: str) -> None:
    """Where a desk's page offers it: behind one's initials, or below the sign-in."""
    if "/sign-in" in page.url:
        page.locator("select").select_option(language)
        return
    page.locator("nav button[aria-haspopup=menu]").last.click()
    page.locator(f"[role=menuitem][lang={language}]").click()
    expect(page.get_by_role("menu")).to_have_count(0)


def raw_keys(page: Page) -> list[str]:
    found = [text for text in page.evaluate(TEXTS) if RAW_KEY.match(text)]
    return [text for text in found if not any(name.startswith(text) for name in BY_NAME)]
