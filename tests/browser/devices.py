"""Devices of people at a desk, which go from one test to the next: a browser opens a page on one
that it knows with half the work or less, since it has read the page's scripts before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.sessions import Sessions

Scheme = Literal["light", "dark"]
Device = Literal["desktop", "phone"]
LOCALES = {"fr": "fr-FR", "en": "en-GB", "it": "it-IT", "de": "de-DE", "es": "es-ES"}
VIEWPORTS: dict[str, ViewportSize] = {
    "desktop": {"width": 1440, "height": 900},
    "phone": {"width": 390, "height": 844},
}
# A browser, five services and two engines share the machine's processors.
PATIENCE_MS = 15_000
# A browser that draws no windows shows no pop-ups, and says that they are forbidden. The page is to
# offer them, as to anybody who was not asked yet.
NOT_ASKED_YET = """if (window.Notification?.permission === "denied")
  Object.defineProperty(Notification, "permission", { get: () => "default" });"""
# Each has a process of its own, with the page's scripts in it.
KEPT = 3
# Something of the page's own server that runs no script.
ASIDE = "/icon.svg"


@dataclass(frozen=True)
class Look:
    """What a device is like."""

    language: str = "fr"
    scheme: Scheme = "light"
    device: Device = "desktop"

    def options(self) -> dict[str, Any]:
        """As Playwright has it."""
        return {
            "locale": LOCALES[self.language],
            "timezone_id": "America/New_York",  # times are the property's, not the device's
            "color_scheme": self.scheme,
            "viewport": VIEWPORTS[self.device],
            "has_touch": self.device == "phone",
        }


@dataclass
class Devices:
    """Lends each to one test at a time, with the session of one person and nothing else on it."""

    browser: Browser
    sessions: Sessions
    _idle: list[tuple[Look, Page]] = field(default_factory=list)

    def lend(self, look: Look, mail: str) -> Page:
        page = self._taken(look) or self._new(look)
        page.context.add_cookies(
            [
                {
                    "name": one["name"],
                    "value": one["value"],
                    "domain": one["domain"],
                    "path": one["path"],
                    "secure": one["secure"],
                    "httpOnly": one["httpOnly"],
                    "sameSite": one["sameSite"],
                }
                for one in self.sessions.of(mail)["cookies"]
            ]
        )
        return page

    def take_back(self, look: Look, page: Page) -> None:
        """Leave where the test was, and forget what it kept on the device."""
        context = page.context
        for other in context.pages:
            if other is not page:
                other.close()
        context.set_offline(False)
        page.goto(self.sessions.url + ASIDE)
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        context.clear_cookies()
        page.emulate_media(color_scheme=look.scheme)
        page.set_viewport_size(VIEWPORTS[look.device])
        page.mouse.move(0, 0)
        self._idle.append((look, page))
        for _, longest_idle in self._idle[:-KEPT]:
            longest_idle.context.close()
        del self._idle[:-KEPT]

    def _taken(self, look: Look) -> Page | None:
        found = next((one for one in self._idle if one[0] == look), None)
        if found is None:
            return None
        self._idle.remove(found)
        return found[1]

    def _new(self, look: Look) -> Page:
        context = self.browser.new_context(base_url=self.sessions.url, **look.options())
        prepare(context)
        return context.new_page()


def prepare(context: BrowserContext) -> None:
    """For a device of any test, when it is new."""
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(NOT_ASKED_YET)
