"""What the page may cost: bytes, and a list of ten thousand orders."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, expect

from comptoir_local.processes import Installation
from tests.bench import history
from tests.browser.evening import HOUSE, RECEPTION
from tests.browser.measuring import measured
from tests.browser.places import ACTIVITY, SIGN_IN, STANDS, Place
from tests.browser.visits import Visits

SCRIPT_BYTES = 250_000
ORDERS_BEHIND = 10_000
# Frames that did not come within a second, after which a browser is given up; so many are tried.
UNDRAWN, BROWSERS = 6, 5


@pytest.fixture(scope="module")
def long_history(installation: Installation) -> int:
    """Three years of orders, all over, in the gateway's read model; how many there are."""
    job = {
        "mongo": installation.engines.mongo,
        "database": f"{installation.namespace}comptoir-gateway",
        "first": history.RUNNING,
        "step": 1,
        "total": history.RUNNING + ORDERS_BEHIND,
    }
    history.write(job)
    return ORDERS_BEHIND


@pytest.mark.parametrize("place", [SIGN_IN, ACTIVITY], ids=str)
def test_the_first_load_brings_few_and_compressed_scripts(visits: Visits, place: Place) -> None:
    device = visits.device(place.seen_by)
    encodings: dict[str, str] = {}
    device.on(
        "response",
        lambda answer: encodings.update({answer.url: answer.headers.get("content-encoding", "")}),
    )
    load = measured(device, place.path, STANDS)
    assert sum(load.scripts.values()) > 0
    large = [url for url, size in load.scripts.items() if size > 2000]
    assert [url for url in large if encodings[url] != "br"] == []
    assert sum(load.scripts.values()) < SCRIPT_BYTES


# Scrolls by nearly a sheet at each frame, as fast as rows are read; looks at what is drawn then.
SCROLL = """async (wanted) => {
  // What scrolls lies around the grid; its rows lie in its body.
  const here = () => document.querySelector('[role=grid]').parentElement;
  // A browser that draws no frame for a second is looked at all the same, some times.
  let undrawn = 0;
  const frame = () => new Promise((go) => {
    const late = setTimeout(() => { undrawn += 1; go(); }, 1000);
    requestAnimationFrame(() => requestAnimationFrame(() => { clearTimeout(late); go(); }));
  });
  const seen = new Map(), gaps = [];
  const look = () => {
    const area = here().getBoundingClientRect(), body = here().querySelector('tbody');
    const rows = [...body.querySelectorAll('tr')]
      .map((row) => ({ at: Number(row.ariaRowIndex), box: row.getBoundingClientRect(),
                       name: row.querySelector('a').textContent }))
      .filter(({ box }) => box.bottom > area.top && box.top < area.bottom)
      .sort((one, other) => one.at - other.at);
    rows.forEach(({ at, name }, n) => {
      seen.set(at, name);
      if (n > 0 && at !== rows[n - 1].at + 1) gaps.push(`${rows[n - 1].at} then ${at}`);
    });
    const drawn = rows.at(-1)?.box.bottom ?? 0, all = body.getBoundingClientRect().bottom;
    if (drawn < Math.min(area.bottom, all) - 1) gaps.push(`nothing below row ${rows.at(-1)?.at}`);
  };
  let still = 0;
  look();
  while (seen.size < wanted && still < 600 && undrawn < %d) {
    const list = here(), before = list.scrollTop;
    list.scrollBy({ top: list.clientHeight * 0.8, behavior: 'instant' });
    await frame();
    look();
    still = list.scrollTop === before ? still + 1 : 0;
  }
  const names = new Set(seen.values());
  return { rows: seen.size, orders: names.size, first: Math.min(...seen.keys()),
           last: Math.max(...seen.keys()), gaps, undrawn };
}""".replace("%d", str(UNDRAWN))


@contextmanager
def unused(kind: BrowserType, launch: dict[str, Any]) -> Iterator[Browser]:
    """A browser of its own: everybody's, after a hundred pages, draws a frame a second as if
    nothing ever changed, and so does a new one now and then."""
    started = kind.launch(**launch)
    try:
        yield started
    finally:
        started.close()


def scrolled(visits: Visits, browser: Browser, rows: int) -> dict[str, Any]:
    """What is seen on the way through so many rows."""
    page = visits.device(RECEPTION, browser=browser).new_page()
    page.set_viewport_size({"width": 1440, "height": 1800})  # half as many sheets to go through
    page.goto(f"{HOUSE}/orders?status=delivered")
    expect(page.get_by_role("row").nth(5)).to_be_visible()
    found: dict[str, Any] = page.evaluate(SCROLL, rows)
    return found


@pytest.mark.timeout(900)
def test_ten_thousand_orders_scroll_without_a_dropped_row(
    visits: Visits,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    long_history: int,
) -> None:
    for _ in range(BROWSERS):
        with unused(browser_type, browser_type_launch_args) as browser:
            found = scrolled(visits, browser, long_history)
        if found["undrawn"] < UNDRAWN:
            break  # of one that draws nothing, nothing is known about the page
    assert found["undrawn"] < UNDRAWN, "no browser draws frames"
    assert found["gaps"] == []
    assert found["rows"] >= long_history
    assert found["orders"] == found["rows"] == found["last"] - found["first"] + 1
