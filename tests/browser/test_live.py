"""Two people at once, and a connection that goes and comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.board import at_order, card, log, panel, row, write
from tests.browser.evening import DIRECTION, HOUSE, RECEPTION, Evening
from tests.browser.visits import Visits
from tests.support.proxy import Proxy

LOST = re.compile("^Reconnexion depuis")

SECOND = 1000  # milliseconds


def test_two_desks_on_one_order_see_what_the_other_writes_within_a_second(
    visits: Visits, evening: Evening
) -> None:
    ordered = evening.order()
    evening.assigned(ordered)
    left = visits.open(at_order("live", ordered), RECEPTION)
    right = visits.open(at_order("orders", ordered), DIRECTION)
    here, there = panel(left, ordered), panel(right, ordered)
    expect(there).to_contain_text("Réception")
    expect(here).to_contain_text("Direction")
    write(here, "Je descends avec la clé.")
    expect(log(there)).to_contain_text("Je descends avec la clé.", timeout=SECOND)
    write(there, "C’est fait.")
    expect(log(here)).to_contain_text("C’est fait.", timeout=SECOND)


@pytest.fixture
def line(evening: Evening) -> Iterator[Proxy]:
    """The line between a browser and the gateway, which can be cut."""
    proxy = Proxy("127.0.0.1", evening.installation.ports.gateway)
    evening.aside.run(proxy.start())
    yield proxy
    evening.aside.run(proxy.stop())


@pytest.mark.feature("O03")
def test_what_happened_while_the_stream_was_cut_is_there_when_it_is_back(
    line: Proxy, visits: Visits, evening: Evening
) -> None:
    known = evening.order()
    page = visits.open(f"http://{line.address}{HOUSE}/live", RECEPTION)
    expect(card(page, known)).to_be_visible()
    expect(page.get_by_text(re.compile("^En direct"))).to_be_visible()

    evening.aside.call(line.cut)
    expect(page.get_by_text(LOST)).to_be_visible()
    expect(card(page, known)).to_contain_text("état de")
    missed = evening.order()
    evening.assigned(known)
    courier = evening.shown(known)["courier"]["name"]
    expect(card(page, missed)).to_have_count(0)

    evening.aside.call(line.restore)
    expect(card(page, missed)).to_be_visible()
    expect(card(page, known)).to_contain_text(courier)
    expect(page.get_by_text(re.compile("^En direct"))).to_be_visible()
    expect(card(page, known)).not_to_contain_text("état de")
    visits.complaints.expect_lost()


@pytest.mark.feature("O03")
def test_a_phone_says_over_its_bar_that_the_connection_is_lost(
    line: Proxy, visits: Visits, evening: Evening
) -> None:
    known = evening.order()
    page = visits.open(f"http://{line.address}{HOUSE}/orders", RECEPTION, device="phone")
    over_the_bar = page.get_by_role("navigation").get_by_text(LOST)
    expect(row(page, known)).to_be_visible()
    expect(over_the_bar).to_have_count(0)
    evening.aside.call(line.cut)
    expect(over_the_bar).to_be_in_viewport()
    # An order's detail, which was read before, covers the bar.
    evening.aside.call(line.restore)
    expect(over_the_bar).to_have_count(0)
    row(page, known).click()
    detail = panel(page, known)
    expect(detail.get_by_text(LOST)).to_have_count(0)
    evening.aside.call(line.cut)
    expect(detail.get_by_text(LOST)).to_be_in_viewport()
    evening.aside.call(line.restore)
    expect(detail.get_by_text(LOST)).to_have_count(0)
    visits.complaints.expect_lost()
