"""Rules, terms, mails, prices: each part of a hut's selling is replaced by itself."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.catalogue import (
    CatalogueChanged,
    CatalogueRefused,
    SellingState,
    SetMails,
    SetRules,
    SetSupplements,
    SetTerms,
)
from contracts.message import Message
from contracts.properties import DefineProperty, Language, PropertyKind
from contracts.selling import (
    BookingMode,
    Deposit,
    DepositKind,
    Mails,
    MailTexts,
    PaymentMeans,
    Rules,
    Selling,
    Supplement,
)
from inventory.app import handlers
from inventory.planning.stock import stocks
from inventory.selling.model import sellings
from tests.support.plannings import (
    HUT,
    Inventory,
    hut_sheet,
    inventory_with,
    rate,
    set_openings,
    set_rates,
    set_stock_types,
    stock_type,
)


def _new_hut() -> Inventory:
    inventory = Inventory()
    inventory.tell(DefineProperty(property_id=HUT, sheet=hut_sheet(currency="CHF")))
    return inventory


def _selling(inventory: Inventory) -> Selling:
    selling: Selling = inventory.find(sellings.ref(HUT)).selling
    return selling


def set_rules(**fields: Any) -> SetRules:
    return SetRules(property_id=HUT, rules=Rules(**fields))


def set_terms(text: str, language: Language = Language.FR, **fields: Any) -> SetTerms:
    return SetTerms(property_id=HUT, language=language, text=text, **fields)


def test_the_first_change_begins_a_huts_selling_in_its_currency() -> None:
    inventory = _new_hut()
    changed, state = inventory.tell(set_rules(min_days_before=2))
    assert changed == CatalogueChanged(
        property_id=HUT, request_id="message-2", changed=True, revision=1
    )
    assert state == SellingState(
        property_id=HUT,
        revision=1,
        selling=Selling(currency="CHF", rules=Rules(min_days_before=2)),
    )


def test_the_state_is_told_again_as_it_was_told() -> None:
    inventory = _new_hut()
    _, state = inventory.tell(set_rules(min_days_before=2))
    (row,) = (row for row in handlers.states if row.collection is sellings)
    assert row.message(inventory.find(sellings.ref(HUT))) == state


@pytest.mark.parametrize("kind", [PropertyKind.HOTEL, PropertyKind.RESTAURANT, None])
@pytest.mark.parametrize("asked", [set_rules(), set_stock_types(), set_openings()])
def test_only_huts_sell_nights(asked: Message, kind: PropertyKind | None) -> None:
    inventory = Inventory()
    if kind is not None:
        inventory.tell(DefineProperty(property_id=HUT, sheet=hut_sheet(kind=kind)))
    refused = inventory.ask(asked, CatalogueRefused)
    assert refused.field == "property_id"
    assert inventory.find(sellings.ref(HUT)) is None


def test_a_request_that_has_seen_an_older_revision_is_refused() -> None:
    inventory = _new_hut()
    inventory.tell(set_terms("Un."))
    refused = inventory.ask(set_terms("Deux.", revision=0), CatalogueRefused)
    assert (refused.field, "1" in refused.reason) == ("revision", True)
    assert inventory.ask(set_terms("Deux.", revision=1), CatalogueChanged).revision == 2


def test_what_already_is_as_asked_changes_nothing_whatever_was_seen() -> None:
    inventory = _new_hut()
    inventory.tell(set_terms("Un."))
    (answer,) = inventory.tell(set_terms("Un.", revision=0))
    assert answer == CatalogueChanged(
        property_id=HUT, request_id="message-3", changed=False, revision=1
    )


def test_each_change_of_the_terms_is_a_version_of_its_own() -> None:
    inventory = _new_hut()
    inventory.tell(set_terms("Un."), set_terms("Uno.", Language.IT), set_terms("Un."))
    terms = _selling(inventory).terms
    assert (terms.version, terms.texts) == (2, {Language.FR: "Un.", Language.IT: "Uno."})
    inventory.tell(set_terms(" \n", Language.IT), set_rules(min_days_before=1))
    terms = _selling(inventory).terms
    assert (terms.version, terms.texts) == (3, {Language.FR: "Un."})


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"mode": BookingMode.BOOKING}, "rules.mode"),
        ({"payment_means": (PaymentMeans.PAYBOX, PaymentMeans.PAYBOX)}, "rules.payment_means"),
        ({"option_days": 3, "reminder_days": 3}, "rules.reminder_days"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(fields: dict[str, Any], field: str) -> None:
    assert _new_hut().ask(set_rules(**fields), CatalogueRefused).field == field


def test_rules_are_replaced_and_what_a_hold_needs_of_them_is_kept_beside() -> None:
    inventory = _new_hut()
    rules = Rules(
        mode=BookingMode.BOOKING,
        payment_means=(PaymentMeans.PAYPAL,),
        deposit=Deposit(kind=DepositKind.PERCENTAGE, value=30),
        min_days_before=2,
        cut_off="17:30",
        group_from=12,
    )
    inventory.ask(SetRules(property_id=HUT, rules=rules), CatalogueChanged)
    assert _selling(inventory).rules == rules
    stock = inventory.find(stocks.ref(HUT))
    assert (stock.min_days_before, stock.cut_off) == (2, "17:30")


@pytest.mark.parametrize(
    "deposit",
    [
        {"kind": DepositKind.NONE, "value": 1},
        {"kind": DepositKind.PERCENTAGE, "value": 0},
        {"kind": DepositKind.PERCENTAGE, "value": 101},
        {"kind": DepositKind.FIXED, "value": 0},
    ],
)
def test_a_deposit_is_nothing_a_percentage_or_a_sum(deposit: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Value error"):
        Deposit(**deposit)


def test_sender_and_words_of_the_mails_are_replaced() -> None:
    inventory = _new_hut()
    texts = {Language.FR: MailTexts(booking_subject="Votre réservation")}
    mails = Mails(sender="gardien@refuge.example", texts=texts)
    inventory.ask(SetMails(property_id=HUT, mails=mails), CatalogueChanged)
    assert _selling(inventory).mails == mails


def test_several_rates_of_one_stock_type_are_kept_in_order() -> None:
    inventory = inventory_with()
    rates = (rate("adulte"), rate("enfant", unit_amount=2000, maximum=6))
    inventory.ask(set_rates(*rates), CatalogueChanged)
    assert _selling(inventory).rates == rates


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (set_rates(rate(), rate()), "rates.1.id"),
        (set_rates(rate(of="igloo")), "rates.0.stock_type_id"),
        (
            SetSupplements(
                property_id=HUT,
                supplements=(
                    Supplement(
                        id="douche", name={Language.FR: "Douche"}, maximum=9, unit_amount=300
                    ),
                )
                * 2,
            ),
            "supplements.1.id",
        ),
    ],
)
def test_prices_of_one_id_or_of_no_stock_type_are_refused(asked: Message, field: str) -> None:
    assert inventory_with().ask(asked, CatalogueRefused).field == field


def test_supplements_are_replaced() -> None:
    inventory = inventory_with()
    extra = Supplement(id="douche", name={Language.FR: "Douche"}, maximum=9, unit_amount=300)
    asked = SetSupplements(property_id=HUT, supplements=(extra,))
    inventory.ask(asked, CatalogueChanged)
    assert _selling(inventory).supplements == (extra,)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": {}},
        {"maximum": 0},
        {"minimum": 3, "maximum": 2},
        {"unit_amount": -1},
    ],
)
def test_a_price_has_a_name_and_a_sensible_quantity(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"rate|Rate|Value error|greater"):
        rate(**fields)


def test_texts_too_long_for_one_record_are_refused() -> None:
    inventory = _new_hut()
    long = "ö" * 60_000
    for language in (Language.FR, Language.EN, Language.IT, Language.DE, Language.ES):
        inventory.tell(set_terms(long, language))
    inventory.tell(set_stock_types(stock_type()))
    description = {language: "é" * 4000 for language in Language}
    many = tuple(rate(f"r{n}", description=description) for n in range(6))
    refused = inventory.ask(set_rates(*many), CatalogueRefused)
    assert refused.field == "texts"
