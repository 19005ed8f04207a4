"""What axe finds wrong with a page as it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.browser.chromium import CHECKOUT
from tests.browser.devices import VIEWPORTS

AXE = CHECKOUT / "services" / "gateway" / "web" / "node_modules" / "axe-core" / "axe.min.js"
# The back office says on its root which scheme it draws; the guests' pages need not.
FOLLOWS = """(wanted) =>
  (document.documentElement.dataset.mantineColorScheme ?? wanted) === wanted"""
# WCAG 2.2, levels A and AA, and what axe's makers hold to be good practice beside them.
RUN = """async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    // An open menu is drawn beside the landmarks, as a dialog is; axe excuses dialogs alone.
    rules: { region: { enabled: !document.querySelector("[role=menu]") } },
  });
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => ({ rule: rule.id, help: rule.help, at: node.target.join(" "),
      html: node.html.slice(0, 200), why: node.failureSummary })));
}"""


@cache
def _axe() -> str:
    return AXE.read_text()


def faults(page: Page) -> list[str]:
    """One line for each element that breaks a rule.

    The script comes in by the browser's debugging door: the page's own policy takes none from
    elsewhere.
    """
    if not page.evaluate("() => 'axe' in window"):
        door = page.context.new_cdp_session(page)
        door.send("Runtime.evaluate", {"expression": _axe()})
        door.detach()
    page.evaluate(SETTLED)
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [f"{one['rule']} at {one['at']}: {one['why']} {one['html']}" for one in found]


def faults_on_each_screen(page: Page, drawn: Callable[[], object]) -> list[str]:
    """The same on a desk's screen and on a phone's, on one load: a page follows its window, too.
    `drawn` waits until it stands."""
    found: list[str] = []
    for screen, size in VIEWPORTS.items():
        page.set_viewport_size(size)
        page.evaluate(FOLLOWED)
        drawn()
        found += [f"{screen}, {fault}" for fault in faults_by_day_and_night(page)]
    return found


def faults_by_day_and_night(page: Page) -> list[str]:
    """The same in light and in dark, on one load: a page follows its device at once."""
    found: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(FOLLOWS, arg=scheme)
        found += [f"{scheme}: {fault}" for fault in faults(page)]
    return found


# Colours are measured once nothing fades in any more; what moves without end may go on.
SETTLED = """async () => {
  const ending = document.getAnimations().filter(
    (one) => one.effect.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map((one) => one.finished));
}"""

# A page hears of another size just before a frame, and draws itself anew in its next free moment.
FOLLOWED = """() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(
  () => requestIdleCallback(() => go(), { timeout: 1000 }))))"""
