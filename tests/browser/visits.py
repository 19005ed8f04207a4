"""Opening the page in a browser, as somebody, on some device."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.browser.devices import Device, Devices, Look, Scheme, prepare
from tests.browser.watching import Complaints

NewContext = Callable[..., BrowserContext]


def sign_in(page: Page, mail: str, password: str) -> None:
    """Fill in and send the sign-in form, in French."""
    page.get_by_label("Adresse mail").fill(mail)
    password_field(page).fill(password)
    page.get_by_role("button", name="Se connecter").click()


def password_field(page: Page) -> Locator:
    return page.get_by_label(re.compile("^Mot de passe"))  # beside it: "Montrer le mot de passe"


@dataclass
class Visits:
    """Opens pages for one test, and hears what the browser complains of on any of them."""

    new_context: NewContext
    devices: Devices
    complaints: Complaints = field(default_factory=Complaints)
    _lent: list[tuple[Look, Page]] = field(default_factory=list)

    def device(
        self,
        mail: str | None,
        language: str = "fr",
        *,
        scheme: Scheme = "light",
        device: Device = "desktop",
        browser: Browser | None = None,
        **more: Any,
    ) -> BrowserContext:
        """A device that nobody had before, in a `browser` of its own where one is given;
        with `mail`, that person is signed in on it."""
        sessions = self.devices.sessions
        options = Look(language, scheme, device).options() | more
        if mail is not None:
            options["storage_state"] = sessions.of(mail)
        if browser is None:
            context = self.new_context(**options)
        else:
            context = browser.new_context(base_url=sessions.url, **options)
        prepare(context)
        self.complaints.watch(context)
        return context

    def open(
        self,
        path: str,
        mail: str | None,
        language: str = "fr",
        *,
        scheme: Scheme = "light",
        device: Device = "desktop",
        **more: Any,
    ) -> Page:
        """The page at this address, on a device that nobody else has meanwhile. Only a stranger's,
        and one that is special in `more`, has never been used."""
        if mail is None or more:
            page = self.device(mail, language, scheme=scheme, device=device, **more).new_page()
        else:
            look = Look(language, scheme, device)
            page = self.devices.lend(look, mail)
            self._lent.append((look, page))
            self.complaints.watch(page.context)
        page.goto(path)
        return page

    def give_back(self) -> None:
        for look, page in self._lent:
            self.complaints.unwatch(page.context)
            self.devices.take_back(look, page)

    def give_up(self, pictures: Path | None) -> None:
        """After a failure: show what was there, and let nobody have these devices any more."""
        for n, (_, page) in enumerate(self._lent, 1):
            if pictures is not None and not page.is_closed():
                page.screenshot(path=pictures / f"device-{n}.png")
            page.context.close()
