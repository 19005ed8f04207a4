"""Every way that an order may go, against what its folio is told to hold, step by step."""

from __future__ import annotations

from itertools import pairwise

import pytest

from contracts.billing import BillingTarget
from orders.app import handlers
from tests.orders.life import Life
from tests.orders.paths import DELIVERED, FRANCS, PATHS, Target
from tests.support.deliveries import place


def _said(target: BillingTarget) -> Target:
    by_rate = {line.rate: line.gross for line in target.amount.tax_lines}
    return (target.room, by_rate.get("10.00", 0), by_rate.get("20.00", 0), target.reason)


@pytest.mark.promise("billing converges")
@pytest.mark.parametrize("path", PATHS)
def test_the_folio_is_told_exactly_this(path: str) -> None:
    way = PATHS[path]
    life = Life().after(way.placing, *way.messages)
    assert tuple(_said(target) for target in life.all(BillingTarget)) == way.told


@pytest.mark.parametrize("path", PATHS)
def test_the_target_is_never_told_twice_in_a_row_and_can_be_said_again(path: str) -> None:
    way = PATHS[path]
    life = Life().after(way.placing, *way.messages, *way.messages)
    told = life.all(BillingTarget)
    assert all(one != next for one, next in pairwise(told))
    (row,) = handlers.states
    assert row.message(life.known) == life.target


@pytest.mark.parametrize("path", PATHS)
def test_what_came_before_the_order_comes_to_the_same_target(path: str) -> None:
    way = PATHS[path]
    by_partner = [message for message in way.messages if message.TYPE.startswith("bridge.")]
    late, early = Life().after(way.placing, *by_partner), Life().after(*by_partner, way.placing)
    assert early.order is not None
    due = [life.target.amount.total if life.target else 0 for life in (late, early)]
    assert due[0] == due[1]


def test_an_order_in_another_currency_is_refused_and_never_due() -> None:
    life = Life().after(place(amount=FRANCS), DELIVERED)
    assert life.all(BillingTarget) == []
    assert life.known.placement is None
