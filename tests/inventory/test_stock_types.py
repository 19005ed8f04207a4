"""Stock types: sold apart or pooled, blocked whole or not (R25 to R28)."""

from __future__ import annotations

import pytest

from contracts.catalogue import CatalogueChanged, CatalogueRefused, ShortNight
from contracts.planning import AdjustDay, Adjusting, PlacesHeld, PlacesRefused, day_id_of
from tests.support.plannings import (
    HUT,
    JULY,
    TODAY,
    hold,
    inventory_with,
    left_on,
    night,
    opening,
    place,
    rate,
    release,
    set_openings,
    set_rates,
    set_stock_types,
    stock_type,
    told_by,
)


def test_a_dormitory_and_a_room_are_sold_apart() -> None:
    inventory = inventory_with(
        stock_type(),
        stock_type("chambre"),
        openings=[opening(places=20), opening("chambre", of="chambre", places=4)],
    )
    inventory.tell(hold(place(4, of="chambre")))
    assert (left_on(inventory), left_on(inventory, of="chambre")) == (20, 0)


@pytest.mark.parametrize(
    ("whole_from", "persons", "left"),
    [(None, 6, 1), (1, 1, 0), (1, 6, 0), (3, 2, 5), (3, 3, 0), (3, 7, 0)],
)
def test_a_booking_blocks_the_whole_room_never_always_or_from_so_many(
    whole_from: int | None, persons: int, left: int
) -> None:
    inventory = inventory_with(stock_type(whole_from=whole_from), openings=[opening(places=7)])
    inventory.tell(hold(place(persons)))
    line = told_by(inventory).stock[0]
    assert (line.left, line.sold, line.persons) == (left, 7 - left, persons)


def test_small_bookings_share_a_room_that_only_large_ones_block() -> None:
    inventory = inventory_with(stock_type(whole_from=3), openings=[opening(places=7)])
    inventory.tell(hold(place(2)), hold(place(2), order="stay-2"))
    assert left_on(inventory) == 3
    refused = inventory.ask(hold(place(3), order="stay-3"), PlacesRefused)
    assert [(each.left, each.short) for each in refused.shortages] == [(3, 4)]


def test_a_stay_may_grow_within_the_room_that_it_blocks() -> None:
    inventory = inventory_with(stock_type(whole_from=2), openings=[opening(places=7)])
    inventory.tell(hold(place(2)))
    inventory.ask(hold(place(7), attempt=2), PlacesHeld)
    refused = inventory.ask(hold(place(8), attempt=3), PlacesRefused)
    assert [(each.left, each.short) for each in refused.shortages] == [(7, 1)]


def test_a_stay_that_grows_into_a_whole_room_needs_the_others_gone() -> None:
    inventory = inventory_with(stock_type(whole_from=3), openings=[opening(places=7)])
    inventory.tell(hold(place(2)), hold(place(1), order="stay-2"))
    refused = inventory.ask(hold(place(3), attempt=2), PlacesRefused)
    assert [(each.left, each.short) for each in refused.shortages] == [(6, 1)]
    inventory.tell(release(order="stay-2"))
    inventory.ask(hold(place(3), attempt=3), PlacesHeld)
    assert left_on(inventory) == 0


def test_a_stay_that_shrinks_below_the_limit_gives_the_room_back() -> None:
    inventory = inventory_with(stock_type(whole_from=3), openings=[opening(places=7)])
    inventory.tell(hold(place(3)), hold(place(2), attempt=2))
    assert left_on(inventory) == 0
    inventory.tell(release(attempt=1))
    assert left_on(inventory) == 5


def test_a_stock_type_with_places_sold_is_not_taken_away() -> None:
    inventory = inventory_with(stock_type(), stock_type("chambre"))
    inventory.tell(hold(place(2)))
    inventory.tell(set_openings(undercut=True))
    for undercut in (False, True):
        refused = inventory.ask(
            set_stock_types(stock_type("chambre"), undercut=undercut), CatalogueRefused
        )
        assert refused.field == "stock_types"
        assert "dortoir" in refused.reason
    inventory.tell(release())
    inventory.ask(set_stock_types(stock_type("chambre")), CatalogueChanged)


def test_a_stock_type_sold_only_on_nights_that_are_over_may_go() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(2)))
    inventory.now = inventory.now.replace(month=7, day=3)
    inventory.tell(set_openings(today=night(7, 3)))
    inventory.ask(set_stock_types(today=night(7, 3)), CatalogueChanged)


def test_a_stock_type_that_openings_or_rates_are_about_is_not_taken_away() -> None:
    inventory = inventory_with(stock_type(), stock_type("chambre"))
    inventory.tell(set_rates(rate(of="chambre")))
    refused = inventory.ask(set_stock_types(stock_type("chambre")), CatalogueRefused)
    assert "dortoir still has openings" in refused.reason
    refused = inventory.ask(set_stock_types(stock_type()), CatalogueRefused)
    assert "chambre still has rates" in refused.reason


def test_what_was_adjusted_goes_with_its_stock_type() -> None:
    inventory = inventory_with()
    adjust = AdjustDay(
        property_id=HUT,
        day_id=day_id_of(HUT, JULY),
        night=JULY,
        stock_type_id="dortoir",
        how=Adjusting.BY,
        places=-5,
    )
    inventory.tell(adjust, set_openings(), set_stock_types())
    inventory.tell(set_stock_types(stock_type()), set_openings(opening()))
    assert left_on(inventory) == 15


def test_two_stock_types_of_one_id_are_refused() -> None:
    refused = inventory_with().ask(set_stock_types(stock_type(), stock_type()), CatalogueRefused)
    assert refused.field == "stock_types.1.id"


def test_a_new_limit_for_whole_rooms_counts_for_what_is_sold_already() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(2)), set_stock_types(stock_type(whole_from=2)))
    line = told_by(inventory).stock[0]
    assert (line.sold, line.left) == (15, 0)
    inventory.tell(set_stock_types(stock_type()))
    assert left_on(inventory) == 13


def test_a_limit_that_blocks_a_decreased_and_sold_room_asks() -> None:
    inventory = inventory_with()
    adjust = AdjustDay(
        property_id=HUT,
        day_id=day_id_of(HUT, JULY),
        night=JULY,
        stock_type_id="dortoir",
        how=Adjusting.BY,
        places=-5,
    )
    inventory.tell(hold(place(2)), adjust)
    asked = set_stock_types(stock_type(whole_from=1), today=TODAY)
    refused = inventory.ask(asked, CatalogueRefused)
    assert refused.nights == (ShortNight(night=JULY, stock_type_id="dortoir", sold=2, places=0),)
    knowing = set_stock_types(stock_type(whole_from=1), undercut=True)
    assert inventory.ask(knowing, CatalogueChanged).undercut == refused.nights
