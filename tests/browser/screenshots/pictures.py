"""Pictures as files: taken as they are, and reduced for the README."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.browser.accessible import SETTLED

README_BYTES = 200_000
PALETTES = (256, 128, 64, 32)


class TooLarge(Exception):
    """A picture does not become small enough."""


def take(page: Page, file: Path) -> None:
    """What is seen of the page, once nothing fades in any more."""
    page.evaluate("() => document.fonts.ready.then(() => undefined)")
    page.evaluate(SETTLED)
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, animations="disabled")


def reduced(picture: Path, to: Path) -> int:
    """Write a picture with as many colours as fit into `README_BYTES`; how many bytes it has.

    Raises TooLarge.
    """
    with Image.open(picture) as image:
        for colours in PALETTES:
            drawn = io.BytesIO()
            palette = image.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
            palette.save(drawn, "PNG", optimize=True)
            if drawn.tell() < README_BYTES:
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(drawn.getvalue())
                return drawn.tell()
    raise TooLarge(picture.name)
