"""What a load of the page weighs and how long it takes, as the browser itself counts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page

# Listens from the very beginning of a document.
OBSERVE = """
window.measured = { paint: 0, shift: 0 };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) measured.paint = entry.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (!entry.hadRecentInput) measured.shift += entry.value;
  }
}).observe({ type: "layout-shift", buffered: true });
"""
SCRIPTS = """() => performance.getEntriesByType("resource")
  .filter((one) => new URL(one.name).pathname.endsWith(".js"))
  .map((one) => [one.name, one.encodedBodySize])"""


@dataclass(frozen=True)
class Load:
    """`paint_ms`: when the largest content stood. `shift`: how much moved after it had stood
    (cumulative layout shift, without unit). `scripts`: compressed bytes by address."""

    paint_ms: float
    shift: float
    scripts: dict[str, int]


def slowed(page: Page, times: int) -> None:
    """From now on the page has so many times less of the processor."""
    door = page.context.new_cdp_session(page)
    door.send("Emulation.setCPUThrottlingRate", {"rate": times})


def measured(device: BrowserContext, path: str, drawn: Any, *, slow: int = 1) -> Load:
    """Load a page on a device that has nothing of it yet. `drawn` waits until it is."""
    device.add_init_script(OBSERVE)
    page = device.new_page()
    slowed(page, slow)
    page.goto(path)
    drawn(page)
    page.wait_for_load_state("load")
    found: dict[str, float] = page.evaluate("() => window.measured")
    scripts = dict(page.evaluate(SCRIPTS))
    page.close()
    return Load(found["paint"], found["shift"], scripts)
