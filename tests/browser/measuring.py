"""What a load of the page weighs and how long it takes, as the browser itself counts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page
from playwright.sync_api import TimeoutError as NotInTime

from tests.browser.devices import PATIENCE_MS

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
LOOK_EVERY_MS = 100
# Some of what a page does at first: reads JSON, makes objects, sorts, writes JSON.
WORK = """() => {
  const began = performance.now();
  const row = (_, n) => ({ id: n, name: `row ${n % 97}`, at: n * 7 });
  const rows = Array.from({ length: 2000 }, row);
  for (let turn = 0; turn < 30; turn++) {
    const read = JSON.parse(JSON.stringify(rows)).map((row) => ({ ...row, turn }));
    read.sort((one, other) => one.name.localeCompare(other.name) || other.at - one.at);
  }
  return performance.now() - began;
}"""
# What that takes four times slowed where the budgets were set: two virtual cores with nothing else
# at work.
WORK_SLOWED, WORK_MS = 4, 300.0


@dataclass(frozen=True)
class Load:
    """`paint_ms`: when the largest content stood. `shift`: how much moved after it had stood
    (cumulative layout shift, without unit). `scripts`: compressed bytes by address. `pace`: how
    much longer the machine took for known work just before and after than where the budgets were
    set; 1 where it was no slower."""

    paint_ms: float
    shift: float
    scripts: dict[str, int]
    pace: float


def slowed(page: Page, times: int) -> CDPSession:
    """From now on the page has so many times less of the processor."""
    door = page.context.new_cdp_session(page)
    door.send("Emulation.setCPUThrottlingRate", {"rate": times})
    return door


def measured(device: BrowserContext, path: str, drawn: str, *, slow: int = 1) -> Load:
    """Load a page on a device that has nothing of it yet. `drawn`: a function's source that says in
    the page whether it is."""
    device.add_init_script(OBSERVE)
    before = _pace(device)
    page = device.new_page()
    door = slowed(page, slow)
    page.goto(path, wait_until="commit")
    _wait(page, door, f"document.readyState === 'complete' && measured.paint > 0 && ({drawn})()")
    found: dict[str, float] = page.evaluate("() => window.measured")
    scripts = dict(page.evaluate(SCRIPTS))
    page.close()
    return Load(found["paint"], found["shift"], scripts, max(1.0, (before + _pace(device)) / 2))


def _pace(device: BrowserContext) -> float:
    page = device.new_page()
    slowed(page, WORK_SLOWED)
    took: float = page.evaluate(WORK)
    page.close()
    return took / WORK_MS


def _wait(page: Page, door: CDPSession, until: str) -> None:
    """Wait for an expression in the page. Not with Playwright's own waits: they put a script of
    hundreds of kilobytes into the page, which would be measured with it. Raises NotInTime."""
    for _ in range(0, PATIENCE_MS, LOOK_EVERY_MS):
        looked: dict[str, Any] = door.send("Runtime.evaluate", {"expression": until})
        if looked["result"].get("value") is True:
            return
        page.wait_for_timeout(LOOK_EVERY_MS)
    raise NotInTime(f"not within {PATIENCE_MS} ms: {until}")
