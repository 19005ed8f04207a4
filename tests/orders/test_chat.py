"""The chat between reception and the courier."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from contracts.chats import (
    ChatRefusal,
    CourierMessageReceived,
    CourierMessageRefused,
    CourierMessageSent,
)
from contracts.deliveries import DeliveryPlaced, reference_of
from contracts.tracking import ReportedStatus
from orders.delivery.chat import EARLY_LIMIT, KNOWN_LIMIT
from tests.orders.life import Life
from tests.support.chats import change_room, courier_wrote, write_to_courier
from tests.support.deliveries import GUEST, MARC, ORDER, after, place, reported

R = ReportedStatus


def on_the_road() -> Life:
    life = Life().after(place(), reported(R.TO_PICKUP, 5, courier=MARC))
    life.actor = "person:anna"
    return life


def test_the_hotel_writes_of_its_own_accord_once_a_courier_is_assigned() -> None:
    life = on_the_road().at(after(6), write_to_courier("The lift is broken."))
    told = life.last(CourierMessageSent)
    assert (told.text, told.author, told.occurred_at) == (
        "The lift is broken.",
        "person:anna",
        after(6),
    )
    assert (told.partner_id, told.external_id) == ("demo-page", "LUM-20261123-0042")
    assert told.guest_id == GUEST


def test_the_same_request_again_is_the_same_message_and_another_one_is_another() -> None:
    life = on_the_road().after(
        write_to_courier("One"), write_to_courier("One"), write_to_courier("Two")
    )
    one, again, two = (told.message_id for told in life.all(CourierMessageSent))
    assert one == again != two


def test_the_chat_opens_with_a_courier() -> None:
    life = Life().after(place(), write_to_courier())
    refused = life.last(CourierMessageRefused)
    assert (refused.reason, refused.field) == (ChatRefusal.NO_COURIER, "order_id")


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(34, CourierMessageSent), (154, CourierMessageSent), (154.1, CourierMessageRefused)],
)
def test_the_chat_closes_two_hours_after_the_end(minutes: float, told: type) -> None:
    life = on_the_road().after(reported(R.DELIVERED, 34)).at(after(minutes), write_to_courier())
    assert life.events[-1] is told


def test_what_closed_the_chat_is_named() -> None:
    life = on_the_road().after(reported(R.CANCELLED, 34))
    refused = life.at(after(34) + timedelta(hours=3), write_to_courier()).last(
        CourierMessageRefused
    )
    assert refused.reason is ChatRefusal.ORDER_OVER


@pytest.mark.parametrize("life", [Life(), Life().after(reported(R.TO_PICKUP, 5, courier=MARC))])
def test_nobody_writes_about_an_order_that_is_not_placed(life: Life) -> None:
    assert life.after(write_to_courier()).last(CourierMessageRefused).reason is (
        ChatRefusal.UNKNOWN_ORDER
    )


def test_another_property_s_people_do_not_find_the_order() -> None:
    life = on_the_road().after(write_to_courier(property_id="hotel-other"))
    refused = life.last(CourierMessageRefused)
    assert (refused.reason, refused.property_id) == (ChatRefusal.UNKNOWN_ORDER, "hotel-other")


def test_a_message_of_the_courier_is_told_with_what_reception_needs() -> None:
    life = on_the_road().after(change_room("305"), courier_wrote(20))
    told = life.last(CourierMessageReceived)
    assert (told.text, told.courier_name, told.room) == ("At the back door.", "Marc", "305")
    assert (told.reference, told.occurred_at) == (reference_of(ORDER), after(20))


def test_a_repeated_message_of_the_courier_is_told_once() -> None:
    life = on_the_road().after(courier_wrote(20), courier_wrote(20), courier_wrote(25))
    assert life.events.count(CourierMessageReceived) == 1


def test_a_courier_is_heard_after_the_end() -> None:
    life = on_the_road().after(reported(R.DELIVERED, 34), courier_wrote(40))
    assert life.events[-1] is CourierMessageReceived


def test_messages_before_the_order_are_told_when_it_is_placed_oldest_first() -> None:
    life = Life().after(
        courier_wrote(21, message_id="b", text="Second"),
        courier_wrote(20, message_id="a", text="First"),
        courier_wrote(20, message_id="a", text="First"),
    )
    assert life.events == []
    life.after(place())
    assert life.events == [DeliveryPlaced, CourierMessageReceived, CourierMessageReceived]
    assert [told.text for told in life.all(CourierMessageReceived)] == ["First", "Second"]
    assert {word.text for word in life.known.heard} == {None}
    assert life.after(courier_wrote(21, message_id="b")).events == life.events


def test_messages_in_any_order_end_in_the_same_state() -> None:
    messages = [place(), *(courier_wrote(20 + n, message_id=f"m-{n}") for n in range(3))]
    ends = [Life().after(*order).known for order in permutations(messages)]
    assert all(end == ends[0] for end in ends)


def test_an_order_remembers_so_many_messages_and_no_more() -> None:
    early = Life()
    for n in range(EARLY_LIMIT + 20):
        early.after(courier_wrote(n, message_id=f"m-{n}"))
    assert len(early.known.heard) == EARLY_LIMIT
    assert early.known.heard[0].message_id == "m-20"
    life = early.after(place())
    for n in range(KNOWN_LIMIT + 20):
        life.after(courier_wrote(100 + n, message_id=f"n-{n}"))
    assert len(life.known.heard) == KNOWN_LIMIT
    assert life.events.count(CourierMessageReceived) == EARLY_LIMIT + KNOWN_LIMIT + 20
