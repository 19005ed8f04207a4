"""`python -m tests.browser.screenshots`: plays an evening on fresh engines and takes the pictures.

They go to `.comptoir/screenshots/<device>-<light or dark>/`; with `--readme`, three of them go to
`docs/pictures/`, too.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

from comptoir_local.engines.choice import Engines
from tests.browser.background import background
from tests.browser.chromium import CHECKOUT, launch_options
from tests.browser.devices import LOCALES, PATIENCE_MS, VIEWPORTS
from tests.browser.evening import Evening, evening_at
from tests.browser.screenshots.pictures import reduced, take
from tests.browser.screenshots.shots import Shot, cut_off, empty, filled, troubled
from tests.browser.screenshots.story import live_through
from tests.browser.sessions import Sessions
from tests.support.engines import running_engines
from tests.support.installations import whole_installation
from tests.support.proxy import Proxy

FOLDER = CHECKOUT / ".comptoir" / "screenshots"
OF_THE_README = {"live": "live", "detail-refunded_in_part": "order", "figures": "figures"}
# The offer of notifications was answered on this device before.
OFFERED = "localStorage.setItem('comptoir.offered.%s', 'long ago')"
LOOKS = tuple((device, scheme) for device in VIEWPORTS for scheme in ("light", "dark"))


@dataclass
class Photographer:
    """Takes every picture on both devices, light and dark."""

    browser: Browser
    evening: Evening
    sessions: Sessions
    only: str
    failed: list[str]

    def take_all(self, shots: Iterable[Shot]) -> None:
        for shot in shots:
            if not fnmatch(shot.name, self.only):
                continue
            for device, scheme in LOOKS:
                file = FOLDER / f"{device}-{scheme}" / f"{shot.name}.png"
                try:
                    self._take(shot, device, scheme, file)
                except (AssertionError, BrowserError) as error:
                    first = str(error).splitlines()[0]
                    self.failed.append(f"{file.relative_to(FOLDER)}: {first}")

    def _take(self, shot: Shot, device: str, scheme: str, file: Path) -> None:
        context = self._context(shot.place.seen_by, device, scheme)
        try:
            page = context.new_page()
            shot.before(page)
            page.goto(shot.place.path)
            if shot.drawn:
                shot.place.drawn(page)
            shot.after(page)
            take(page, file)
        finally:
            context.close()

    def _context(self, mail: str | None, device: str, scheme: str) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.evening.installation.public_url,
            locale=LOCALES["fr"],
            viewport=VIEWPORTS[device],
            color_scheme="dark" if scheme == "dark" else "light",
            has_touch=device == "phone",
            storage_state=self.sessions.of(mail) if mail else None,
        )
        context.set_default_timeout(PATIENCE_MS)
        if mail:
            context.add_init_script(OFFERED % mail)
        return context


def photograph(browser: Browser, evening: Evening, only: str) -> list[str]:
    """Take the pictures whose names are like `only`; what became of those that failed."""
    expect.set_options(timeout=PATIENCE_MS)
    sessions = Sessions(browser, evening.installation.public_url, evening.password)
    photographer = Photographer(browser, evening, sessions, only, [])
    photographer.take_all(empty())
    told = live_through(evening)
    photographer.take_all(filled(evening, told))
    photographer.take_all(troubled())
    line = Proxy("127.0.0.1", evening.installation.ports.gateway)
    evening.aside.run(line.start())
    photographer.take_all(cut_off(evening, line))
    evening.aside.run(line.stop())
    return photographer.failed


def for_the_readme() -> None:
    for shot, name in OF_THE_README.items():
        picture = CHECKOUT / "docs" / "pictures" / f"{name}.png"
        size = reduced(FOLDER / "desktop-light" / f"{shot}.png", picture)
        sys.stdout.write(f"{picture.relative_to(CHECKOUT)}: {size // 1000} KB\n")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots")
    parser.add_argument("--engines", choices=list(Engines), default=Engines.LOCAL, type=Engines)
    parser.add_argument("--readme", action="store_true", help="write docs/pictures, too")
    parser.add_argument("--only", default="*", help="pictures with names like this: 'detail-*'")
    asked = parser.parse_args()
    if asked.only == "*":
        shutil.rmtree(FOLDER, ignore_errors=True)
    with (
        tempfile.TemporaryDirectory() as engines,
        tempfile.TemporaryDirectory() as folder,
        background() as aside,
        aside.entered(running_engines(asked.engines, Path(engines))) as addresses,
        aside.entered(whole_installation(addresses, Path(folder), "screenshots-")) as installation,
        evening_at(installation, aside) as evening,
        sync_playwright() as playwright,
        playwright.chromium.launch(**launch_options()) as browser,
    ):
        failed = photograph(browser, evening, asked.only)
    taken = len(list(FOLDER.rglob("*.png")))
    sys.stdout.write(f"{taken} pictures in {FOLDER.relative_to(CHECKOUT)}\n")
    sys.stdout.write("".join(f"not taken: {one}\n" for one in failed))
    if asked.readme:
        for_the_readme()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
