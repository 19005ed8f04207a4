"""Opening the page in a browser, as somebody, on some device."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    StorageState,
    ViewportSize,
    expect,
)

from tests.browser.watching import Complaints

Scheme = Literal["light", "dark"]
Device = Literal["desktop", "phone"]
LOCALES = {"fr": "fr-FR", "en": "en-GB", "it": "it-IT", "de": "de-DE", "es": "es-ES"}
VIEWPORTS: dict[str, ViewportSize] = {
    "desktop": {"width": 1440, "height": 900},
    "phone": {"width": 390, "height": 844},
}
# A browser, five services and two engines share the machine's processors.
PATIENCE_MS = 15_000
NewContext = Callable[..., BrowserContext]


def sign_in(page: Page, mail: str, password: str) -> None:
    """Fill in and send the sign-in form, in French."""
    page.get_by_label("Adresse mail").fill(mail)
    password_field(page).fill(password)
    page.get_by_role("button", name="Se connecter").click()


def password_field(page: Page) -> Locator:
    return page.get_by_label(re.compile("^Mot de passe"))  # beside it: "Montrer le mot de passe"


@dataclass
class Sessions:
    """One session for each person, from the page's own form; made at the first need."""

    browser: Browser
    url: str
    password: str
    _kept: dict[str, StorageState] = field(default_factory=dict)

    def of(self, mail: str) -> StorageState:
        if mail not in self._kept:
            context = self.browser.new_context(base_url=self.url, locale="fr-FR")
            page = context.new_page()
            page.goto("/sign-in")
            sign_in(page, mail, self.password)
            expect(page).to_have_url(re.compile("/p/"))
            state = context.storage_state()
            # The session alone: what the page keeps on a device is each test's own.
            self._kept[mail] = StorageState(cookies=state["cookies"], origins=[])
            context.close()
        return self._kept[mail]


@dataclass
class Visits:
    """Opens pages for one test, and hears what the browser complains of on any of them."""

    new_context: NewContext
    sessions: Sessions
    complaints: Complaints = field(default_factory=Complaints)

    def device(
        self,
        mail: str | None,
        language: str = "fr",
        *,
        scheme: Scheme = "light",
        device: Device = "desktop",
        **more: Any,
    ) -> BrowserContext:
        """A device of its own; with `mail`, that person is signed in on it."""
        options: dict[str, Any] = {
            "locale": LOCALES[language],
            "timezone_id": "America/New_York",  # times are the property's, not the device's
            "color_scheme": scheme,
            "viewport": VIEWPORTS[device],
            "has_touch": device == "phone",
            **more,
        }
        if mail is not None:
            options["storage_state"] = self.sessions.of(mail)
        context = self.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        self.complaints.watch(context)
        return context

    def open(self, path: str, mail: str | None, language: str = "fr", **more: Any) -> Page:
        """The page at this address, on a device of its own."""
        page = self.device(mail, language, **more).new_page()
        page.goto(path)
        return page


@contextmanager
def visits_without_complaint(visits: Visits) -> Iterator[Visits]:
    yield visits
    if visits.complaints.all:
        raise AssertionError("\n".join(["the browser complained:", *visits.complaints.all]))
