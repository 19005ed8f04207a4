"""What a cart costs, line by line, and why some carts have no price."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.carts import Cart, LineKind, NightWanted, Price, PricedLine, SupplementWanted
from contracts.properties import Language
from contracts.selling import Deposit, DepositKind, Selling
from contracts.stay_requests import PriceStay
from contracts.stays import StayPriced, StayRefusal, StayRefused
from orders.stay.pricing import FEW_LINES, due_now
from orders.stay.taxes import amount_of, net_of
from tests.support.stays import (
    AIGLE,
    ORDER,
    OURS,
    RATES,
    STOCK,
    Ordering,
    booked,
    cart_of,
    hut_state,
    july,
    rate,
    selling,
    want,
    want_extra,
    with_rules,
)

Wanted = NightWanted | SupplementWanted


def price_request(cart: Cart) -> PriceStay:
    return PriceStay(property_id=cart.nights[0].property_id, order_id=ORDER, cart=cart)


def priced(*wanted: Wanted, by: Ordering | None = None) -> Price:
    return (by or Ordering()).ask(price_request(cart_of(*wanted)), StayPriced).price


def refused(*wanted: Wanted, by: Ordering | None = None) -> StayRefused:
    return (by or Ordering()).ask(price_request(cart_of(*wanted)), StayRefused)


def test_each_line_shows_what_it_is_and_how_it_was_reckoned() -> None:
    price = priced(want(2), want(1, rate_id="enfant"), want_extra(3, on=july(1)))
    lines = [(line.item_id, line.quantity, line.unit_amount, line.total) for line in price.lines]
    assert lines == [
        ("adulte", 2, 2600, 5200),
        ("enfant", 1, 2000, 2000),
        ("pique-nique", 3, 950, 2850),
    ]
    assert price.total == 10050
    night, extra = price.lines[0], price.lines[2]
    assert (night.kind, night.night, night.stock_type) == (LineKind.NIGHT, july(1), "Dortoir")
    assert (night.name, night.label) == ({"fr": "Adulte"}, {"fr": "Grand dortoir"})
    assert (night.tax_name, night.tax_rate) == ("TVA 10 %", "10.00")
    assert (extra.kind, extra.stock_type, extra.label) == (LineKind.SUPPLEMENT, None, {})


def test_pricing_asks_no_hut_for_places_and_keeps_no_stay() -> None:
    ordering = Ordering()
    assert len(ordering.tell(price_request(cart_of(want(2))))) == 1
    assert ("stays", ORDER) not in ordering.stored


def test_the_same_rate_on_the_same_night_is_one_line() -> None:
    price = priced(want(2), want(3), want(1, on=july(2)))
    assert [(line.night, line.quantity) for line in price.lines] == [(july(1), 5), (july(2), 1)]


def test_each_hut_has_its_own_share_with_one_tax_line_per_rate() -> None:
    price = priced(want(2), want(1, rate_id="chambre"), want(3, at=OURS), want_extra(1))
    aigle, ours = price.shares
    assert (aigle.property_name, aigle.amount.total) == ("Refuge de l'Aigle", 10150)
    assert [(line.rate, line.net, line.tax) for line in aigle.amount.tax_lines] == [
        ("10.00", 4727 + 3636, 473 + 364),
        ("5.50", 900, 50),
    ]
    assert (ours.property_id, ours.amount.total, price.total) == (OURS, 7800, 17950)


def test_ten_and_ten_point_nought_per_cent_are_one_rate() -> None:
    rates = (rate("adulte", "dortoir", 1100, tax_rate="10"), rate("enfant", "dortoir", 550))
    price = priced(want(1), want(1, rate_id="enfant"), by=Ordering(selling(rates=rates)))
    (line,) = price.shares[0].amount.tax_lines
    assert (line.rate, line.net, line.tax) == ("10", 1500, 150)


def test_a_price_without_tax_is_all_net_under_a_name() -> None:
    rates = (rate("adulte", "dortoir", 1000, tax_rate="0", tax_name=""),)
    price = priced(want(2), by=Ordering(selling(rates=rates)))
    (line,) = price.shares[0].amount.tax_lines
    assert (line.name, line.net, line.tax) == ("0 %", 2000, 0)


@pytest.mark.parametrize(
    ("gross", "rate", "net"),
    [
        (1100, "10", 1000),
        (105, "10.00", 95),
        (1, "20", 1),
        (3, "100", 2),
        (0, "5.5", 0),
        (950, "5.50", 900),
        (100, "0", 100),
        (10**12, "999.9999", 90909099174),
    ],
)
def test_net_is_gross_without_its_tax_half_a_unit_rounded_up(
    gross: int, rate: str, net: int
) -> None:
    assert net_of(gross, rate) == net


rates_written = st.sampled_from(["0", "5.5", "5.50", "10", "10.00", "20", "7.7", "999.9999"])
some_lines = st.lists(st.tuples(st.integers(0, 10**9), rates_written), min_size=1, max_size=40)


@given(some_lines)
def test_tax_lines_always_come_to_what_the_lines_cost(lines: list[tuple[int, str]]) -> None:
    amount = amount_of([bare_line(total, rate) for total, rate in lines], "EUR")
    assert amount.total == sum(total for total, _ in lines)
    assert all(line.net >= 0 and line.tax >= 0 for line in amount.tax_lines)


def bare_line(total: int, tax_rate: str) -> PricedLine:
    return PricedLine(
        kind=LineKind.SUPPLEMENT,
        property_id=AIGLE,
        item_id="any",
        name={},
        quantity=1,
        unit_amount=total,
        total=total,
        tax_rate=tax_rate,
    )


@pytest.mark.parametrize(
    ("kind", "value", "total", "due"),
    [
        (DepositKind.NONE, 0, 8000, 8000),
        (DepositKind.PERCENTAGE, 30, 8000, 2400),
        (DepositKind.PERCENTAGE, 30, 8001, 2400),
        (DepositKind.PERCENTAGE, 50, 5, 3),
        (DepositKind.PERCENTAGE, 100, 8000, 8000),
        (DepositKind.FIXED, 5000, 8000, 5000),
        (DepositKind.FIXED, 5000, 4000, 4000),
    ],
)
def test_due_at_once_is_everything_or_the_deposit(
    kind: DepositKind, value: int, total: int, due: int
) -> None:
    assert due_now(Deposit(kind=kind, value=value), total) == due


def test_each_huts_own_deposit_counts_for_its_share() -> None:
    ordering = Ordering(
        with_rules(deposit=Deposit(kind=DepositKind.PERCENTAGE, value=30)),
        with_rules(deposit=Deposit(kind=DepositKind.FIXED, value=1000)),
    )
    price = priced(want(2), want(2, at=OURS), by=ordering)
    assert [share.due_now for share in price.shares] == [1560, 1000]
    assert price.due_now == 2560


MANY = tuple(rate(f"r{n}", "dortoir", 100, tax_rate=str(n)) for n in range(21))
R = StayRefusal
NO_PRICE: list[tuple[str, Selling | None, tuple[Wanted, ...], StayRefusal, str]] = [
    ("no such hut", None, (want(1, at="nowhere"),), R.UNKNOWN_PROPERTY, "nights.0.property_id"),
    (
        "a supplement of no such hut",
        None,
        (want(1), want_extra(1, at="nowhere")),
        R.UNKNOWN_PROPERTY,
        "supplements.0.property_id",
    ),
    ("no such rate", None, (want(1), want(1, rate_id="x")), R.UNKNOWN_RATE, "nights.1.rate_id"),
    (
        "a rate without its stock type",
        selling(stock_types=STOCK[1:]),
        (want(1),),
        R.UNKNOWN_RATE,
        "nights.0.rate_id",
    ),
    (
        "no such supplement",
        None,
        (want(1), want_extra(1, "x")),
        R.UNKNOWN_SUPPLEMENT,
        "supplements.0.supplement_id",
    ),
    (
        "a supplement for another night",
        None,
        (want(1), want_extra(1, on=july(2))),
        R.UNKNOWN_SUPPLEMENT,
        "supplements.0",
    ),
    (
        "a supplement of a hut without night",
        None,
        (want(1), want_extra(1, at=OURS)),
        R.UNKNOWN_SUPPLEMENT,
        "supplements.0",
    ),
    ("too many", None, (want(3), want(18)), R.QUANTITY, "nights.0.persons"),
    (
        "too few",
        selling(rates=(rate("adulte", "dortoir", 1, minimum=2),)),
        (want(1),),
        R.QUANTITY,
        "nights.0.persons",
    ),
    (
        "too few of a supplement",
        None,
        (want(1), want_extra(1, "draps")),
        R.QUANTITY,
        "supplements.0.quantity",
    ),
    (
        "two currencies",
        selling(currency="CHF"),
        (want(1), want(1, at=OURS)),
        R.TWO_CURRENCIES,
        "nights.1.property_id",
    ),
    (
        "more than can be written",
        selling(rates=(rate("adulte", "dortoir", 10**12),)),
        (want(2),),
        R.QUANTITY,
        "nights.0",
    ),
    (
        "more in all than can be written",
        selling(rates=(rate("adulte", "dortoir", 10**12),)),
        (want(1), want(1, july(2))),
        R.QUANTITY,
        "",
    ),
    (
        "more persons in a stock type than can be asked for",
        selling(rates=(rate("adulte", "dortoir", 1, maximum=500), rate("b", "dortoir", 1))),
        (want(500), want(1, rate_id="b")),
        R.QUANTITY,
        "nights",
    ),
    (
        "more tax rates than a bill has",
        selling(rates=MANY),
        tuple(want(1, rate_id=each.id) for each in MANY),
        R.QUANTITY,
        "",
    ),
]


@pytest.mark.parametrize(
    ("aigle", "wanted", "reason", "field"),
    [row[1:] for row in NO_PRICE],
    ids=[r[0] for r in NO_PRICE],
)
def test_a_cart_that_cannot_be_sold_is_refused_by_name(
    aigle: Selling | None, wanted: tuple[Wanted, ...], reason: StayRefusal, field: str
) -> None:
    said = refused(*wanted, by=Ordering(aigle))
    assert (said.reason, said.field) == (reason, f"cart.{field}".rstrip("."))
    assert said.detail


def test_at_most_twenty_huts_are_booked_at_once() -> None:
    ordering, ids = Ordering(), [f"hut-{n}" for n in range(21)]
    for id in ids:
        ordering.tell(hut_state(id, id))
        ordering.sells(id, selling())
    assert len(priced(*(want(1, at=id) for id in ids[:20]), by=ordering).shares) == 20
    assert refused(*(want(1, at=id) for id in ids), by=ordering).reason is R.QUANTITY


def test_a_bill_that_no_record_could_hold_is_refused_before_any_hut_is_asked() -> None:
    """Names of two hundred letters in five languages, for a stay of eight months."""
    long = dict.fromkeys(Language, "é" * 200)
    rates = tuple(each.model_copy(update={"name": long}) for each in RATES)
    ordering = Ordering(selling(rates=rates))
    nights = [want(1, july(1) + dt.timedelta(days=n)) for n in range(250)]
    assert len(priced(*nights[:FEW_LINES], by=ordering).lines) == FEW_LINES
    said = refused(*nights, by=ordering)
    assert (said.reason, said.field) == (R.QUANTITY, "cart")


def test_the_largest_cart_in_ordinary_words_has_a_price() -> None:
    nights = [want(1, july(1) + dt.timedelta(days=n)) for n in range(500)]
    assert len(priced(*nights).lines) == 500


def test_two_currencies_are_named_with_their_huts() -> None:
    ordering = Ordering(selling(currency="CHF"))
    said = refused(want(1), want(1, at=OURS), by=ordering)
    assert said.detail == (
        "Refuge de l'Aigle sells in CHF and Refuge de l'Ours sells in EUR: book each by itself"
    )


def test_a_property_that_sells_no_places_cannot_be_booked() -> None:
    ordering = Ordering()
    ordering.tell(hut_state("hotel", "Hôtel"))
    assert refused(want(1, at="hotel"), by=ordering).reason is R.UNKNOWN_PROPERTY


# -- what was booked keeps its price -----------------------------------------------------------


def dearer(**fields: Any) -> Selling:
    return selling(rates=(rate("adulte", "dortoir", 9900, maximum=20),), **fields)


def test_what_was_booked_keeps_its_price_and_what_is_new_has_todays() -> None:
    ordering = booked(want(2), want_extra(1))
    ordering.sells(AIGLE, dearer())
    price = priced(want(2), want(2, july(2)), want_extra(1), by=ordering)
    assert [line.unit_amount for line in price.lines] == [2600, 9900, 950]


def test_more_persons_on_a_booked_night_come_at_its_price() -> None:
    ordering = booked(want(2))
    ordering.sells(AIGLE, dearer())
    assert priced(want(3), by=ordering).total == 7800


def test_what_is_no_longer_offered_stays_booked_but_is_not_sold_again() -> None:
    ordering = booked(want(2, rate_id="enfant"))
    ordering.sells(AIGLE, dearer())
    assert priced(want(2, rate_id="enfant"), by=ordering).total == 4000
    assert refused(want(3, rate_id="enfant"), by=ordering).reason is R.UNKNOWN_RATE


def test_a_price_in_another_currency_is_never_kept() -> None:
    ordering = booked(want(2))
    ordering.sells(AIGLE, dearer(currency="CHF"))
    price = priced(want(2), by=ordering)
    assert (price.currency, price.total) == ("CHF", 19800)


def test_a_stranger_is_told_todays_price() -> None:
    ordering = booked(want(2))
    for id in (AIGLE, OURS):
        ordering.sells(id, dearer())
    stranger = price_request(cart_of(want(2, at=OURS)))
    assert ordering.ask(stranger, StayPriced).price.total == 19800


def test_nights_of_any_date_are_priced() -> None:
    for night in (dt.date.min, dt.date.max):
        assert priced(want(1, night)).total == 2600
