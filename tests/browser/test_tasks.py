"""What only a person can do: done with one click, and found again under what was done."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from partners.demo_data import Guest
from tests.browser.evening import HOUSE, RECEPTION, Evening
from tests.browser.visits import Visits

# Of the demo hotel's PMS: a guest who has left, so that nothing can be charged to the room.
GONE = Guest("Ottoline", "Fairweather", "en", "+33639987003", "101")


@pytest.mark.feature("O18")
def test_what_was_posted_by_hand_is_among_what_was_done_with_who_did_it(
    visits: Visits, evening: Evening
) -> None:
    ordered = evening.order(GONE)
    evening.delivered(ordered, folio="attention")
    desk = visits.open(f"{HOUSE}/tasks", RECEPTION)
    task = desk.get_by_role("listitem").filter(has_text=ordered.reference)
    task.get_by_role("button", name="Saisi à la main").click()
    expect(task).to_have_count(0)
    desk.get_by_role("tab", name="Terminées").click()
    done = desk.get_by_role("region", name="Tâches terminées").get_by_role("listitem")
    mine = done.filter(has_text=ordered.reference)
    expect(mine).to_contain_text("par Réception")
    expect(mine).to_contain_text("Facturation à terminer")
